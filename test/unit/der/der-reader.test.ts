import { describe, expect, it } from 'vitest'
import {
  assertAtEnd,
  contentOf,
  isAtEnd,
  openContent,
  openDer,
  openDerAt,
  peekTag,
  readAnyElement,
  readConstructed,
  readElement,
  readNonEmptyList,
  type DerReader,
} from '../../../src/der/der-reader.ts'
import { element, hex, octets, sequence, toHex } from '../../support/der.ts'
import { errorAt, errorOf } from '../../support/error-of.ts'

const zeros = (count: number): Uint8Array => new Uint8Array(count)

describe('readAnyElement()', () => {
  it.each([
    ['no content', hex('3000'), ''],
    ['a short length', hex('0402 abcd'), 'abcd'],
    ['the longest short length', octets([0x04, 0x7f], zeros(127)), '00'.repeat(127)],
    ['a length of one octet', octets([0x04, 0x81, 0x80], zeros(128)), '00'.repeat(128)],
    ['a length of two octets', octets([0x04, 0x82, 0x01, 0x00], zeros(256)), '00'.repeat(256)],
    ['a length of three octets', octets([0x04, 0x83, 0x01, 0x00, 0x00], zeros(65536)), '00'.repeat(65536)],
    ['the highest low tag number', hex('1e00'), ''],
  ])('reads %s', (_, bytes, content) => {
    const reader = openDer(bytes)
    expect(readAnyElement(reader, 'S')).toBe(bytes[0])
    expect(toHex(contentOf(reader))).toBe(content)
    expect(isAtEnd(reader)).toBe(true)
  })

  it.each([
    ['nothing at all', '', 'ERR_DER_TRUNCATED at 0 in S'],
    ['a tag alone', '30', 'ERR_DER_TRUNCATED at 0 in S'],
    ['content cut off', '0403 0102', 'ERR_DER_TRUNCATED at 2 in S'],
    ['a length cut off', '0482 01', 'ERR_DER_TRUNCATED at 2 in S'],
    ['a length of 2^31-1 in a few octets', '0484 7fffffff 00', 'ERR_DER_TRUNCATED at 6 in S'],
    ['a length of 2^32-1 in a few octets', '0484 ffffffff 00', 'ERR_DER_TRUNCATED at 6 in S'],
    ['a length of five octets', '0485 0000000001 00', 'ERR_DER_LENGTH_TOO_LARGE at 1 in S'],
    ['a length of 126 octets', `04fe ${'01'.repeat(126)} 00`, 'ERR_DER_LENGTH_TOO_LARGE at 1 in S'],
    ['the reserved length FF', '04ff 00', 'ERR_DER_LENGTH_TOO_LARGE at 1 in S'],
    ['the indefinite length', '3080 0000', 'ERR_DER_LENGTH_INDEFINITE at 1 in S'],
    ['a long form below 128', `0481 7f ${'00'.repeat(127)}`, 'ERR_DER_LENGTH_NOT_MINIMAL at 1 in S'],
    ['a long form of zero', '3081 00', 'ERR_DER_LENGTH_NOT_MINIMAL at 1 in S'],
    ['a length with a leading zero', `0482 0080 ${'00'.repeat(128)}`, 'ERR_DER_LENGTH_NOT_MINIMAL at 1 in S'],
    [
      'a four-octet length with a leading zero',
      `0484 00000100 ${'00'.repeat(256)}`,
      'ERR_DER_LENGTH_NOT_MINIMAL at 1 in S',
    ],
    ['a high tag number', '1f20 00', 'ERR_DER_TAG_NUMBER at 0 in S'],
    ['a high tag number of the context', 'bf20 00', 'ERR_DER_TAG_NUMBER at 0 in S'],
  ])('refuses %s', (_, text, expected) => {
    expect(errorAt(() => readAnyElement(openDer(hex(text)), 'S'))).toBe(expected)
  })

  it('says how many bytes are missing', () => {
    expect(errorOf(() => readAnyElement(openDer(hex('0484 7fffffff 0000')), 'S')).detail['missing']).toBe(
      0x7fffffff - 2,
    )
  })

  it('does not read past the end of the structure it is in, though there are bytes', () => {
    const outer = openDer(hex('3003 040200 ffff'))
    const inner = readConstructed(outer, 0x30, 'S')
    expect(errorOf(() => readAnyElement(inner, 'T'))).toEqual({
      code: 'ERR_DER_TRUNCATED',
      detail: { offset: 4, structure: 'T', missing: 1 },
    })
  })

  it('does not read a length past the end of the structure it is in', () => {
    const inner = readConstructed(openDer(hex('3003 048201 00 00')), 0x30, 'S')
    expect(errorAt(() => readAnyElement(inner, 'T'))).toBe('ERR_DER_TRUNCATED at 4 in T')
  })
})

describe('readElement()', () => {
  it('refuses another tag and names both', () => {
    expect(errorOf(() => readElement(openDer(hex('0400')), 0x30, 'S'))).toEqual({
      code: 'ERR_DER_UNEXPECTED_TAG',
      detail: { offset: 0, structure: 'S', expected: 0x30, found: 0x04 },
    })
  })

  it('refuses the constructed form of a primitive type (X.690 section 10.2)', () => {
    expect(errorAt(() => readElement(openDer(hex('2404 04020000')), 0x04, 'S'))).toBe(
      'ERR_DER_UNEXPECTED_TAG at 0 in S',
    )
  })

  it('refuses the end of the structure', () => {
    expect(errorOf(() => readElement(openDer(hex('')), 0x30, 'S'))).toEqual({
      code: 'ERR_DER_TRUNCATED',
      detail: { offset: 0, structure: 'S', expected: 0x30, missing: 2 },
    })
  })

  it('leaves the reader where it was if the tag is another', () => {
    const reader = openDer(hex('0401ff'))
    expect(() => readElement(reader, 0x30, 'S')).toThrow()
    readElement(reader, 0x04, 'S')
    expect(toHex(contentOf(reader))).toBe('ff')
  })
})

describe('readConstructed()', () => {
  it('moves the outer reader past the element and opens its content', () => {
    const outer = openDer(hex('3003 020105 0400'))
    const inner = readConstructed(outer, 0x30, 'S')
    expect([outer.offset, inner.offset, inner.end, inner.depth]).toEqual([5, 2, 5, 1])
    expect(inner.bytes).toBe(outer.bytes)
  })

  it('reads 32 levels and refuses the 33rd', () => {
    let bytes = element(0x04)
    for (let level = 0; level < 33; level += 1) bytes = sequence(bytes)
    let reader = openDer(bytes)
    for (let level = 0; level < 32; level += 1) reader = readConstructed(reader, 0x30, 'S')
    expect(reader.depth).toBe(32)
    const deepest: DerReader = reader
    expect(errorAt(() => readConstructed(deepest, 0x30, 'S'))).toBe('ERR_DER_TOO_DEEP at 66 in S')
  })

  it('counts the levels of content that is opened without its tag', () => {
    let reader = openDer(hex('0400'))
    readAnyElement(reader, 'S')
    for (let level = 0; level < 32; level += 1) reader = openContent(reader, 'S')
    const deepest: DerReader = reader
    expect(errorOf(() => openContent(deepest, 'S')).code).toBe('ERR_DER_TOO_DEEP')
  })
})

describe('readNonEmptyList()', () => {
  it('refuses a list without elements', () => {
    expect(errorAt(() => readNonEmptyList(openDer(hex('3000')), 0x30, 'S'))).toBe('ERR_DER_VALUE at 2 in S')
  })

  it('opens a list with one', () => {
    expect(peekTag(readNonEmptyList(openDer(hex('30020500')), 0x30, 'S'))).toBe(0x05)
  })
})

describe('assertAtEnd()', () => {
  it('refuses what is left over and counts it', () => {
    const reader = openDer(hex('0500 0500 00'))
    readElement(reader, 0x05, 'S')
    expect(errorOf(() => assertAtEnd(reader, 'S'))).toEqual({
      code: 'ERR_DER_TRAILING_BYTES',
      detail: { offset: 2, structure: 'S', bytes: 3 },
    })
  })

  it('passes where nothing is', () => {
    expect(() => assertAtEnd(openDer(hex('')), 'S')).not.toThrow()
  })
})

describe('openDerAt()', () => {
  it('counts offsets from the start of the bytes', () => {
    expect(errorAt(() => readElement(openDerAt(hex('ffff 0500'), 2, 4), 0x30, 'S'))).toBe(
      'ERR_DER_UNEXPECTED_TAG at 2 in S',
    )
  })

  it.each([
    [-1, 2],
    [3, 2],
    [0, 5],
  ])('refuses the part from %i to %i of four bytes', (offset, end) => {
    expect(() => openDerAt(hex('05000500'), offset, end)).toThrow(RangeError)
  })
})

describe('peekTag()', () => {
  it('is -1 at the end of the structure, though there are bytes', () => {
    expect(peekTag(openDerAt(hex('0500'), 0, 0))).toBe(-1)
  })
})
