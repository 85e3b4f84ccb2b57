import { describe, expect, it } from 'vitest'
import { namesEqual, normalizedName } from '../../../src/x509/names-equal.ts'
import { parseName, type Name } from '../../../src/x509/name.ts'
import { attribute } from '../../support/build-certificate.ts'
import { element, integer, octetString, printableString, sequence, set, utf8String } from '../../support/der.ts'

const CN = '2.5.4.3'
const O = '2.5.4.10'

const nameOf = (...rdns: readonly Uint8Array[]): Name => parseName(sequence(...rdns))
const cn = (value: Uint8Array): Uint8Array => set(attribute(CN, value))
const text = (value: string): Name => nameOf(cn(utf8String(value)))

/** Both the comparison, in both directions, and the key that stands for it. */
function areEqual(a: Name, b: Name): boolean {
  const verdicts = [namesEqual(a, b), namesEqual(b, a), normalizedName(a.attributes) === normalizedName(b.attributes)]
  expect(new Set(verdicts).size).toBe(1)
  return verdicts[0] ?? false
}

describe('namesEqual()', () => {
  it.each([
    ['the same text', 'Test CA', 'Test CA'],
    ['another case', 'Test CA', 'tEST ca'],
    ['another case beyond ASCII', 'ÉCOLE', 'école'],
    ['another case in Greek, with a final sigma', 'ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['a sharp s and the capitals it is written with', 'Straße', 'STRASSE'],
    ['blanks at the edges', 'Test CA', '  Test CA '],
    ['more blanks inside', 'Test CA', 'Test   CA'],
    ['tabs and newlines for blanks', 'Test CA', 'Test\t\r\nCA'],
    ['the next-line character for a blank', 'Test CA', 'Test\u0085CA'],
    ['a no-break space for a blank', 'Test CA', 'Test\u00a0CA'],
    ['a wide space for a blank', 'Test CA', 'Test\u3000CA'],
    ['composed and decomposed letters', 'Zu\u0308rich', 'Z\u00fcrich'],
    ['full-width letters', 'Test', 'Ｔｅｓｔ'],
    ['a ligature', 'ﬁne', 'fine'],
    ['marks whose order changes with the case of their letter', 'I\u0323\u0307', '\u0130\u0323'],
    ['a soft hyphen', 'example', 'exam\u00adple'],
    ['a zero-width space', 'example', 'exam\u200bple'],
    ['a direction mark', 'example', 'example\u200e'],
    ['a tag character', 'example', 'example\u{e0041}'],
    ['an Arabic end of ayah', 'example', 'exam\u06ddple'],
    ['no letter at all', '', '   '],
  ])('finds equal (RFC 4518): %s', (_, a, b) => {
    expect(areEqual(text(a), text(b))).toBe(true)
  })

  it.each([
    ['another text', 'Test CA', 'Test CB'],
    ['blanks where there are none', 'TestCA', 'Test CA'],
    ['an accent', 'Ecole', 'École'],
    ['a Cyrillic letter that looks the same', 'CA', 'СA'],
    ['a dotless i', 'MINI', 'mını'],
    ['a part', 'Test CA', 'Test'],
    ['a NUL and more', 'example.com', 'example.com\u0000.evil'],
  ])('tells apart: %s', (_, a, b) => {
    expect(areEqual(text(a), text(b))).toBe(false)
  })

  it('finds PrintableString, UTF8String and BMPString of the same text equal (RFC 5280 section 7.1)', () => {
    const bmp = element(0x1e, [0, 0x54, 0, 0x45, 0, 0x53, 0, 0x54])
    expect(areEqual(nameOf(cn(printableString('Test'))), nameOf(cn(utf8String('test'))))).toBe(true)
    expect(areEqual(nameOf(cn(printableString('Test'))), nameOf(cn(bmp)))).toBe(true)
  })

  it('tells the order of RDNs', () => {
    const [a, b] = [cn(utf8String('a')), set(attribute(O, utf8String('b')))]
    expect(areEqual(nameOf(a, b), nameOf(b, a))).toBe(false)
  })

  it('does not tell the order of attributes in one RDN', () => {
    const [a, b] = [attribute(CN, utf8String('a')), attribute(O, utf8String('b'))]
    expect(areEqual(nameOf(set(a, b)), nameOf(set(b, a)))).toBe(true)
  })

  it('tells one RDN of two attributes from two RDNs', () => {
    const [a, b] = [attribute(CN, utf8String('a')), attribute(O, utf8String('b'))]
    expect(areEqual(nameOf(set(a, b)), nameOf(set(a), set(b)))).toBe(false)
  })

  it('counts an attribute that is there twice', () => {
    const [a, b] = [attribute(CN, utf8String('a')), attribute(CN, utf8String('b'))]
    expect(areEqual(nameOf(set(a, a, b)), nameOf(set(a, b, b)))).toBe(false)
  })

  it('tells a name from its beginning', () => {
    const [a, b] = [cn(utf8String('a')), set(attribute(O, utf8String('b')))]
    expect(areEqual(nameOf(a), nameOf(a, b))).toBe(false)
    expect(areEqual(nameOf(), nameOf(a))).toBe(false)
    expect(areEqual(nameOf(), nameOf())).toBe(true)
  })

  it('tells the type of an attribute', () => {
    expect(areEqual(nameOf(cn(utf8String('a'))), nameOf(set(attribute(O, utf8String('a')))))).toBe(false)
  })

  it.each(['a,O=b', 'a+O=b', 'a\u0000O=b', '1[2.5.4.10:1tb]', 'a1[2.5.4.10:1tb]'])(
    'does not take the value "%s" for two attributes',
    (value) => {
      const two = nameOf(cn(utf8String('a')), set(attribute(O, utf8String('b'))))
      const one = nameOf(set(attribute(CN, utf8String('a')), attribute(O, utf8String('b'))))
      expect(areEqual(text(value), two)).toBe(false)
      expect(areEqual(text(value), one)).toBe(false)
    },
  )

  it('does not move what looks like the beginning of an attribute from one value into another', () => {
    const pair = (...values: readonly string[]): Name =>
      nameOf(set(...values.map((value) => attribute(CN, utf8String(value)))))
    for (const start of ['2.5.4.3:t', '2.5.4.3:1t', '2.5.4.3:11t'])
      expect(areEqual(pair('a', `b${start}c`), pair(`a${start}b`, 'c'))).toBe(false)
  })

  it('compares values that are no strings by their bytes', () => {
    expect(areEqual(nameOf(cn(integer(5))), nameOf(cn(integer(5))))).toBe(true)
    expect(areEqual(nameOf(cn(integer(5))), nameOf(cn(integer(6))))).toBe(false)
    expect(areEqual(nameOf(cn(octetString([0x61]))), nameOf(cn(octetString([0x41]))))).toBe(false)
  })

  it('does not take the text of a value for the value', () => {
    expect(areEqual(nameOf(cn(integer(5))), text('#020105'))).toBe(false)
  })

  it('compares strings of types that have no name as strings', () => {
    const unnamed = (value: Uint8Array): Name => nameOf(set(attribute('1.2.3', value)))
    expect(areEqual(unnamed(utf8String('A  b')), unnamed(printableString('a B')))).toBe(true)
    expect(areEqual(unnamed(utf8String('a')), unnamed(utf8String('b')))).toBe(false)
  })

  it('tells empty RDNs, which have a place too', () => {
    const a = cn(utf8String('a'))
    expect(areEqual(nameOf(set(), a), nameOf(a))).toBe(false)
  })
})
