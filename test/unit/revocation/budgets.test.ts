import { describe, expect, it } from 'vitest'
import { CertkeepError } from '../../../src/problem/certkeep-error.ts'
import type { Fetcher } from '../../../src/problem/fetcher.ts'
import { createProblem } from '../../../src/problem/problem.ts'
import { checkRevocation } from '../../../src/revocation/check-revocation.ts'
import { createRevocationCache } from '../../../src/revocation/revocation-cache.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import type { TestCertificate } from '../../../src/testing/test-authority.ts'
import { AT, check, codesOf, createNetwork, verifier } from './revocation-world.ts'

const root = await createTestAuthority({ seed: 'budgets' })

function addresses(count: number, kind: string): readonly string[] {
  return Array.from({ length: count }, (_, index) => `http://${kind}.example.com/${String(index)}`)
}

/** A chain of five, each with as many addresses as anybody may want. */
async function createTallLeaf(): Promise<TestCertificate> {
  const urls = { crl: addresses(50, 'crl'), ocsp: addresses(50, 'ocsp') }
  const top = await root.intermediate({ urls })
  const middle = await top.intermediate({ urls })
  const bottom = await middle.intermediate({ urls })
  return bottom.leaf({ urls })
}

const SILENT = createNetwork(() => undefined)

describe('checkRevocation() and how many requests it makes', () => {
  it('asks four addresses of a kind, eight of a certificate and twenty in all', async () => {
    const leaf = await createTallLeaf()
    const one = createNetwork(() => undefined)
    await check(leaf, { fetcher: one.fetcher })
    expect(one.requests.filter(({ url }) => url.startsWith('http://crl.')).length).toBe(4)
    expect(one.requests.length).toBe(8)
    const all = createNetwork(() => undefined)
    const report = await check(leaf, { fetcher: all.fetcher, scope: 'path' })
    expect(all.requests.length).toBe(20)
    expect(report.certificates[0]?.problems).toContainEqual(
      createProblem('revocation-budget', { budget: 'urls', limit: 20, url: 'http://crl.example.com/0' }),
    )
  })

  it('counts what is asked again with SHA-1', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: addresses(4, 'crl'), ocsp: addresses(4, 'ocsp') } })
    const { der: unauthorized } = await ca.ocsp({ certificates: [leaf], defects: ['unauthorized'] })
    const network = createNetwork(({ url }) => (url.startsWith('http://crl.') ? undefined : unauthorized))
    const report = await check(leaf, { fetcher: network.fetcher })
    expect(network.requests.length).toBe(8)
    expect(report.certificates[0]?.problems).toContainEqual(
      createProblem('revocation-budget', { budget: 'urls', limit: 8, url: 'http://ocsp.example.com/2' }),
    )
  })

  it('obeys a limit of the caller', async () => {
    const network = createNetwork(() => undefined)
    await check(await createTallLeaf(), { fetcher: network.fetcher, limits: { urls: 3 } })
    expect(network.requests.length).toBe(3)
    const none = createNetwork(() => undefined)
    const report = await check(await createTallLeaf(), { fetcher: none.fetcher, limits: { urls: 0 } })
    expect([none.requests.length, report.status]).toEqual([0, 'unavailable'])
  })

  it('leaves no trace in the cache of what it could not ask', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: addresses(1, 'crl') } })
    const { der } = await ca.crl()
    const network = createNetwork(() => der)
    const options = { fetcher: network.fetcher, cache: createRevocationCache() }
    const [poor, rich] = await Promise.all([check(leaf, { ...options, limits: { urls: 0 } }), check(leaf, options)])
    expect([poor.status, rich.status]).toEqual(['unavailable', 'good'])
    const empty = createRevocationCache()
    await check(leaf, { ...options, cache: empty, limits: { bytes: 10 } })
    expect((await check(leaf, { ...options, cache: empty })).status).toBe('good')
  })
})

describe('checkRevocation() and how much it reads', () => {
  it('lets no response be longer than what is left, and ends with a problem of its own', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: addresses(3, 'crl') } })
    const network = createNetwork(() => new Uint8Array(600))
    const report = await check(leaf, { fetcher: network.fetcher, limits: { bytes: 1000 } })
    expect(network.requests.map(({ maxBytes }) => maxBytes)).toEqual([1000, 400])
    expect(report.certificates[0]?.problems.filter(({ code }) => code === 'revocation-budget')).toEqual(
      [1, 2].map((index) =>
        createProblem('revocation-budget', {
          budget: 'bytes',
          limit: 1000,
          url: `http://crl.example.com/${String(index)}`,
        }),
      ),
    )
  })

  it('counts in full a response that a fetcher cut off', async () => {
    const leaf = await root.leaf({ urls: { crl: addresses(4, 'crl') } })
    const maxBytes: number[] = []
    const endless: Fetcher = (request) => {
      maxBytes.push(request.maxBytes)
      return Promise.reject(new CertkeepError('ERR_FETCH_TOO_LARGE', 'too large'))
    }
    const report = await check(leaf, { fetcher: endless, limits: { bytes: 40 * 1024 * 1024 } })
    expect(maxBytes).toEqual([32 * 1024 * 1024, 8 * 1024 * 1024])
    expect(codesOf(report)).toContain('revocation-budget')
  })
})

describe('checkRevocation() and how many signatures it checks', () => {
  it('checks as many as allowed, and calls nothing good after that', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    let count = 0
    const counting: typeof verifier = {
      verify: (signature) => {
        count += 1
        return verifier.verify(signature)
      },
    }
    const crls = await Promise.all(Array.from({ length: 10 }, async () => (await ca.crl()).der))
    const report = await check(leaf, { crls, verifier: counting, limits: { signatures: 5 } })
    expect(count).toBe(5)
    expect(report.status).toBe('unavailable')
    expect(report.certificates[0]?.problems).toContainEqual(
      createProblem('revocation-budget', { budget: 'signatures', limit: 5, url: null }),
    )
    expect((await check(leaf, { crls, limits: { signatures: 10 } })).status).toBe('good')
  })

  it('still tells of a revocation that it came to know', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    ca.revoke(leaf)
    const crls = await Promise.all(Array.from({ length: 4 }, async () => (await ca.crl()).der))
    expect((await check(leaf, { crls, limits: { signatures: 1 } })).status).toBe('revoked')
  })

  it('does not take a responder for good whose revocation it could not check', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const responder = await ca.ocspResponder({ withoutExtensions: ['ocspNoCheck'] })
    const { der } = await ca.ocsp({ certificates: [leaf], responder })
    ca.revoke(responder)
    const crl = await ca.crl({ scope: { onlySomeReasons: ['keyCompromise'] } })
    // One for the partial CRL, one for the response, one for the responder: its CRL is known by then.
    for (const signatures of [0, 1, 2, 3, 4]) {
      const report = await check(leaf, { ocspResponses: [der], crls: [crl.der], limits: { signatures } })
      expect(report.status).toBe('unavailable')
    }
  })

  it('is kept busy by no number of certificates in a response', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const responders = await Promise.all(
      Array.from({ length: 16 }, () => ca.ocspResponder({ subject: 'Responder', keyUsage: ['keyEncipherment'] })),
    )
    const [first] = responders
    const response = async (): Promise<Uint8Array> =>
      (await ca.ocsp({ certificates: [leaf], responder: first ?? 'delegated', embed: responders })).der
    const ocspResponses = await Promise.all(Array.from({ length: 40 }, response))
    let count = 0
    const counting: typeof verifier = {
      verify: (signature) => {
        count += 1
        return verifier.verify(signature)
      },
    }
    const report = await check(leaf, { ocspResponses, verifier: counting })
    expect(count).toBe(200)
    expect(report.status).toBe('unavailable')
  })
})

describe('checkRevocation() and how long it takes', () => {
  const never: Fetcher = () => new Promise(() => undefined)

  it('gives up the network when its time is over, and says so', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: addresses(2, 'crl'), ocsp: addresses(1, 'ocsp') } })
    const report = await check(leaf, { fetcher: never, timeoutMs: 20 })
    expect(report.status).toBe('unavailable')
    expect(report.certificates[0]?.problems).toEqual(
      ['http://crl.example.com/0', 'http://crl.example.com/1', 'http://ocsp.example.com/0'].map((url) =>
        createProblem('revocation-budget', { budget: 'milliseconds', limit: 20, url }),
      ),
    )
  })

  it('goes on with evidence past half of its life, and lets others wait longer', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf({ urls: { crl: addresses(1, 'crl') } })
    const { der } = await ca.crl()
    const cache = createRevocationCache()
    expect((await check(leaf, { fetcher: createNetwork(() => der).fetcher, cache })).status).toBe('good')
    const at = new Date(AT.getTime() + 5 * 86_400_000)
    expect((await check(leaf, { fetcher: never, cache, at, timeoutMs: 20 })).status).toBe('good')
    const other = createRevocationCache()
    let calls = 0
    const slowOnce: Fetcher = () => {
      calls += 1
      return calls === 1 ? new Promise(() => undefined) : Promise.resolve({ status: 200, body: der })
    }
    const [hurried, patient] = await Promise.all([
      check(leaf, { fetcher: slowOnce, cache: other, timeoutMs: 20 }),
      check(leaf, { fetcher: slowOnce, cache: other }),
    ])
    expect([hurried.status, patient.status]).toEqual(['unavailable', 'good'])
  })

  it('rejects with the reason when its caller gives up, before, while and between', async () => {
    const leaf = await createTallLeaf()
    const reason = new Error('enough')
    await expect(check(leaf, { fetcher: never, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    await expect(check(leaf, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const controller = new AbortController()
    const between: Fetcher = () => {
      controller.abort(reason)
      return Promise.reject(new Error('gone'))
    }
    await expect(check(leaf, { fetcher: between, signal: controller.signal })).rejects.toBe(reason)
    const waiting = new AbortController()
    const checked = check(leaf, { fetcher: never, signal: waiting.signal, timeoutMs: 10_000 })
    setTimeout(() => {
      waiting.abort(reason)
    }, 5)
    await expect(checked).rejects.toBe(reason)
  })
})

describe('checkRevocation() and options that are not what they must be', () => {
  it.each([
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: 1.5 }],
    ['timeoutMs', { timeoutMs: 2 ** 31 }],
    ['maxAgeMs', { maxAgeMs: -1 }],
    ['maxAgeMs', { maxAgeMs: Number.NaN }],
    ['limits.urls', { limits: { urls: -1 } }],
    ['limits.bytes', { limits: { bytes: Infinity } }],
    ['limits.signatures', { limits: { signatures: 0.5 } }],
    ['toleranceMs', { toleranceMs: 86_400_001 }],
    ['at', { at: new Date(Number.NaN) }],
  ])('names "%s" in a RangeError: %j', async (name, options) => {
    const leaf = await root.leaf()
    const checked = checkRevocation([leaf.certificate, root.certificate], { fetcher: SILENT.fetcher, ...options })
    await expect(checked).rejects.toThrow(RangeError)
    await expect(checked).rejects.toThrow(`"${name}"`)
  })

  it.each([
    ['prefer', { prefer: 'OCSP' as 'ocsp' }],
    ['scope', { scope: 'chain' as 'path' }],
  ])('names "%s" in a TypeError: %j', async (name, options) => {
    const leaf = await root.leaf()
    const checked = checkRevocation([leaf.certificate, root.certificate], options)
    await expect(checked).rejects.toThrow(TypeError)
    await expect(checked).rejects.toThrow(`"${name}"`)
  })
})
