import { describe, expect, it } from 'vitest'
import type { CertificateOptions } from '../../../src/testing/certificate-options.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { presence } from '../../../src/testing/test-extension.ts'
import { check, codesOf } from './revocation-world.ts'

const root = await createTestAuthority({ seed: 'exemptions' })

/** Why revocation does not apply a second after a certificate has begun, or its status where it does. */
async function exemption(options: CertificateOptions, at?: Date): Promise<string> {
  const leaf = await root.leaf(options)
  const report = await check(leaf, { at: at ?? new Date(leaf.certificate.notBefore.getTime() + 1000) })
  const [problem] = report.certificates[0]?.problems ?? []
  return problem?.code === 'revocation-not-applicable' ? problem.detail.reason : report.status
}

/** A certificate issued at an instant whose validity, both ends included, has so many seconds. */
function lasting(notBefore: string, seconds: number): CertificateOptions {
  const from = new Date(notBefore)
  return { notBefore: from, notAfter: new Date(from.getTime() + (seconds - 1) * 1000) }
}

describe('checkRevocation() and short-lived certificates', () => {
  it.each([
    ['seven days', '2026-03-15T00:00:00Z', 604_800, 'short-lived'],
    ['seven days and a second', '2026-03-15T00:00:00Z', 604_801, 'unavailable'],
    ['ten days, issued a second before the seven', '2026-03-14T23:59:59Z', 864_000, 'short-lived'],
    ['ten days and a second, issued then', '2026-03-14T23:59:59Z', 864_001, 'unavailable'],
    ['ten days, issued with the seven', '2026-03-15T00:00:00Z', 864_000, 'unavailable'],
    ['ten days, issued when the rule began', '2024-03-15T00:00:00Z', 864_000, 'short-lived'],
    ['a day, issued a second before there was a rule', '2024-03-14T23:59:59Z', 86_400, 'unavailable'],
  ])('%s', async (_, notBefore, seconds, expected) => {
    expect(await exemption(lasting(notBefore, seconds))).toBe(expected)
  })

  it.each([
    ['a CRL', { crl: ['http://crl.example.com/1.crl'] }],
    ['a delta CRL', { freshestCrl: ['http://crl.example.com/1.crl'] }],
    ['a responder', { ocsp: ['http://ocsp.example.com/'] }],
    ['a place that nobody asks', { ocsp: ['ldap://ocsp.example.com/'] }],
  ])('are checked where they name %s', async (_, urls) => {
    expect(await exemption({ ...lasting('2026-05-01T00:00:00Z', 86_400), urls })).toBe('unavailable')
  })

  it('are checked where they are of CAs', async () => {
    const ca = await root.intermediate(lasting('2026-05-31T00:00:00Z', 604_800))
    expect((await check(ca)).status).toBe('unavailable')
  })
})

describe('checkRevocation() and noRevAvail (RFC 9608)', () => {
  const extensions = [presence('noRevAvail')]

  it('does not ask about a certificate that has it', async () => {
    expect(await exemption({ extensions })).toBe('no-rev-avail')
  })

  it.each([
    ['a CRL', { crl: ['http://crl.example.com/1.crl'] }],
    ['a delta CRL', { freshestCrl: ['http://crl.example.com/1.crl'] }],
    ['a responder', { ocsp: ['http://ocsp.example.com/'] }],
    ['a responder that nobody asks', { ocsp: ['ldap://ocsp.example.com/'] }],
  ])('asks about one that names %s as well, which contradicts it', async (_, urls) => {
    expect(await exemption({ extensions, urls })).toBe('unavailable')
  })

  it('lets a place of the issuer’s certificate stand beside it', async () => {
    expect(await exemption({ extensions, urls: { caIssuers: ['http://ca.example.com/ca.cer'] } })).toBe('no-rev-avail')
  })

  it('asks about a CA that has it', async () => {
    expect((await check(await root.intermediate({ extensions }))).status).toBe('unavailable')
  })
})

describe('checkRevocation() and other exemptions', () => {
  it('does not ask about a certificate a second after its notAfter, and does so at it', async () => {
    const notAfter = new Date('2026-06-30T00:00:00Z')
    expect(await exemption({ notAfter }, notAfter)).toBe('unavailable')
    expect(await exemption({ notAfter }, new Date(notAfter.getTime() + 999))).toBe('unavailable')
    expect(await exemption({ notAfter }, new Date(notAfter.getTime() + 1000))).toBe('expired')
  })

  it('does not ask about an OCSP responder whose issuer says not to, and about no other certificate that has ocspNoCheck', async () => {
    const responder = await root.ocspResponder()
    expect(codesOf(await check(responder))).toEqual(['revocation-not-applicable'])
    expect((await check(await root.ocspResponder({ withoutExtensions: ['ocspNoCheck'] }))).status).toBe('unavailable')
    expect(await exemption({ extensions: [presence('ocspNoCheck')] })).toBe('unavailable')
    const extendedKeyUsage = ['OCSPSigning', 'serverAuth'] as const
    expect(await exemption({ extensions: [presence('ocspNoCheck')], extendedKeyUsage })).toBe('unavailable')
  })

  it('believes evidence all the same', async () => {
    const issuer = await createTestAuthority({ seed: 'exempt and revoked' })
    for (const certificate of [
      await issuer.leaf({ extensions: [presence('noRevAvail')] }),
      await issuer.leaf({ lifetimeDays: 3 }),
      await issuer.ocspResponder(),
    ]) {
      issuer.revoke(certificate)
      expect((await check(certificate, { crls: [(await issuer.crl()).der] })).status).toBe('revoked')
    }
  })
})
