import { describe, expect, it, vi } from 'vitest'
import type { SignatureVerifier } from '../../../src/crypto/signature-verifier.ts'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import type { ChainReport } from '../../../src/path/build-chain.ts'
import type { Fetcher } from '../../../src/problem/fetcher.ts'
import type { CrlDefect } from '../../../src/testing/crl-defects.ts'
import type { OcspDefect } from '../../../src/testing/ocsp-defects.ts'
import {
  createTestAuthority,
  TEST_EPOCH,
  type TestAuthority,
  type TestCertificate,
} from '../../../src/testing/index.ts'
import { verifyWithOpenssl } from '../../support/verify-with-openssl.ts'
import { judge, verdict } from './judge.ts'

function ders(...certificates: readonly TestCertificate[]): readonly Uint8Array[] {
  return certificates.map(({ der }) => der)
}

function namesOf({ chain }: ChainReport): readonly string[] {
  return chain.map(({ subject }) => subject.text)
}

/** Codes of the errors, with the certificate that each is about. */
function errorsOf({ problems }: ChainReport): readonly (readonly [string, number | undefined])[] {
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ code, certificate }) => [code, certificate] as const)
}

interface TwoWays {
  readonly roots: readonly [TestAuthority, TestAuthority]
  readonly ca: TestAuthority
  /** The same name and key, signed by the second root. */
  readonly cross: TestAuthority
  readonly leaf: TestCertificate
}

//  root 1 ── CA ──┐
//                 ├── leaf
//  root 2 ── CA' ─┘
async function createTwoWays(seed: string): Promise<TwoWays> {
  const first = await createTestAuthority({ seed: `${seed} 1`, subject: `${seed} 1` })
  const second = await createTestAuthority({ seed: `${seed} 2`, subject: `${seed} 2` })
  const ca = await first.intermediate({ subject: `${seed} CA` })
  const cross = await second.crossSign(ca)
  return { roots: [first, second], ca, cross, leaf: await ca.leaf() }
}

describe('buildChain() with evidence of revocation chooses', () => {
  it('the branch that is not revoked, whichever of the two is', async () => {
    for (const branch of [0, 1] as const) {
      const { roots, ca, cross, leaf } = await createTwoWays(`branch ${String(branch)}`)
      const links = [ca, cross] as const
      roots[branch].revoke(links[branch], { reason: 'cACompromise' })
      const crls = [(await roots[0].crl()).der, (await roots[1].crl()).pem]
      const options = { anchors: ders(...roots), intermediates: ders(ca, cross) }
      const report = await judge(leaf, { ...options, crls })
      expect(report.ok).toBe(true)
      const good = roots[branch === 0 ? 1 : 0]
      expect(report.chain.at(-1)?.fingerprint()).toBe(good.certificate.fingerprint())
      const { der } = await roots[branch].ocsp({ certificates: [links[branch]] })
      const byOcsp = await judge(leaf, { ...options, ocspResponses: [der] })
      expect(byOcsp.ok).toBe(true)
      expect(byOcsp.chain.at(-1)?.fingerprint()).toBe(good.certificate.fingerprint())
    }
  })

  it('no path, if all are revoked, and gives the whole of one with the certificate at fault', async () => {
    const { roots, ca, cross, leaf } = await createTwoWays('both')
    roots[0].revoke(ca, { reason: 'keyCompromise', at: new Date('2026-05-01T00:00:00Z') })
    roots[1].revoke(cross)
    const crls = [(await roots[0].crl()).der, (await roots[1].crl()).der]
    const report = await judge(leaf, { anchors: ders(...roots), intermediates: ders(ca, cross), crls })
    expect(report.ok).toBe(false)
    expect(errorsOf(report)).toEqual([['certificate-revoked', 1]])
    expect(report.chain).toHaveLength(3)
    expect(report.anchor?.certificate?.der).toEqual(report.chain[2]?.der)
    const only = await judge(leaf, { anchors: ders(roots[0]), intermediates: ders(ca), crls })
    expect(only.problems).toMatchObject([
      {
        code: 'certificate-revoked',
        kind: 'not-current',
        certificate: 1,
        detail: { revokedAt: '2026-05-01T00:00:00.000Z', reason: 'keyCompromise', source: 'crl' },
      },
    ])
  })

  it('a path that is revoked before one that is broken off, to tell of', async () => {
    const { roots, ca, cross, leaf } = await createTwoWays('broken off')
    roots[0].revoke(ca)
    const crls = [(await roots[0].crl()).der]
    const report = await judge(leaf, { anchors: ders(roots[0]), intermediates: ders(ca, cross), crls })
    expect(errorsOf(report)).toEqual([['certificate-revoked', 1]])
  })
})

const root = await createTestAuthority({ seed: 'path revocation' })

describe('buildChain() with evidence of revocation', () => {
  it('refuses a leaf that is revoked, by CRL or OCSP, and gives the path as for an expired one', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    expect(await verdict(leaf, { crls: [(await ca.crl()).der] })).toBe('ok')
    ca.revoke(leaf)
    const crls = [(await ca.crl()).der]
    const { der } = await ca.ocsp({ certificates: [leaf] })
    for (const options of [{ crls }, { ocspResponses: [der] }]) {
      const report = await judge(leaf, options)
      expect(report.ok).toBe(false)
      expect(errorsOf(report)).toEqual([['certificate-revoked', 0]])
      expect(namesOf(report)).toEqual(leaf.chain.map(({ certificate }) => certificate.subject.text))
      expect(report.anchor).toBeDefined()
    }
  })

  it('judges no certificate that the evidence is not about', async () => {
    const ca = await root.intermediate()
    const other = await root.intermediate({ subject: 'Other' })
    const leaf = await ca.leaf()
    other.revoke(await other.leaf())
    expect(await verdict(leaf, { crls: [] })).toBe('ok')
    expect(await verdict(leaf, { crls: [(await other.crl()).der] })).toBe('ok')
    const partition = { scope: { onlyContainsCACerts: true } }
    expect(await verdict(leaf, { crls: [(await ca.crl(partition)).der] })).toBe('ok')
    const { der } = await ca.ocsp({ certificates: [await ca.leaf()] })
    expect(await verdict(leaf, { ocspResponses: [der] })).toBe('ok')
    const { der: later } = await ca.ocsp({ certificates: [leaf], status: 'tryLater' })
    expect(await verdict(leaf, { ocspResponses: [later] })).toBe('ok')
    // For some reasons only: nothing is known of the others.
    const some = await ca.crl({ scope: { onlySomeReasons: ['keyCompromise'] } })
    expect(await verdict(leaf, { crls: [some.der] })).toBe('ok')
  })

  it('takes the CRL of another key under the same name for no evidence', async () => {
    const twin = await createTestAuthority({ seed: 'twin' })
    expect(twin.certificate.subject.text).toBe(root.certificate.subject.text)
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    expect(await verdict(leaf, { crls: [(await twin.crl({ entries: [{ certificate: ca }] })).der] })).toBe('ok')
  })

  it('believes the CRL of a key that another certificate of the CA names by another identifier', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    ca.revoke(leaf)
    const subjectKeyIdentifier = { oid: '2.5.29.14', critical: false, value: Uint8Array.of(4, 2, 9, 9) }
    const renamed = await root.crossSign(ca, { extensions: [subjectKeyIdentifier] })
    const crls = [(await ca.crl()).der]
    for (const intermediates of [ders(ca), ders(renamed)]) {
      expect(errorsOf(await judge(leaf, { intermediates, crls }))).toEqual([['certificate-revoked', 0]])
    }
    const other = await ca.leaf()
    expect(await verdict(other, { intermediates: ders(renamed), crls })).toBe('ok')
  })

  it.each<readonly [CrlDefect, string]>([
    ['stale', 'stale'],
    ['missing-next-update', 'stale'],
    ['broken-signature', 'bad-signature'],
    ['missing-crl-number', 'evidence-malformed'],
    ['unknown-critical-extension', 'evidence-unsupported'],
    ['sha1-signature', 'evidence-algorithm'],
  ])('refuses a path whose CRL cannot be relied on, %s, unless other evidence is good', async (defect, code) => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const crls = [(await ca.crl({ defects: [defect] })).der]
    const report = await judge(leaf, { crls })
    expect(errorsOf(report)).toEqual([[code, 0]])
    expect(report.chain).toHaveLength(3)
    const { der } = await ca.ocsp({ certificates: [leaf] })
    expect(await verdict(leaf, { crls, ocspResponses: [der] })).toBe('ok')
  })

  it.each<readonly [OcspDefect, string]>([
    ['stale', 'stale'],
    ['broken-signature', 'bad-signature'],
    ['unauthorized-responder', 'responder-unauthorized'],
    ['unknown-critical-extension', 'evidence-unsupported'],
  ])('refuses a path whose OCSP response cannot be relied on: %s', async (defect, code) => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const { der } = await ca.ocsp({ certificates: [leaf], defects: [defect] })
    expect(errorsOf(await judge(leaf, { ocspResponses: [der] }))).toEqual([[code, 0]])
    expect(await verdict(leaf, { ocspResponses: [der], crls: [(await ca.crl()).der] })).toBe('ok')
  })

  it('refuses what a responder does not know', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const { der } = await ca.ocsp({ responses: [{ certificate: leaf, status: 'unknown' }] })
    expect(errorsOf(await judge(leaf, { ocspResponses: [der] }))).toEqual([['responder-unknown', 0]])
  })

  it('passes over evidence about a certificate that revocation does not apply to', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({
      urls: {},
      notBefore: new Date('2026-05-30T00:00:00Z'),
      notAfter: new Date('2026-06-04T00:00:00Z'),
    })
    const stale = (await ca.crl({ defects: ['stale'] })).der
    expect(await verdict(leaf, { crls: [stale] })).toBe('ok')
    ca.revoke(leaf)
    expect(await verdict(leaf, { crls: [(await ca.crl()).der] })).toBe('certificate-revoked')
  })

  it('accepts evidence signed with SHA-1 only where weak algorithms are accepted', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    ca.revoke(leaf)
    const crls = [(await ca.crl({ defects: ['sha1-signature'] })).der]
    expect(await verdict(leaf, { crls })).toBe('evidence-algorithm')
    expect(await verdict(leaf, { crls, dangerouslyAllowWeakAlgorithms: true })).toBe('certificate-revoked')
  })

  it('tells of evidence that cannot be read, and of the path beside it', async () => {
    const leaf = await root.leaf()
    const report = await judge(leaf, { crls: ['no CRL'], ocspResponses: [Uint8Array.of(0x30, 0)] })
    expect(report.ok).toBe(false)
    expect(report.chain).toHaveLength(2)
    expect(report.problems).toMatchObject([
      { code: 'evidence-malformed', detail: { source: 'crl' } },
      { code: 'evidence-malformed', detail: { source: 'ocsp' } },
    ])
  })

  it('wants lists', async () => {
    const leaf = await root.leaf()
    const { pem, der } = await root.crl()
    await expect(judge(leaf, { crls: pem })).rejects.toThrow(TypeError)
    // @ts-expect-error -- what TypeScript would not let pass
    await expect(judge(leaf, { ocspResponses: der })).rejects.toThrow(TypeError)
  })

  it('demands keyUsage of whoever signs CRLs on the web, and what RFC 5280 demands under its profile', async () => {
    const bare = await createTestAuthority({ seed: 'bare', subject: 'Bare', withoutExtensions: ['keyUsage'] })
    const ca = await bare.intermediate()
    const leaf = await ca.leaf()
    bare.revoke(ca)
    const crls = [(await bare.crl()).der]
    const options = { purpose: 'any', crls } as const
    expect(await verdict(leaf, { ...options, profile: 'rfc5280' })).toBe('certificate-revoked')
    expect(await verdict(leaf, options)).toBe('responder-unauthorized')
    const mute = await root.intermediate({ keyUsage: ['keyCertSign'] })
    const below = await mute.leaf()
    const ofMute = [(await mute.crl()).der]
    expect(await verdict(below, { ...options, crls: ofMute, profile: 'rfc5280' })).toBe('responder-unauthorized')
  })

  it('judges those below a root that is only a name and a key, and never the root', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    root.revoke(ca)
    const { subject: name, publicKey } = root.certificate
    const crls = [(await root.crl()).der]
    root.reinstate(ca)
    const report = await judge(leaf, { anchors: [{ name, publicKey }], crls })
    expect(errorsOf(report)).toEqual([['certificate-revoked', 1]])
    const trusted = await judge(leaf, { anchors: [ca.der], crls })
    expect(trusted.ok).toBe(true)
    ca.revoke(leaf)
    expect(await verdict(leaf, { anchors: [leaf.der], crls: [(await ca.crl()).der] })).toBe('ok')
  })

  it('finds who signed an indirect CRL among the certificates given', async () => {
    const issuer = await root.intermediate({ subject: 'CRL issuer', keyUsage: ['cRLSign'] })
    const ca = await root.intermediate()
    const url = 'http://crl.example.com/indirect.crl'
    const leaf = await ca.leaf({
      urls: { crl: [{ fullName: [{ uri: url }], crlIssuer: [{ directory: 'CRL issuer' }] }] },
    })
    const scope = { indirectCRL: true, fullName: [{ uri: url }] }
    const crls = [(await issuer.crl({ scope, entries: [{ certificate: leaf }] })).der]
    expect(await verdict(leaf, { crls, intermediates: ders(ca, issuer) })).toBe('certificate-revoked')
    expect(await verdict(leaf, { crls, intermediates: ders(ca), pool: ders(issuer) })).toBe('certificate-revoked')
    // Nobody is there who could have signed it.
    expect(await verdict(leaf, { crls })).toBe('responder-unauthorized')
    // Nor does it help to send a certificate of the name along, which anybody can make.
    const impostor = await (await createTestAuthority({ seed: 'impostor' })).intermediate({ subject: 'CRL issuer' })
    expect(await verdict(leaf, { crls, intermediates: ders(ca), pool: ders(impostor) })).toBe('bad-signature')
  })
})

describe('buildChain() with evidence of revocation stays within bounds', () => {
  it('of signatures: evidence is paid from the same budget, and each signature is checked once', async () => {
    const { roots, ca, cross, leaf } = await createTwoWays('budget')
    roots[0].revoke(ca)
    roots[1].revoke(cross)
    const crls = [(await roots[0].crl()).der, (await roots[1].crl()).der, (await ca.crl()).der]
    const options = { anchors: ders(...roots), intermediates: ders(ca, cross), crls }
    // The leaf once, each CA once, each CRL of a root once; that of the CA is not needed, since it is revoked itself.
    expect(errorsOf(await judge(leaf, { ...options, limits: { signatures: 6 } }))).toEqual([['certificate-revoked', 1]])
    const stopped = await judge(leaf, { ...options, limits: { signatures: 3 } })
    expect(errorsOf(stopped)).toEqual([['budget-exceeded', undefined]])
    expect(stopped.chain.length).toBeGreaterThan(1)
  })

  it('of a maze, of which every way out leads from a revoked leaf', async () => {
    const make = (number: number): Promise<TestAuthority> => root.intermediate({ subject: `Maze ${String(number)}` })
    const cas = await Promise.all(Array.from({ length: 8 }, (_, number) => make(number)))
    const links: TestAuthority[] = [...cas]
    for (const issuer of cas) for (const ca of cas) if (issuer !== ca) links.push(await issuer.crossSign(ca))
    const [first = root] = cas
    const leaf = await first.leaf()
    first.revoke(leaf)
    const node = createNodeVerifier()
    const check = async (crls: readonly Uint8Array[]): Promise<{ calls: number; report: ChainReport }> => {
      const verify = vi.fn<SignatureVerifier['verify']>((signature) => node.verify(signature))
      const options = { anchors: ders(root), intermediates: ders(...links), crls, verifier: { verify } }
      const report = await judge(leaf, options)
      return { calls: verify.mock.calls.length, report }
    }
    const without = await check([])
    const { calls, report } = await check([(await first.crl()).der])
    expect(errorsOf(report)).toEqual([['certificate-revoked', 0]])
    // The first path says it all, at the cost of one more signature: that of the CRL.
    expect([without.report.ok, calls]).toEqual([true, without.calls + 1])
  })

  it('of fetches: none for the issuers of a revoked leaf', async () => {
    const ca = await root.intermediate({ urls: { caIssuers: ['http://ca.example/root.cer'] } })
    const leaf = await ca.leaf()
    ca.revoke(leaf)
    const fetchIssuer = vi.fn<Fetcher>(() => Promise.reject(new Error('no network')))
    const report = await judge(leaf, { crls: [(await ca.crl()).der], fetchIssuer })
    expect(errorsOf(report)).toEqual([['certificate-revoked', 0]])
    expect(fetchIssuer).not.toHaveBeenCalled()
  })

  it('of what an abort leaves of it', async () => {
    const leaf = await root.leaf()
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(judge(leaf, { crls: [(await root.crl()).der], signal })).rejects.toThrow('enough')
  })
})

describe('buildChain() with a CRL of every CA and openssl verify', () => {
  it.each(['nobody', 'the leaf', 'the CA'] as const)('agree where %s is revoked', async (who) => {
    const top = await createTestAuthority({ seed: `openssl ${who}` })
    const ca = await top.intermediate()
    const leaf = await ca.leaf()
    if (who === 'the leaf') ca.revoke(leaf)
    if (who === 'the CA') top.revoke(ca)
    const crls = [(await top.crl()).pem, (await ca.crl()).pem]
    const { ok, output } = verifyWithOpenssl(leaf, { at: new Date(TEST_EPOCH), crls: crls.join('') })
    expect(ok, output).toBe(who === 'nobody')
    expect((await judge(leaf, { crls })).ok).toBe(who === 'nobody')
  })
})
