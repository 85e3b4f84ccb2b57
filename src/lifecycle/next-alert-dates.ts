import type { CertificateInput } from '../path/build-chain.ts'
import { nameDuration, warningOffsets, type AlertSchedule } from './alert-schedule.ts'
import type { CertificateStatus } from './certificate-status.ts'
import { createHourFinder, type DeliveryHour, type HourFinder } from './delivery-hour.ts'
import { readCertificate } from './read-certificate.ts'
import { DAY_MS, floorToSecond, readInstant, readInstantOrNow } from './read-instant.ts'

/** What alerts are about. */
export type AlertKind = 'expiring' | 'expired' | 'revoked'

/** An alert to come. */
export interface AlertDate {
  readonly at: Date
  readonly kind: AlertKind
  /** Whole days from the step to expiry, rounded down, wherever delivery moved it. */
  readonly daysBefore: number
  /** Names the occasion, the same at every call: `expiring:30d`, `expiring:2d14h40m`, `expired`, `revoked:3d`. */
  readonly step: string
}

/** The dates of a certificate, with what is known of it. */
export interface AlertLife {
  readonly notBefore: Date
  /** Inclusive: the `expiresAt` of a status report, or of the certificate alone. */
  readonly notAfter: Date
  readonly status?: CertificateStatus | undefined
  readonly revokedAt?: Date | undefined
}

/** A certificate with what is known of it. */
export interface AlertCertificate {
  readonly certificate: CertificateInput
  readonly status?: CertificateStatus | undefined
  readonly revokedAt?: Date | undefined
}

/** What alerts are planned for. A decoded certificate has the dates of an {@link AlertLife}. */
export type AlertSubject = string | Uint8Array | AlertLife | AlertCertificate

/** How {@link nextAlertDates} plans. */
export interface AlertOptions {
  /** Alerts from this instant on, itself included. @defaultValue now */
  readonly from?: Date | undefined
  /** @defaultValue 'default' */
  readonly schedule?: AlertSchedule | undefined
  /** Moves each alert to the first such local hour at or after it. @defaultValue alerts stay where they are */
  readonly deliverAt?: DeliveryHour | undefined
  /** Most alerts given. @defaultValue 400 */
  readonly limit?: number | undefined
}

const DEFAULT_LIMIT = 400

/**
 * Plans the alerts of a certificate, ascending, from `from` on. The same subject and options always give the same steps, whatever `from`
 * is, so that a ledger which keys on `step` sends each once.
 *
 * | life | warnings before notAfter, with the default schedule |
 * |---|---|
 * | 398, 200, 100, 90 days | 30, 25, 20, 15, 10, 5 days |
 * | 47 days | 15d16h, 13d1h20m, 10d10h40m, 7d20h, 5d5h20m, 2d14h40m |
 * | 6 days | 2d, 1d16h, 1d8h, 1d, 16h, 8h |
 *
 * A life is notBefore to notAfter, both included. At notAfter follows `expired`.
 *
 * | situation | alerts |
 * |---|---|
 * | `from` exactly on a step | begin with that step |
 * | registered 12 days before expiry | 10, 5 days, `expired` |
 * | notAfter in the year 9999 | 30 days before that, and so on |
 * | 09:00 `Asia/Seoul`, step at 00:30 UTC | at 00:00 UTC of the next day |
 * | 02:00 `America/New_York` on the day that skips it | at 03:00 there, which is 07:00 UTC |
 * | 01:00 `America/New_York` on the day that has it twice | at the one that is next |
 * | six-hourly steps, one hour of the day | one alert a day, for the most urgent step |
 * | an hour that comes only after expiry | no such warning; if that leaves none, all at their own instants |
 * | `revoked` | each day from `revokedAt` to expiry, nothing else; with `deliverAt` each local day |
 * | `registration-failed` | none |
 * | `expired` | at notAfter, whatever the rest of the dates say |
 * | `revoked` without `revokedAt` | counted from notBefore |
 *
 * That a certificate was replaced or deleted is for the caller to know, who then asks no more.
 *
 * @throws TypeError, RangeError for options that are not what they must be
 * @throws CertkeepError if a certificate given as text or bytes cannot be read
 * @example
 * ```ts
 * const [next] = nextAlertDates(certificate, { deliverAt: { timeZone: 'Asia/Seoul', hour: 9 } })
 * ```
 */
export function nextAlertDates(subject: AlertSubject, options: AlertOptions = {}): readonly AlertDate[] {
  const fromMs = readInstantOrNow(options.from, 'from')
  const { schedule = 'default', deliverAt, limit = DEFAULT_LIMIT } = options
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError('"limit" must be a positive whole number')
  const hours = deliverAt === undefined ? undefined : createHourFinder(deliverAt)
  const { notBeforeMs, notAfterMs, status, revokedAtMs } = readSubject(subject)
  const offsets = warningOffsets(notBeforeMs, notAfterMs, schedule)
  if (status === 'registration-failed') return []
  if (status === 'revoked') {
    return planDaily(floorToSecond(revokedAtMs ?? notBeforeMs), notAfterMs, fromMs, limit, hours)
  }
  const warnings = status === 'expired' ? [] : planWarnings(offsets, notAfterMs, hours)
  const atMs = hours?.firstFrom(notAfterMs) ?? notAfterMs
  const expired: PlannedAlert = { atMs, kind: 'expired', daysBefore: 0, step: 'expired' }
  return [...warnings, expired]
    .filter((alert, index, all) => alert.atMs >= fromMs && alert.atMs !== all[index + 1]?.atMs)
    .slice(0, limit)
    .map(toAlertDate)
}

interface SubjectFacts {
  readonly notBeforeMs: number
  readonly notAfterMs: number
  readonly status: CertificateStatus | undefined
  readonly revokedAtMs: number | undefined
}

function readSubject(subject: AlertSubject): SubjectFacts {
  const isRaw = typeof subject === 'string' || subject instanceof Uint8Array
  const parsed = isRaw ? { certificate: subject } : subject
  const { status, revokedAt } = parsed
  const { notBefore, notAfter } = 'certificate' in parsed ? readCertificate(parsed.certificate) : parsed
  const revokedAtMs = revokedAt === undefined ? undefined : readInstant(revokedAt, 'revokedAt')
  return {
    notBeforeMs: readInstant(notBefore, 'notBefore'),
    notAfterMs: floorToSecond(readInstant(notAfter, 'notAfter')),
    status: status ?? (revokedAt === undefined ? undefined : 'revoked'),
    revokedAtMs,
  }
}

/** An alert before it is put in the form that is given out. */
interface PlannedAlert extends Omit<AlertDate, 'at'> {
  readonly atMs: number
}

function toAlertDate({ atMs, ...alert }: PlannedAlert): AlertDate {
  return { at: new Date(atMs), ...alert }
}

/** In order: an earlier step is never delivered later, since hours are looked for forwards. */
function planWarnings(
  offsets: readonly number[],
  notAfterMs: number,
  hours: HourFinder | undefined,
): readonly PlannedAlert[] {
  const planned = offsets.map((offset): PlannedAlert => {
    const step = `expiring:${nameDuration(offset)}`
    return { atMs: notAfterMs - offset, kind: 'expiring', daysBefore: Math.floor(offset / DAY_MS), step }
  })
  if (hours === undefined) return planned
  // A warning that comes when all is over is none.
  const delivered = planned
    .map((alert) => ({ ...alert, atMs: hours.firstFrom(alert.atMs) }))
    .filter(({ atMs }) => atMs < notAfterMs)
  return delivered.length === 0 ? planned : delivered
}

/** Each day until expiry. It begins near `from`, so that what lies between costs nothing. */
function planDaily(
  sinceMs: number,
  notAfterMs: number,
  fromMs: number,
  limit: number,
  hours: HourFinder | undefined,
): readonly AlertDate[] {
  if (fromMs > notAfterMs) return []
  const firstMs = hours?.firstFrom(sinceMs) ?? sinceMs
  const alerts: PlannedAlert[] = []
  // Local days are not all of 24 hours.
  for (let day = Math.max(0, Math.floor((fromMs - firstMs) / DAY_MS) - 2); alerts.length < limit; day += 1) {
    const atMs = day === 0 || hours === undefined ? firstMs + day * DAY_MS : hours.daysAfter(firstMs, day)
    if (atMs > notAfterMs) break
    const daysBefore = Math.max(0, Math.floor((notAfterMs - sinceMs - day * DAY_MS) / DAY_MS))
    const isRepeat = atMs === alerts.at(-1)?.atMs
    if (atMs >= fromMs && !isRepeat) alerts.push({ atMs, kind: 'revoked', daysBefore, step: `revoked:${day}d` })
  }
  return alerts.map(toAlertDate)
}
