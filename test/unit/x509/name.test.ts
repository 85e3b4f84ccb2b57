import { describe, expect, it } from 'vitest'
import { parseName } from '../../../src/x509/name.ts'
import { attribute, commonName } from '../../support/build-certificate.ts'
import {
  element,
  hex,
  ia5String,
  integer,
  octets,
  oid,
  printableString,
  sequence,
  set,
  toHex,
  utf8String,
} from '../../support/der.ts'
import { errorAt } from '../../support/error-of.ts'

describe('parseName()', () => {
  it('gives the attributes in the order of the encoding, those of one RDN with one number', () => {
    const name = parseName(
      sequence(
        set(attribute('2.5.4.6', printableString('KR'))),
        set(attribute('2.5.4.10', utf8String('(주)예시')), attribute('2.5.4.3', utf8String('a, b'))),
        set(attribute('1.2.840.113549.1.9.1', ia5String('a@b.example'))),
      ),
    )
    expect(name.attributes).toEqual([
      { oid: '2.5.4.6', name: 'C', value: 'KR', tag: 0x13, hexValue: undefined, rdn: 0 },
      { oid: '2.5.4.10', name: 'O', value: '(주)예시', tag: 0x0c, hexValue: undefined, rdn: 1 },
      { oid: '2.5.4.3', name: 'CN', value: 'a, b', tag: 0x0c, hexValue: undefined, rdn: 1 },
      {
        oid: '1.2.840.113549.1.9.1',
        name: 'emailAddress',
        value: 'a@b.example',
        tag: 0x16,
        hexValue: undefined,
        rdn: 2,
      },
    ])
  })

  it('gives the text and the hex of a string of a type that has no name', () => {
    expect(parseName(sequence(set(attribute('1.2.3', utf8String('x'))))).attributes).toEqual([
      { oid: '1.2.3', name: undefined, value: 'x', tag: 0x0c, hexValue: '#0c0178', rdn: 0 },
    ])
  })

  it('gives the hex of a value that is no string', () => {
    expect(parseName(sequence(set(attribute('2.5.4.3', integer(5))))).attributes).toEqual([
      { oid: '2.5.4.3', name: 'CN', value: '#020105', tag: 0x02, hexValue: '#020105', rdn: 0 },
    ])
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('keeps "%s" as the value that it is', (value) => {
    const name = parseName(commonName(value))
    expect(name.attributes[0]?.value).toBe(value)
    expect(name.text).toBe(`CN=${value}`)
    expect(Object.getPrototypeOf(name.attributes[0])).toBe(Object.prototype)
  })

  it('gives the bytes it was read from', () => {
    const der = commonName('x')
    expect(toHex(parseName(der).der)).toBe(toHex(der))
  })

  it('becomes its text in JSON', () => {
    expect(JSON.stringify(parseName(commonName('x')))).toBe('"CN=x"')
  })

  it.each([
    ['bytes after the name', octets(commonName('x'), hex('0500')), 'ERR_DER_TRAILING_BYTES at 14 in Name'],
    ['a SEQUENCE for a SET', sequence(sequence()), 'ERR_DER_UNEXPECTED_TAG at 2 in Name'],
    ['an attribute that is no SEQUENCE', sequence(set(integer(1))), 'ERR_DER_UNEXPECTED_TAG at 4 in Name'],
    ['an attribute without a value', sequence(set(sequence(oid('2.5.4.3')))), 'ERR_DER_TRUNCATED at 11 in Name'],
    ['an attribute without a type', sequence(set(sequence(utf8String('x')))), 'ERR_DER_UNEXPECTED_TAG at 6 in Name'],
    [
      'bytes after a value',
      sequence(set(sequence(oid('2.5.4.3'), utf8String('x'), utf8String('y')))),
      'ERR_DER_TRAILING_BYTES at 14 in Name',
    ],
    ['bad UTF-8', sequence(set(attribute('2.5.4.3', element(0x0c, [0xff])))), 'ERR_DER_STRING at 13 in Name'],
    [
      'bad UTF-8 in an unnamed type',
      sequence(set(attribute('1.2.3', element(0x0c, [0xff])))),
      'ERR_DER_STRING at 12 in Name',
    ],
  ])('refuses %s', (_, der, expected) => {
    expect(errorAt(() => parseName(der))).toBe(expected)
  })

  it('reads an RDN in any order and one without attributes, as every other reader does', () => {
    const reversed = set(attribute('2.5.4.10', utf8String('b')), attribute('2.5.4.3', utf8String('a')))
    expect(parseName(sequence(reversed)).text).toBe('O=b+CN=a')
    expect(parseName(sequence(set(), set(attribute('2.5.4.3', utf8String('a'))))).attributes[0]?.rdn).toBe(1)
  })
})
