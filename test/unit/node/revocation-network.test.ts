import { describe, expect, it } from 'vitest'
import { createRevocationCache } from '../../../src/revocation/revocation-cache.ts'
import { createTestClock } from '../../../src/testing/index.ts'
import { check, codesOf, requestsTo, serveCa } from './revocation-world.ts'

describe('checkRevocation() over HTTP', () => {
  it('learns from the CRL that the certificate points at', async () => {
    const { ca, server } = await serveCa()
    const [good, revoked] = [await ca.leaf({ urls: server.urls }), await ca.leaf({ urls: server.urls })]
    ca.revoke(revoked, { reason: 'keyCompromise' })
    const report = await check(good)
    expect(report.status).toBe('good')
    expect(report.certificates[0]).toMatchObject({ source: 'crl', url: server.crlUrl, problems: [] })
    const bad = await check(revoked)
    expect(bad.certificates[0]).toMatchObject({ status: 'revoked', source: 'crl', reason: 'keyCompromise' })
    expect(requestsTo(server)).toEqual(['GET /ca.crl', 'GET /ca.crl'])
  })

  it('learns from the shard of a CRL that the certificate points at, and from no other', async () => {
    const shard = (url: string): object => ({ scope: { fullName: [url], onlyContainsUserCerts: true } })
    const other = (): object => shard('http://crl.example.com/3.crl')
    const { ca, server } = await serveCa({ crls: { '/1.crl': shard, '/2.crl': shard, '/wrong.crl': other } })
    const inShard = async (name: string): Promise<Awaited<ReturnType<typeof ca.leaf>>> =>
      ca.leaf({ urls: { crl: [`${server.url}/${name}.crl`] } })
    const [first, second, wrong] = [await inShard('1'), await inShard('2'), await inShard('wrong')]
    expect((await check(first)).certificates[0]).toMatchObject({ status: 'good', url: `${server.url}/1.crl` })
    ca.revoke(second)
    expect((await check(second)).status).toBe('revoked')
    expect(codesOf(await check(wrong))).toEqual(['out-of-scope'])
  })

  it('asks a responder by GET, and by POST where the address would be long', async () => {
    const { ca, server } = await serveCa({ ocsp: { responder: 'delegated' } })
    const leaf = await ca.leaf({ urls: { ocsp: [server.ocspUrl] } })
    expect((await check(leaf)).certificates[0]).toMatchObject({ status: 'good', source: 'ocsp', url: server.ocspUrl })
    ca.revoke(leaf)
    const nonce = new Uint8Array(128).fill(0xa5)
    expect((await check(leaf, { nonce: () => nonce })).status).toBe('revoked')
    expect(requestsTo(server)).toEqual(['GET /ocsp/…', 'POST /ocsp'])
    const [, post] = server.requests
    expect(post?.headers['content-type']).toBe('application/ocsp-request')
  })

  it.each([
    { kind: 'reset' },
    { kind: 'status', status: 503 },
    { kind: 'cut-off' },
    { kind: 'stale' },
    { kind: 'body', body: Uint8Array.of(0x3c, 0x68, 0x74, 0x6d, 0x6c) },
  ] as const)('asks the responder where the CRL cannot be had: $kind', async (fault) => {
    const { ca, server } = await serveCa()
    const leaf = await ca.leaf({ urls: server.urls })
    server.fault('/ca.crl', fault)
    const report = await check(leaf)
    expect(report.certificates[0]).toMatchObject({ status: 'good', source: 'ocsp' })
    expect(requestsTo(server)).toEqual(['GET /ca.crl', 'GET /ocsp/…'])
  })

  it('takes the content type of an answer for no reason to refuse', async () => {
    const { ca, server } = await serveCa()
    server.fault('/ca.crl', { kind: 'content-type', contentType: 'text/html' })
    expect((await check(await ca.leaf({ urls: server.urls }))).status).toBe('good')
  })
})

describe('checkRevocation() over HTTP with a cache', () => {
  it('makes one request of many checks at the same time', async () => {
    const { ca, server } = await serveCa()
    server.fault('/ca.crl', { kind: 'slow', delayMs: 30 })
    const leaves = await Promise.all(Array.from({ length: 20 }, () => ca.leaf({ urls: { crl: [server.crlUrl] } })))
    const cache = createRevocationCache()
    const reports = await Promise.all(leaves.map((leaf) => check(leaf, { cache })))
    expect(reports.map(({ status }) => status)).toEqual(leaves.map(() => 'good'))
    expect(requestsTo(server)).toEqual(['GET /ca.crl'])
    const byOcsp = await ca.leaf({ urls: { ocsp: [server.ocspUrl] } })
    await Promise.all(Array.from({ length: 20 }, () => check(byOcsp, { cache })))
    expect(requestsTo(server)).toEqual(['GET /ca.crl', 'GET /ocsp/…'])
  })

  it('asks again at half of the life of a CRL, holds on to it while it cannot, and sees a revocation then', async () => {
    const clock = createTestClock()
    const { ca, server } = await serveCa()
    const leaf = await ca.leaf({ urls: { crl: [server.crlUrl] } })
    const options = { cache: createRevocationCache() }
    const { checkAgainAt } = await check(leaf, { ...options, at: clock.now() })
    // Seven days from thisUpdate to nextUpdate.
    expect(checkAgainAt.getTime() - clock.now().getTime()).toBe(3.5 * 86_400_000)
    ca.revoke(leaf)
    expect((await check(leaf, { ...options, at: clock.advance({ days: 3 }) })).status).toBe('good')
    expect(server.requests).toHaveLength(1)
    server.fault('/ca.crl', { kind: 'reset' }, { times: 1 })
    expect((await check(leaf, { ...options, at: clock.advance({ days: 1 }) })).status).toBe('good')
    expect(server.requests).toHaveLength(2)
    expect((await check(leaf, { ...options, at: clock.advance({ hours: 1 }) })).status).toBe('revoked')
    expect(server.requests).toHaveLength(3)
  })

  it('leaves an address that failed alone for a while, and asks it again after that', async () => {
    const clock = createTestClock()
    const { ca, server } = await serveCa()
    const leaf = await ca.leaf({ urls: { crl: [server.crlUrl] } })
    const options = { cache: createRevocationCache() }
    server.fault('/ca.crl', { kind: 'status', status: 503 })
    expect(codesOf(await check(leaf, { ...options, at: clock.now() }))).toEqual(['fetch-failed ERR_FETCH_FAILED'])
    server.fault('/ca.crl', undefined)
    const soon = await check(leaf, { ...options, at: clock.advance({ seconds: 30 }) })
    expect(codesOf(soon)).toEqual(['fetch-failed ERR_FETCH_FAILED'])
    expect(server.requests).toHaveLength(1)
    expect((await check(leaf, { ...options, at: clock.advance({ minutes: 10 }) })).status).toBe('good')
    expect(server.requests).toHaveLength(2)
  })
})
