import { CertificateRevocationList } from 'pkijs'
import { describe, expect, it } from 'vitest'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { parseCrl } from '../../../src/x509/parse-crl.ts'
import { openssl } from '../../support/openssl.ts'
import { errorOf } from '../../support/error-of.ts'

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
