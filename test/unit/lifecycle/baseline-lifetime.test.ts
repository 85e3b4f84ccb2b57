import { describe, expect, it } from 'vitest'
import { baselineLifetimeLimit } from '../../../src/lifecycle/baseline-lifetime-limit.ts'
import { checkBaselineLifetime, type LifetimeVerdict } from '../../../src/lifecycle/check-baseline-lifetime.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import type { CertificateOptions } from '../../../src/testing/certificate-options.ts'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import { buildCertificate, extension } from '../../support/build-certificate.ts'
import { octets, octetString, hex, sequence, utcTime } from '../../support/der.ts'

const DAY_MS = 86_400_000
const root = await createTestAuthority({ seed: 'lifetimes', notAfter: new Date('2060-01-01T00:00:00Z') })

describe('baselineLifetimeLimit()', () => {
  it.each<readonly [string, number | undefined, number | undefined]>([
    ['2018-02-28T23:59:59Z', undefined, undefined],
    ['2018-03-01T00:00:00Z', 825, undefined],
    ['2020-08-31T23:59:59Z', 825, undefined],
    ['2020-09-01T00:00:00Z', 398, 397],
    ['2026-03-14T23:59:59Z', 398, 397],
    ['2026-03-15T00:00:00Z', 200, 199],
    ['2026-03-15T00:00:01Z', 200, 199],
    ['2027-03-14T23:59:59Z', 200, 199],
    ['2027-03-15T00:00:00Z', 100, 99],
    ['2027-03-15T00:00:01Z', 100, 99],
    ['2029-03-14T23:59:59Z', 100, 99],
    ['2029-03-15T00:00:00Z', 47, 46],
    ['9999-12-31T23:59:59Z', 47, 46],
  ])('of what is issued at %s is %s days, or better %s', (issuedAt, days, recommendedDays) => {
    const limit = baselineLifetimeLimit(new Date(issuedAt))
    expect(limit?.days).toBe(days)
    expect(limit?.recommendedDays).toBe(recommendedDays)
  })

  it('says from when until when it holds', () => {
    expect(baselineLifetimeLimit(new Date('2026-06-01T00:00:00Z'))).toEqual({
      days: 200,
      recommendedDays: 199,
      since: new Date('2026-03-15T00:00:00Z'),
      until: new Date('2027-03-15T00:00:00Z'),
    })
    expect(baselineLifetimeLimit(new Date('2030-01-01T00:00:00Z'))).not.toHaveProperty('until')
  })

  it('refuses what is no date', () => {
    expect(() => baselineLifetimeLimit(new Date(Number.NaN))).toThrow(RangeError)
  })
})

/** A leaf of so many days, one second of which is its last, and seconds more. */
async function verdict(
  notBefore: string,
  days: number,
  seconds = 0,
  options: CertificateOptions = {},
): Promise<string> {
  const begin = new Date(notBefore)
  const notAfter = new Date(begin.getTime() + days * DAY_MS - 1000 + seconds * 1000)
  const { der } = await root.leaf({ notBefore: begin, notAfter, ...options })
  const report = checkBaselineLifetime(der)
  return `${report.verdict} ${report.days}`
}

describe('checkBaselineLifetime()', () => {
  it.each<readonly [string, number]>([
    ['2019-06-01T00:00:00Z', 825],
    ['2025-06-01T00:00:00Z', 398],
    ['2026-06-01T00:00:00Z', 200],
    ['2027-06-01T00:00:00Z', 100],
    ['2029-06-01T00:00:00Z', 47],
  ])('from %s on takes %i days to the second', async (notBefore, days) => {
    expect(await verdict(notBefore, days, -1)).toBe(`within ${days}`)
    expect(await verdict(notBefore, days)).toBe(`within ${days}`)
    expect(await verdict(notBefore, days, 1)).toBe(`exceeds ${days + 1}`)
  })

  it.each<readonly [string, LifetimeVerdict]>([
    ['2026-03-12T23:59:59Z', 'within'],
    ['2026-03-13T00:00:00Z', 'cannot-tell'],
    ['2026-03-14T23:59:59Z', 'cannot-tell'],
    ['2026-03-15T00:00:00Z', 'cannot-tell'],
    ['2026-03-15T00:00:01Z', 'cannot-tell'],
    ['2026-03-16T23:59:59Z', 'cannot-tell'],
    ['2026-03-17T00:00:00Z', 'exceeds'],
  ])('of 398 days from %s says: %s', async (notBefore, expected) => {
    expect(await verdict(notBefore, 398)).toBe(`${expected} 398`)
    expect(await verdict(notBefore, 200)).toBe('within 200')
    expect(await verdict(notBefore, 399)).toBe('exceeds 399')
  })

  it.each<readonly [string, LifetimeVerdict]>([
    ['2026-03-14T23:59:59Z', 'within'],
    ['2026-03-15T00:00:00Z', 'exceeds'],
  ])('goes by the timestamp of a log near the change of a limit: %s', (stamped, expected) => {
    // 398 days from 2026-03-14 12:00.
    const der = buildCertificate({
      validity: sequence(utcTime('260314120000Z'), utcTime('270416115959Z')),
      extensions: [extension('1.3.6.1.4.1.11129.2.4.2', octetString(timestampOf(stamped)))],
    })
    expect(parseCertificate(der).extensions.signedCertificateTimestamps?.[0]?.timestamp).toEqual(new Date(stamped))
    expect(checkBaselineLifetime(der).verdict).toBe(expected)
  })

  it('gives no heed to a timestamp from another time', () => {
    const der = buildCertificate({
      validity: sequence(utcTime('260601000000Z'), utcTime('270703235959Z')),
      extensions: [extension('1.3.6.1.4.1.11129.2.4.2', octetString(timestampOf('2025-06-01T00:00:00Z')))],
    })
    expect(checkBaselineLifetime(der)).toMatchObject({ verdict: 'exceeds', days: 398 })
  })

  it('warns with the limit that is exceeded', async () => {
    const options = { notBefore: new Date('2026-06-01T00:00:00Z'), lifetimeDays: 201 }
    const { der } = await root.leaf(options)
    expect(checkBaselineLifetime(der).problems).toEqual([
      {
        code: 'lifetime-exceeds-baseline',
        kind: 'unusable',
        severity: 'warning',
        detail: {
          subject: 'CN=www.example.com',
          days: 201,
          limitDays: 200,
          since: '2026-03-15T00:00:00.000Z',
          certain: true,
        },
      },
    ])
    const unsure = await root.leaf({ notBefore: new Date('2026-03-14T00:00:00Z'), lifetimeDays: 398 })
    expect(checkBaselineLifetime(unsure.der).problems[0]?.detail).toMatchObject({ limitDays: 200, certain: false })
  })

  it('says nothing of a CA, nor of what is from before there was a limit in days', async () => {
    expect(checkBaselineLifetime(root.der)).toMatchObject({ verdict: 'not-applicable', problems: [] })
    expect(await verdict('2017-06-01T00:00:00Z', 1185)).toBe('not-applicable 1185')
  })
})

/** A list of one timestamp, of a log of our own (RFC 6962 section 3.3). */
function timestampOf(iso: string): Uint8Array {
  const instant = hex(new Date(iso).getTime().toString(16).padStart(16, '0'))
  const body = octets([0], new Uint8Array(32).fill(1), instant, [0, 0, 4, 3, 0, 71], new Uint8Array(71).fill(0x5a))
  return octets([0, body.length + 2], [0, body.length], body)
}
