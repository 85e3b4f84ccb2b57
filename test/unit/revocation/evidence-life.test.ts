import { describe, expect, it } from 'vitest'
import { createProblem } from '../../../src/problem/problem.ts'
import { createRevocationCache } from '../../../src/revocation/revocation-cache.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { createTestClock } from '../../../src/testing/create-test-clock.ts'
import { after, AT, check, codesOf, createNetwork, verdict } from './revocation-world.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const CRL_URL = 'http://crl.example.com/1.crl'
const root = await createTestAuthority({ seed: 'life of evidence' })

describe('checkRevocation() and the tolerance', () => {
  it.each([
    ['thisUpdate at its end', { thisUpdate: after(300) }, 'good'],
    ['thisUpdate a second after it', { thisUpdate: after(301) }, 'unavailable evidence-not-yet-valid'],
    ['nextUpdate a second within', { thisUpdate: after(-DAY), nextUpdate: after(-299) }, 'good'],
    ['nextUpdate a second beyond', { thisUpdate: after(-DAY), nextUpdate: after(-301) }, 'unavailable stale'],
  ] as const)('%s, in a CRL and in an OCSP response', async (_, dates, expected) => {
    const leaf = await root.leaf()
    expect(await verdict(leaf, { crls: [(await root.crl(dates)).der] })).toBe(expected)
    const { der } = await root.ocsp({ certificates: [leaf], ...dates })
    expect(await verdict(leaf, { ocspResponses: [der] })).toBe(expected)
  })

  it('ends a CRL with its nextUpdate, and an OCSP response after it', async () => {
    const leaf = await root.leaf()
    const dates = { thisUpdate: after(-DAY), nextUpdate: AT }
    const crls = [(await root.crl(dates)).der]
    const ocspResponses = [(await root.ocsp({ certificates: [leaf], ...dates })).der]
    expect(await verdict(leaf, { crls, toleranceMs: 0 })).toBe('unavailable stale')
    expect(await verdict(leaf, { ocspResponses, toleranceMs: 0 })).toBe('good')
    expect(await verdict(leaf, { ocspResponses, toleranceMs: 0, at: after(1) })).toBe('unavailable stale')
  })

  it('applies to producedAt as well', async () => {
    const leaf = await root.leaf()
    const produced = async (seconds: number): Promise<string> => {
      const { der } = await root.ocsp({ certificates: [leaf], producedAt: after(seconds) })
      return verdict(leaf, { ocspResponses: [der] })
    }
    expect(await produced(300)).toBe('good')
    expect(await produced(301)).toBe('unavailable evidence-not-yet-valid')
  })

  it('refuses evidence that ends before it begins', async () => {
    const leaf = await root.leaf()
    const dates = { thisUpdate: after(60), nextUpdate: after(-60) }
    expect(await verdict(leaf, { crls: [(await root.crl(dates)).der] })).toBe('unavailable evidence-malformed')
    const { der } = await root.ocsp({ certificates: [leaf], ...dates })
    expect(await verdict(leaf, { ocspResponses: [der] })).toBe('unavailable evidence-malformed')
  })
})

describe('checkRevocation() and the age of evidence', () => {
  const TEN_DAYS_MS = 864_000_000

  it('lets nextUpdate alone decide unless it is told how old evidence may be', async () => {
    const leaf = await root.leaf()
    const dates = { thisUpdate: after(-11 * DAY), nextUpdate: after(DAY) }
    const crls = [(await root.crl(dates)).der]
    const ocspResponses = [(await root.ocsp({ certificates: [leaf], ...dates })).der]
    expect(await verdict(leaf, { crls })).toBe('good')
    expect(await verdict(leaf, { ocspResponses })).toBe('good')
    for (const evidence of [{ crls }, { ocspResponses }]) {
      const report = await check(leaf, { ...evidence, maxAgeMs: TEN_DAYS_MS })
      const source = 'crls' in evidence ? 'crl' : 'ocsp'
      expect(report.certificates[0]?.problems).toContainEqual(
        createProblem('stale', { source, nextUpdate: after(-DAY).toISOString(), url: null }),
      )
    }
  })

  it('ends with the age to the second, the tolerance added', async () => {
    const leaf = await root.leaf()
    const { der } = await root.ocsp({ certificates: [leaf], nextUpdate: after(30 * DAY) })
    const aged = async (seconds: number): Promise<string> =>
      verdict(leaf, { ocspResponses: [der], maxAgeMs: TEN_DAYS_MS, at: after(10 * DAY + seconds) })
    expect(await aged(300)).toBe('good')
    expect(await aged(301)).toBe('unavailable stale')
  })

  it('refuses evidence without nextUpdate, or takes it up to the age it is told', async () => {
    const leaf = await root.leaf()
    const dates = { thisUpdate: after(-2 * HOUR), nextUpdate: 'absent' } as const
    const crls = [(await root.crl(dates)).der]
    const ocspResponses = [(await root.ocsp({ certificates: [leaf], ...dates })).der]
    for (const evidence of [{ crls }, { ocspResponses }]) {
      expect(await verdict(leaf, evidence)).toBe('unavailable stale')
      expect(await verdict(leaf, { ...evidence, maxAgeMs: HOUR * 1000 })).toBe('unavailable stale')
      const { status, certificates, checkAgainAt } = await check(leaf, { ...evidence, maxAgeMs: 6 * HOUR * 1000 })
      expect(status).toBe('good')
      expect(certificates[0]?.thisUpdate).toEqual(dates.thisUpdate)
      expect('nextUpdate' in (certificates[0] ?? {})).toBe(false)
      expect(checkAgainAt).toEqual(after(HOUR))
    }
  })
})

describe('checkRevocation() and when to check again', () => {
  it('is half of the life of the evidence that ends first, over the whole chain', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const crls = [(await ca.crl({ nextUpdate: after(4 * DAY) })).der, (await root.crl({ nextUpdate: after(DAY) })).der]
    const { checkAgainAt } = await check(leaf, { crls, scope: 'path' })
    expect(checkAgainAt).toEqual(after(DAY / 2))
  })

  it('goes by the CRL that ends first of those that only together cover all reasons', async () => {
    const ca = await root.intermediate()
    const leaf = await ca.leaf()
    const rest = [
      ...['cACompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation'],
      ...['certificateHold', 'privilegeWithdrawn', 'aACompromise'],
    ] as const
    const long = await ca.crl({ scope: { onlySomeReasons: ['keyCompromise'] }, nextUpdate: after(8 * DAY) })
    const short = await ca.crl({ scope: { onlySomeReasons: rest }, nextUpdate: after(2 * DAY) })
    for (const crls of [
      [long.der, short.der],
      [short.der, long.der],
    ]) {
      expect((await check(leaf, { crls })).checkAgainAt).toEqual(after(DAY))
    }
  })

  it('is soon, and never after the end, where more than half has passed', async () => {
    const leaf = await root.leaf()
    const crl = async (end: number): Promise<readonly Uint8Array[]> => [
      (await root.crl({ thisUpdate: after(-7 * DAY), nextUpdate: after(end) })).der,
    ]
    expect((await check(leaf, { crls: await crl(DAY) })).checkAgainAt).toEqual(after(HOUR))
    expect((await check(leaf, { crls: await crl(600) })).checkAgainAt).toEqual(after(600))
    const { checkAgainAt } = await check(leaf, { crls: await crl(-60) })
    expect(checkAgainAt.getTime()).toBeGreaterThan(AT.getTime())
  })

  it('is put off by up to a tenth as the random number says, and not past the end', async () => {
    const leaf = await root.leaf()
    const crls = [(await root.crl({ nextUpdate: after(10 * DAY) })).der]
    const at = async (random: () => number): Promise<Date> => (await check(leaf, { crls, random })).checkAgainAt
    expect(await at(() => 0)).toEqual(after(5 * DAY))
    expect(await at(() => 0.5)).toEqual(after(5.25 * DAY))
    expect(await at(() => 1)).toEqual(after(5.5 * DAY))
    for (const wrong of [Number.NaN, -1, 2, Infinity]) expect(await at(() => wrong)).toEqual(after(5 * DAY))
    const ending = [(await root.crl({ thisUpdate: after(-7 * DAY), nextUpdate: after(600) })).der]
    expect((await check(leaf, { crls: ending, random: () => 1 })).checkAgainAt).toEqual(after(600))
  })

  it('is an hour later where nothing could be had, spread as well', async () => {
    const leaf = await root.leaf()
    expect((await check(leaf)).checkAgainAt).toEqual(after(HOUR))
    expect((await check(leaf, { random: () => 1 })).checkAgainAt).toEqual(after(1.1 * HOUR))
  })

  it('heeds how long the server calls its answer fresh, but not to ask it at every turn', async () => {
    const leaf = await root.leaf({ urls: { crl: [CRL_URL] } })
    const body = (await root.crl({ nextUpdate: after(10 * DAY) })).der
    for (const [maxAgeSeconds, wait] of [
      [6 * HOUR, 6 * HOUR],
      [0, 300],
      [300 * DAY, 5 * DAY],
      [Number.NaN, 5 * DAY],
      [-1, 5 * DAY],
    ] as const) {
      const clock = createTestClock()
      const network = createNetwork(() => ({ body, maxAgeSeconds }))
      const options = { fetcher: network.fetcher, cache: createRevocationCache() }
      const { checkAgainAt } = await check(leaf, { ...options, at: clock.now() })
      expect(checkAgainAt).toEqual(after(wait))
      const known = await check(leaf, { ...options, at: clock.advance({ seconds: wait - 1 }) })
      expect([known.checkAgainAt, network.requests.length]).toEqual([after(wait), 1])
      await check(leaf, { ...options, at: clock.advance({ seconds: 1 }) })
      expect(network.requests.length).toBe(2)
    }
  })
})

describe('checkRevocation() and an address that fails', () => {
  it('is left alone for one, two, four and then five minutes, and for one again after it has answered', async () => {
    const leaf = await root.leaf({ urls: { crl: [CRL_URL] } })
    const clock = createTestClock()
    let body: Uint8Array | undefined
    const network = createNetwork(() => body)
    const options = { fetcher: network.fetcher, cache: createRevocationCache() }
    const asked = async (at: Date): Promise<boolean> => {
      const before = network.requests.length
      await check(leaf, { ...options, at })
      return network.requests.length > before
    }
    expect(await asked(clock.now())).toBe(true)
    for (const minutes of [1, 2, 4, 5, 5]) {
      expect(await asked(clock.advance({ seconds: minutes * 60 - 1 }))).toBe(false)
      expect(await asked(clock.advance({ seconds: 1 }))).toBe(true)
    }
    body = (await root.crl({ thisUpdate: AT, nextUpdate: after(2 * HOUR) })).der
    expect(await asked(clock.advance({ minutes: 5 }))).toBe(true)
    body = undefined
    expect(await asked(clock.advance({ hours: 4 }))).toBe(true)
    expect(await asked(clock.advance({ seconds: 59 }))).toBe(false)
    expect(await asked(clock.advance({ seconds: 1 }))).toBe(true)
  })

  it('is told of each time', async () => {
    const leaf = await root.leaf({ urls: { crl: [CRL_URL] } })
    const options = { fetcher: createNetwork(() => undefined).fetcher, cache: createRevocationCache() }
    for (const seconds of [0, 30, 90]) {
      expect(codesOf(await check(leaf, { ...options, at: after(seconds) }))).toEqual(['fetch-failed'])
    }
  })
})
