import { describe, expect, it } from 'vitest'
import { element, hex, ia5String, implicit, integer, octets, oid, sequence, utf8String } from '../../support/der.ts'
import { extensionError, readExtension } from '../../support/read-extension.ts'

const CERTIFICATE_POLICIES = '2.5.29.32'
const POLICY_MAPPINGS = '2.5.29.33'
const POLICY_CONSTRAINTS = '2.5.29.36'
const INHIBIT_ANY_POLICY = '2.5.29.54'

const CPS = oid('1.3.6.1.5.5.7.2.1')
const USER_NOTICE = oid('1.3.6.1.5.5.7.2.2')
const policy = (...qualifiers: readonly Uint8Array[]): Uint8Array =>
  sequence(sequence(oid('1.2.3'), sequence(...qualifiers)))

describe('certificatePolicies', () => {
  it('reads policies with and without a name', () => {
    const value = sequence(sequence(oid('2.23.140.1.2.1')), sequence(oid('1.2.3.4')), sequence(oid('2.5.29.32.0')))
    expect(readExtension(CERTIFICATE_POLICIES, value).certificatePolicies).toEqual([
      { oid: '2.23.140.1.2.1', name: 'domain-validated', qualifiers: [] },
      { oid: '1.2.3.4', name: undefined, qualifiers: [] },
      { oid: '2.5.29.32.0', name: 'anyPolicy', qualifiers: [] },
    ])
  })

  it('reads qualifiers', () => {
    const reference = sequence(utf8String('Org'), sequence(integer(1)))
    const value = policy(
      sequence(CPS, ia5String('https://cps.example/')),
      sequence(USER_NOTICE, sequence(reference, utf8String('고지'))),
      sequence(USER_NOTICE, sequence()),
      sequence(USER_NOTICE, sequence(element(0x1e, hex('0041')))),
      sequence(oid('1.2.3.9'), integer(5)),
      sequence(CPS, utf8String('not IA5')),
    )
    expect(readExtension(CERTIFICATE_POLICIES, value).certificatePolicies?.[0]?.qualifiers).toEqual([
      { kind: 'cps', uri: 'https://cps.example/' },
      { kind: 'user-notice', explicitText: '고지' },
      { kind: 'user-notice', explicitText: undefined },
      { kind: 'user-notice', explicitText: 'A' },
      { kind: 'other', oid: '1.2.3.9', value: '020105' },
      { kind: 'other', oid: '1.3.6.1.5.5.7.2.1', value: '0c076e6f7420494135' },
    ])
  })

  it.each([
    ['an empty list', sequence(), 'ERR_DER_VALUE at 2'],
    ['a policy without identifier', sequence(sequence()), 'ERR_DER_TRUNCATED at 4'],
    ['an empty list of qualifiers', policy(), 'ERR_DER_VALUE at 10'],
    ['a qualifier without a value', policy(sequence(oid('1.2.9'))), 'ERR_DER_TRUNCATED at 16'],
    ['more in a qualifier', policy(sequence(CPS, ia5String(''), ia5String(''))), 'ERR_DER_TRAILING_BYTES at 24'],
    ['an address that is not ASCII', policy(sequence(CPS, ia5String('\u00e9'))), 'ERR_DER_STRING at 24'],
    ['a notice that is no text', policy(sequence(USER_NOTICE, sequence(integer(1)))), 'ERR_DER_UNEXPECTED_TAG at 26'],
    ['a notice with bad UTF-8', policy(sequence(USER_NOTICE, sequence(element(0x0c, [0xff])))), 'ERR_DER_STRING at 26'],
    [
      'two notices in one',
      policy(sequence(USER_NOTICE, sequence(utf8String(''), utf8String('')))),
      'ERR_DER_TRAILING_BYTES at 26',
    ],
    [
      'more in a policy',
      sequence(sequence(oid('1.2.3'), sequence(sequence(CPS, ia5String(''))), hex('0500'))),
      'ERR_DER_TRAILING_BYTES at 24',
    ],
    ['bytes after it', octets(sequence(sequence(oid('1.2.3'))), hex('00')), 'ERR_DER_TRAILING_BYTES at 8'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(CERTIFICATE_POLICIES, value)).toBe(`${expected} in certificatePolicies`)
  })
})

describe('policyMappings', () => {
  it('reads pairs', () => {
    const value = sequence(sequence(oid('1.2.3'), oid('1.2.4')), sequence(oid('1.2.3'), oid('2.999')))
    expect(readExtension(POLICY_MAPPINGS, value).policyMappings).toEqual([
      { issuerDomainPolicy: '1.2.3', subjectDomainPolicy: '1.2.4' },
      { issuerDomainPolicy: '1.2.3', subjectDomainPolicy: '2.999' },
    ])
  })

  it.each([
    ['an empty list', sequence(), 'ERR_DER_VALUE at 2'],
    ['half a pair', sequence(sequence(oid('1.2.3'))), 'ERR_DER_TRUNCATED at 8'],
    ['three of a pair', sequence(sequence(oid('1.2.3'), oid('1.2.3'), oid('1.2.3'))), 'ERR_DER_TRAILING_BYTES at 12'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(POLICY_MAPPINGS, value)).toBe(`${expected} in policyMappings`)
  })
})

describe('policyConstraints', () => {
  it.each([
    ['both', sequence(implicit(0, [0]), implicit(1, [5])), { requireExplicitPolicy: 0, inhibitPolicyMapping: 5 }],
    ['the first', sequence(implicit(0, [3])), { requireExplicitPolicy: 3, inhibitPolicyMapping: undefined }],
    ['the second', sequence(implicit(1, [0x7f])), { requireExplicitPolicy: undefined, inhibitPolicyMapping: 127 }],
  ])('reads %s', (_, value, expected) => {
    expect(readExtension(POLICY_CONSTRAINTS, value).policyConstraints).toEqual(expected)
  })

  it.each([
    ['the wrong order', sequence(implicit(1, [0]), implicit(0, [0])), 'ERR_DER_TRAILING_BYTES at 5'],
    ['a negative number', sequence(implicit(0, [0x80])), 'ERR_DER_VALUE at 4'],
    ['an explicit tag', sequence(element(0xa0, integer(0))), 'ERR_DER_TRAILING_BYTES at 2'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(POLICY_CONSTRAINTS, value)).toBe(`${expected} in policyConstraints`)
  })
})

describe('inhibitAnyPolicy', () => {
  it('is a number', () => {
    expect(readExtension(INHIBIT_ANY_POLICY, integer(0)).inhibitAnyPolicy).toBe(0)
    expect(readExtension(INHIBIT_ANY_POLICY, integer(2 ** 31 - 1)).inhibitAnyPolicy).toBe(2_147_483_647)
  })

  it.each([
    ['a negative one', integer(-1), 'ERR_DER_VALUE at 2'],
    ['2^31', integer(2 ** 31), 'ERR_DER_VALUE at 2'],
    ['none', hex('0200'), 'ERR_DER_INTEGER at 2'],
    ['bytes after it', hex('02010000'), 'ERR_DER_TRAILING_BYTES at 3'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(INHIBIT_ANY_POLICY, value)).toBe(`${expected} in inhibitAnyPolicy`)
  })
})
