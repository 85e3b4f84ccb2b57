import { describe, expect, it } from 'vitest'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import {
  buildCertificate,
  criticalExtension,
  extension,
  type CertificateParts,
} from '../../support/build-certificate.ts'
import {
  boolean,
  explicit,
  hex,
  implicit,
  nothing,
  octetString,
  octets,
  oid,
  sequence,
  toHex,
} from '../../support/der.ts'
import { errorOf } from '../../support/error-of.ts'
import { extensionError, readExtension } from '../../support/read-extension.ts'

function codeOf(parts: CertificateParts): string {
  const { code, detail } = errorOf(() => parseCertificate(buildCertificate(parts)))
  return `${code} in ${String(detail['structure'])}`
}

describe('extensions', () => {
  it('are listed in order with name, criticality and value, recognised or not', () => {
    const { extensions } = parseCertificate(
      buildCertificate({
        extensions: [
          extension('1.2.3', hex('ff')),
          criticalExtension('2.5.29.15', hex('030205a0')),
          extension('2.5.29.16', sequence()),
        ],
      }),
    )
    expect(extensions.list.map(({ value, ...facts }) => ({ ...facts, value: toHex(value) }))).toEqual([
      { oid: '1.2.3', name: undefined, critical: false, value: 'ff' },
      { oid: '2.5.29.15', name: 'keyUsage', critical: true, value: '030205a0' },
      { oid: '2.5.29.16', name: 'privateKeyUsagePeriod', critical: false, value: '3000' },
    ])
  })

  it('are all undefined in a certificate without any', () => {
    const { extensions, subjectAltNames } = parseCertificate(buildCertificate())
    expect(extensions.list).toEqual([])
    expect(extensions.basicConstraints).toBeUndefined()
    expect(extensions.subjectAltName).toBeUndefined()
    expect(subjectAltNames).toEqual([])
  })

  it.each([
    ['noRevAvail', '2.5.29.56'],
    ['ocspNoCheck', '1.3.6.1.5.5.7.48.1.5'],
    ['precertificatePoison', '1.3.6.1.4.1.11129.2.4.3'],
  ] as const)('read %s, which is NULL', (name, type) => {
    expect(readExtension(type, nothing)[name]).toBe(true)
    expect(extensionError(type, sequence())).toBe(`ERR_DER_UNEXPECTED_TAG at 0 in ${name}`)
    expect(extensionError(type, hex('050100'))).toBe(`ERR_DER_NULL at 2 in ${name}`)
    expect(extensionError(type, hex('050000'))).toBe(`ERR_DER_TRAILING_BYTES at 2 in ${name}`)
  })

  it.each(['2.5.29.10', '2.5.29.11', '2.5.29.1'])(
    'of the deprecated identifier %s are not taken for those of today',
    (type) => {
      const { list, basicConstraints, nameConstraints, authorityKeyIdentifier } = readExtension(
        type,
        sequence(boolean(0xff)),
      )
      expect([basicConstraints, nameConstraints, authorityKeyIdentifier]).toEqual([undefined, undefined, undefined])
      expect(list[0]?.name).toBeUndefined()
    },
  )

  it('are found by the whole identifier only', () => {
    expect(readExtension('2.5.29.19.1', sequence(boolean(0xff))).basicConstraints).toBeUndefined()
    // 2^32 + 19 in the last arc
    expect(readExtension('2.5.29.4294967315', sequence(boolean(0xff))).basicConstraints).toBeUndefined()
  })

  it.each([
    ['recognised', '2.5.29.14', octetString([1])],
    ['not recognised', '1.2.3', hex('00')],
  ])('that are %s are refused if they are there twice (RFC 5280 section 4.2)', (_, type, value) => {
    const parts = { extensions: [extension(type, value), extension('2.999', []), criticalExtension(type, value)] }
    const { code, detail } = errorOf(() => parseCertificate(buildCertificate(parts)))
    expect([code, detail['oid']]).toEqual(['ERR_X509_DUPLICATE_EXTENSION', type])
  })

  it('are refused if one of many is there twice, the first among the first or the last', () => {
    const many = Array.from({ length: 100 }, (_, index) => extension(`1.2.3.${index}`, []))
    expect(parseCertificate(buildCertificate({ extensions: many })).extensions.list).toHaveLength(100)
    for (const repeated of [0, 31, 32, 99]) {
      expect(codeOf({ extensions: [...many, extension(`1.2.3.${repeated}`, [])] })).toBe(
        'ERR_X509_DUPLICATE_EXTENSION in Extensions',
      )
    }
  })

  const type = oid('1.2.3')

  it.each([
    ['no extension', { extensions: [] }, 'ERR_DER_VALUE'],
    ['an extension without a value', { extensions: [sequence(type)] }, 'ERR_DER_TRUNCATED'],
    ['a value that is no OCTET STRING', { extensions: [sequence(type, nothing)] }, 'ERR_DER_UNEXPECTED_TAG'],
    ['a constructed value', { extensions: [sequence(type, hex('24030401aa'))] }, 'ERR_DER_UNEXPECTED_TAG'],
    [
      'critical FALSE written out',
      { extensions: [sequence(type, boolean(0), octetString())] },
      'ERR_DER_DEFAULT_ENCODED',
    ],
    ['critical of 01', { extensions: [sequence(type, boolean(1), octetString())] }, 'ERR_DER_BOOLEAN'],
    [
      'critical after the value',
      { extensions: [sequence(type, octetString(), boolean(0xff))] },
      'ERR_DER_TRAILING_BYTES',
    ],
    [
      'critical before the identifier',
      { extensions: [sequence(boolean(0xff), type, octetString())] },
      'ERR_DER_UNEXPECTED_TAG',
    ],
    ['an identifier cut off', { extensions: [sequence(hex('060186'), octetString())] }, 'ERR_DER_OBJECT_IDENTIFIER'],
    [
      'two lists',
      { extensionsField: explicit(3, sequence(extension('1.2.3', [])), sequence(extension('1.2.4', []))) },
      'ERR_DER_TRAILING_BYTES',
    ],
    ['a list without its tag', { extensionsField: explicit(3, extension('1.2.3', [])) }, 'ERR_DER_UNEXPECTED_TAG'],
  ])('are refused with %s', (_, parts, code) => {
    expect(codeOf(parts)).toBe(`${code} in Extensions`)
  })

  it('are refused if a field follows', () => {
    const extensions = [extension('1.2.3', [])]
    expect(codeOf({ extensions, afterExtensions: explicit(3, sequence(...extensions)) })).toBe(
      'ERR_DER_TRAILING_BYTES in TBSCertificate',
    )
  })

  it('are refused if a value of a recognised one is followed by more, whatever it is', () => {
    expect(extensionError('2.5.29.14', octets(octetString([1]), implicit(0)))).toBe(
      'ERR_DER_TRAILING_BYTES at 3 in subjectKeyIdentifier',
    )
  })

  it('give the same value at each reading', () => {
    const { extensions } = parseCertificate(
      buildCertificate({ extensions: [extension('2.5.29.17', sequence(implicit(2, [0x61])))] }),
    )
    expect(extensions.subjectAltName).toBe(extensions.subjectAltName)
  })
})
