import { CertificateRevocationList } from 'pkijs'
import { describe, expect, it } from 'vitest'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { parseCrl } from '../../../src/x509/parse-crl.ts'
import { buildCrl, crlEntry, type CrlParts } from '../../support/build-crl.ts'
import {
  boolean,
  element,
  explicit,
  generalizedTime,
  hex,
  integer,
  nothing,
  octets,
  octetString,
  oid,
  sequence,
  utcTime,
} from '../../support/der.ts'
import { errorOf } from '../../support/error-of.ts'
import { openssl } from '../../support/openssl.ts'

const ca = await createTestAuthority({ seed: 'parse crl' })

describe('parseCrl()', () => {
  it('reads what openssl and pkijs read', async () => {
    const invalidityDate = new Date('2026-01-02T03:04:05Z')
    const { der, pem } = await ca.crl({
      crlNumber: 4660,
      entries: [
        { serialNumber: 5, reason: 'keyCompromise', invalidityDate },
        { serialNumber: Uint8Array.of(0, 0x80, 1), reason: 'superseded' },
        { serialNumber: Uint8Array.of(0x80) },
      ],
    })
    const crl = parseCrl(pem)
    const { output } = openssl(['crl', '-in', 'crl.pem', '-noout', '-text'], { 'crl.pem': pem })
    expect(output).toMatch(/X509v3 CRL Number:\s+4660/)
    expect(crl.extensions.crlNumber).toBe(4660n)
    const listed = [...output.matchAll(/Serial Number: (\S+)/g)].map(([, serial]) => serial?.toLowerCase())
    expect([...crl.entries()].map(({ serialNumber }) => serialNumber)).toEqual(listed)
    const other = CertificateRevocationList.fromBER(Uint8Array.from(der))
    expect([crl.thisUpdate, crl.nextUpdate]).toEqual([other.thisUpdate.value, other.nextUpdate?.value])
    expect(crl.find('05')).toMatchObject([{ reason: 'keyCompromise', invalidityDate }])
    expect(crl.find('8001')).toMatchObject([{ reason: 'superseded' }])
    expect(crl.find('01')).toEqual([])
  })

  it('finds the first, a middle and the last of many entries, before and after it has an index', async () => {
    const serialNumbers = Array.from({ length: 5000 }, (_, index) => 1_000_000 + index * 7919)
    const { der } = await ca.crl({ entries: serialNumbers.map((serialNumber) => ({ serialNumber })) })
    const crl = parseCrl(der)
    expect(crl.entryCount).toBe(5000)
    for (let round = 0; round < 3; round += 1) {
      for (const index of [0, 2500, 4999]) {
        const hex = (serialNumbers[index] ?? 0).toString(16)
        const serialNumber = hex.length % 2 === 0 ? hex : `0${hex}`
        expect(crl.find(serialNumber).map((entry) => entry.serialNumber)).toEqual([serialNumber])
      }
      expect(crl.find('0badc0de')).toEqual([])
    }
  })

  it('refuses a CRL cut off at any octet with a typed error', async () => {
    const { der } = await ca.crl({ entries: [{ serialNumber: 5, reason: 'superseded' }] })
    for (let length = 0; length < der.length; length += 1) {
      expect(errorOf(() => parseCrl(der.subarray(0, length))).code).toMatch(/^ERR_(DER|X509)_/)
    }
  })
})

describe('an extension of a CRL entry that is not known', () => {
  const entryWith = (...extension: readonly Uint8Array[]): Uint8Array =>
    crlEntry([5], utcTime('260203040506Z'), sequence(oid('1.2.3'), ...extension, octetString([1])))

  it.each([
    ['makes the list unusable if it is critical', entryWith(boolean(0xff)), '1.2.3'],
    ['is passed over if it is not', entryWith(), undefined],
  ])('%s (RFC 5280 section 5.3)', (_, entry, expected) => {
    const crl = parseCrl(buildCrl([crlEntry([4]), entry]))
    expect(crl.unknownCriticalEntryExtension).toBe(expected)
    expect(crl.find('05').map(({ unknownCriticalExtension }) => unknownCriticalExtension)).toEqual([expected])
    expect(crl.find('04').map(({ unknownCriticalExtension }) => unknownCriticalExtension)).toEqual([undefined])
  })
})

describe('parseCrl() refuses', () => {
  const extensionsField = (...extensions: readonly Uint8Array[]): Uint8Array => explicit(0, sequence(...extensions))
  const number = (...value: readonly Uint8Array[]): Uint8Array => sequence(oid('2.5.29.20'), octetString(...value))

  it.each<readonly [string, CrlParts, string]>([
    ['version 1 written out', { version: integer(0) }, 'ERR_X509_VERSION in version'],
    ['version 3', { version: integer(2) }, 'ERR_X509_VERSION in version'],
    [
      'version 1 with extensions',
      { version: [], extensionsField: extensionsField(number(integer(1))) },
      'ERR_DER_VALUE in crlExtensions',
    ],
    ['a list without extensions', { extensionsField: extensionsField() }, 'ERR_DER_VALUE in crlExtensions'],
    [
      'two lists of extensions',
      { extensionsField: explicit(0, sequence(number(integer(1))), sequence(number(integer(1)))) },
      'ERR_DER_TRAILING_BYTES in crlExtensions',
    ],
    [
      'an extension twice',
      { extensionsField: extensionsField(number(integer(1)), number(integer(1))) },
      'ERR_DER_VALUE in crlExtensions',
    ],
    [
      'critical FALSE written out',
      { extensionsField: extensionsField(sequence(oid('1.2.3'), boolean(0), octetString())) },
      'ERR_DER_DEFAULT_ENCODED in crlExtensions',
    ],
    [
      'an extension whose value has something after it',
      { extensionsField: extensionsField(number(integer(1), nothing)) },
      'ERR_DER_TRAILING_BYTES in cRLNumber',
    ],
    [
      'a field after the extensions',
      { extensionsField: extensionsField(number(integer(1))), afterExtensions: nothing },
      'ERR_DER_TRAILING_BYTES in TBSCertList',
    ],
    [
      'another algorithm than was signed',
      { signatureAlgorithm: sequence(oid('1.2.840.10045.4.3.3')) },
      'ERR_X509_ALGORITHM_MISMATCH in signatureAlgorithm',
    ],
    ['a field after the signature', { afterSignature: nothing }, 'ERR_DER_TRAILING_BYTES in CertificateList'],
  ])('%s', (_, parts, expected) => {
    const { code, detail } = errorOf(() => parseCrl(buildCrl([crlEntry([5])], parts)))
    expect(`${code} in ${String(detail['structure'])}`).toBe(expected)
  })

  it.each([
    ['a reason', '2.5.29.21', element(0x0a, [1])],
    ['a date of invalidity', '2.5.29.24', generalizedTime('20260102030405Z')],
    ['an issuer of the certificate', '2.5.29.29', sequence(explicit(4, sequence()))],
  ])('%s with something after it', (_, type, value) => {
    const crlOf = (...content: readonly Uint8Array[]): Uint8Array =>
      buildCrl([crlEntry([5], utcTime('260203040506Z'), sequence(oid(type), octetString(...content)))])
    expect(parseCrl(crlOf(value)).entryCount).toBe(1)
    expect(errorOf(() => parseCrl(crlOf(value, nothing))).code).toBe('ERR_DER_TRAILING_BYTES')
  })

  it('bytes after the list', () => {
    expect(errorOf(() => parseCrl(octets(buildCrl([]), hex('00')))).code).toBe('ERR_DER_TRAILING_BYTES')
  })

  it.each([null, undefined, 5, {}, new ArrayBuffer(2)])('%o as misuse', (input) => {
    expect(() => parseCrl(input as never)).toThrow(TypeError)
  })

  it.each(['', 'x', '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n'])(
    'text that is not the PEM of a CRL: %#',
    (text) => {
      expect(errorOf(() => parseCrl(text)).code).toBe('ERR_PEM_NOT_CLEAN')
    },
  )
})
