import { describe, expect, it } from 'vitest'
import { createProblem } from '../../../src/problem/problem.ts'
import { checkRevocation } from '../../../src/revocation/check-revocation.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { after, AT, check, codesOf, verdict, verifier } from './revocation-world.ts'

const root = await createTestAuthority({ seed: 'must staple' })
const ca = await root.intermediate()
const leaf = await ca.leaf({ tlsFeatures: [5] })
const plain = await ca.leaf()
const good = (await ca.ocsp({ certificates: [leaf] })).der
const stale = (await ca.ocsp({ certificates: [leaf], thisUpdate: after(-90_000), nextUpdate: after(-3_600) })).der
const forged = (await ca.ocsp({ certificates: [leaf], defects: ['wrong-key'] })).der
const ofAnother = (await ca.ocsp({ certificates: [plain] })).der
const crl = (await ca.crl()).der

describe('checkRevocation() and must-staple', () => {
  it('reports that a certificate must be stapled, and demands it in a handshake alone', async () => {
    const { status, certificates } = await check(leaf, { crls: [crl] })
    expect([status, certificates[0]?.mustStaple]).toEqual(['good', true])
    expect(certificates[0]?.problems).toEqual([])
    const other = await check(plain, { crls: [crl], handshake: { staples: [] } })
    expect([other.status, 'mustStaple' in (other.certificates[0] ?? {})]).toEqual(['good', false])
  })

  it('takes no other TLS feature for it', async () => {
    const status = await check(await ca.leaf({ tlsFeatures: [17, 23] }), { crls: [crl], handshake: { staples: [] } })
    expect(status.status).toBe('good')
  })

  it('fails a handshake without a staple, also where a CRL says good', async () => {
    const report = await check(leaf, { crls: [crl], ocspResponses: [good], handshake: { staples: [] } })
    expect(report.status).toBe('unavailable')
    expect(report.certificates[0]?.problems).toEqual([
      createProblem('staple-missing', { subject: leaf.certificate.subject.text }),
    ])
  })

  it('is told from what soft fail lets pass by the kind of its problem', async () => {
    const { certificates } = await check(leaf, { handshake: { staples: [] } })
    const [first] = certificates[0]?.problems ?? []
    expect([first?.code, first?.severity]).toEqual(['staple-missing', 'error'])
    expect(first?.kind).not.toBe('unverifiable')
  })

  it.each([
    ['out of date', stale, 'stale'],
    ['signed by a stranger', forged, 'bad-signature'],
    ['about another certificate', ofAnother, 'not-covered'],
  ])('takes no staple that is %s for one', async (_, staple, code) => {
    const report = await check(leaf, { crls: [crl], handshake: { staples: [staple] } })
    expect([report.status, ...codesOf(report)]).toEqual(['unavailable', 'staple-missing', code])
  })

  it('takes a valid staple, alone or among others', async () => {
    expect(await verdict(leaf, { handshake: { staples: [good] } })).toBe('good')
    expect(await verdict(leaf, { handshake: { staples: [stale, new Uint8Array(3), good] } })).toBe('good')
  })

  it('lets a staple neither hide a revocation nor be missed where there is one', async () => {
    const revoked = await ca.leaf({ tlsFeatures: [5] })
    const before = (await ca.ocsp({ certificates: [revoked] })).der
    ca.revoke(revoked)
    const listed = (await ca.crl()).der
    const staple = (await ca.ocsp({ certificates: [revoked] })).der
    ca.reinstate(revoked)
    expect(await verdict(revoked, { crls: [listed], handshake: { staples: [before] } })).toBe(
      'revoked certificate-revoked',
    )
    expect(await verdict(revoked, { handshake: { staples: [staple] } })).toBe('revoked certificate-revoked')
    expect(await verdict(revoked, { crls: [listed], handshake: { staples: [] } })).toBe('revoked certificate-revoked')
  })

  it('holds for what a CA issues whose own certificate says so, though the certificate does not (RFC 7633)', async () => {
    const strict = await root.intermediate({ tlsFeatures: [5] })
    const below = await strict.leaf()
    const ocsp = (await strict.ocsp({ certificates: [below] })).der
    expect(await verdict(below, { ocspResponses: [ocsp], handshake: { staples: [] } })).toBe(
      'unavailable staple-missing',
    )
    expect(await verdict(below, { handshake: { staples: [ocsp] } })).toBe('good')
  })

  it('is reported also where nothing is asked about the certificate, because its issuer is revoked or unknown', async () => {
    const revokedCa = await root.intermediate()
    const below = await revokedCa.leaf({ tlsFeatures: [5] })
    root.revoke(revokedCa)
    const report = await check(below, { crls: [(await root.crl()).der], scope: 'path' })
    expect(report.certificates.map(({ mustStaple }) => mustStaple)).toEqual([true, undefined])
    const alone = await checkRevocation([below.certificate], { at: AT, verifier })
    expect(alone.certificates.map(({ mustStaple }) => mustStaple)).toEqual([true])
  })

  it('holds for a short-lived certificate too', async () => {
    const brief = await ca.leaf({ tlsFeatures: [5], lifetimeDays: 5 })
    expect(await verdict(brief, { handshake: { staples: [] } })).toBe('unavailable staple-missing')
    expect(await verdict(brief)).toBe('not-applicable revocation-not-applicable')
  })
})
