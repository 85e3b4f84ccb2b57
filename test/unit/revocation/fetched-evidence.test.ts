import { describe, expect, it } from 'vitest'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import { CertkeepError } from '../../../src/problem/certkeep-error.ts'
import { createProblem } from '../../../src/problem/problem.ts'
import type { Fetcher, FetchRequest } from '../../../src/problem/fetcher.ts'
import { checkRevocation } from '../../../src/revocation/check-revocation.ts'
import type { RevocationOptions } from '../../../src/revocation/revocation-options.ts'
import { createRevocationCache } from '../../../src/revocation/revocation-cache.ts'
import type { RevocationReport } from '../../../src/revocation/revocation-report.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { createTestClock, TEST_EPOCH } from '../../../src/testing/create-test-clock.ts'
import type { TestCertificate } from '../../../src/testing/test-authority.ts'

const CRL_URL = 'http://ca.example.com/ca.crl'
const OCSP_URL = 'http://ocsp.example.com/'
const verifier = createNodeVerifier()

interface Network {
  readonly fetcher: Fetcher
  readonly requests: FetchRequest[]
}

/** A network in which `answer` says what is where; `undefined` is a connection refused. */
function createNetwork(answer: (request: FetchRequest) => Promise<Uint8Array | undefined>): Network {
  const requests: FetchRequest[] = []
  return {
    requests,
    fetcher: async (request) => {
      requests.push(request)
      const body = await answer(request)
      // As fetch() of the platform does.
      if (body === undefined) throw new TypeError('fetch failed')
      return { status: 200, body }
    },
  }
}

async function check({ chain }: TestCertificate, options: RevocationOptions): Promise<RevocationReport> {
  const certificates = chain.map(({ certificate }) => certificate)
  return checkRevocation(certificates, { at: new Date(TEST_EPOCH), scope: 'leaf', verifier, ...options })
}

function codesOf({ certificates }: RevocationReport): readonly string[] {
  return certificates.flatMap(({ problems }) => problems.map(({ code }) => code))
}

const root = await createTestAuthority({ seed: 'fetched evidence' })

describe('checkRevocation() and what it fetches', () => {
  it('asks nobody for a certificate that its issuer did not sign, or whose issuer the root did not', async () => {
    const stranger = await createTestAuthority({ seed: 'stranger' })
    const ca = await stranger.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL], ocsp: [OCSP_URL] } })
    const network = createNetwork(() => Promise.resolve(undefined))
    const [first, second] = [leaf.certificate, ca.certificate]
    const at = new Date(TEST_EPOCH)
    for (const chain of [
      [first, root.certificate],
      [first, second, root.certificate],
    ]) {
      const report = await checkRevocation(chain, { at, scope: 'leaf', verifier, fetcher: network.fetcher })
      expect(codesOf(report)).toEqual(['not-attempted'])
    }
    expect(network.requests).toEqual([])
  })

  it('asks nobody for an expired certificate', async () => {
    const leaf = await root.leaf({ urls: { crl: [CRL_URL] }, notAfter: new Date('2026-05-31T00:00:00Z') })
    const network = createNetwork(() => Promise.resolve(undefined))
    const report = await check(leaf, { fetcher: network.fetcher })
    expect(report.status).toBe('not-applicable')
    expect(network.requests).toEqual([])
  })

  it('asks for a CRL first and by OCSP next, or the other way round, until it knows', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL], ocsp: [OCSP_URL] } })
    const { der } = await ca.ocsp({ certificates: [leaf] })
    const network = createNetwork(({ url }) => Promise.resolve(url.startsWith(OCSP_URL) ? der : undefined))
    const { status, certificates } = await check(leaf, { fetcher: network.fetcher })
    expect([status, certificates[0]?.source, certificates[0]?.url]).toEqual(['good', 'ocsp', OCSP_URL])
    expect(network.requests.map(({ url }) => url === CRL_URL)).toEqual([true, false])
    await check(leaf, { fetcher: network.fetcher, prefer: 'ocsp' })
    expect(network.requests.length).toBe(3)
  })

  it('asks for the CRL too when a responder does not know the certificate', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL], ocsp: [OCSP_URL] } })
    const { der: unknown } = await ca.ocsp({ responses: [{ certificate: leaf, status: 'unknown' }] })
    ca.revoke(leaf)
    const { der: crl } = await ca.crl()
    const network = createNetwork(({ url }) => Promise.resolve(url === CRL_URL ? crl : unknown))
    const options = { fetcher: network.fetcher, prefer: 'ocsp', ocspResponses: [unknown] } as const
    expect((await check(leaf, options)).status).toBe('revoked')
  })

  it('asks again with SHA-1 a responder that is not allowed to answer for SHA-256', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { ocsp: [OCSP_URL] } })
    const { der: good } = await ca.ocsp({ certificates: [leaf] })
    const { der: unauthorized } = await ca.ocsp({ certificates: [leaf], defects: ['unauthorized'] })
    const answers = [unauthorized, good]
    const network = createNetwork(() => Promise.resolve(answers.shift()))
    expect((await check(leaf, { fetcher: network.fetcher })).status).toBe('good')
    expect(network.requests.length).toBe(2)
  })

  it('asks by POST about a serial number of any length', async () => {
    const serialNumber = new Uint8Array(200_000).fill(0x41)
    const leaf = await root.leaf({ serialNumber, urls: { ocsp: [OCSP_URL] } })
    const { fetcher, requests } = createNetwork(async () => (await root.ocsp({ certificates: [leaf] })).der)
    // What answers is longer than an answer may be.
    expect(codesOf(await check(leaf, { fetcher }))).toEqual(['fetch-failed'])
    expect(requests.map(({ url, method }) => [url, method])).toEqual([[OCSP_URL, 'POST']])
  })

  it('stops after a few of ten thousand addresses, and says so', async () => {
    const crl = Array.from({ length: 10_000 }, (_, index) => `http://ca.example.com/${String(index)}.crl`)
    const leaf = await root.leaf({ urls: { crl } })
    const network = createNetwork(() => Promise.resolve(undefined))
    const report = await check(leaf, { fetcher: network.fetcher })
    expect(network.requests.length).toBeLessThan(10)
    expect(report.certificates[0]?.problems).toContainEqual(
      createProblem('revocation-budget', { budget: 'urls', limit: 4, url: crl[4] ?? '' }),
    )
  })

  it('tells what is blocked, unreadable and refused apart, in words that hold nothing of what was sent', async () => {
    const leaf = await root.leaf({ urls: { crl: [CRL_URL] } })
    const secret = 'top secret of the inner network'
    const blocked: Fetcher = () => Promise.reject(new CertkeepError('ERR_FETCH_BLOCKED', secret))
    const unreadable: Fetcher = () => Promise.resolve({ status: 200, body: new TextEncoder().encode(secret) })
    const refused: Fetcher = () => Promise.resolve({ status: 403, body: new TextEncoder().encode(secret) })
    for (const [fetcher, code] of [
      [blocked, 'url-blocked'],
      [unreadable, 'evidence-malformed'],
      [refused, 'fetch-failed'],
    ] as const) {
      const report = await check(leaf, { fetcher })
      expect(codesOf(report)).toEqual([code])
      expect(JSON.stringify(report)).not.toContain('secret')
    }
  })

  it('refuses the answer to another nonce, and takes none where the responder has none', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { ocsp: [OCSP_URL] } })
    const nonce = new Uint8Array(32).fill(7)
    const [same, other, none] = [
      await ca.ocsp({ certificates: [leaf], nonce }),
      await ca.ocsp({ certificates: [leaf], nonce: new Uint8Array(32).fill(8) }),
      await ca.ocsp({ certificates: [leaf] }),
    ]
    for (const [{ der }, expected] of [
      [same, 'good'],
      [other, 'unavailable'],
      [none, 'good'],
    ] as const) {
      const network = createNetwork(() => Promise.resolve(der))
      expect((await check(leaf, { fetcher: network.fetcher, nonce: () => nonce })).status).toBe(expected)
    }
  })
})

describe('checkRevocation() and its cache', () => {
  it('fetches each address once for many checks at the same time', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL] } })
    const { der } = await ca.crl()
    const network = createNetwork(() => Promise.resolve(der))
    const options = { fetcher: network.fetcher, cache: createRevocationCache() }
    const reports = await Promise.all(Array.from({ length: 50 }, () => check(leaf, options)))
    expect(new Set(reports.map(({ status }) => status))).toEqual(new Set(['good']))
    expect(network.requests.length).toBe(1)
  })

  it('never lets what one issuer published at an address answer for another issuer', async () => {
    const [a, b] = [await root.intermediate(), await root.intermediate()]
    const [ofA, ofB] = [
      await a.leaf({ serialNumber: 5, urls: { crl: [CRL_URL] } }),
      await b.leaf({ serialNumber: 5, urls: { crl: [CRL_URL] } }),
    ]
    const { der } = await a.crl()
    const network = createNetwork(() => Promise.resolve(der))
    const options = { fetcher: network.fetcher, cache: createRevocationCache() }
    expect((await check(ofA, options)).status).toBe('good')
    expect(codesOf(await check(ofB, options))).toEqual(['out-of-scope'])
  })

  it('fetches anew at half of the life, and goes on with what it has if it cannot', async () => {
    const clock = createTestClock()
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL] } })
    const { der } = await ca.crl()
    let isUp = true
    const network = createNetwork(() => Promise.resolve(isUp ? der : undefined))
    const options = { fetcher: network.fetcher, cache: createRevocationCache() }
    const { checkAgainAt } = await check(leaf, { ...options, at: clock.now() })
    expect(checkAgainAt).toEqual(new Date(clock.now().getTime() + 3.5 * 86_400_000))
    await check(leaf, { ...options, at: clock.advance({ days: 3 }) })
    expect(network.requests.length).toBe(1)
    isUp = false
    expect((await check(leaf, { ...options, at: clock.advance({ days: 1 }) })).status).toBe('good')
    expect((await check(leaf, { ...options, at: clock.advance({ seconds: 59 }) })).status).toBe('good')
    expect(network.requests.length).toBe(2)
    expect((await check(leaf, { ...options, at: clock.advance({ days: 4 }) })).status).toBe('unavailable')
  })

  it('leaves a silent address alone for a minute, but not one that sent what nobody signed', async () => {
    const clock = createTestClock()
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL] } })
    const forged = (await ca.crl({ defects: ['wrong-issuer-key'] })).der
    const answers = [undefined, forged, (await ca.crl()).der]
    const network = createNetwork(() => Promise.resolve(answers.shift()))
    const options = { fetcher: network.fetcher, cache: createRevocationCache() }
    expect(codesOf(await check(leaf, { ...options, at: clock.now() }))).toEqual(['fetch-failed'])
    expect(codesOf(await check(leaf, { ...options, at: clock.advance({ seconds: 59 }) }))).toEqual(['fetch-failed'])
    expect(network.requests.length).toBe(1)
    expect(codesOf(await check(leaf, { ...options, at: clock.advance({ seconds: 2 }) }))).toEqual(['bad-signature'])
    expect((await check(leaf, { ...options, at: clock.now() })).status).toBe('good')
  })

  it('keeps the CRL of a higher number when an older one is sent', async () => {
    const clock = createTestClock()
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL] } })
    const old = await ca.crl({ crlNumber: 1, nextUpdate: new Date('2026-06-20T00:00:00Z') })
    ca.revoke(leaf)
    const answers = [await ca.crl({ crlNumber: 2 }), old]
    const network = createNetwork(() => Promise.resolve(answers.shift()?.der))
    const options = { fetcher: network.fetcher, cache: createRevocationCache() }
    expect((await check(leaf, options)).status).toBe('revoked')
    expect((await check(leaf, { ...options, at: clock.advance({ days: 4 }) })).status).toBe('revoked')
    expect(network.requests.length).toBe(2)
  })

  it('forgets the oldest when it is full', () => {
    const cache = createRevocationCache({ maxEntries: 2, maxBytes: 100 })
    const entry = (bytes: number): Parameters<typeof cache.keep>[1] => ({
      evidence: { kind: 'failure', code: 'fetch-failed', reason: 'network' },
      refreshAtMs: 10,
      expiresAtMs: 10,
      bytes,
    })
    cache.keep('a', entry(10))
    cache.keep('b', entry(10))
    cache.find('a', 0)
    cache.keep('c', entry(10))
    expect(['a', 'b', 'c'].map((key) => cache.find(key, 0) !== undefined)).toEqual([true, false, true])
    cache.keep('d', entry(95))
    expect(['a', 'c', 'd'].map((key) => cache.find(key, 0) !== undefined)).toEqual([false, false, true])
    cache.keep('e', entry(101))
    expect(cache.find('e', 0)).toBeUndefined()
    expect(cache.find('d', 10)).toBeUndefined()
  })
})

describe('checkRevocation() and an abort', () => {
  it('ends at once with the reason, while another check that waits for the same goes on', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: [CRL_URL] } })
    const { der } = await ca.crl()
    let isFirst = true
    const controller = new AbortController()
    const fetcher: Fetcher = ({ signal }) => {
      if (!isFirst) return Promise.resolve({ status: 200, body: der })
      isFirst = false
      return new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new Error('aborted'))
        })
      })
    }
    const options = { fetcher, cache: createRevocationCache() }
    const aborted = check(leaf, { ...options, signal: controller.signal })
    const patient = check(leaf, options)
    const reason = new Error('enough')
    setTimeout(() => {
      controller.abort(reason)
    }, 10)
    await expect(aborted).rejects.toBe(reason)
    expect((await patient).status).toBe('good')
  })
})
