import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { parsePem } from '../../../src/pem/parse-pem.ts'
import type { PemRepair } from '../../../src/problem/pem-problems.ts'
import { changeLine, derOf, linesOf, mapLines } from './pastes.ts'
import {
  CERTIFICATE_WITH_TEXT,
  EC_CERTIFICATE,
  EC_KEY_WITH_PARAMETERS,
  RSA_CERTIFICATE,
  RSA_KEY,
  TRUSTED_CERTIFICATE,
} from './samples.ts'

const C = RSA_CERTIFICATE
const LINES = linesOf(C)
const BODY = LINES.slice(1, -1)
const DER = derOf(C)

const utf16 = (text: string, order: 'little' | 'big'): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le')
  return new Uint8Array(order === 'little' ? bytes : bytes.swap16())
}

describe('parsePem() reads without complaint', () => {
  const texts: readonly (readonly [string, string | Uint8Array])[] = [
    ['a clean file', C],
    ['a file without a last line end', C.trimEnd()],
    ['lines that end in CRLF', C.replaceAll('\n', '\r\n')],
    ['lines that end in CR', C.replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${C}`],
    ['UTF-8 bytes', new TextEncoder().encode(C)],
    ['UTF-8 bytes with a byte order mark', new TextEncoder().encode(`\uFEFF${C}`)],
    ['UTF-16 bytes, little-endian', utf16(C, 'little')],
    ['UTF-16 bytes, big-endian', utf16(C, 'big')],
    ['UTF-16 bytes with a byte order mark, little-endian', utf16(`\uFEFF${C}`, 'little')],
    ['UTF-16 bytes with a byte order mark, big-endian', utf16(`\uFEFF${C}`, 'big')],
    ['bytes that are Windows-1252 beside the block', new Uint8Array(Buffer.from(`Schl\u00fcssel\n${C}`, 'latin1'))],
    ['blanks at the ends of lines', mapLines(C, (line) => `${line} \t`)],
    ['blank lines', mapLines(C, (line) => `${line}\n`)],
    ['one character in each line', `${LINES[0] ?? ''}\n${Array.from(BODY.join('')).join('\n')}\n${LINES.at(-1) ?? ''}`],
    ['one long line', `${LINES[0] ?? ''}\n${BODY.join('')}\n${LINES.at(-1) ?? ''}`],
    ['lines of 76 characters', `${LINES[0] ?? ''}\n${BODY.join('').replace(/.{76}/g, '$&\n')}\n${LINES.at(-1) ?? ''}`],
    ['text before and after', `Bag Attributes\n    localKeyID: 01\nsubject=/CN=x\n\n${C}\nThat is the end.\n`],
    ['an X509 CERTIFICATE', C.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
    ['a fence of Markdown around it', `\`\`\`pem\n${C}\`\`\`\n`],
    ['the prompt of a terminal around it', `$ cat server.pem\n${C}$ `],
  ]
  it.each(texts)('%s', (_, text) => {
    const report = parsePem(text)
    expect(report.problems).toEqual([])
    expect(report.ok).toBe(true)
    expect(report.blocks.map(({ label }) => label)).toEqual(['CERTIFICATE'])
    expect(report.certificates.map(({ der }) => der)).toEqual([DER])
  })

  it('the output of openssl x509 -text', () => {
    const report = parsePem(CERTIFICATE_WITH_TEXT)
    expect(report.problems).toEqual([])
    expect(report.certificates.map(({ der }) => der)).toEqual([derOf(EC_CERTIFICATE)])
  })

  it('a TRUSTED CERTIFICATE, whose trust settings are left out', () => {
    const report = parsePem(TRUSTED_CERTIFICATE)
    expect(report.problems).toEqual([])
    expect(report.blocks).toMatchObject([{ label: 'CERTIFICATE', der: derOf(EC_CERTIFICATE) }])
    expect(report.normalized).toBe(EC_CERTIFICATE)
  })

  it('EC PARAMETERS before the key', () => {
    const report = parsePem(EC_KEY_WITH_PARAMETERS, { expect: 'privateKey' })
    expect(report.problems).toEqual([])
    expect(report.privateKeys).toHaveLength(1)
    expect(report.blocks.map(({ label }) => label)).toEqual(['EC PARAMETERS', 'EC PRIVATE KEY'])
  })

  it('several files put together, each with a byte order mark', () => {
    const report = parsePem(`\uFEFF${RSA_KEY}\uFEFF${C}\uFEFF${EC_CERTIFICATE}`)
    expect(report.problems).toEqual([])
    expect([report.privateKeys.length, report.certificates.length]).toEqual([1, 2])
  })
})

/** Name, text, the kinds of repair in order of their places, and where the first one is: line and column. */
type Repaired = readonly [name: string, text: string, repairs: readonly PemRepair[], line: number, column: number]

const quoted = (line: string): string => `"${line}`
const fullWidth = (text: string): string => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
const nested = Buffer.from(C).toString('base64')

describe('parsePem() repairs, and says so once', () => {
  const texts: readonly Repaired[] = [
    ['indentation', mapLines(C, (line) => `    ${line}`), ['indentation'], 1, 5],
    [
      'indentation below a YAML key',
      `tls:\n  crt: |\n${mapLines(C, (line) => `    ${line}`)}\n`,
      ['indentation'],
      3,
      5,
    ],
    ['quoting by >', mapLines(C, (line) => `> ${line}`), ['quoting'], 1, 3],
    ['quoting by >>', mapLines(C, (line) => `>> ${line}`), ['quoting'], 1, 4],
    [
      'quoting of mixed depth',
      changeLine(
        mapLines(C, (line) => `> ${line}`),
        3,
        (line) => `> ${line}`,
      ),
      ['quoting'],
      1,
      3,
    ],
    ['comment marks of a shell', mapLines(C, (line) => `# ${line}`), ['quoting'], 1, 3],
    ['comment marks of C', mapLines(C, (line) => `// ${line}`), ['quoting'], 1, 4],
    ['comment marks of Java', mapLines(C, (line) => ` * ${line}`), ['quoting'], 1, 4],
    [
      'a quotation whose lines were broken',
      mapLines(C, (line) => `> ${line}`).replace(/.{50}/g, '$&\n'),
      ['quoting'],
      1,
      3,
    ],
    ['carriage returns shown by cat -A', mapLines(C, (line) => `${line}^M$`), ['literal-escapes'], 1, 28],
    ['paragraphs of RTF', mapLines(C, (line) => `${line}\\par`), ['literal-escapes'], 1, 28],
    ['lines added in a diff', mapLines(C, (line) => `+${line}`), ['quoting'], 1, 2],
    ['lines removed in a diff', mapLines(C, (line) => `-${line}`), ['dashes', 'quoting'], 1, 1],
    ['line numbers with a colon', mapLines(C, (line, index) => `${String(index + 8)}: ${line}`), ['quoting'], 1, 4],
    [
      'line numbers with a tab',
      mapLines(C, (line, index) => `${String(index + 8).padStart(6)}\t${line}`),
      ['quoting'],
      1,
      8,
    ],
    [
      'line numbers on lines of their own',
      mapLines(C, (line, index) => `${String(index + 1)}\n${line}`),
      ['quoting'],
      2,
      1,
    ],
    ['the name of a container in a log', mapLines(C, (line) => `web_1  | ${line}`), ['quoting'], 1, 10],
    ['a name with a colon, as of a header', mapLines(C, (line) => `web: ${line}`), ['quoting'], 1, 6],
    [
      'times of a log',
      mapLines(C, (line, index) => `12:00:${String(index + 10)}.${String(index * 7)} ${line}`),
      ['quoting'],
      1,
      12,
    ],
    ['the borders of a table', mapLines(C, (line) => `| ${line.padEnd(64)} |`), ['quoting'], 1, 3],
    ['line ends shown by cat -A', mapLines(C, (line) => `${line}$`), ['quoting'], 1, 1],
    ['dashes escaped by PGP', mapLines(C, (line) => (line.startsWith('-') ? `- ${line}` : line)), ['quoting'], 1, 3],
    ['newlines that became blanks', LINES.join(' '), ['lost-newlines'], 1, 28],
    ['newlines that were dropped', LINES.join(''), ['lost-newlines'], 1, 28],
    [
      'two blocks on ten dashes',
      `${EC_CERTIFICATE.trimEnd()}${C}`,
      ['lost-newlines'],
      linesOf(EC_CERTIFICATE).length,
      26,
    ],
    ['\\n', LINES.join('\\n'), ['literal-escapes'], 1, 28],
    ['\\r\\n', LINES.join('\\r\\n'), ['literal-escapes'], 1, 28],
    ['\\\\n', LINES.join('\\\\n'), ['literal-escapes'], 1, 28],
    ['\\u000a and \\u002b', LINES.join('\\u000a').replaceAll('+', '\\u002b'), ['literal-escapes'], 1, 28],
    ['newlines of PowerShell', LINES.join('`n'), ['literal-escapes'], 1, 28],
    ['carriage returns of Excel', LINES.join('_x000D_\n'), ['literal-escapes'], 1, 28],
    ['escaped newlines without their backslashes', LINES.join('n'), ['literal-escapes', 'lost-newlines'], 1, 1],
    ['a backslash at the end of each line', LINES.join(' \\\n'), ['literal-escapes'], 1, 30],
    ['a string of JSON', JSON.stringify({ certificate: C }), ['quotation-marks', 'literal-escapes'], 1, 17],
    ['a list of JSON', JSON.stringify(LINES), ['quotation-marks'], 1, 3],
    ['a list of JSON in lines', JSON.stringify(LINES, null, 2), ['quotation-marks'], 2, 4],
    [
      'strings joined by +',
      LINES.map((line) => `${quoted(line)}\\n"`).join(' +\n'),
      ['quotation-marks', 'literal-escapes'],
      1,
      2,
    ],
    [
      'strings joined by a leading +',
      LINES.map((line) => `${quoted(line)}\\n"`).join('\n + '),
      ['quotation-marks', 'literal-escapes'],
      1,
      2,
    ],
    ['strings joined by PHP', LINES.map((line) => `'${line}' . PHP_EOL`).join('\n . '), ['quotation-marks'], 1, 2],
    [
      'strings joined by Visual Basic',
      LINES.map((line) => `"${line}" & vbCrLf`).join(' & _\n'),
      ['quotation-marks'],
      1,
      2,
    ],
    ['typographic quotation marks', `\u201c${C.trimEnd()}\u201d`, ['quotation-marks'], 1, 2],
    [
      'zero-width spaces',
      C.replaceAll('AQ', 'A\u200bQ'),
      ['invisible-characters'],
      2,
      (LINES[1] ?? '').indexOf('AQ') + 3,
    ],
    [
      'soft hyphens',
      mapLines(C, (line) => `${line.slice(0, 40)}\u00ad${line.slice(40)}`),
      ['invisible-characters'],
      1,
      29,
    ],
    ['non-breaking spaces', mapLines(C, (line) => `${line}\u00a0`), ['invisible-characters'], 1, 28],
    ['colours of a terminal', mapLines(C, (line) => `\u001b[32m${line}\u001b[0m`), ['invisible-characters'], 1, 6],
    ['UTF-16 read as if it were Latin', Array.from(C).join('\0'), ['invisible-characters'], 1, 3],
    ['en dashes', C.replaceAll('-', '\u2013'), ['dashes'], 1, 1],
    ['em dashes for two', C.replaceAll('--', '\u2014'), ['dashes'], 1, 1],
    ['non-breaking hyphens', C.replaceAll('-', '\u2011'), ['dashes'], 1, 1],
    ['three dashes', C.replaceAll('-----', '---'), ['dashes'], 1, 1],
    ['six dashes', C.replaceAll('-----', '------'), ['dashes'], 1, 1],
    ['dashes with blanks between them', C.replaceAll('-----', '- - - - -'), ['dashes'], 1, 1],
    ['blanks between dashes and words', C.replaceAll('-----BEGIN', '----- BEGIN'), ['dashes'], 1, 1],
    ['no dashes at all', C.replaceAll('-', ''), ['dashes'], 1, 1],
    ['dashes that were not selected', C.slice(3, -4), ['dashes'], 1, 1],
    [
      'lower case',
      C.replace('BEGIN CERTIFICATE', 'begin certificate').replace('END CERTIFICATE', 'end certificate'),
      ['label-case'],
      1,
      1,
    ],
    ['the same mistake in both labels', C.replaceAll('CERTIFICATE', 'CERTIFCATE'), ['label'], 1, 1],
    ['no blank before the label', C.replaceAll(' CERTIFICATE', 'CERTIFICATE'), ['label'], 1, 1],
    ['full-width characters', fullWidth(C), ['dashes', 'look-alikes'], 1, 1],
    ['Cyrillic letters in boundaries', C.replaceAll('CERT', '\u0421\u0415R\u0422'), ['look-alikes'], 1, 12],
    [
      'HTML entities',
      C.replaceAll('+', '&#43;').replaceAll('/', '&#x2F;'),
      ['html-entities'],
      2,
      (LINES[1] ?? '').search(/[+/]/) + 1,
    ],
    ['HTML entities encoded twice', C.replaceAll('-', '&amp;#45;'), ['html-entities'], 1, 1],
    ['line breaks of HTML', LINES.join('<br />'), ['html-entities'], 1, 28],
    ['paragraphs of HTML', mapLines(C, (line) => `<p class="x">${line}</p>`, ''), ['html-entities'], 1, 41],
    ['percent-encoding', encodeURIComponent(C), ['percent-encoding'], 1, 11],
    ['percent-encoding of a form', encodeURIComponent(C).replaceAll('%20', '+'), ['percent-encoding'], 1, 28],
    ['percent-encoding twice', encodeURIComponent(encodeURIComponent(C)), ['percent-encoding'], 1, 11],
    [
      'percent-encoding that leaves + alone',
      C.replaceAll('\n', '%0A').replaceAll(' ', '%20'),
      ['percent-encoding'],
      1,
      11,
    ],
    ['quoted-printable', C.replaceAll('=', '=3D').replace(/.{50}/g, '$&=\n'), ['quoted-printable'], 3, 1],
    ['blanks in place of plus signs', C.replaceAll('+', ' '), ['spaces-for-plus'], 1, 1],
    [
      'blanks in place of plus signs and newlines',
      C.trimEnd().replaceAll('\n', ' ').replaceAll('+', ' '),
      ['spaces-for-plus', 'lost-newlines'],
      1,
      1,
    ],
    [
      'the alphabet for URLs',
      mapLines(C, (line, index) =>
        index === 0 || index === LINES.length - 1
          ? line
          : line.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
      ),
      ['base64url'],
      1,
      1,
    ],
    ['PEM in base64', nested, ['nested-base64'], 1, 1],
    ['PEM in base64 in YAML', `data:\n  tls.crt: ${nested}\nkind: Secret\n`, ['nested-base64'], 2, 12],
    ['no boundaries', BODY.join('\n'), ['missing-boundaries'], 1, 1],
    ['no boundaries in a JSON Web Key set', JSON.stringify({ x5c: [BODY.join('')] }), ['missing-boundaries'], 1, 10],
    ['no boundaries in XML', `<X509Certificate>${BODY.join('\n')}</X509Certificate>`, ['missing-boundaries'], 1, 18],
  ]
  it.each(texts)('%s', (_, text, repairs, line, column) => {
    const { ok, certificates, problems } = parsePem(text)
    expect(problems.map(({ code, detail }) => [code, 'repair' in detail ? detail.repair : ''])).toEqual(
      repairs.map((repair) => ['pem-repaired', repair]),
    )
    expect(problems[0]?.at).toMatchObject({ line, column })
    expect(certificates.at(-1)?.der).toEqual(DER)
    expect(ok).toBe(true)
  })
})
