import { describe, expect, it } from 'vitest'
import { attribute, commonName } from '../../support/build-certificate.ts'
import { ascii, element, explicit, hex, implicit, octets, sequence, utf8String } from '../../support/der.ts'
import { extensionError, readExtension } from '../../support/read-extension.ts'

const CRL_DISTRIBUTION_POINTS = '2.5.29.31'
const FRESHEST_CRL = '2.5.29.46'

const uri = (text: string): Uint8Array => implicit(6, ascii(text))
const fullName = (...names: readonly Uint8Array[]): Uint8Array => explicit(0, explicit(0, ...names))

describe('cRLDistributionPoints', () => {
  it('reads all names of all points', () => {
    const value = sequence(
      sequence(fullName(uri('http://a.example/1'), uri('ldap://a.example/1'))),
      sequence(fullName(uri('http://a.example/2')), implicit(1, [6, 0x40]), explicit(2, explicit(4, commonName('CA')))),
    )
    const points = readExtension(CRL_DISTRIBUTION_POINTS, value).crlDistributionPoints
    expect(points?.map((point) => point.fullName?.map(({ value: text }) => text))).toEqual([
      ['http://a.example/1', 'ldap://a.example/1'],
      ['http://a.example/2'],
    ])
    expect(points?.map(({ reasons }) => reasons)).toEqual([undefined, ['keyCompromise']])
    expect(points?.map(({ crlIssuer }) => crlIssuer?.map(({ value: text }) => text))).toEqual([undefined, ['CN=CA']])
  })

  it('reads a name relative to the issuer', () => {
    const value = sequence(sequence(explicit(0, explicit(1, attribute('2.5.4.3', utf8String('crl1'))))))
    expect(readExtension(CRL_DISTRIBUTION_POINTS, value).crlDistributionPoints).toEqual([
      {
        fullName: undefined,
        nameRelativeToCrlIssuer: [
          { oid: '2.5.4.3', name: 'CN', value: 'crl1', tag: 0x0c, hexValue: undefined, rdn: 0 },
        ],
        reasons: undefined,
        crlIssuer: undefined,
      },
    ])
  })

  it('reads every reason', () => {
    const value = sequence(sequence(implicit(1, [7, 0xff, 0x80])))
    expect(readExtension(CRL_DISTRIBUTION_POINTS, value).crlDistributionPoints?.[0]?.reasons).toEqual([
      // RFC 5280 section 4.2.1.13, bits 0 to 8
      'unused',
      'keyCompromise',
      'cACompromise',
      'affiliationChanged',
      'superseded',
      'cessationOfOperation',
      'certificateHold',
      'privilegeWithdrawn',
      'aACompromise',
    ])
  })

  it('reads the reasons of no bit, which cover nothing', () => {
    const value = sequence(sequence(implicit(1, [0])))
    expect(readExtension(CRL_DISTRIBUTION_POINTS, value).crlDistributionPoints?.[0]?.reasons).toEqual([])
  })

  it.each([
    ['an empty list', sequence(), 'ERR_DER_VALUE at 2'],
    ['a full name without names', sequence(sequence(explicit(0, explicit(0)))), 'ERR_DER_VALUE at 8'],
    ['a name of neither form', sequence(sequence(explicit(0, explicit(2)))), 'ERR_DER_UNEXPECTED_TAG at 6'],
    [
      'both forms of name',
      sequence(sequence(explicit(0, explicit(0, uri('a')), explicit(1)))),
      'ERR_DER_TRAILING_BYTES at 11',
    ],
    ['a bare name', sequence(sequence(uri('a'))), 'ERR_DER_TRAILING_BYTES at 4'],
    ['an empty BIT STRING of reasons', sequence(sequence(element(0x81))), 'ERR_DER_BIT_STRING at 6'],
    ['reasons with trailing zeros', sequence(sequence(implicit(1, [0, 0x40]))), 'ERR_DER_BIT_STRING at 7'],
    ['an issuer without names', sequence(sequence(explicit(2))), 'ERR_DER_VALUE at 6'],
    [
      'parts in another order',
      sequence(sequence(implicit(1, [6, 0x40]), fullName(uri('a')))),
      'ERR_DER_TRAILING_BYTES at 8',
    ],
    ['bytes after it', octets(sequence(sequence(fullName(uri('a')))), hex('00')), 'ERR_DER_TRAILING_BYTES at 11'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(CRL_DISTRIBUTION_POINTS, value)).toBe(`${expected} in cRLDistributionPoints`)
  })
})

describe('freshestCRL', () => {
  it('has the same form', () => {
    const { freshestCrl, crlDistributionPoints } = readExtension(
      FRESHEST_CRL,
      sequence(sequence(fullName(uri('http://a.example/d')))),
    )
    expect(freshestCrl?.[0]?.fullName?.[0]?.value).toBe('http://a.example/d')
    expect(crlDistributionPoints).toBeUndefined()
  })
})
