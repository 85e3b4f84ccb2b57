import { describe, expect, it } from 'vitest'
import { parsePem } from '../../src/pem/parse-pem.ts'
import { linesOf } from '../unit/pem/pastes.ts'
import { EC_CERTIFICATE } from '../unit/pem/samples.ts'

const LINES = linesOf(EC_CERTIFICATE)
const BEGIN = `${LINES[0] ?? ''}\n`
const END = `\n${LINES.at(-1) ?? ''}\n`
const inBlock = (body: string): string => BEGIN + body + END

/** Text of which a parser that looks back or ahead too far never comes to an end. */
const PATTERNS: readonly (readonly [string, (repeat: (text: string) => string) => string])[] = [
  ['BEGIN without a label', (repeat) => repeat('-----BEGIN ')],
  ['BEGIN lines', (repeat) => repeat('-----BEGIN X-----\n')],
  ['BEGIN on one line', (repeat) => repeat('-----BEGIN CERTIFICATE-----')],
  ['END lines', (repeat) => repeat('-----END CERTIFICATE-----\n')],
  ['END on one line', (repeat) => repeat('-----END CERTIFICATE-----')],
  ['words of boundaries', (repeat) => repeat('BEGIN ')],
  ['labels without dashes', (repeat) => repeat('BEGIN CERTIFICATE\n')],
  ['dashes', (repeat) => repeat('-')],
  ['dashes and blanks', (repeat) => repeat('- ')],
  ['blanks', (repeat) => repeat(' ')],
  ['newlines', (repeat) => repeat('\n')],
  ['blanks in a block', (repeat) => inBlock(repeat(' '))],
  ['the letter M', (repeat) => repeat('M')],
  ['base64 without boundaries', (repeat) => repeat(`MIIB${'A'.repeat(40)}. `)],
  ['backslashes', (repeat) => repeat('\\')],
  ['ampersands', (repeat) => repeat('&#')],
  ['encoded ampersands', (repeat) => `&${repeat('amp;')}`],
  ['angle brackets', (repeat) => repeat('<b ')],
  ['an endless tag', (repeat) => `<b ${repeat('x')}`],
  ['per cent signs', (repeat) => repeat('%25')],
  ['equals signs', (repeat) => repeat('A=\n')],
  ['quotation marks in a block', (repeat) => `"${inBlock(repeat('"+\n'))}`],
  ['quoting in a block', (repeat) => `> ${BEGIN}${repeat('> \n')}> ${END}`],
  ['deep quoting', (repeat) => repeat('>')],
  ['headers', (repeat) => inBlock(repeat('a: b\n'))],
  ['continuation lines', (repeat) => inBlock(`a: b\n${repeat(' b\n')}`)],
  ['line numbers', (repeat) => inBlock(repeat('1\n'))],
  ['tiny blocks', (repeat) => repeat(inBlock('MA=='))],
  ['tiny blocks on one line', (repeat) => repeat(inBlock('MAAA').replaceAll('\n', ''))],
  ['blocks cut off', (repeat) => repeat(EC_CERTIFICATE.slice(0, 300))],
  ['nested PEM', (repeat) => repeat('LS0tLS1CRUdJTiB ')],
  ['nested PEM that ends in bits left over', (repeat) => `${repeat('Ci0tLS0tQkVHSU4A')}AB==`],
  ['look-alike letters', (repeat) => `--${repeat('\u0410')}`],
  ['terminal sequences', (repeat) => repeat('\u001b[0')],
  ['nested lengths', (repeat) => inBlock(repeat('MIQw'))],
]

/** Best of three: other work on the machine only ever adds. */
function measure(text: string): number {
  const times = [1, 2, 3].map(() => {
    const start = process.cpuUsage()
    parsePem(text, { maxBytes: Number.MAX_SAFE_INTEGER })
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

describe('parsePem() takes time that grows with its input, and no faster', () => {
  it.each(PATTERNS)('on %s', (_, make) => {
    const of = (length: number): string => make((text) => text.repeat(Math.ceil(length / text.length)))
    const small = measure(of(100_000))
    const large = measure(of(400_000))
    // Four times the text; eight allows for the collector, and what is over in an instant is not told apart from noise.
    expect(large).toBeLessThan(Math.max(small * 8, 150))
  })
})
