import { describe, expect, it } from 'vitest'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import { checkRevocation } from '../../../src/revocation/check-revocation.ts'
import type { RevocationOptions } from '../../../src/revocation/revocation-options.ts'
import type { CrlOptions } from '../../../src/testing/crl-options.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { TEST_EPOCH } from '../../../src/testing/create-test-clock.ts'
import type { TestAuthority, TestCertificate } from '../../../src/testing/test-authority.ts'

const AT = new Date(TEST_EPOCH)
const HOUR_MS = 3_600_000
const POINT = 'http://crl.example.com/1.crl'
const OTHER_POINT = 'http://crl.example.com/2.crl'
const verifier = createNodeVerifier()

function hoursFromNow(hours: number): Date {
  return new Date(AT.getTime() + hours * HOUR_MS)
}

/** The verdict on a leaf by CRLs at hand: its status, and the code of the first problem. */
async function verdict(
  { chain }: TestCertificate,
  crls: readonly { readonly der: Uint8Array }[],
  options: RevocationOptions = {},
): Promise<string> {
  const certificates = chain.map(({ certificate }) => certificate)
  const report = await checkRevocation(certificates, {
    at: AT,
    scope: 'leaf',
    verifier,
    crls: crls.map(({ der }) => der),
    ...options,
  })
  return [report.status, ...(report.certificates[0]?.problems.slice(0, 1).map(({ code }) => code) ?? [])].join(' ')
}

async function createLeaf(
  points: readonly (
    string | { readonly fullName?: readonly string[]; readonly reasons?: readonly 'keyCompromise'[] }
  )[],
): Promise<{ readonly ca: TestAuthority; readonly leaf: TestCertificate; readonly root: TestAuthority }> {
  const root = await createTestAuthority({ seed: 'crl evidence' })
  const ca = await root.intermediate()
  return { root, ca, leaf: await ca.leaf({ urls: points.length === 0 ? {} : { crl: points } }) }
}

describe('checkRevocation() and the scope of a CRL', () => {
  const scoped = (fullName: readonly string[]): CrlOptions => ({ scope: { fullName } })

  it.each<readonly [string, readonly (string | { readonly fullName: readonly string[] })[], readonly string[], string]>(
    [
      ['the only name of the only point', [POINT], [POINT], 'revoked'],
      ['the name of the second point', [POINT, OTHER_POINT], [OTHER_POINT], 'revoked'],
      ['the second name of a point', [{ fullName: [POINT, OTHER_POINT] }], [OTHER_POINT], 'revoked'],
      ['its own second name', [POINT], [OTHER_POINT, POINT], 'revoked'],
      ['another shard', [POINT], [OTHER_POINT], 'unavailable'],
      ['the name in other letters', [POINT], [POINT.toUpperCase()], 'unavailable'],
      ['the name with a default port', [POINT], ['http://crl.example.com:80/1.crl'], 'unavailable'],
      ['the name with an escape for a letter', [POINT], ['http://crl.example.com/%31.crl'], 'unavailable'],
    ],
  )('takes a CRL of %s as: %#', async (_, points, fullName, expected) => {
    const { ca, leaf } = await createLeaf(points)
    ca.revoke(leaf)
    expect(await verdict(leaf, [await ca.crl(scoped(fullName))])).toMatch(expected)
  })

  it('takes an issuing distribution point of flags alone as about all of that kind', async () => {
    const { ca, leaf } = await createLeaf([POINT])
    ca.revoke(leaf)
    expect(await verdict(leaf, [await ca.crl({ scope: { onlyContainsUserCerts: true } })])).toMatch('revoked')
    expect(await verdict(leaf, [await ca.crl({ scope: { onlyContainsCACerts: true } })])).toMatch('out-of-scope')
  })

  it('finds a revocation in a broad or in a specific CRL, in either order', async () => {
    const { ca, leaf } = await createLeaf([POINT])
    const [broad, specific] = [await ca.crl(), await ca.crl(scoped([POINT]))]
    ca.revoke(leaf)
    const [broadRevoked, specificRevoked] = [await ca.crl(), await ca.crl(scoped([POINT]))]
    expect(await verdict(leaf, [broad, specificRevoked])).toMatch('revoked')
    expect(await verdict(leaf, [specificRevoked, broad])).toMatch('revoked')
    expect(await verdict(leaf, [broadRevoked, specific])).toMatch('revoked')
    expect(await verdict(leaf, [specific, broadRevoked])).toMatch('revoked')
  })

  it('calls a certificate good only when its CRLs cover all reasons', async () => {
    const { ca, leaf } = await createLeaf([POINT])
    const some = await ca.crl({ scope: { onlySomeReasons: ['keyCompromise', 'cACompromise'] } })
    const rest = await ca.crl({
      scope: {
        onlySomeReasons: [
          'affiliationChanged',
          'superseded',
          'cessationOfOperation',
          'certificateHold',
          'privilegeWithdrawn',
          'aACompromise',
        ],
      },
    })
    expect(await verdict(leaf, [some])).toBe('unavailable partial-reasons')
    expect(await verdict(leaf, [some, rest])).toBe('good')
  })
})

describe('checkRevocation() and delta CRLs', () => {
  it('adds the entries of a delta to those of its base, and takes back a hold that it removes', async () => {
    const { ca, leaf } = await createLeaf([])
    const base = await ca.crl({ crlNumber: 5 })
    ca.revoke(leaf, { reason: 'certificateHold' })
    const held = await ca.crl({ crlNumber: 6 })
    const delta = await ca.crl({ crlNumber: 7, baseCrlNumber: 5 })
    const removal = await ca.crl({
      crlNumber: 8,
      baseCrlNumber: 5,
      entries: [{ certificate: leaf, reason: 'removeFromCRL' }],
    })
    expect(await verdict(leaf, [base])).toBe('good')
    expect(await verdict(leaf, [base, delta])).toMatch('revoked')
    expect(await verdict(leaf, [held, removal])).toBe('good')
    expect(await verdict(leaf, [delta, removal, base])).toBe('good')
  })

  it('ignores a delta to a later base, an older one, and one without its base', async () => {
    const { ca, leaf } = await createLeaf([])
    const base = await ca.crl({ crlNumber: 5 })
    ca.revoke(leaf)
    expect(await verdict(leaf, [base, await ca.crl({ crlNumber: 8, baseCrlNumber: 6 })])).toBe('good')
    expect(await verdict(leaf, [base, await ca.crl({ crlNumber: 5, baseCrlNumber: 4 })])).toBe('good')
    expect(await verdict(leaf, [await ca.crl({ crlNumber: 7, baseCrlNumber: 5 })])).toBe('unavailable out-of-scope')
  })

  it('takes base and delta for as new as the delta, until one of them ends', async () => {
    const { ca, leaf } = await createLeaf([])
    const base = await ca.crl({ crlNumber: 5, thisUpdate: hoursFromNow(-48), nextUpdate: hoursFromNow(96) })
    const between = await ca.ocsp({ certificates: [leaf], thisUpdate: hoursFromNow(-24) })
    ca.revoke(leaf, { reason: 'certificateHold' })
    for (const [hours, endsAt] of [
      [24, hoursFromNow(24)],
      [200, hoursFromNow(96)],
    ] as const) {
      const nextUpdate = hoursFromNow(hours)
      const delta = await ca.crl({ crlNumber: 6, baseCrlNumber: 5, thisUpdate: hoursFromNow(-1), nextUpdate })
      // Older than the delta, so that it does not lift the hold.
      const ocspResponses = [between.der]
      expect(await verdict(leaf, [base, delta], { ocspResponses })).toBe('revoked certificate-revoked')
      const chain = leaf.chain.map(({ certificate }) => certificate)
      const crls = [base.der, delta.der]
      const { certificates } = await checkRevocation(chain, { at: AT, scope: 'leaf', verifier, crls })
      expect(certificates[0]).toMatchObject({ thisUpdate: hoursFromNow(-1), nextUpdate: endsAt })
    }
  })

  it('refuses a removal outside of a delta', async () => {
    const { ca, leaf } = await createLeaf([])
    const crl = await ca.crl({ entries: [{ certificate: leaf, reason: 'removeFromCRL' }] })
    expect(await verdict(leaf, [crl])).toBe('unavailable evidence-malformed')
  })
})

describe('checkRevocation() and a hold', () => {
  it('lifts a hold by newer evidence, but nothing else', async () => {
    for (const [reason, expected] of [
      ['certificateHold', 'good'],
      ['keyCompromise', 'revoked'],
    ] as const) {
      const { ca, leaf } = await createLeaf([])
      ca.revoke(leaf, { reason })
      const revoked = await ca.crl({ thisUpdate: hoursFromNow(-2) })
      ca.reinstate(leaf)
      const newer = await ca.crl({ thisUpdate: hoursFromNow(-1) })
      const older = await ca.crl({ thisUpdate: hoursFromNow(-3) })
      expect(await verdict(leaf, [revoked, newer])).toMatch(expected)
      expect(await verdict(leaf, [newer, revoked])).toMatch(expected)
      expect(await verdict(leaf, [older, revoked])).toMatch('revoked')
    }
  })
})

describe('checkRevocation() and indirect CRLs', () => {
  it('keeps the certificate issuer of an entry for those that follow, and asks it beside the serial number', async () => {
    const root = await createTestAuthority({ seed: 'indirect' })
    const issuer = await root.intermediate({ subject: 'CRL issuer' })
    const urls = { crl: [{ fullName: [POINT], crlIssuer: [{ directory: 'CRL issuer' }] }] }
    const [a, b] = [await root.intermediate({ subject: 'A' }), await root.intermediate({ subject: 'B' })]
    const [ofA, ofB] = [await a.leaf({ serialNumber: 7, urls }), await b.leaf({ serialNumber: 7, urls })]
    const crl = await issuer.crl({
      scope: { fullName: [POINT], indirectCRL: true },
      entries: [
        { serialNumber: 3, certificateIssuer: 'A' },
        { serialNumber: 7 },
        { serialNumber: 9, certificateIssuer: 'B' },
      ],
    })
    const options = { signers: [issuer.certificate] }
    expect(await verdict(ofA, [crl], options)).toMatch('revoked')
    expect(await verdict(ofB, [crl], options)).toBe('good')
    expect(await verdict(ofA, [crl])).toBe('unavailable responder-unauthorized')
    const direct = await issuer.crl({ scope: { fullName: [POINT] }, entries: [{ serialNumber: 7 }] })
    expect(await verdict(ofA, [direct], options)).toBe('unavailable out-of-scope')
  })
})

describe('checkRevocation() and who signed a CRL', () => {
  it('refuses the CRL of a CA of the same name below another root, also when its certificates are given', async () => {
    const { leaf } = await createLeaf([])
    const foreignRoot = await createTestAuthority({ seed: 'foreign' })
    const subject = leaf.chain[1]?.subject ?? new Uint8Array()
    const impostor = await foreignRoot.intermediate({ subject })
    const signers = [impostor.certificate, foreignRoot.certificate]
    expect(await verdict(leaf, [await impostor.crl()], { signers })).toBe('unavailable responder-unauthorized')
  })

  it('takes the CRL of a separate key that the root vouches for, unless that is revoked', async () => {
    const { root, ca, leaf } = await createLeaf([])
    const separate = await root.intermediate({ subject: ca.subject })
    const crl = await separate.crl()
    const options = { signers: [separate.certificate] }
    expect(await verdict(leaf, [crl], options)).toBe('good')
    root.revoke(separate)
    expect(await verdict(leaf, [crl, await root.crl()], options)).toBe('unavailable responder-unauthorized')
  })

  it('takes no CRL of a separate key that is weak, unless weak algorithms are let pass', async () => {
    const { root, ca, leaf } = await createLeaf([])
    const separate = await root.intermediate({ subject: ca.subject, algorithm: 'RSA-1024' })
    const crl = await separate.crl()
    const options = { signers: [separate.certificate] }
    expect(await verdict(leaf, [crl], options)).toBe('unavailable responder-unauthorized')
    expect(await verdict(leaf, [crl], { ...options, dangerouslyAllowWeakAlgorithms: true })).toBe('good')
  })

  /*
   * root ── CA ── leaf
   *   └── constrained CA ── signer with the name of CA
   */
  it('takes no CRL of a key that a CA of constrained names has given the name of another', async () => {
    const { root, ca, leaf } = await createLeaf([])
    for (const [nameConstraints, expected] of [
      [undefined, 'good'],
      [{ permitted: [{ dns: 'constrained.example' }] }, 'unavailable responder-unauthorized'],
    ] as const) {
      const beside = await root.intermediate({ nameConstraints })
      const signer = await beside.intermediate({ subject: ca.subject })
      const signers = [beside.certificate, signer.certificate]
      expect(await verdict(leaf, [await signer.crl()], { signers })).toBe(expected)
    }
  })

  it('does not let a certificate vouch for itself', async () => {
    const root = await createTestAuthority({ seed: 'itself' })
    const leaf = await root.intermediate({ subject: root.subject })
    expect(await verdict(leaf, [await leaf.crl()], { signers: [leaf.certificate] })).toMatch('unavailable')
    expect(await verdict(leaf, [await root.crl()])).toBe('good')
  })

  it('demands keyUsage with cRLSign, or that only where there is keyUsage, as it is told', async () => {
    const root = await createTestAuthority({ seed: 'key usage' })
    const silent = await root.intermediate({ keyUsage: [] })
    const without = await root.intermediate({ keyUsage: ['keyCertSign'] })
    for (const [ca, crlSignKeyUsage, expected] of [
      [silent, 'required', 'unavailable responder-unauthorized'],
      [silent, 'if-present', 'good'],
      [without, 'required', 'unavailable responder-unauthorized'],
      [without, 'if-present', 'unavailable responder-unauthorized'],
    ] as const) {
      expect(await verdict(await ca.leaf(), [await ca.crl()], { crlSignKeyUsage })).toBe(expected)
    }
  })

  it('makes nothing of evidence below a revoked CA', async () => {
    const { root, ca, leaf } = await createLeaf([])
    root.revoke(ca, { reason: 'cACompromise' })
    const chain = leaf.chain.map(({ certificate }) => certificate)
    const crls = [(await ca.crl()).der, (await root.crl()).der]
    const report = await checkRevocation(chain, { at: AT, crls, verifier })
    expect(report.status).toBe('revoked')
    expect(report.certificates.map(({ status }) => status)).toEqual(['unavailable', 'revoked'])
    expect(report.certificates[0]?.problems.map(({ code }) => code)).toEqual(['issuer-revoked'])
  })

  it('asks nothing about a root, whatever the scope', async () => {
    const { root } = await createLeaf([])
    for (const scope of ['leaf', 'path'] as const) {
      const report = await checkRevocation([root.certificate], { at: AT, verifier, scope })
      expect([report.status, report.certificates]).toEqual(['good', []])
    }
  })

  it('does not call a chain good that ends before a root', async () => {
    const { leaf } = await createLeaf([])
    const report = await checkRevocation([leaf.certificate], { at: AT, verifier })
    expect(report.status).toBe('unavailable')
    expect(report.certificates[0]?.problems.map(({ code }) => code)).toEqual(['issuer-not-found'])
    await expect(checkRevocation([], { at: AT })).rejects.toThrow(RangeError)
  })
})
