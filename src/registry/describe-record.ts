import { DAY_MS, floorToSecond } from '../lifecycle/read-instant.ts'
import type { CertificateStatus } from '../lifecycle/certificate-status.ts'
import { describeStatus } from '../report/describe-status.ts'
import { describeUsage } from '../report/describe-usage.ts'
import type { Language } from '../report/describe-problem.ts'
import type { StatusText, UsageText } from '../report/lifecycle-texts.ts'
import type { CertificateRecord } from './certificate-record.ts'
import { hasExpired } from './has-expired.ts'

/** For whom a record is described, and as of when. */
export interface DescribeRecordOptions {
  readonly language: Language
  /** The present. */
  readonly at: Date
}

/** A record as a console shows it. */
export interface RecordText {
  /** As of `at`: a certificate whose expiry has passed since the last sweep is `expired` already. */
  readonly status: CertificateStatus
  readonly statusText: StatusText
  readonly usageText: UsageText
  /** Whole days to expiry, rounded down, negative after it; `null` where no certificate could be read. */
  readonly daysLeft: number | null
}

/**
 * Puts status, usage and days left of a record into words for a list or a detail tab.
 *
 * Nothing is looked at anew: the status is that of the record, but for an expiry that has passed meanwhile. The words of each problem are
 * `describeProblem`'s.
 *
 * @throws RangeError if `language` is neither `en` nor `ko`, or `at` is no instant
 * @example
 * ```ts
 * const { statusText, daysLeft } = describeRecord(record, { language: 'ko', at: new Date() })
 * ```
 */
export function describeRecord(record: CertificateRecord, { language, at }: DescribeRecordOptions): RecordText {
  if (Number.isNaN(at.getTime())) throw new RangeError('"at" must be a valid date')
  const { expiresAt, problems } = record
  const status = statusAt(record, at)
  const daysLeft =
    expiresAt === null ? null : Math.floor((Date.parse(expiresAt) - floorToSecond(at.getTime())) / DAY_MS)
  const described = { status, daysLeft: daysLeft ?? 0, expiresAt: expiresAt ?? at, problems }
  return {
    status,
    statusText: describeStatus(described, language),
    usageText: describeUsage(record.usage, language),
    daysLeft,
  }
}

/** Expiry comes before what could not be verified, and after what was revoked. */
function statusAt(record: CertificateRecord, at: Date): CertificateStatus {
  const { status } = record
  const canExpire = status === 'valid' || status === 'unverifiable'
  return canExpire && hasExpired(record, at) ? 'expired' : status
}
