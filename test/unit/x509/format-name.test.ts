import { describe, expect, it } from 'vitest'
import { parseName } from '../../../src/x509/name.ts'
import { attribute } from '../../support/build-certificate.ts'
import { element, hex, ia5String, octetString, printableString, sequence, set, utf8String } from '../../support/der.ts'

const CN = '2.5.4.3'
const O = '2.5.4.10'
const DC = '0.9.2342.19200300.100.1.25'

const textOf = (...rdns: readonly Uint8Array[]): string => parseName(sequence(...rdns)).text
const textOfValue = (value: string): string => textOf(set(attribute(CN, utf8String(value)))).slice('CN='.length)

describe('formatName()', () => {
  it('writes the examples of RFC 4514 section 4', () => {
    const dc = (text: string): Uint8Array => set(attribute(DC, ia5String(text)))
    const uid = attribute('0.9.2342.19200300.100.1.1', utf8String('jsmith'))
    const salesSmith = set(attribute('2.5.4.11', utf8String('Sales')), attribute(CN, utf8String('J.  Smith')))
    const named = (value: string): Uint8Array => set(attribute(CN, utf8String(value)))
    expect(textOf(dc('net'), dc('example'), set(uid))).toBe('UID=jsmith,DC=example,DC=net')
    expect(textOf(dc('net'), dc('example'), salesSmith)).toBe('OU=Sales+CN=J.  Smith,DC=example,DC=net')
    expect(textOf(dc('net'), dc('example'), named('James "Jim" Smith, III'))).toBe(
      String.raw`CN=James \"Jim\" Smith\, III,DC=example,DC=net`,
    )
    // The RFC writes the pair in lower case; hex has none.
    expect(textOf(dc('net'), dc('example'), named('Before\rAfter'))).toBe(
      String.raw`CN=Before\0DAfter,DC=example,DC=net`,
    )
    expect(textOf(set(attribute('1.3.6.1.4.1.1466.0', octetString([0x48, 0x69]))))).toBe('1.3.6.1.4.1.1466.0=#04024869')
    // Either this or "Lu\C4\8Di\C4\87" (RFC 4514 section 2.4).
    expect(textOf(set(attribute('2.5.4.4', utf8String('Lučić'))))).toBe('SN=Lučić')
  })

  it.each([
    ['plain', 'plain'],
    ['', ''],
    [' lead', String.raw`\ lead`],
    ['trail ', String.raw`trail\ `],
    ['  two  ', String.raw`\  two \ `],
    [' ', String.raw`\ `],
    ['in side', 'in side'],
    ['#lead', String.raw`\#lead`],
    ['in#side', 'in#side'],
    [' #', String.raw`\ #`],
    ['a+b', String.raw`a\+b`],
    ['a"b', String.raw`a\"b`],
    ['a,b', String.raw`a\,b`],
    ['a;b', String.raw`a\;b`],
    ['a<b>c', String.raw`a\<b\>c`],
    ['a\\b', String.raw`a\\b`],
    ['a=b', 'a=b'],
    ['\\,', String.raw`\\\,`],
  ])('escapes "%s" (RFC 4514 section 2.4)', (value, text) => {
    expect(textOfValue(value)).toBe(text)
  })

  it.each([
    ['NUL', '\u0000', '00'],
    ['a newline', '\n', '0A'],
    ['an escape sequence', '\u001b', '1B'],
    ['DEL', '\u007f', '7F'],
    ['a control character of Latin-1', '\u009b', 'C2 9B'],
    ['a zero-width space', '\u200b', 'E2 80 8B'],
    ['a right-to-left mark', '\u200f', 'E2 80 8F'],
    ['an Arabic letter mark', '\u061c', 'D8 9C'],
    ['a line separator', '\u2028', 'E2 80 A8'],
    ['a right-to-left override', '\u202e', 'E2 80 AE'],
    ['a right-to-left isolate', '\u2067', 'E2 81 A7'],
    ['a byte order mark', '\ufeff', 'EF BB BF'],
    ['a combining grapheme joiner', '\u034f', 'CD 8F'],
    ['a Hangul filler', '\u3164', 'E3 85 A4'],
    ['a variation selector', '\ufe00', 'EF B8 80'],
    ['a letter that only tags', '\u{e0061}', 'F3 A0 81 A1'],
    ['a character for private use', '\ue000', 'EE 80 80'],
  ])('writes %s as the hex of its UTF-8', (_, character, pairs) => {
    const escaped = pairs.split(' ').map((pair) => `\\${pair}`)
    expect(textOfValue(`a${character}b`)).toBe(`a${escaped.join('')}b`)
  })

  it('leaves letters beyond the first plane as they are', () => {
    expect(textOfValue('a,\u{1f512}')).toBe('a\\,\u{1f512}')
  })

  it('writes unnamed types and values that are no strings as hex of their DER', () => {
    expect(textOf(set(attribute('1.2.3.4', utf8String('x'))))).toBe('1.2.3.4=#0c0178')
    expect(textOf(set(attribute(CN, hex('020105'))))).toBe('CN=#020105')
    expect(textOf(set(attribute(CN, sequence())))).toBe('CN=#3000')
  })

  it('does not let a value pass for another attribute', () => {
    expect(textOf(set(attribute(CN, utf8String('a,O=b'))))).toBe(String.raw`CN=a\,O=b`)
    expect(textOf(set(attribute(CN, utf8String('a+O=b'))))).toBe(String.raw`CN=a\+O=b`)
    expect(textOf(set(attribute(CN, utf8String('a'))), set(attribute(O, printableString('b'))))).toBe('O=b,CN=a')
  })

  it('writes a name without attributes as nothing', () => {
    expect(textOf()).toBe('')
  })

  it('does not escape what a BMPString holds twice', () => {
    expect(textOf(set(attribute(CN, element(0x1e, hex('0061002c0062')))))).toBe(String.raw`CN=a\,b`)
  })
})
