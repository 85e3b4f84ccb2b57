import { describe, expect, it } from 'vitest'
import { createProblem } from '../../../src/problem/problem.ts'
import { createRevocationCache, type RevocationCache } from '../../../src/revocation/revocation-cache.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { after, check, codesOf, createNetwork, verdict, type Answer } from './revocation-world.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const CRL_URL = 'http://crl.example.com/1.crl'
const OCSP_URL = 'http://ocsp.example.com/'
const root = await createTestAuthority({ seed: 'cached evidence' })

describe('checkRevocation() and what it has at hand', () => {
  it('asks the cache for both kinds before it asks the network for either', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL], ocsp: [OCSP_URL] } })
    const { der } = await ca.ocsp({ certificates: [leaf] })
    const network = createNetwork(() => der)
    const options = { fetcher: network.fetcher, cache: createRevocationCache() }
    expect((await check(leaf, { ...options, prefer: 'ocsp' })).status).toBe('good')
    expect((await check(leaf, options)).status).toBe('good')
    expect(network.requests.length).toBe(1)
  })

  it('asks the cache where there is no fetcher', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL] } })
    const { der } = await ca.crl()
    const cache = createRevocationCache()
    await check(leaf, { fetcher: createNetwork(() => der).fetcher, cache })
    expect(await verdict(leaf, { cache })).toBe('good')
    expect(await verdict(leaf, { cache, at: after(6 * DAY) })).toBe('good')
    expect(await verdict(leaf, { cache, at: after(8 * DAY) })).toBe('unavailable not-attempted')
  })

  it('does not let what is given as good hide what the cache knows to be revoked, nor the other way round', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL] } })
    const good = (await ca.crl()).der
    const staple = (await ca.ocsp({ certificates: [leaf] })).der
    ca.revoke(leaf)
    const revoked = (await ca.crl()).der
    const cache = createRevocationCache()
    await check(leaf, { fetcher: createNetwork(() => revoked).fetcher, cache })
    expect(await verdict(leaf, { cache, crls: [good] })).toBe('revoked certificate-revoked')
    expect(await verdict(leaf, { cache, ocspResponses: [staple] })).toBe('revoked certificate-revoked')
    const other = createRevocationCache()
    await check(leaf, { fetcher: createNetwork(() => good).fetcher, cache: other })
    expect(await verdict(leaf, { cache: other, crls: [revoked] })).toBe('revoked certificate-revoked')
  })

  it('lets a hold that it remembers end with newer evidence, and nothing else', async () => {
    for (const [reason, expected] of [
      ['certificateHold', 'good'],
      ['superseded', 'revoked certificate-revoked'],
    ] as const) {
      const ca = await root.intermediate()
      const leaf = await ca.leaf({ urls: { crl: [CRL_URL] } })
      ca.revoke(leaf, { reason })
      const held = (await ca.crl()).der
      ca.reinstate(leaf)
      const released = (await ca.crl({ thisUpdate: after(4 * DAY) })).der
      const answers = [held, released]
      const options = { fetcher: createNetwork(() => answers.shift()).fetcher, cache: createRevocationCache() }
      expect(await verdict(leaf, options)).toBe('revoked certificate-revoked')
      expect(await verdict(leaf, { ...options, at: after(4 * DAY) })).toBe(expected)
    }
  })

  it('goes on with a CRL past half of its life when what is sent next is forged, unreadable or out of date', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL] } })
    for (const second of [
      (await ca.crl({ thisUpdate: after(4 * DAY), defects: ['wrong-issuer-key'] })).der,
      (await ca.crl({ nextUpdate: after(HOUR) })).der,
      new Uint8Array(30),
    ]) {
      const answers = [(await ca.crl()).der, second]
      const network = createNetwork(() => answers.shift())
      const options = { fetcher: network.fetcher, cache: createRevocationCache() }
      await check(leaf, options)
      expect(await verdict(leaf, { ...options, at: after(4 * DAY) })).toBe('good')
      expect(network.requests.length).toBe(2)
    }
  })

  it('goes on with the newer response when an older one is replayed', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { ocsp: [OCSP_URL] } })
    const older = (await ca.ocsp({ certificates: [leaf], thisUpdate: after(-DAY), nextUpdate: after(20 * DAY) })).der
    ca.revoke(leaf)
    const answers = [(await ca.ocsp({ certificates: [leaf] })).der, older]
    const options = { fetcher: createNetwork(() => answers.shift()).fetcher, cache: createRevocationCache() }
    expect(await verdict(leaf, options)).toBe('revoked certificate-revoked')
    expect(await verdict(leaf, { ...options, at: after(2 * DAY) })).toBe('revoked certificate-revoked')
  })

  it('keeps the newer CRL when an older one is sent, and believes a revocation in that too', async () => {
    const ca = await root.intermediate()
    const [leaf, other] = [await ca.leaf({ urls: { crl: [CRL_URL] } }), await ca.leaf({ urls: { crl: [CRL_URL] } })]
    ca.revoke(leaf)
    const older = (await ca.crl({ thisUpdate: after(-DAY), nextUpdate: after(20 * DAY) })).der
    ca.reinstate(leaf)
    ca.revoke(other)
    const answers: Answer[] = [(await ca.crl()).der, older]
    const options = { fetcher: createNetwork(() => answers.shift()).fetcher, cache: createRevocationCache() }
    expect(await verdict(leaf, options)).toBe('good')
    expect(await verdict(leaf, { ...options, at: after(4 * DAY) })).toBe('revoked certificate-revoked')
    expect(await verdict(other, { ...options, at: after(4 * DAY) })).toBe('revoked certificate-revoked')
  })
})

describe('checkRevocation() and CRL numbers that fall', () => {
  it('remembers the highest number after the CRL itself has ended', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL] } })
    const old = (await ca.crl({ crlNumber: 41, nextUpdate: after(30 * DAY) })).der
    const newer = (await ca.crl({ crlNumber: 42 })).der
    const newest = (await ca.crl({ crlNumber: 43, thisUpdate: after(8 * DAY) })).der
    const answers = [newer, old, newest]
    const options = { fetcher: createNetwork(() => answers.shift()).fetcher, cache: createRevocationCache() }
    expect(await verdict(leaf, options)).toBe('good')
    const rolledBack = await check(leaf, { ...options, at: after(8 * DAY) })
    expect([rolledBack.status, rolledBack.certificates[0]?.problems]).toEqual([
      'unavailable',
      [createProblem('crl-rollback', { crlNumber: '41', highestCrlNumber: '42', url: CRL_URL })],
    ])
    expect(await verdict(leaf, { ...options, at: after(8 * DAY) })).toBe('good')
  })

  it('believes a revocation in an old CRL all the same', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL] } })
    const newer = (await ca.crl({ crlNumber: 42 })).der
    ca.revoke(leaf)
    const old = (await ca.crl({ crlNumber: 41, nextUpdate: after(30 * DAY) })).der
    const answers = [newer, old]
    const options = { fetcher: createNetwork(() => answers.shift()).fetcher, cache: createRevocationCache() }
    await check(leaf, options)
    expect(await verdict(leaf, { ...options, at: after(8 * DAY) })).toBe('revoked certificate-revoked')
  })

  it('compares numbers of the same scope and issuer only, and of no CRL that was not verified', async () => {
    const [a, b] = [await root.intermediate(), await root.intermediate()]
    const scoped = { scope: { fullName: [CRL_URL] } }
    const cache = createRevocationCache()
    const sent = async (issuer: typeof a, options: Parameters<typeof a.crl>[0]): Promise<string> => {
      const leaf = await issuer.leaf({ urls: { crl: [CRL_URL] } })
      const { der } = await issuer.crl(options)
      return verdict(leaf, { fetcher: createNetwork(() => der).fetcher, cache, at: options?.thisUpdate ?? after(0) })
    }
    expect(await sent(a, { crlNumber: 90 })).toBe('good')
    expect(await sent(b, { crlNumber: 2 })).toBe('good')
    expect(await sent(a, { crlNumber: 3, thisUpdate: after(8 * DAY), ...scoped })).toBe('good')
    expect(await sent(b, { crlNumber: 99, thisUpdate: after(8 * DAY), defects: ['wrong-issuer-key'] })).toBe(
      'unavailable bad-signature',
    )
    expect(await sent(b, { crlNumber: 3, thisUpdate: after(8 * DAY) })).toBe('good')
  })

  it('recognises an old CRL with a cache that remembers no numbers, while that holds the newer', async () => {
    const { find, keep, once } = createRevocationCache()
    const cache: RevocationCache = { find, keep, once }
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL] } })
    const old = (await ca.crl({ crlNumber: 1, thisUpdate: after(DAY), nextUpdate: after(30 * DAY) })).der
    ca.revoke(leaf, { reason: 'certificateHold' })
    const answers = [(await ca.crl({ crlNumber: 2 })).der, old]
    const options = { fetcher: createNetwork(() => answers.shift()).fetcher, cache }
    expect(await verdict(leaf, options)).toBe('revoked certificate-revoked')
    expect(await verdict(leaf, { ...options, at: after(4 * DAY) })).toBe('revoked certificate-revoked')
  })

  it('remembers no more numbers than it may', () => {
    const { noteCrlNumber } = createRevocationCache({ maxEntries: 2 })
    expect([noteCrlNumber?.('a', 5n), noteCrlNumber?.('b', 5n), noteCrlNumber?.('a', 4n)]).toEqual([5n, 5n, 5n])
    expect(noteCrlNumber?.('c', 1n)).toBe(1n)
    expect([noteCrlNumber?.('a', 1n), noteCrlNumber?.('b', 1n)]).toEqual([5n, 1n])
  })
})

describe('checkRevocation() and a responder that must itself be looked up', () => {
  const RESPONDER_CRL = 'http://crl.example.com/responders.crl'

  async function createWorld(urls: { readonly crl?: readonly string[] }): Promise<{
    readonly ask: (crl: 'clean' | 'lists it' | 'none') => Promise<readonly [string, number]>
  }> {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { ocsp: [OCSP_URL] } })
    const responder = await ca.ocspResponder({ withoutExtensions: ['ocspNoCheck'], urls })
    const { der } = await ca.ocsp({ certificates: [leaf], responder })
    return {
      ask: async (crl) => {
        if (crl === 'lists it') ca.revoke(responder)
        const list = crl === 'none' ? undefined : (await ca.crl({ scope: { fullName: [RESPONDER_CRL] } })).der
        ca.reinstate(responder)
        const network = createNetwork(({ url }) => (url === RESPONDER_CRL ? list : der))
        const found = await verdict(leaf, { fetcher: network.fetcher })
        return [found, network.requests.filter(({ url }) => url === RESPONDER_CRL).length]
      },
    }
  }

  it('asks the CRL that its certificate names, and relies on nothing without', async () => {
    const { ask } = await createWorld({ crl: [RESPONDER_CRL] })
    expect((await ask('clean'))[0]).toBe('good')
    expect((await ask('lists it'))[0]).toBe('unavailable responder-unauthorized')
    expect(await ask('none')).toEqual(['unavailable responder-unauthorized', 1])
  })

  it('takes one that names no place for good', async () => {
    const { ask } = await createWorld({})
    expect(await ask('none')).toEqual(['good', 0])
  })

  it('asks nothing of a responder that the issuer did not sign, nor for a chain that does not hold', async () => {
    const stranger = await createTestAuthority({ seed: 'a stranger' })
    const ca = await stranger.intermediate()
    const leaf = await ca.leaf()
    const responder = await ca.ocspResponder({ withoutExtensions: ['ocspNoCheck'], urls: { crl: [RESPONDER_CRL] } })
    const { der } = await ca.ocsp({ certificates: [leaf], responder })
    const network = createNetwork(() => undefined)
    const chain = [leaf, ca, root]
    const report = await check({ ...leaf, chain }, { fetcher: network.fetcher, ocspResponses: [der] })
    expect([codesOf(report).includes('responder-unauthorized'), network.requests]).toEqual([true, []])
  })

  it('asks by CRL only, so that responders cannot vouch for each other', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { ocsp: [OCSP_URL] } })
    const urls = { ocsp: ['http://ocsp.example.com/responders'] }
    const responder = await ca.ocspResponder({ withoutExtensions: ['ocspNoCheck'], urls })
    const { der } = await ca.ocsp({ certificates: [leaf, responder], responder })
    const network = createNetwork(() => der)
    await check(leaf, { fetcher: network.fetcher })
    expect(network.requests.length).toBe(1)
  })
})
