import { Buffer } from 'node:buffer'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePem, type PemReport } from '../../src/pem/parse-pem.ts'
import { FUZZ } from '../support/fuzz-parameters.ts'
import { derOf, linesOf } from '../unit/pem/pastes.ts'
import {
  CERTIFICATE_REQUEST,
  EC_CERTIFICATE,
  EC_KEY_WITH_PARAMETERS,
  ED25519_KEY,
  ENCRYPTED_KEY,
  LEGACY_ENCRYPTED_KEY,
  RSA_CERTIFICATE,
  RSA_KEY,
} from '../unit/pem/samples.ts'

const SAMPLES = [
  EC_CERTIFICATE,
  RSA_CERTIFICATE,
  RSA_KEY,
  ED25519_KEY,
  EC_KEY_WITH_PARAMETERS,
  LEGACY_ENCRYPTED_KEY,
  ENCRYPTED_KEY,
  CERTIFICATE_REQUEST,
]

/** Pieces of which damaged text consists. */
const pieces = fc.oneof(
  fc.constantFrom(
    ...['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----', '-----BEGIN ', '-----END', '-----', '--', '-'],
    ...['-----BEGIN EC PRIVATE KEY-----', '-----END EC PRIVATE KEY-----', 'BEGIN', 'END', 'Proc-Type: 4,ENCRYPTED\n'],
    ...['MII', 'M'.repeat(64), 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t', '=', '==', '=3D', '=\n', '+', '/', '_'],
    ...['\n', '\r\n', '\r', ' ', '\t', '\\n', '\\', '\\u002b', '"', "'", '`n', '> ', '# ', '| ', '1: ', ',', '[', ']'],
    ...['&#43;', '&amp;', '&', '<br>', '<', '%0A', '%2B', '%', '\u00a0', '\u200b', '\u2013', '\uFEFF', '\0', '\u0421'],
  ),
  fc.constantFrom(...SAMPLES),
  fc.constantFrom(...SAMPLES).chain((pem) => fc.nat(pem.length).map((length) => pem.slice(0, length))),
  fc.constantFrom(...SAMPLES).chain((pem) => fc.nat(pem.length).map((length) => pem.slice(length))),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const damagedText = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''))

/** How many characters of base64 there are, one of them perhaps escaped, where there is nothing else; -1 where there is. */
const dataLength = (text: string): number => {
  const plain = text.replace(/%2B|&#43;|\\u002b/, '+')
  return /^[\w+/\s]*$/.test(plain) ? plain.replace(/\s/g, '').length : -1
}

/** What holds for every report. */
function checkReport(text: string | undefined, report: PemReport): void {
  const { ok, blocks, certificates, privateKeys, problems } = report
  expect(ok).toBe(problems.every(({ severity }) => severity !== 'error'))
  // Nothing at all is never the answer.
  expect(blocks.length + problems.length).toBeGreaterThan(0)
  if (certificates.length + privateKeys.length === 0) expect(ok).toBe(false)
  for (const { at } of problems) {
    if (at === undefined || text === undefined) continue
    const before = text.slice(0, at.offset).split(/\r\n|\n|\r(?!\n)/)
    expect(at.offset).toBeLessThanOrEqual(text.length)
    // Between the two characters of a CRLF, the new line has not begun.
    if (!(text[at.offset - 1] === '\r' && text[at.offset] === '\n')) expect(at.line).toBe(before.length)
    expect(at.column).toBeGreaterThan(0)
  }
  expect(problems.toSorted((a, b) => (a.severity === b.severity ? 0 : a.severity === 'error' ? -1 : 1))).toEqual(
    problems,
  )
}

describe('parsePem()', () => {
  it('gives a report for any text', () => {
    fc.assert(
      fc.property(fc.oneof(damagedText, fc.string({ unit: 'binary' })), (text) => {
        checkReport(text, parsePem(text))
      }),
      FUZZ,
    )
  })

  it('gives a report for any bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      damagedText.map((text) => new TextEncoder().encode(text)),
      fc
        .constantFrom(...SAMPLES)
        .chain((pem) => fc.nat().map((cut) => derOf(pem).subarray(0, cut % derOf(pem).length))),
    )
    fc.assert(
      fc.property(bytes, (input) => {
        checkReport(undefined, parsePem(input))
      }),
      FUZZ,
    )
  })

  it('reads what it has normalized as the same objects, and has nothing to say about it', () => {
    fc.assert(
      fc.property(damagedText, (text) => {
        const first = parsePem(text)
        if (first.normalized === '') return
        const second = parsePem(first.normalized)
        expect(second.normalized).toBe(first.normalized)
        expect(second.certificates.map(({ der }) => der)).toEqual(first.certificates.map(({ der }) => der))
        expect(second.privateKeys.map((key) => key.exportDer())).toEqual(
          first.privateKeys.map((key) => key.exportDer()),
        )
        expect(second.problems.filter(({ code }) => code !== 'pem-duplicate-certificate')).toEqual([])
      }),
      FUZZ,
    )
  })

  it('reports a certificate that is cut off, wherever that is', () => {
    const [, , ...codes] = ['pem-empty', 'pem-no-block', 'pem-boundary-damaged', 'pem-end-missing']
    const begin = linesOf(EC_CERTIFICATE)[0]?.length ?? 0
    const lastDashes = EC_CERTIFICATE.trimEnd().length - 5
    for (let length = 0; length < EC_CERTIFICATE.length - 1; length += 1) {
      const report = parsePem(EC_CERTIFICATE.slice(0, length))
      if (length >= lastDashes) {
        // All that is missing is dashes of the END line.
        expect(report.problems, String(length)).toMatchObject([{ code: 'pem-repaired', detail: { repair: 'dashes' } }])
        expect(report.certificates).toHaveLength(1)
        continue
      }
      expect(report.ok, String(length)).toBe(false)
      expect(report.certificates).toEqual([])
      if (length > begin) expect(codes, String(length)).toContain(report.problems[0]?.code)
    }
  })

  it('never returns other bytes than those that were damaged', () => {
    const known = SAMPLES.map((pem) => derOf(pem).join())
    const edit = fc.tuple(fc.constantFrom(EC_CERTIFICATE, RSA_CERTIFICATE), fc.nat(), fc.nat(3), pieces)
    fc.assert(
      fc.property(edit, ([pem, place, removed, piece]) => {
        const at = place % pem.length
        const { certificates, ok } = parsePem(pem.slice(0, at) + piece + pem.slice(at + removed))
        // Letters typed over others make another certificate, which nothing in its text gives away.
        const isTyping = dataLength(piece) === dataLength(pem.slice(at, at + removed))
        for (const { der } of certificates) if (!isTyping) expect(known).toContain(der.join())
        if (certificates.length === 0) expect(ok && !piece.includes('PRIVATE KEY')).toBe(false)
      }),
      FUZZ,
    )
  })

  it('shows nothing of a key, however its text is damaged', () => {
    const lines = [RSA_KEY, ED25519_KEY].flatMap((pem) => linesOf(pem).slice(1, -1))
    const canaries = lines
      .flatMap((line) => [line.slice(10, 30), line.slice(34, 54)])
      .filter((part) => part.length === 20)
    const key = fc.constantFrom(RSA_KEY, ED25519_KEY)
    fc.assert(
      fc.property(fc.tuple(key, fc.nat(), pieces, key), ([first, place, piece, second]) => {
        const at = place % first.length
        const report = parsePem(first.slice(0, at) + (SAMPLES.includes(piece) ? '' : piece) + first.slice(at) + second)
        const shown = JSON.stringify(report) + inspect(report, { depth: 9 })
        expect(canaries.filter((canary) => shown.includes(canary))).toEqual([])
        for (const block of report.blocks) {
          if (Object.keys(block).includes('der'))
            expect(Buffer.from(block.der).includes(Buffer.from(derOf(first).subarray(-20)))).toBe(false)
        }
      }),
      FUZZ,
    )
  })
})
