import { describe, expect, it } from 'vitest'
import { openDer } from '../../../src/der/der-reader.ts'
import {
  createIdentifierTable,
  dottedIdentifier,
  encodeObjectIdentifier,
  readDottedIdentifier,
  readObjectIdentifier,
} from '../../../src/der/object-identifier.ts'
import { element, hex, octets, toHex } from '../../support/der.ts'
import { errorAt } from '../../support/error-of.ts'

/** As `openssl asn1parse -genstr OID:...` writes them; the first is the example of X.690 section 8.19. */
const IDENTIFIERS: readonly (readonly [string, string])[] = [
  ['2.999.3', '0603883703'],
  ['2.100.3', '0603813403'],
  ['2.39.1', '06027701'],
  ['2.40.1', '06027801'],
  ['2.47', '06017f'],
  ['1.39.5', '06024f05'],
  ['0.0', '060100'],
  ['0.9.2342.19200300.100.1.25', '060a0992268993f22c640119'],
  // Read into 32 bits, the arc of 2^32 + 1 would be 1.
  ['1.3.6.1.4.1.311.21.4294967297.1', '060e2b06010401823715908080800101'],
  // 2^53 + 1, the first that a number cannot hold
  ['2.5.29.9007199254740993', '060a551d9080808080808001'],
  // X.667: an identifier made from a UUID
  ['2.25.329800735698586629295641978511506172918', '06146983f09da7ebcfdee0c7a1a7b2c0948cc8f9d776'],
]

describe('readDottedIdentifier()', () => {
  it.each(IDENTIFIERS)('reads %s as OpenSSL writes it', (dotted, der) => {
    expect(readDottedIdentifier(openDer(hex(der)), 'S')).toBe(dotted)
  })

  it('checks and gives no text where texts are not wanted', () => {
    expect(readDottedIdentifier(openDer(hex('0603883703'), 'check'), 'S')).toBe('')
    expect(errorAt(() => readDottedIdentifier(openDer(hex('06028001'), 'check'), 'S'))).toBe(
      'ERR_DER_OBJECT_IDENTIFIER at 2 in S',
    )
  })
})

describe('encodeObjectIdentifier()', () => {
  it.each(IDENTIFIERS)('writes %s as OpenSSL does', (dotted, der) => {
    expect(toHex(encodeObjectIdentifier(dotted))).toBe(der.slice(4))
  })

  it.each(['', '1', '3.1', '1.40', '0.40', '1.2.', '.1.2', '1..2', '01.2', '1.02', '1.2.-3', '1.2.3 ', '1.2.a', '١.٢'])(
    'refuses "%s"',
    (dotted) => {
      expect(() => encodeObjectIdentifier(dotted)).toThrow(TypeError)
    },
  )
})

describe('readObjectIdentifier()', () => {
  it.each([
    ['without content', '0600', 2],
    ['with an arc that begins with 80', '06038001ff', 2],
    ['with a later arc that begins with 80', '06042a80 0101', 3],
    ['that ends in the middle of an arc', '06022a86', 2],
    ['that is one unfinished octet', '060180', 2],
  ])('refuses one %s', (_, text, offset) => {
    expect(errorAt(() => readObjectIdentifier(openDer(hex(text)), 'S'))).toBe(
      `ERR_DER_OBJECT_IDENTIFIER at ${offset} in S`,
    )
  })

  it('takes 80 inside an arc for the zero bits that it is', () => {
    expect(readDottedIdentifier(openDer(hex('0604 2a 81 80 00')), 'S')).toBe('1.2.16384')
  })

  it('reads 255 octets and refuses 256', () => {
    const long = (count: number): Uint8Array => element(0x06, new Uint8Array(count).fill(1))
    expect(readDottedIdentifier(openDer(long(255)), 'S')).toBe(`0.1${'.1'.repeat(254)}`)
    expect(errorAt(() => readObjectIdentifier(openDer(long(256)), 'S'))).toBe('ERR_DER_OBJECT_IDENTIFIER at 4 in S')
  })
})

describe('dottedIdentifier()', () => {
  it('reads the part it is given', () => {
    const bytes = octets([0xff], hex('883703'), [0x01])
    expect(dottedIdentifier(bytes, 1, 4)).toBe('2.999.3')
  })
})

describe('createIdentifierTable()', () => {
  const row = { oid: '1.2.840.113549.1.1.1', name: 'rsa' }
  const table = createIdentifierTable([row, { oid: '2.999', name: 'example' }])
  const find = (content: string): unknown => table.find(hex(content), 0, content.length / 2)

  it('finds a row by the bytes of its identifier', () => {
    expect(find('2a864886f70d010101')).toBe(row)
  })

  it('does not find it by a part, an extension or the arcs modulo 2^32', () => {
    expect(find('2a864886f70d0101')).toBeUndefined()
    expect(find('2a864886f70d01010101')).toBeUndefined()
    expect(find('2a864886f70d019080808001')).toBeUndefined()
  })

  it('finds two identifiers of the same hash each by itself', () => {
    // 31 * 1 + 33 = 31 * 2 + 2, so that the last two arcs weigh the same.
    const twins = createIdentifierTable([{ oid: '1.2.1.33' }, { oid: '1.2.2.2' }])
    expect(twins.find(hex('2a0121'), 0, 3)).toEqual({ oid: '1.2.1.33' })
    expect(twins.find(hex('2a0202'), 0, 3)).toEqual({ oid: '1.2.2.2' })
  })
})
