import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { parsePem, type ParsePemOptions } from '../../../src/pem/parse-pem.ts'
import type { ProblemCode } from '../../../src/problem/problem.ts'
import { changeLine, derOf, linesOf, mapLines } from './pastes.ts'
import { EC_CERTIFICATE, ED25519_KEY, LEGACY_ENCRYPTED_KEY, RSA_CERTIFICATE, RSA_KEY } from './samples.ts'

const C = RSA_CERTIFICATE
const LINES = linesOf(C)
const LAST = LINES.length
const BODY = LINES.slice(1, -1)
const DER = derOf(C)
const EC_LAST = linesOf(EC_CERTIFICATE).length

const text = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join('\n')
const withDer = (der: Uint8Array, label = 'CERTIFICATE'): string =>
  text(
    `-----BEGIN ${label}-----`,
    Buffer.from(der)
      .toString('base64')
      .replace(/.{64}(?=.)/g, '$&\n'),
    `-----END ${label}-----`,
    '',
  )

/** Name, text, code of the first problem, its line and column, and its detail. */
type Refused = readonly [
  name: string,
  text: string,
  code: ProblemCode,
  line: number,
  column: number,
  detail: Readonly<Record<string, string | number>>,
]

const label = 'CERTIFICATE'

describe('parsePem() refuses, and says where and why', () => {
  const texts: readonly Refused[] = [
    ['nothing', '', 'pem-empty', 1, 1, {}],
    ['blanks only', ' \r\n\t\uFEFF\n', 'pem-empty', 1, 1, {}],
    ['prose', '\n  please find the certificate attached', 'pem-no-block', 2, 3, {}],
    ['the name of a file', '/etc/ssl/certs/server.pem', 'pem-no-block', 1, 1, {}],
    [
      'an END line that was not selected',
      text(...LINES.slice(0, -1)),
      'pem-end-missing',
      1,
      1,
      { label, missingBytes: 0 },
    ],
    [
      'a selection that stops in the data',
      text(...LINES.slice(0, 5)),
      'pem-end-missing',
      1,
      1,
      { label, missingBytes: DER.length - 4 * 48 },
    ],
    [
      'a selection that stops in a line',
      text(...LINES.slice(0, 5)).slice(0, -11),
      'pem-end-missing',
      1,
      1,
      { label, missingBytes: DER.length - 4 * 48 + 9 },
    ],
    [
      'a block cut off after a good one',
      text(EC_CERTIFICATE.trimEnd(), ...LINES.slice(0, 5)),
      'pem-end-missing',
      EC_LAST + 1,
      1,
      { label, missingBytes: DER.length - 4 * 48 },
    ],
    ['a BEGIN line alone', '-----BEGIN CERTIFICATE-----\n', 'pem-end-missing', 1, 1, { label }],
    [
      'a second BEGIN before END',
      text(...LINES.slice(0, 5), C),
      'pem-end-missing',
      1,
      1,
      { label, missingBytes: DER.length - 4 * 48 },
    ],
    ['an END line that breaks off in its label', C.slice(0, -12), 'pem-boundary-damaged', LAST, 1, { label }],
    [
      'an END line that breaks off in its dashes',
      text(...LINES.slice(0, -1), '---'),
      'pem-boundary-damaged',
      LAST,
      1,
      { label },
    ],
    ['a mistyped END', C.replace('-END', '-EDN'), 'pem-boundary-damaged', LAST, 1, { label }],
    ['a mistyped BEGIN', C.replace('BEGIN', 'BEGN'), 'pem-boundary-damaged', 1, 1, { label }],
    ['a selection that begins in the BEGIN line', C.slice(9), 'pem-boundary-damaged', 1, 1, { label }],
    [
      'a BEGIN line without its label',
      C.replace('BEGIN CERTIFICATE', 'BEGIN'),
      'pem-boundary-damaged',
      1,
      1,
      { label },
    ],
    ['a BEGIN line that was not selected', text(...LINES.slice(1)), 'pem-begin-missing', LAST - 1, 1, { label }],
    ['a selection that begins in the data', text(...LINES.slice(4)), 'pem-begin-missing', LAST - 4, 1, { label }],
    ['an END line twice', `${C}${LINES.at(-1) ?? ''}`, 'pem-begin-missing', LAST + 1, 1, { label }],
    [
      'labels that differ',
      C.replace('END CERTIFICATE', 'END PRIVATE KEY'),
      'pem-label-mismatch',
      LAST,
      1,
      { begin: label, end: 'PRIVATE KEY' },
    ],
    [
      'a mistyped label of END',
      C.replace('END CERTIFICATE', 'END CERTIFCATE'),
      'pem-label-mismatch',
      LAST,
      1,
      { begin: label, end: 'CERTIFCATE' },
    ],
    [
      'a mistyped label of BEGIN',
      C.replace('BEGIN CERTIFICATE', 'BEGIN CERTIFCATE'),
      'pem-label-mismatch',
      1,
      1,
      { begin: 'CERTIFCATE', end: label },
    ],
    [
      'an END and a BEGIN lost between two blocks',
      text(...LINES.slice(0, -1), ...linesOf(RSA_KEY).slice(1)),
      'pem-label-mismatch',
      LAST + linesOf(RSA_KEY).length - 2,
      1,
      { begin: label, end: 'RSA PRIVATE KEY' },
    ],
    ['no data', text(LINES[0], LINES.at(-1)), 'pem-block-empty', 1, 1, { label }],
    ['blanks for data', text(LINES[0], '  ', '', LINES.at(-1)), 'pem-block-empty', 1, 1, { label }],
    [
      'a character that is not base64',
      changeLine(C, 6, (line) => `${line.slice(0, 9)}*${line.slice(10)}`),
      'pem-not-base64',
      6,
      10,
      { label, codePoint: 0x2a },
    ],
    [
      'such a character at the start of a line',
      changeLine(C, 6, (line) => `#${line.slice(1)}`),
      'pem-not-base64',
      6,
      1,
      { label, codePoint: 0x23 },
    ],
    [
      'a letter of another script',
      changeLine(C, 6, (line) => `${line.slice(0, 9)}\u0410${line.slice(10)}`),
      'pem-not-base64',
      6,
      10,
      { label, codePoint: 0x410 },
    ],
    [
      'an emoji',
      changeLine(C, 6, (line) => `${line} \u{1f512}`),
      'pem-not-base64',
      6,
      66,
      { label, codePoint: 0x1f512 },
    ],
    [
      'a stray quotation mark',
      changeLine(C, 6, (line) => `${line}"`),
      'pem-not-base64',
      6,
      65,
      { label, codePoint: 0x22 },
    ],
    [
      'the first of two such characters',
      changeLine(
        changeLine(C, 8, () => '!'),
        6,
        () => '%',
      ),
      'pem-not-base64',
      6,
      1,
      { label, codePoint: 0x25 },
    ],
    [
      'such a character after repairs',
      changeLine(
        mapLines(C, (line) => `> ${line}`),
        6,
        (line) => `${line.slice(0, 9)}*`,
      ),
      'pem-not-base64',
      6,
      10,
      { label, codePoint: 0x2a },
    ],
    [
      'such a character in escaped text',
      changeLine(C, 6, (line) => `*${line}`).replaceAll('\n', '\\n'),
      'pem-not-base64',
      1,
      changeLine(C, 6, () => '*')
        .replaceAll('\n', '\\n')
        .indexOf('*') + 1,
      { label, codePoint: 0x2a },
    ],
    ['a comment line', changeLine(C, 6, (line) => `-- checked\n${line}`), 'pem-boundary-damaged', 6, 1, { label }],
    [
      'the rest of a boundary, in data that could be of the alphabet for URLs',
      text(LINES[0], `MIIB${'A'.repeat(60)}`, '---', LINES.at(-1)),
      'pem-boundary-damaged',
      3,
      1,
      { label },
    ],
    [
      'a dash in a few characters',
      text(LINES[0], 'MAA-', LINES.at(-1)),
      'pem-not-base64',
      2,
      4,
      { label, codePoint: 0x2d },
    ],
    ['three dots', changeLine(C, 6, () => '...'), 'pem-elided', 6, 1, { label, codePoint: 0x2e }],
    [
      'an ellipsis',
      changeLine(C, 6, (line) => `${line.slice(0, 20)}\u2026`),
      'pem-elided',
      6,
      21,
      { label, codePoint: 0x2026 },
    ],
    [
      'a note that something was cut',
      changeLine(C, 6, () => '[truncated]'),
      'pem-elided',
      6,
      1,
      { label, codePoint: 0x5b },
    ],
    [
      'a Korean note that something was cut',
      changeLine(C, 6, () => '(\uc911\ub7b5)'),
      'pem-elided',
      6,
      1,
      { label, codePoint: 0x28 },
    ],
    ['padding in the middle', changeLine(C, 6, (line) => `${line.slice(0, 62)}==`), 'pem-padding', 6, 63, { label }],
    [
      'too much padding',
      text(LINES[0], ...linesOf(withDer(DER.subarray(0, 100))).slice(1, -1), '==', LINES.at(-1)),
      'pem-padding',
      5,
      1,
      { label },
    ],
    [
      'data cut off at the end of a line',
      text(...LINES.slice(0, 8), LINES.at(-1)),
      'pem-data-truncated',
      8,
      65,
      { label, missingBytes: DER.length - 7 * 48 },
    ],
    [
      'data cut off in a line',
      text(...LINES.slice(0, 8), LINES[8]?.slice(0, 30), LINES.at(-1)),
      'pem-data-truncated',
      9,
      31,
      { label, missingBytes: DER.length - 7 * 48 - 22 },
    ],
    [
      'data without boundaries cut off',
      text(...BODY.slice(0, 8)),
      'pem-data-truncated',
      8,
      65,
      { label, missingBytes: DER.length - 8 * 48 },
    ],
    [
      'half a line lost',
      changeLine(C, 6, (line) => line.slice(0, 40)),
      'pem-line-length',
      6,
      41,
      { label, expected: 64, found: 40 },
    ],
    [
      'a character lost',
      changeLine(C, 6, (line) => line.slice(1)),
      'pem-line-length',
      6,
      64,
      { label, expected: 64, found: 63 },
    ],
    [
      'a character added',
      changeLine(C, 6, (line) => `${line}A`),
      'pem-line-length',
      6,
      66,
      { label, expected: 64, found: 65 },
    ],
    [
      'four characters added',
      changeLine(C, 6, (line) => `${line}AAAA`),
      'pem-line-length',
      6,
      69,
      { label, expected: 64, found: 68 },
    ],
    ['a line twice', changeLine(C, 6, (line) => `${line}\n${line}`), 'pem-line-repeated', 7, 1, { label, bytes: 48 }],
    [
      'bytes after the object',
      withDer(Buffer.concat([DER, Buffer.from('trailing')])),
      'pem-trailing-bytes',
      2 + Math.floor(DER.length / 48),
      1 + Math.floor(((DER.length % 48) * 4) / 3),
      { label, bytes: 8 },
    ],
    [
      'two objects in one block',
      withDer(Buffer.concat([DER, DER])),
      'pem-trailing-bytes',
      2 + Math.floor(DER.length / 48),
      1 + Math.floor(((DER.length % 48) * 4) / 3),
      { label, bytes: DER.length },
    ],
    [
      'trust settings that are none',
      withDer(Buffer.concat([DER, Uint8Array.of(0x30, 5, 0)]), 'TRUSTED CERTIFICATE'),
      'pem-trailing-bytes',
      2 + Math.floor(DER.length / 48),
      1 + Math.floor(((DER.length % 48) * 4) / 3),
      { label: 'TRUSTED CERTIFICATE', bytes: 3 },
    ],
    [
      'a certificate whose version is damaged',
      withDer(DER.with(12, 9)),
      'certificate-malformed',
      2,
      11,
      { error: 'ERR_X509_VERSION', structure: 'version', offset: 8 },
    ],
    [
      'data that is no object',
      withDer(new Uint8Array(60).fill(7)),
      'certificate-malformed',
      2,
      1,
      { error: 'ERR_DER_UNEXPECTED_TAG', structure: 'Certificate', offset: 0 },
    ],
    [
      'a private key that is no key',
      withDer(Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x00), 'PRIVATE KEY'),
      'key-malformed',
      2,
      7,
      {},
    ],
  ]
  it.each(texts)('%s', (_, input, code, line, column, detail) => {
    const report = parsePem(input)
    const [first] = report.problems
    expect(first?.code).toBe(code)
    expect(first?.at).toEqual({ line, column, offset: offsetOf(input, line, column) })
    expect(first?.detail).toMatchObject(detail)
    expect(first?.kind).toBe('format')
    expect(report.ok).toBe(false)
  })

  it.each([3, 5, 7, 10])('a line lost in the middle, near line %i', (number) => {
    const [first] = parsePem(changeLine(C, number, () => undefined)).problems
    expect(first).toMatchObject({ code: 'pem-lines-missing', detail: { missingBytes: 48 } })
    expect(Math.abs((first?.at?.line ?? 0) - number)).toBeLessThanOrEqual(3)
  })

  it('bytes lost in the middle though the lines are full, since the last one is padded', () => {
    const lost = 9 + ((DER.length - 10) % 3)
    const [first] = parsePem(withDer(Buffer.concat([DER.subarray(0, 200), DER.subarray(200 + lost)]))).problems
    expect((DER.length - lost) % 3).not.toBe(0)
    expect(first).toMatchObject({ code: 'pem-lines-missing', detail: { missingBytes: lost } })
  })

  it.each([
    ['a blank in place of one plus sign beside others', C.replace('+', ' ')],
    [
      'numbers between the lines that do not count',
      mapLines(C, (line, index) => `${String(index * index + 1)}\n${line}`),
    ],
  ])('%s, rather than guess', (_, input) => {
    expect(input).not.toBe(C)
    expect(parsePem(input)).toMatchObject({ ok: false, certificates: [] })
  })

  it.each([
    ['words of base64 that say how long they are in one octet', Buffer.from('0123456789'.repeat(3)).toString('base64')],
    ['an object that ends inside of a word', `${linesOf(ED25519_KEY)[1] ?? ''}AAAA`],
  ])('%s, as no object', (_, input) => {
    expect(parsePem(input).problems).toMatchObject([{ code: 'pem-no-block' }])
  })

  it('damage of an encrypted key, and that it is encrypted', () => {
    const { problems } = parsePem(changeLine(LEGACY_ENCRYPTED_KEY, 6, (line) => `${line}*`))
    expect(problems).toMatchObject([
      { code: 'pem-not-base64', at: { line: 6, column: 65 } },
      { code: 'key-encrypted', kind: 'encrypted-key', detail: { container: 'legacy-ec', cipher: 'AES-256-CBC' } },
    ])
  })
})

describe('parsePem()', () => {
  it.each(['09:A1:B2:C3:D4:E5:F6:07:18:29:3A:4B:5C:6D:7E:8F:90:A1:B2:C3', `00${'x'.repeat(48)}`])(
    'takes the bytes of text for text, though they begin like DER of their length: %s',
    (input) => {
      expect(parsePem(new TextEncoder().encode(input)).problems).toMatchObject([{ code: 'pem-no-block' }])
    },
  )

  it('keeps the good blocks beside bad ones', () => {
    const bad = changeLine(C, 6, () => '...')
    const report = parsePem(text(EC_CERTIFICATE, bad, RSA_KEY, C))
    expect(report.certificates.map(({ der }) => der)).toEqual([derOf(EC_CERTIFICATE), DER])
    expect(report.privateKeys).toHaveLength(1)
    expect(report.problems.map(({ code }) => code)).toEqual(['pem-elided'])
  })

  it('tells of each bad block, in the order of the text', () => {
    const { problems } = parsePem(
      text(
        ...LINES.slice(0, 4),
        changeLine(C, 6, () => '...'),
        C.replace('END C', 'END X509 C'),
      ),
    )
    expect(problems.map(({ code }) => code)).toEqual(['pem-end-missing', 'pem-elided', 'pem-label-mismatch'])
  })

  it('tells of base64 without boundaries beside good blocks', () => {
    const report = parsePem(text(EC_CERTIFICATE, ...BODY.slice(0, -2)))
    expect(report.problems).toMatchObject([{ code: 'pem-begin-missing', at: { line: EC_LAST + 2, column: 1 } }])
    const whole = parsePem(text(EC_CERTIFICATE, ...BODY))
    expect(whole.problems).toMatchObject([{ code: 'pem-repaired', detail: { repair: 'missing-boundaries' } }])
    expect(whole.certificates).toHaveLength(2)
  })

  it('warns of the same certificate twice, with the number of the first', () => {
    const { ok, certificates, problems } = parsePem(`${EC_CERTIFICATE}${C}${EC_CERTIFICATE}`)
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'pem-duplicate-certificate',
        severity: 'warning',
        certificate: 2,
        detail: { first: 0 },
      }),
    ])
    expect(problems[0]?.at?.line).toBe(EC_LAST + LAST + 1)
    expect(certificates).toHaveLength(3)
    expect(ok).toBe(true)
  })

  it.each<readonly [string, ParsePemOptions, number]>([
    ['x'.repeat(1_048_577), {}, 1_048_577],
    ['12345', { maxBytes: 4 }, 5],
    ['\uac00', { maxBytes: 2 }, 3],
    ['\u{1f512}', { maxBytes: 3 }, 4],
  ])('refuses a box over its size before it reads it', (input, options, bytes) => {
    const { problems } = parsePem(input, options)
    expect(problems).toMatchObject([
      { code: 'pem-too-large', detail: { bytes, maxBytes: options.maxBytes ?? 1_048_576 } },
    ])
  })

  it.each(['\uac00', '\u{1f512}', 'abc'])('takes a box of just its size', (input) => {
    expect(parsePem(input, { maxBytes: Buffer.byteLength(input) }).problems).toMatchObject([{ code: 'pem-no-block' }])
  })

  it('stops after so many problems, and says so', () => {
    const { problems } = parsePem('-----END CERTIFICATE-----\n'.repeat(2000))
    expect(problems.length).toBeLessThan(600)
    expect(problems.at(-1)).toMatchObject({ code: 'pem-too-many-problems', severity: 'error', detail: { limit: 500 } })
  })

  it('says so also where it stopped because of what stands in a good block', () => {
    const header = `X: ${'-----END q,'.repeat(499)}`
    const [begin, ...rest] = LINES
    const { problems } = parsePem(text(begin, header, '', ...rest, '-----END q,', LINES.at(-1)))
    expect(problems.map(({ code }) => code)).toEqual(['pem-boundary-damaged', 'pem-too-many-problems'])
  })

  it.each([undefined, null, 5, {}, [], new ArrayBuffer(1)])(
    'throws for input that is neither text nor bytes',
    (input) => {
      expect(() => parsePem(input as never)).toThrow(TypeError)
    },
  )

  it.each([{ expect: 'key' }, { maxBytes: '5' }, { field: 'box' }])(
    'throws for an option of the wrong type',
    (options) => {
      expect(() => parsePem('', options as never)).toThrow(TypeError)
    },
  )

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('throws for a maxBytes of %d', (maxBytes) => {
    expect(() => parsePem('', { maxBytes })).toThrow(RangeError)
  })
})

function offsetOf(input: string, line: number, column: number): number {
  const before = input.split(/(?<=\r\n|\n|\r(?!\n))/).slice(0, line - 1)
  return before.join('').length + column - 1
}
