import { describe, expect, it } from 'vitest'
import { contentOf, openDer, type DerReader } from '../../../src/der/der-reader.ts'
import {
  readBitString,
  readBoolean,
  readInteger,
  readNamedBits,
  readNamedBitsLenient,
  readNull,
  readOctetAlignedBitString,
  readSmallInteger,
  readUnsignedInteger,
} from '../../../src/der/read-primitive.ts'
import { hex, toHex } from '../../support/der.ts'
import { errorAt } from '../../support/error-of.ts'

const open = (text: string): DerReader => openDer(hex(text))

describe('readBoolean()', () => {
  it('reads 00 and FF', () => {
    expect(readBoolean(open('010100'), 'S')).toBe(false)
    expect(readBoolean(open('0101ff'), 'S')).toBe(true)
  })

  it.each(['010101', '01017f', '0100', '0102ff00', '0102 0000'])('refuses %s', (text) => {
    expect(errorAt(() => readBoolean(open(text), 'S'))).toBe('ERR_DER_BOOLEAN at 2 in S')
  })

  it('refuses a BOOLEAN without content that is followed by FF', () => {
    expect(errorAt(() => readBoolean(open('0100ff'), 'S'))).toBe('ERR_DER_BOOLEAN at 2 in S')
  })
})

describe('readInteger()', () => {
  it.each(['020100', '02017f', '0201ff', '02020080', '0202ff7f', '020180', '0203008000'])('reads %s', (text) => {
    const reader = open(text)
    readInteger(reader, 'S')
    expect(toHex(contentOf(reader))).toBe(text.slice(4))
  })

  it.each([
    ['without content', '0200'],
    ['zero in two octets', '02020000'],
    ['127 with a leading zero', '0202007f'],
    ['-1 in two octets', '0202ffff'],
    ['-128 in two octets', '0202ff80'],
    ['a long one with a leading zero', '020500 00000001'],
  ])('refuses one %s', (_, text) => {
    expect(errorAt(() => readInteger(open(text), 'S'))).toBe('ERR_DER_INTEGER at 2 in S')
  })
})

describe('readSmallInteger()', () => {
  it.each([
    ['020100', 0],
    ['02017f', 127],
    ['02020080', 128],
    ['02047fffffff', 2 ** 31 - 1],
  ])('reads %s', (text, value) => {
    expect(readSmallInteger(open(text), 2 ** 31 - 1, 'S')).toBe(value)
  })

  it.each([
    ['-1', '0201ff'],
    ['-128', '020180'],
    ['2^31', '0205 0080000000'],
    ['2^64', '0209 010000000000000000'],
  ])('refuses %s', (_, text) => {
    expect(errorAt(() => readSmallInteger(open(text), 2 ** 31 - 1, 'S'))).toBe('ERR_DER_VALUE at 2 in S')
  })

  it('reads the greatest that is allowed and refuses the next', () => {
    expect(readSmallInteger(open('02020100'), 256, 'S')).toBe(256)
    expect(errorAt(() => readSmallInteger(open('02020101'), 256, 'S'))).toBe('ERR_DER_VALUE at 2 in S')
  })

  it('does not overlook an excess in the last octet', () => {
    expect(errorAt(() => readSmallInteger(open('02020100'), 255, 'S'))).toBe('ERR_DER_VALUE at 2 in S')
  })
})

describe('readUnsignedInteger()', () => {
  it.each([
    ['020100', '00'],
    ['02017f', '7f'],
    ['02020080', '80'],
    ['0203010000', '010000'],
  ])('gives the magnitude of %s', (text, magnitude) => {
    expect(toHex(readUnsignedInteger(open(text), 'S'))).toBe(magnitude)
  })

  it('refuses a negative one', () => {
    expect(errorAt(() => readUnsignedInteger(open('020180'), 'S'))).toBe('ERR_DER_VALUE at 2 in S')
  })
})

describe('readBitString()', () => {
  it.each([
    ['empty', '030100', 0, ''],
    ['whole octets', '030300abcd', 0, 'abcd'],
    ['seven unused bits', '03020780', 7, '80'],
    ['the lowest used bit beside four unused ones', '03020410', 4, '10'],
    // X.690 section 8.6.4.2, in primitive form
    ['the example of X.690', '0307040a3b5f291cd0', 4, '0a3b5f291cd0'],
  ])('reads %s', (_, text, unused, content) => {
    const reader = open(text)
    expect(readBitString(reader, 'S')).toBe(unused)
    expect(toHex(contentOf(reader))).toBe(content)
  })

  it.each([
    ['without content', '0300', 2],
    ['without content before a zero octet', '0300 00', 2],
    ['with eight unused bits', '03020800', 2],
    ['with 255 unused bits', '0302ff00', 2],
    ['with unused bits of nothing', '030101', 2],
    ['with unused bits that are not zero', '03020781', 3],
    ['with one unused bit that is not zero', '030201ff', 3],
    ['with the highest of four unused bits set', '03020408', 3],
  ])('refuses one %s', (_, text, offset) => {
    expect(errorAt(() => readBitString(open(text), 'S'))).toBe(`ERR_DER_BIT_STRING at ${offset} in S`)
  })
})

describe('readOctetAlignedBitString()', () => {
  it('refuses bits that do not fill octets', () => {
    expect(errorAt(() => readOctetAlignedBitString(open('03020780'), 'S'))).toBe('ERR_DER_BIT_STRING at 2 in S')
  })

  it('reads octets', () => {
    const reader = open('03020080')
    readOctetAlignedBitString(reader, 'S')
    expect(toHex(contentOf(reader))).toBe('80')
  })
})

describe('readNamedBits()', () => {
  it.each([
    ['none', '030100', 0],
    ['the first', '03020780', 1],
    ['the last of eight', '03020001', 0x80],
    ['the ninth', '0303070080', 0x100],
    ['sixth and seventh', '03020106', 0b1100000],
  ])('reads %s', (_, text, bits) => {
    expect(readNamedBits(open(text), 'S')).toBe(bits)
    expect(readNamedBitsLenient(open(text), 'S')).toBe(bits)
  })

  it.each([
    ['a zero bit', '03020680', 1],
    ['a zero octet', '0303008000', 1],
    ['nothing but a zero', '03020700', 0],
  ])('refuses %s at the end, which the lenient reader lets pass', (_, text, bits) => {
    expect(errorAt(() => readNamedBits(open(text), 'S'))).toMatch(/^ERR_DER_BIT_STRING at \d in S$/)
    expect(readNamedBitsLenient(open(text), 'S')).toBe(bits)
  })

  it('refuses more than 32 bits, in both forms', () => {
    expect(errorAt(() => readNamedBits(open('0306000000000001'), 'S'))).toBe('ERR_DER_VALUE at 3 in S')
    expect(errorAt(() => readNamedBitsLenient(open('0306000000000001'), 'S'))).toBe('ERR_DER_VALUE at 3 in S')
  })
})

describe('readNull()', () => {
  it('reads one without content', () => {
    const reader = open('0500')
    readNull(reader, 'S')
    expect(reader.offset).toBe(2)
  })

  it('refuses one with content', () => {
    expect(errorAt(() => readNull(open('050100'), 'S'))).toBe('ERR_DER_NULL at 2 in S')
  })
})
