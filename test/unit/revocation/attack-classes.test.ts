import { describe, expect, it } from 'vitest'
import { constructedContextTag, PRINTABLE_STRING, SEQUENCE } from '../../../src/der/tag.ts'
import { encodeElement } from '../../../src/der/write-der.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import type { TestCrlScope } from '../../../src/testing/crl-options.ts'
import type { TestDistributionPoint } from '../../../src/testing/test-extension.ts'
import type { TestGeneralName } from '../../../src/testing/test-general-name.ts'
import { after, AT, check, createNetwork, verdict } from './revocation-world.ts'

const POINT = 'http://crl.example.com/1.crl'
const ISSUER = 'Attacked CA'
const root = await createTestAuthority({ seed: 'attack classes' })

/** What is made of a CRL of a scope that lists a certificate with some points: `revoked`, or why it does not count. */
async function listed(
  points: readonly (string | TestDistributionPoint)[],
  scope: TestCrlScope | undefined,
): Promise<string> {
  const ca = await root.intermediate({ subject: ISSUER })
  const leaf = await ca.leaf({ urls: points.length === 0 ? {} : { crl: points } })
  ca.revoke(leaf)
  return verdict(leaf, { crls: [(await ca.crl(scope === undefined ? {} : { scope })).der] })
}

const REVOKED = 'revoked certificate-revoked'
const OUT_OF_SCOPE = 'unavailable out-of-scope'

describe('26: who signed an OCSP response', () => {
  it('two responders that vouch for each other gain nothing by it', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const options = { withoutExtensions: ['ocspNoCheck'] } as const
    const [a, b] = [await ca.ocspResponder(options), await ca.ocspResponder(options)]
    ca.revoke(a)
    ca.revoke(b)
    const crl = (
      await ca.crl({ scope: { onlySomeReasons: ['keyCompromise'] }, entries: [{ certificate: a }, { certificate: b }] })
    ).der
    const good = (certificates: readonly (typeof leaf)[], responder: typeof a): Promise<{ readonly der: Uint8Array }> =>
      ca.ocsp({ responses: certificates.map((certificate) => ({ certificate, status: 'good' })), responder })
    const ocspResponses = [(await good([leaf, a], b)).der, (await good([leaf, b], a)).der]
    expect(await verdict(leaf, { ocspResponses, crls: [crl] })).toMatch('unavailable')
  })

  it('a responder of the same name and another key, and one with the issuer’s name alone, may not speak', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const stranger = await createTestAuthority({ seed: 'same name', subject: ca.subject })
    const { der } = await stranger.ocsp({
      responses: [{ certificate: leaf, issuer: ca, status: 'good' }],
      embed: [stranger],
    })
    expect(await verdict(leaf, { ocspResponses: [der] })).toBe('unavailable responder-unauthorized')
  })

  it('the issuer’s key under another name may not speak', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const renamed = await root.intermediate({ key: ca.key, subject: 'Another name' })
    const { der } = await ca.ocsp({ certificates: [leaf], responder: renamed })
    expect(await verdict(leaf, { ocspResponses: [der] })).toBe('unavailable responder-unauthorized')
  })

  it('the root does not answer for what an intermediate issued', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const { der } = await root.ocsp({ responses: [{ certificate: leaf, issuer: ca, status: 'good' }] })
    expect(await verdict(leaf, { ocspResponses: [der] })).toBe('unavailable responder-unauthorized')
  })
})

describe('27: what an OCSP response says', () => {
  it('an entry for the same serial number of another issuer says nothing, before or after', async () => {
    const [ca, other] = [await root.intermediate(), await root.intermediate()]
    const [leaf, twin] = [await ca.leaf({ serialNumber: 77 }), await other.leaf({ serialNumber: 77 })]
    ca.revoke(leaf)
    const own = { certificate: leaf } as const
    const foreign = { certificate: twin, issuer: other, status: 'good' } as const
    for (const responses of [
      [own, foreign],
      [foreign, own],
    ]) {
      expect(await verdict(leaf, { ocspResponses: [(await ca.ocsp({ responses })).der] })).toBe(REVOKED)
    }
    const { der } = await ca.ocsp({ responses: [foreign] })
    expect(await verdict(leaf, { ocspResponses: [der] })).toBe('unavailable not-covered')
  })

  it('an entry with the right serial number behind a padded one is no other certificate’s', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ serialNumber: 0x80 })
    const { der } = await ca.ocsp({ responses: [{ serialNumber: 0x8000, status: 'revoked' }] })
    expect(await verdict(leaf, { ocspResponses: [der] })).toBe('unavailable not-covered')
  })

  it('the newest entry counts, unless any revokes', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const entry = (status: 'good' | 'unknown' | 'revoked', seconds: number): object => ({
      certificate: leaf,
      status,
      thisUpdate: after(seconds),
    })
    const said = async (...responses: readonly object[]): Promise<string> =>
      verdict(leaf, { ocspResponses: [(await ca.ocsp({ responses })).der] })
    expect(await said(entry('unknown', -7200), entry('good', -3600))).toBe('good')
    expect(await said(entry('good', -7200), entry('unknown', -3600))).toBe('unknown responder-unknown')
    expect(await said(entry('revoked', -7200), entry('good', -3600))).toBe(REVOKED)
    expect(await said(entry('good', -3600), entry('revoked', -7200))).toBe(REVOKED)
  })
})

describe('28: the scope of a CRL', () => {
  const relative = [{ type: 'OU', value: 'shard 1' }]
  const directory: TestGeneralName = {
    directory: [
      { type: 'CN', value: ISSUER },
      { type: 'OU', value: 'shard 1' },
    ],
  }

  it.each<readonly [string, TestDistributionPoint, TestCrlScope, string]>([
    ['relative in both', { relativeName: relative }, { relativeName: relative }, REVOKED],
    ['relative in the certificate', { relativeName: relative }, { fullName: [directory] }, REVOKED],
    ['relative in the CRL', { fullName: [directory] }, { relativeName: relative }, REVOKED],
    [
      'relative, of another shard',
      { relativeName: relative },
      { relativeName: [{ type: 'OU', value: 'shard 2' }] },
      OUT_OF_SCOPE,
    ],
    [
      'relative, with the same value of another attribute',
      { relativeName: relative },
      { relativeName: [{ type: 'O', value: 'shard 1' }] },
      OUT_OF_SCOPE,
    ],
    [
      'relative, with a second attribute',
      { relativeName: relative },
      { relativeName: [...relative, { type: 'O', value: 'shard 1' }] },
      OUT_OF_SCOPE,
    ],
    [
      'the issuer’s name alone, where the CRL adds to it',
      { fullName: [{ directory: ISSUER }] },
      { relativeName: relative },
      OUT_OF_SCOPE,
    ],
  ])('a name that is %s', async (_, point, scope, expected) => {
    expect(await listed([point], scope)).toBe(expected)
  })

  it('a relative name is added to the issuer of the CRL, where the point names that', async () => {
    const issuer = await root.intermediate({ subject: 'CRL issuer' })
    const ca = await root.intermediate({ subject: ISSUER })
    const crlIssuer = [{ directory: 'CRL issuer' }]
    const leaf = await ca.leaf({ urls: { crl: [{ relativeName: relative, crlIssuer }] } })
    const entries = [{ certificate: leaf, certificateIssuer: ca.subject }]
    const crl = await issuer.crl({ scope: { relativeName: relative, indirectCRL: true }, entries })
    expect(await verdict(leaf, { crls: [crl.der], signers: [issuer.certificate] })).toBe(REVOKED)
  })

  const x400 = (text: string): TestGeneralName => ({
    der: encodeElement(
      constructedContextTag(3),
      encodeElement(SEQUENCE, encodeElement(PRINTABLE_STRING, new TextEncoder().encode(text))),
    ),
  })
  /** EDIPartyName with the same content. */
  const ediParty: TestGeneralName = {
    der: encodeElement(
      constructedContextTag(5),
      encodeElement(SEQUENCE, encodeElement(PRINTABLE_STRING, new TextEncoder().encode('a'))),
    ),
  }

  it.each<readonly [string, TestGeneralName, TestGeneralName, string]>([
    ['an X.400 address with itself', x400('a'), x400('a'), REVOKED],
    ['an X.400 address with another', x400('a'), x400('b'), OUT_OF_SCOPE],
    ['an X.400 address with another type of the same content', x400('a'), ediParty, OUT_OF_SCOPE],
    ['an X.400 address with a directory name', x400('a'), { directory: ISSUER }, OUT_OF_SCOPE],
    ['a URI with the same text as a DNS name', { uri: 'crl' }, { dns: 'crl' }, OUT_OF_SCOPE],
    ['a directory name in other letters with itself', { directory: 'Shard A' }, { directory: 'shard  a' }, REVOKED],
  ])('compares %s (CVE-2023-0286)', async (_, ofPoint, ofCrl, expected) => {
    expect(await listed([{ fullName: [ofPoint] }], { fullName: [ofCrl] })).toBe(expected)
  })

  it.each<readonly [string, TestDistributionPoint]>([
    ['with reasons', { fullName: ['http://crl.example.com/2.crl'], reasons: ['superseded'] }],
    ['with a CRL issuer', { fullName: ['http://crl.example.com/2.crl'], crlIssuer: [{ directory: 'CRL issuer' }] }],
    ['with nothing but a CRL issuer', { crlIssuer: [{ directory: 'CRL issuer' }] }],
  ])('a point %s hides none of the clean point beside it', async (_, other) => {
    expect(await listed([other, POINT], { fullName: [POINT] })).toBe(REVOKED)
    expect(await listed([POINT, other], { fullName: [POINT] })).toBe(REVOKED)
  })

  it('thousands of names of the certificate are not each held against thousands of names of an unverified CRL', async () => {
    const named = (letter: string): readonly TestGeneralName[] =>
      Array.from({ length: 2000 }, (_, index) => ({ directory: `${letter}${String(index)}` }))
    // Each against each takes a minute, for which the runner does not wait.
    expect(await listed([{ fullName: named('a') }], { fullName: named('b') })).toBe(OUT_OF_SCOPE)
    expect(await listed([{ fullName: named('a') }], { fullName: [...named('b'), ...named('a').slice(-1)] })).toBe(
      REVOKED,
    )
  })

  it('a CRL for other reasons than those of the only point does not make it good', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [{ fullName: [POINT], reasons: ['superseded'] }] } })
    expect(await verdict(leaf, { crls: [(await ca.crl({ scope: { fullName: [POINT] } })).der] })).toBe(
      'unavailable partial-reasons',
    )
  })

  it('an issuing distribution point that is not about the certificate’s kind is not', async () => {
    const ca = await root.intermediate()
    const sub = await ca.intermediate()
    ca.revoke(sub)
    const of = async (scope: TestCrlScope): Promise<string> =>
      verdict(sub, { crls: [(await ca.crl({ scope, entries: [{ certificate: sub }] })).der] })
    expect(await of({ onlyContainsUserCerts: true })).toBe(OUT_OF_SCOPE)
    expect(await of({ onlyContainsCACerts: true })).toBe(REVOKED)
    expect(await of({ onlyContainsAttributeCerts: true })).toBe(OUT_OF_SCOPE)
    expect(await of({ onlyContainsUserCerts: true, onlyContainsCACerts: true })).toBe(OUT_OF_SCOPE)
  })
})

describe('29: whether a CRL is what its issuer signed', () => {
  it('a CA of the right name and key below another root does not make its key another’s', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const stranger = await createTestAuthority({ seed: 'another anchor' })
    const impostor = await stranger.intermediate({ subject: ca.subject })
    expect(await verdict(leaf, { crls: [(await impostor.crl()).der] })).toBe('unavailable bad-signature')
  })

  it.each(['empty-only-some-reasons', 'unknown-critical-extension', 'unknown-critical-entry-extension'] as const)(
    'a CRL with %s revokes nobody and absolves nobody',
    async (defect) => {
      const ca = await root.intermediate()
      const leaf = await ca.leaf()
      ca.revoke(leaf)
      expect(await verdict(leaf, { crls: [(await ca.crl({ defects: [defect] })).der] })).toMatch('unavailable')
    },
  )
})

describe('30: indirect CRLs, reasons and deltas', () => {
  it('the issuer of an entry sticks over many entries, in the complete CRL and in its delta', async () => {
    const issuer = await root.intermediate({ subject: 'Sticky issuer' })
    const point = { fullName: [POINT], crlIssuer: [{ directory: 'Sticky issuer' }] }
    const a = await root.intermediate({ subject: 'A' })
    const leaf = await a.leaf({ serialNumber: 500, urls: { crl: [point] } })
    const own = await issuer.leaf({ serialNumber: 500, urls: { crl: [point] } })
    const scope = { fullName: [POINT], indirectCRL: true }
    const many = Array.from({ length: 400 }, (_, index) => ({ serialNumber: index + 101 }))
    const entries = [{ serialNumber: 100, certificateIssuer: 'A' }, ...many]
    const signers = [issuer.certificate]
    const base = (await issuer.crl({ scope, entries: [], crlNumber: 1 })).der
    const complete = (await issuer.crl({ scope, entries, crlNumber: 2 })).der
    const delta = (await issuer.crl({ scope, entries, crlNumber: 3, baseCrlNumber: 1 })).der
    expect(await verdict(leaf, { crls: [base], signers })).toBe('good')
    expect(await verdict(leaf, { crls: [complete], signers })).toBe(REVOKED)
    expect(await verdict(leaf, { crls: [base, delta], signers })).toBe(REVOKED)
    expect(await verdict(own, { crls: [complete], signers })).toBe('good')
  })

  it('an entry before any issuer is named is about the issuer of the CRL', async () => {
    const issuer = await root.intermediate({ subject: 'Plain issuer' })
    const leaf = await issuer.leaf({ serialNumber: 9 })
    const scope = { indirectCRL: true }
    const crl = await issuer.crl({
      scope,
      entries: [{ serialNumber: 9 }, { serialNumber: 10, certificateIssuer: 'A' }],
    })
    expect(await verdict(leaf, { crls: [crl.der] })).toBe(REVOKED)
    const later = await issuer.crl({
      scope,
      entries: [{ serialNumber: 10, certificateIssuer: 'A' }, { serialNumber: 9 }],
    })
    expect(await verdict(leaf, { crls: [later.der] })).toBe('good')
  })

  it('a delta counts only with the scope and the key of the complete CRL', async () => {
    const ca = await root.intermediate({ subject: ISSUER })
    const twin = await root.intermediate({ subject: ISSUER })
    const leaf = await ca.leaf()
    const base = (await ca.crl({ crlNumber: 5 })).der
    const numbers = { crlNumber: 7, baseCrlNumber: 5, entries: [{ certificate: leaf }] }
    const signers = [twin.certificate]
    const added = async (delta: Promise<{ readonly der: Uint8Array }>): Promise<string> =>
      verdict(leaf, { crls: [base, (await delta).der], signers })
    expect(await added(ca.crl(numbers))).toBe(REVOKED)
    expect(await added(ca.crl({ ...numbers, scope: { onlyContainsUserCerts: true } }))).toBe('good')
    expect(await added(twin.crl(numbers))).toBe('good')
    expect(await added(ca.crl({ ...numbers, thisUpdate: after(-864_000), nextUpdate: after(-86_400) }))).toBe('good')
    expect(await added(ca.crl({ ...numbers, defects: ['broken-signature'] }))).toBe('good')
    expect(await added(ca.crl({ ...numbers, crlNumber: 'absent' }))).toBe('good')
  })

  it('a removal in a delta ends a hold, and a later delta may hold it again', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    ca.revoke(leaf, { reason: 'certificateHold' })
    const held = (await ca.crl({ crlNumber: 5 })).der
    const removed = (
      await ca.crl({ crlNumber: 6, baseCrlNumber: 5, entries: [{ certificate: leaf, reason: 'removeFromCRL' }] })
    ).der
    const again = (await ca.crl({ crlNumber: 7, baseCrlNumber: 5 })).der
    expect(await verdict(leaf, { crls: [held] })).toBe(REVOKED)
    expect(await verdict(leaf, { crls: [held, removed] })).toBe('good')
    expect(await verdict(leaf, { crls: [again, removed, held] })).toBe(REVOKED)
  })

  it('all reasons but one are not all', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const reasons = [
      ...['keyCompromise', 'cACompromise', 'affiliationChanged', 'superseded'],
      ...['cessationOfOperation', 'certificateHold', 'privilegeWithdrawn', 'aACompromise'],
    ] as const
    for (const missing of reasons) {
      const onlySomeReasons = reasons.filter((reason) => reason !== missing)
      const crls = [(await ca.crl({ scope: { onlySomeReasons } })).der]
      expect(await verdict(leaf, { crls })).toBe('unavailable partial-reasons')
    }
  })
})

describe('31: merging', () => {
  it('unknown is never good, and is told from silence', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { ocsp: ['http://ocsp.example.com/'] } })
    const { der } = await ca.ocsp({ responses: [{ certificate: leaf, status: 'unknown' }] })
    expect(await verdict(leaf, { fetcher: createNetwork(() => der).fetcher })).toBe('unknown responder-unknown')
    expect(await verdict(leaf, { fetcher: createNetwork(() => undefined).fetcher })).toBe('unavailable fetch-failed')
    const { der: error } = await ca.ocsp({ certificates: [leaf], status: 'tryLater' })
    expect(await verdict(leaf, { fetcher: createNetwork(() => error).fetcher })).toBe('unavailable responder-error')
  })

  it('the whole is the worst of its certificates', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const crls = [(await ca.crl()).der]
    expect((await check(leaf, { crls, scope: 'path' })).status).toBe('unavailable')
    expect((await check(leaf, { crls: [...crls, (await root.crl()).der], scope: 'path' })).status).toBe('good')
  })

  it('what is given is not changed, and answers the same twice', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const crls = Object.freeze([(await ca.crl()).der])
    const copy = crls.map((crl) => crl.slice())
    expect(await check(leaf, { crls })).toEqual(await check(leaf, { crls }))
    expect(crls).toEqual(copy)
    expect((await check(leaf, { crls, at: AT })).checkAgainAt).toEqual(after(3.5 * 86_400))
  })
})
