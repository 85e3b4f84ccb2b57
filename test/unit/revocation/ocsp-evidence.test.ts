import { describe, expect, it } from 'vitest'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import { checkRevocation } from '../../../src/revocation/check-revocation.ts'
import type { RevocationOptions } from '../../../src/revocation/revocation-options.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { TEST_EPOCH } from '../../../src/testing/create-test-clock.ts'
import type { CertificateOptions } from '../../../src/testing/certificate-options.ts'
import type { TestCertificate } from '../../../src/testing/test-authority.ts'

const AT = new Date(TEST_EPOCH)
const verifier = createNodeVerifier()
const root = await createTestAuthority({ seed: 'ocsp evidence' })

async function verdict({ chain }: TestCertificate, options: RevocationOptions): Promise<string> {
  const certificates = chain.map(({ certificate }) => certificate)
  const report = await checkRevocation(certificates, { at: AT, scope: 'leaf', verifier, ...options })
  return [report.status, ...(report.certificates[0]?.problems.slice(0, 1).map(({ code }) => code) ?? [])].join(' ')
}

describe('checkRevocation() and who signed an OCSP response', () => {
  it.each<readonly [string, CertificateOptions, string]>([
    ['only for OCSP', {}, 'good'],
    ['for any purpose', { extendedKeyUsage: ['2.5.29.37.0'] }, 'unavailable responder-unauthorized'],
    [
      'for a purpose that begins like it',
      { extendedKeyUsage: ['1.3.6.1.5.5.7.3.9.1'] },
      'unavailable responder-unauthorized',
    ],
    ['without any purpose', { extendedKeyUsage: [] }, 'unavailable responder-unauthorized'],
    ['not for signatures', { keyUsage: ['keyEncipherment'] }, 'unavailable responder-unauthorized'],
    ['weak enough to be forged', { algorithm: 'RSA-1024' }, 'unavailable responder-unauthorized'],
    ['not yet valid', { notBefore: new Date('2026-06-02T00:00:00Z') }, 'unavailable responder-unauthorized'],
  ])('a delegate that is %s: %#', async (_, options, expected) => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const { der } = await ca.ocsp({ certificates: [leaf], responder: await ca.ocspResponder(options) })
    expect(await verdict(leaf, { ocspResponses: [der] })).toBe(expected)
  })

  it('refuses a CA below that has OCSPSigning, the responder of a sibling, and the certificate itself', async () => {
    const ca = await root.intermediate()
    const sibling = await root.intermediate()
    const leaf = await ca.leaf()
    const below = await ca.intermediate({ extendedKeyUsage: ['OCSPSigning'] })
    for (const responder of [below, await sibling.ocspResponder()]) {
      const { der } = await ca.ocsp({ certificates: [leaf], responder })
      expect(await verdict(leaf, { ocspResponses: [der] })).toBe('unavailable responder-unauthorized')
    }
    const itself = await ca.ocspResponder({ withoutExtensions: ['ocspNoCheck'] })
    const { der } = await ca.ocsp({ certificates: [itself], responder: itself })
    expect(await verdict(itself, { ocspResponses: [der] })).toBe('unavailable responder-unauthorized')
  })

  it('refuses a responder without ocspNoCheck that a CRL at hand has revoked', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const responder = await ca.ocspResponder({ withoutExtensions: ['ocspNoCheck'] })
    const { der } = await ca.ocsp({ certificates: [leaf], responder })
    ca.revoke(responder)
    const crl = await ca.crl({ scope: { onlySomeReasons: ['keyCompromise'] }, entries: [{ certificate: responder }] })
    expect(await verdict(leaf, { ocspResponses: [der] })).toBe('good')
    expect(await verdict(leaf, { ocspResponses: [der], crls: [crl.der] })).toMatch('unavailable')
  })

  it('finds a responder by key or name among the certificates at hand', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const responder = await ca.ocspResponder()
    for (const responderId of ['key', 'name'] as const) {
      const { der } = await ca.ocsp({ certificates: [leaf], responder, responderId, embed: [] })
      expect(await verdict(leaf, { ocspResponses: [der], signers: [responder.certificate] })).toBe('good')
    }
  })
})

describe('checkRevocation() and what an OCSP response says', () => {
  it('finds an entry by its own digest, among others, and lets any revocation decide', async () => {
    const ca = await root.intermediate()
    const [leaf, other] = [await ca.leaf(), await ca.leaf()]
    for (const hash of ['SHA-1', 'SHA-256'] as const) {
      const { der } = await ca.ocsp({ certificates: [other, leaf], hash })
      expect(await verdict(leaf, { ocspResponses: [der] })).toBe('good')
    }
    const { der } = await ca.ocsp({
      responses: [
        { certificate: leaf, status: 'good' },
        { certificate: leaf, status: 'revoked', hash: 'SHA-256', thisUpdate: new Date(AT.getTime() - 3_600_000) },
      ],
    })
    expect(await verdict(leaf, { ocspResponses: [der] })).toMatch('revoked')
  })

  it('does not lift the hold that stands for a certificate never issued', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const thisUpdate = new Date(AT.getTime() - 7_200_000)
    const { der } = await ca.ocsp({ certificates: [leaf], thisUpdate, defects: ['non-issued'] })
    const crl = await ca.crl({ thisUpdate: AT })
    expect(await verdict(leaf, { ocspResponses: [der], crls: [crl.der] })).toMatch('revoked')
  })

  it('tells unknown, which a responder signed, from unavailable', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const { der } = await ca.ocsp({ responses: [{ certificate: leaf, status: 'unknown' }] })
    expect(await verdict(leaf, { ocspResponses: [der] })).toBe('unknown responder-unknown')
    expect(await verdict(leaf, {})).toBe('unavailable no-revocation-source')
  })

  it('merges good, unknown and revoked of both kinds the same in every order', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const goodCrl = (await ca.crl()).der
    const good = (await ca.ocsp({ certificates: [leaf] })).der
    const unknown = (await ca.ocsp({ responses: [{ certificate: leaf, status: 'unknown' }] })).der
    ca.revoke(leaf)
    const revokedCrl = (await ca.crl()).der
    const revoked = (await ca.ocsp({ certificates: [leaf] })).der
    for (const [crls, ocspResponses, expected] of [
      [[revokedCrl], [good], 'revoked'],
      [[goodCrl], [revoked], 'revoked'],
      [[goodCrl, revokedCrl], [good, unknown], 'revoked'],
      [[], [unknown, good], 'unknown'],
      [[goodCrl], [unknown], 'unknown'],
    ] as const) {
      expect(await verdict(leaf, { crls, ocspResponses })).toMatch(expected)
      expect(await verdict(leaf, { crls: [...crls].reverse(), ocspResponses: [...ocspResponses].reverse() })).toMatch(
        expected,
      )
    }
  })
})
