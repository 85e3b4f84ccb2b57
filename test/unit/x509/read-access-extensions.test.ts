import { describe, expect, it } from 'vitest'
import { ascii, hex, implicit, integer, nothing, octets, oid, sequence, set, utf8String } from '../../support/der.ts'
import { extensionError, readExtension } from '../../support/read-extension.ts'

const AUTHORITY_INFO_ACCESS = '1.3.6.1.5.5.7.1.1'
const SUBJECT_INFO_ACCESS = '1.3.6.1.5.5.7.1.11'
const TLS_FEATURE = '1.3.6.1.5.5.7.1.24'
const SUBJECT_DIRECTORY_ATTRIBUTES = '2.5.29.9'

const uri = (text: string): Uint8Array => implicit(6, ascii(text))

describe('authorityInfoAccess and subjectInfoAccess', () => {
  it('read methods with and without a name, with their addresses', () => {
    const value = sequence(
      sequence(oid('1.3.6.1.5.5.7.48.1'), uri('http://ocsp.example')),
      sequence(oid('1.3.6.1.5.5.7.48.2'), uri('http://ca.example/ca.cer')),
      sequence(oid('1.2.3'), uri('x')),
    )
    expect(readExtension(AUTHORITY_INFO_ACCESS, value).authorityInfoAccess).toEqual([
      { oid: '1.3.6.1.5.5.7.48.1', method: 'ocsp', location: { kind: 'uri', value: 'http://ocsp.example' } },
      { oid: '1.3.6.1.5.5.7.48.2', method: 'caIssuers', location: { kind: 'uri', value: 'http://ca.example/ca.cer' } },
      { oid: '1.2.3', method: undefined, location: { kind: 'uri', value: 'x' } },
    ])
    const repository = sequence(sequence(oid('1.3.6.1.5.5.7.48.5'), uri('rsync://a')))
    expect(readExtension(SUBJECT_INFO_ACCESS, repository).subjectInfoAccess?.[0]?.method).toBe('caRepository')
  })

  it.each([
    ['an empty list', sequence(), 'ERR_DER_VALUE at 2'],
    ['a method without a place', sequence(sequence(oid('1.2.3'))), 'ERR_DER_TRUNCATED at 8'],
    ['more in a description', sequence(sequence(oid('1.2.3'), uri('a'), uri('b'))), 'ERR_DER_TRAILING_BYTES at 11'],
    ['bytes after it', octets(sequence(sequence(oid('1.2.3'), uri('a'))), hex('00')), 'ERR_DER_TRAILING_BYTES at 11'],
  ])('refuse %s', (_, value, expected) => {
    expect(extensionError(AUTHORITY_INFO_ACCESS, value)).toBe(`${expected} in authorityInfoAccess`)
    expect(extensionError(SUBJECT_INFO_ACCESS, value)).toBe(`${expected} in subjectInfoAccess`)
  })
})

describe('tlsFeature', () => {
  it('reads the numbers of TLS extensions', () => {
    expect(readExtension(TLS_FEATURE, sequence(integer(5), integer(17), integer(65_535))).tlsFeature).toEqual([
      5, 17, 65_535,
    ])
  })

  it.each([
    ['an empty list', sequence(), 'ERR_DER_VALUE at 2'],
    ['65536', sequence(integer(65_536)), 'ERR_DER_VALUE at 4'],
    ['a negative number', sequence(integer(-5)), 'ERR_DER_VALUE at 4'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(TLS_FEATURE, value)).toBe(`${expected} in tlsFeature`)
  })
})

describe('subjectDirectoryAttributes', () => {
  it('reads attributes with the DER of their values', () => {
    const value = sequence(sequence(oid('1.3.6.1.5.5.7.9.4'), set(utf8String('KR'), integer(5))))
    expect(readExtension(SUBJECT_DIRECTORY_ATTRIBUTES, value).subjectDirectoryAttributes).toEqual([
      { oid: '1.3.6.1.5.5.7.9.4', values: ['0c024b52', '020105'] },
    ])
  })

  it.each([
    ['an empty list', sequence(), 'ERR_DER_VALUE at 2'],
    ['values that are no SET', sequence(sequence(oid('1.2.3'), sequence())), 'ERR_DER_UNEXPECTED_TAG at 8'],
    ['more in an attribute', sequence(sequence(oid('1.2.3'), set(nothing), nothing)), 'ERR_DER_TRAILING_BYTES at 12'],
    ['a value cut off', sequence(sequence(oid('1.2.3'), set(hex('0405')))), 'ERR_DER_TRUNCATED at 12'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(SUBJECT_DIRECTORY_ATTRIBUTES, value)).toBe(`${expected} in subjectDirectoryAttributes`)
  })
})
