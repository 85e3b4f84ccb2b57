import type { CertificateStatus } from '../lifecycle/certificate-status.ts'
import { describeStatus } from '../report/describe-status.ts'
import { describeUsage } from '../report/describe-usage.ts'
import type { Language } from '../report/describe-problem.ts'
import type { StatusText, UsageText } from '../report/lifecycle-texts.ts'
import type { CertificateRecord } from './certificate-record.ts'

const SECOND_MS = 1000
const DAY_MS = 86_400_000

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
  const atMs = Math.floor(at.getTime() / SECOND_MS) * SECOND_MS
  if (Number.isNaN(atMs)) throw new RangeError('"at" must be a valid date')
  const { expiresAt, problems } = record
  const leftMs = expiresAt === null ? undefined : Date.parse(expiresAt) - atMs
  const status = statusNow(record.status, leftMs)
  const daysLeft = leftMs === undefined ? null : Math.floor(leftMs / DAY_MS)
  const described = { status, daysLeft: daysLeft ?? 0, expiresAt: expiresAt ?? at, problems }
  return {
    status,
    statusText: describeStatus(described, language),
    usageText: describeUsage(record.usage, language),
    daysLeft,
  }
}

/** Expiry comes before what could not be verified, and after what was revoked. */
function statusNow(status: CertificateStatus, leftMs: number | undefined): CertificateStatus {
  const canExpire = status === 'valid' || status === 'unverifiable'
  return canExpire && leftMs !== undefined && leftMs < 0 ? 'expired' : status
}
