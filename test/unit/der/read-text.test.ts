import { describe, expect, it } from 'vitest'
import { openDer, readAnyElement, type DerReader, type DerReaderMode } from '../../../src/der/der-reader.ts'
import { ia5Text, stringText } from '../../../src/der/read-text.ts'
import { element, hex, octets } from '../../support/der.ts'
import { errorAt } from '../../support/error-of.ts'

const UTF8 = 0x0c
const NUMERIC = 0x12
const PRINTABLE = 0x13
const TELETEX = 0x14
const IA5 = 0x16
const VISIBLE = 0x1a
const UNIVERSAL = 0x1c
const BMP = 0x1e

function read(tag: number, content: Uint8Array, mode: DerReaderMode = 'decode'): string | undefined {
  // Octets around the element, so that a reader that leaves its bounds is seen.
  const reader = openDer(octets(element(tag, content), hex('41ff')), mode)
  readAnyElement(reader, 'S')
  return stringText(tag, reader, 'S')
}

describe('stringText()', () => {
  it.each([
    ['UTF8String', UTF8, Buffer.from('Zürich 東京 \u{1f512}'), 'Zürich 東京 \u{1f512}'],
    ['a UTF8String longer than a line', UTF8, Buffer.from('é'.repeat(500)), 'é'.repeat(500)],
    ['an ASCII UTF8String longer than a line', UTF8, Buffer.from('ab cd'.repeat(100)), 'ab cd'.repeat(100)],
    ['a byte order mark, which it keeps', UTF8, Buffer.from('\ufeffa'), '\ufeffa'],
    ['PrintableString', PRINTABLE, Buffer.from("AZaz09 '()+,-./:=?"), "AZaz09 '()+,-./:=?"],
    ['the * and & that CAs put into PrintableString', PRINTABLE, Buffer.from('*&'), '*&'],
    ['IA5String', IA5, Buffer.from('a@b_!~\u007f\u0000'), 'a@b_!~\u007f\u0000'],
    ['NumericString', NUMERIC, Buffer.from('0 9'), '0 9'],
    ['VisibleString', VISIBLE, Buffer.from(' ~'), ' ~'],
    ['TeletexString as Latin-1', TELETEX, hex('e9 7e ff'), 'é~ÿ'],
    ['BMPString', BMP, hex('0041 6771 4eac'), 'A東京'],
    ['UniversalString', UNIVERSAL, hex('00000041 0001f512'), 'A\u{1f512}'],
    ['an empty string', UTF8, hex(''), ''],
    ['an empty BMPString', BMP, hex(''), ''],
    ['24 octets', IA5, Buffer.from('x'.repeat(24)), 'x'.repeat(24)],
    ['25 octets', IA5, Buffer.from('x'.repeat(25)), 'x'.repeat(25)],
    ['7 octets', IA5, Buffer.from('abcdefg'), 'abcdefg'],
  ])('reads %s', (_, tag, content, text) => {
    expect(read(tag, content)).toBe(text)
  })

  it.each([
    ['an overlong form', 'c080'],
    ['an overlong slash', 'e080af'],
    ['a continuation alone', '80'],
    ['a sequence cut off', '41e69d'],
    ['a surrogate', 'eda080'],
    ['a surrogate pair as CESU-8', 'eda0bdedb492'],
    ['a code after the last', 'f4908080'],
    ['the octet FF', 'ff'],
    ['Latin-1', '5afc72696368'],
    ['Latin-1 after many octets of ASCII', `${'41'.repeat(100)}fc`],
  ])('refuses UTF8String with %s', (_, content) => {
    expect(errorAt(() => read(UTF8, hex(content)))).toMatch(/^ERR_DER_STRING at \d+ in S$/)
    expect(errorAt(() => read(UTF8, hex(content), 'check'))).toMatch(/^ERR_DER_STRING at \d+ in S$/)
  })

  it('refuses every octet that PrintableString does not have (X.680 table 10), but * and &', () => {
    for (let value = 0; value < 256; value += 1) {
      const isAllowed = /^[A-Za-z0-9 '()+,\-./:=?*&]$/.test(String.fromCharCode(value))
      const content = Uint8Array.of(0x41, value)
      if (isAllowed) expect(read(PRINTABLE, content)).toBe(`A${String.fromCharCode(value)}`)
      else expect(errorAt(() => read(PRINTABLE, content))).toBe('ERR_DER_STRING at 3 in S')
    }
  })

  it.each([
    ['NumericString with a letter', NUMERIC, '3041', 3],
    ['NumericString with a hyphen', NUMERIC, '302d', 3],
    ['NumericString with a colon', NUMERIC, '303a', 3],
    ['VisibleString with a control character', VISIBLE, '411f', 3],
    ['VisibleString with DEL', VISIBLE, '417f', 3],
    ['VisibleString above ASCII', VISIBLE, '4180', 3],
    ['IA5String above ASCII', IA5, '41e9', 2],
    ['BMPString of an odd length', BMP, '004100', 2],
    ['BMPString with a high surrogate', BMP, '0041d83d', 4],
    ['BMPString with a pair of surrogates', BMP, 'd83ddd12', 2],
    ['BMPString with a low surrogate', BMP, 'dfff', 2],
    ['UniversalString of a wrong length', UNIVERSAL, '0000004100', 2],
    ['UniversalString after Unicode', UNIVERSAL, '00110000', 2],
    ['UniversalString of 2^31', UNIVERSAL, '80000041', 2],
    ['UniversalString with a surrogate', UNIVERSAL, '0000d800', 2],
  ])('refuses %s', (_, tag, content, offset) => {
    expect(errorAt(() => read(tag, hex(content)))).toBe(`ERR_DER_STRING at ${offset} in S`)
    expect(errorAt(() => read(tag, hex(content), 'check'))).toBe(`ERR_DER_STRING at ${offset} in S`)
  })

  it.each([0x02, 0x04, 0x30, 0x15, 0x19, 0x1b, 0x2c, 0x80])('knows no text of the type with octet %i', (tag) => {
    expect(read(tag, hex('41'))).toBeUndefined()
  })

  it.each([
    ['UTF8String', UTF8, hex('3031')],
    ['UTF8String beyond ASCII', UTF8, hex('c3a9')],
    ['PrintableString', PRINTABLE, hex('3031')],
    ['IA5String', IA5, hex('3031')],
    ['NumericString', NUMERIC, hex('3031')],
    ['VisibleString', VISIBLE, hex('3031')],
    ['TeletexString', TELETEX, hex('3031')],
    ['BMPString', BMP, hex('0031')],
    ['UniversalString', UNIVERSAL, hex('00000031')],
  ])('gives no text of a %s that is only checked', (_, tag, content) => {
    expect(read(tag, content, 'check')).toBe('')
  })
})

describe('ia5Text()', () => {
  const open = (content: string, mode: DerReaderMode): DerReader => {
    const reader = openDer(element(IA5, hex(content)), mode)
    readAnyElement(reader, 'S')
    return reader
  }

  it('reads the content of an element of any tag', () => {
    expect(ia5Text(open('612e62', 'decode'), 'S')).toBe('a.b')
  })

  it('refuses octets above 127, also where it only checks', () => {
    expect(errorAt(() => ia5Text(open('61ff', 'decode'), 'S'))).toBe('ERR_DER_STRING at 2 in S')
    expect(errorAt(() => ia5Text(open('61ff', 'check'), 'S'))).toBe('ERR_DER_STRING at 2 in S')
  })
})
