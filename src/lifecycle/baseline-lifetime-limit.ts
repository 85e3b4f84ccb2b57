import { readInstant } from './read-instant.ts'

/** How long a public TLS certificate may be valid that was issued at some instant. */
export interface BaselineLifetimeLimit {
  /** Of 86,400 seconds each; notBefore and notAfter both belong to a validity. */
  readonly days: number
  /** What it should not exceed, where that is less. */
  readonly recommendedDays?: number
  /** Issued from this instant on. */
  readonly since: Date
  /** Issued before this instant; absent for the last limit that was decided. */
  readonly until?: Date
}

interface LimitRow {
  readonly since: string
  readonly days: number
  readonly recommendedDays?: number
}

/** Baseline Requirements section 6.3.2; ballots 193, SC31 and SC081v3. Before 2018-03-01 the limit was one of months. */
const LIMITS: readonly LimitRow[] = [
  { since: '2018-03-01T00:00:00Z', days: 825 },
  { since: '2020-09-01T00:00:00Z', days: 398, recommendedDays: 397 },
  { since: '2026-03-15T00:00:00Z', days: 200, recommendedDays: 199 },
  { since: '2027-03-15T00:00:00Z', days: 100, recommendedDays: 99 },
  { since: '2029-03-15T00:00:00Z', days: 47, recommendedDays: 46 },
]

/**
 * Looks up how long the CA/B Forum lets a public TLS certificate be valid, by the instant of its issue.
 *
 * | issued from (00:00 UTC) | days |
 * |---|---|
 * | 2018-03-01 | 825 |
 * | 2020-09-01 | 398 |
 * | 2026-03-15 | 200 |
 * | 2027-03-15 | 100 |
 * | 2029-03-15 | 47 |
 *
 * `undefined` before 2018-03-01, when the limit was one of months. Only what public roots vouch for must keep to it.
 *
 * @throws TypeError, RangeError if `issuedAt` is no valid date
 * @example
 * ```ts
 * baselineLifetimeLimit(new Date('2026-06-01'))?.days // 200
 * ```
 */
export function baselineLifetimeLimit(issuedAt: Date): BaselineLifetimeLimit | undefined {
  const issuedMs = readInstant(issuedAt, 'issuedAt')
  const begun = LIMITS.filter(({ since }) => Date.parse(since) <= issuedMs)
  const row = begun.at(-1)
  if (row === undefined) return undefined
  const next = LIMITS[begun.length]
  return {
    days: row.days,
    ...(row.recommendedDays === undefined ? {} : { recommendedDays: row.recommendedDays }),
    since: new Date(row.since),
    ...(next === undefined ? {} : { until: new Date(next.since) }),
  }
}
