import { describe, expect, it } from 'vitest'
import { commonName } from '../../support/build-certificate.ts'
import {
  boolean,
  explicit,
  hex,
  implicit,
  integer,
  octetString,
  octets,
  oid,
  sequence,
  utf8String,
} from '../../support/der.ts'
import { extensionError, readExtension } from '../../support/read-extension.ts'

const BASIC_CONSTRAINTS = '2.5.29.19'
const KEY_USAGE = '2.5.29.15'
const EXTENDED_KEY_USAGE = '2.5.29.37'
const SUBJECT_KEY_IDENTIFIER = '2.5.29.14'
const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35'

describe('basicConstraints', () => {
  it.each([
    ['an empty SEQUENCE', sequence(), { cA: false, pathLenConstraint: undefined }],
    ['cA', sequence(boolean(0xff)), { cA: true, pathLenConstraint: undefined }],
    ['cA and a length of 0', sequence(boolean(0xff), integer(0)), { cA: true, pathLenConstraint: 0 }],
    ['a length of 300', sequence(boolean(0xff), integer(300)), { cA: true, pathLenConstraint: 300 }],
    ['a length without cA', sequence(integer(1)), { cA: false, pathLenConstraint: 1 }],
    ['cA FALSE written out, as CAs have done', sequence(boolean(0)), { cA: false, pathLenConstraint: undefined }],
  ])('reads %s', (_, value, expected) => {
    expect(readExtension(BASIC_CONSTRAINTS, value).basicConstraints).toEqual(expected)
  })

  it.each([
    ['cA of 01', sequence(boolean(1)), 'ERR_DER_BOOLEAN at 4'],
    ['a negative length', sequence(boolean(0xff), integer(-1)), 'ERR_DER_VALUE at 7'],
    ['a length of 2^31', sequence(boolean(0xff), integer(2 ** 31)), 'ERR_DER_VALUE at 7'],
    ['a length before cA', sequence(integer(0), boolean(0xff)), 'ERR_DER_TRAILING_BYTES at 5'],
    ['more inside', sequence(boolean(0xff), integer(0), integer(0)), 'ERR_DER_TRAILING_BYTES at 8'],
    ['bytes after it', octets(sequence(), hex('00')), 'ERR_DER_TRAILING_BYTES at 2'],
    ['nothing', hex(''), 'ERR_DER_TRUNCATED at 0'],
    ['another type', octetString(), 'ERR_DER_UNEXPECTED_TAG at 0'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(BASIC_CONSTRAINTS, value)).toBe(`${expected} in basicConstraints`)
  })
})

describe('keyUsage', () => {
  it.each([
    // The bits of RFC 5280 section 4.2.1.3.
    ['digitalSignature', '03020780', ['digitalSignature']],
    ['contentCommitment', '03020640', ['contentCommitment']],
    ['keyEncipherment', '03020520', ['keyEncipherment']],
    ['dataEncipherment', '03020410', ['dataEncipherment']],
    ['keyAgreement', '03020308', ['keyAgreement']],
    ['keyCertSign', '03020204', ['keyCertSign']],
    ['cRLSign', '03020102', ['cRLSign']],
    ['encipherOnly', '03020001', ['encipherOnly']],
    ['decipherOnly', '0303070080', ['decipherOnly']],
    ['those of a CA', '03020106', ['keyCertSign', 'cRLSign']],
    ['those of a server', '030205a0', ['digitalSignature', 'keyEncipherment']],
    ['none', '030100', []],
    ['trailing zeros, as roots have', '03020006', ['keyCertSign', 'cRLSign']],
  ])('reads %s', (_, value, expected) => {
    expect(readExtension(KEY_USAGE, hex(value)).keyUsage).toEqual(expected)
  })

  it.each([
    ['unused bits that are not zero', '030207ff', 'ERR_DER_BIT_STRING at 3'],
    ['more bits than any usage has', '0306000000000001', 'ERR_DER_VALUE at 3'],
    ['another type', '0401a0', 'ERR_DER_UNEXPECTED_TAG at 0'],
    ['bytes after it', '030205a000', 'ERR_DER_TRAILING_BYTES at 4'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(KEY_USAGE, hex(value))).toBe(`${expected} in keyUsage`)
  })
})

describe('extendedKeyUsage', () => {
  it('reads purposes with and without a name, in order', () => {
    const value = sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.2.3'), oid('2.5.29.37.0'), oid('1.3.6.1.5.5.7.3.9'))
    expect(readExtension(EXTENDED_KEY_USAGE, value).extendedKeyUsage).toEqual([
      { oid: '1.3.6.1.5.5.7.3.1', name: 'serverAuth' },
      { oid: '1.2.3', name: undefined },
      { oid: '2.5.29.37.0', name: 'anyExtendedKeyUsage' },
      { oid: '1.3.6.1.5.5.7.3.9', name: 'OCSPSigning' },
    ])
  })

  it('does not take a longer identifier for the purpose that it begins with', () => {
    const value = sequence(oid('1.3.6.1.5.5.7.3.9.1'), oid('1.3.6.1.5.5.7.3'))
    expect(readExtension(EXTENDED_KEY_USAGE, value).extendedKeyUsage?.map(({ name }) => name)).toEqual([
      undefined,
      undefined,
    ])
  })

  it.each([
    ['an empty list', sequence(), 'ERR_DER_VALUE at 2'],
    ['a text', sequence(utf8String('serverAuth')), 'ERR_DER_UNEXPECTED_TAG at 2'],
    ['an identifier cut off', sequence(hex('06012a'), hex('060186')), 'ERR_DER_OBJECT_IDENTIFIER at 7'],
    ['bytes after it', octets(sequence(oid('1.2.3')), hex('0500')), 'ERR_DER_TRAILING_BYTES at 6'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(EXTENDED_KEY_USAGE, value)).toBe(`${expected} in extendedKeyUsage`)
  })
})

describe('subjectKeyIdentifier', () => {
  it('is hex', () => {
    expect(readExtension(SUBJECT_KEY_IDENTIFIER, octetString([0x00, 0xab])).subjectKeyIdentifier).toBe('00ab')
  })

  it.each([
    ['an identifier without OCTET STRING', hex('0500'), 'ERR_DER_UNEXPECTED_TAG at 0'],
    ['a constructed OCTET STRING', hex('24030401aa'), 'ERR_DER_UNEXPECTED_TAG at 0'],
    ['bytes after it', hex('0401aa00'), 'ERR_DER_TRAILING_BYTES at 3'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(SUBJECT_KEY_IDENTIFIER, value)).toBe(`${expected} in subjectKeyIdentifier`)
  })
})

describe('authorityKeyIdentifier', () => {
  it('reads all three parts', () => {
    const value = sequence(
      implicit(0, [0xab, 0xcd]),
      explicit(1, explicit(4, commonName('CA'))),
      implicit(2, [0x00, 0xff]),
    )
    const { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber } =
      readExtension(AUTHORITY_KEY_IDENTIFIER, value).authorityKeyIdentifier ?? {}
    expect(keyIdentifier).toBe('abcd')
    expect(authorityCertIssuer?.map(({ kind, value: text }) => [kind, text])).toEqual([['directory', 'CN=CA']])
    expect(authorityCertSerialNumber).toBe('ff')
  })

  it('reads none of them', () => {
    expect(readExtension(AUTHORITY_KEY_IDENTIFIER, sequence()).authorityKeyIdentifier).toEqual({
      keyIdentifier: undefined,
      authorityCertIssuer: undefined,
      authorityCertSerialNumber: undefined,
    })
  })

  it.each([
    ['parts in another order', sequence(implicit(2, [1]), implicit(0, [0xab])), 'ERR_DER_TRAILING_BYTES at 5'],
    ['a serial number not in its shortest form', sequence(implicit(2, [0, 1])), 'ERR_DER_INTEGER at 4'],
    ['an issuer without names', sequence(explicit(1)), 'ERR_DER_VALUE at 4'],
    ['an identifier of another tag', sequence(octetString([1])), 'ERR_DER_TRAILING_BYTES at 2'],
    ['bytes after it', octets(sequence(), hex('00')), 'ERR_DER_TRAILING_BYTES at 2'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(AUTHORITY_KEY_IDENTIFIER, value)).toBe(`${expected} in authorityKeyIdentifier`)
  })
})
