import { describe, expect, it } from 'vitest'
import {
  encodeBitString,
  encodeElement,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  encodeUnsignedInteger,
} from '../../../src/der/write-der.ts'
import { element, hex, toHex } from '../../support/der.ts'

describe('encodeElement()', () => {
  it.each([0, 1, 127, 128, 255, 256, 65_535, 65_536, 16_777_216])(
    'writes the shortest length of %i octets',
    (length) => {
      const content = new Uint8Array(length).fill(7)
      expect(Buffer.compare(encodeElement(0x04, content), element(0x04, content))).toBe(0)
    },
  )

  it('joins parts', () => {
    expect(toHex(encodeElement(0x30, hex('0500'), hex('0101ff')))).toBe('300505000101ff')
  })
})

describe('encodeUnsignedInteger()', () => {
  // X.690 section 8.3
  it.each([
    ['', '020100'],
    ['00', '020100'],
    ['000000', '020100'],
    ['7f', '02017f'],
    ['80', '02020080'],
    ['0080', '02020080'],
    ['0000ff01', '020300ff01'],
    ['0100', '02020100'],
  ])('writes the magnitude "%s" in its shortest form', (magnitude, der) => {
    expect(toHex(encodeUnsignedInteger(hex(magnitude)))).toBe(der)
  })
})

describe('the other writers', () => {
  it('write one element of their type', () => {
    expect(toHex(encodeSequence(encodeNull(), encodeNull()))).toBe('300405000500')
    expect(toHex(encodeOctetString(hex('aa')))).toBe('0401aa')
    expect(toHex(encodeBitString(hex('aa')))).toBe('030200aa')
    // As OpenSSL writes it
    expect(toHex(encodeOid('2.999.3'))).toBe('0603883703')
  })

  it('refuse an identifier that is none', () => {
    expect(() => encodeOid('1.40')).toThrow(TypeError)
  })
})
