import { nextAlertDates, type AlertDate } from '../lifecycle/next-alert-dates.ts'
import { DAY_MS, SECOND_MS } from '../lifecycle/read-instant.ts'
import type { CertificateRecord } from './certificate-record.ts'
import type { RegistryContext } from './registry-context.ts'

/** More than any schedule has: `AlertSchedule` allows 1,000 steps. */
const MAX_DATES = 1100

/** Days of a revoked certificate that are looked at. Alerts are daily, so that the latest one is among them. */
const REVOKED_WINDOW_MS = 259_200_000
const REVOKED_DATES = 8

/** The parts of a record that alerts go by. */
export type AlertedRecord = Pick<
  CertificateRecord,
  | 'id'
  | 'name'
  | 'status'
  | 'info'
  | 'fingerprint'
  | 'primaryDomain'
  | 'attachments'
  | 'expiresAt'
  | 'revocation'
  | 'alerts'
  | 'registeredAt'
  | 'replacedAt'
>

/** An alert with the instant that it waits for. */
export interface DatedAlert {
  readonly date: AlertDate
  /** When it can be acted upon. */
  readonly atMs: number
}

/** The alerts after `sinceMs`, the first ones that lie after `atMs` included. */
export function listAlertDates(
  context: Pick<RegistryContext, 'policy'>,
  record: AlertedRecord,
  sinceMs: number,
  atMs: number,
): readonly DatedAlert[] {
  return record.status === 'revoked'
    ? datesFrom(context, record, Math.max(sinceMs + 1, atMs - REVOKED_WINDOW_MS), REVOKED_DATES)
    : datesFrom(context, record, sinceMs + 1, MAX_DATES)
}

/** The steps that have passed after `sinceMs`, the most urgent first; of a revoked certificate those of the last three years. */
export function listPassedSteps(
  context: Pick<RegistryContext, 'policy'>,
  record: AlertedRecord,
  sinceMs: number,
  atMs: number,
): readonly string[] {
  return datesFrom(context, record, Math.max(sinceMs + 1, atMs - MAX_DATES * DAY_MS), MAX_DATES)
    .filter((dated) => dated.atMs <= atMs)
    .map(({ date }) => date.step)
    .reverse()
}

function datesFrom(
  { policy }: Pick<RegistryContext, 'policy'>,
  { info, expiresAt, status, revocation }: AlertedRecord,
  fromMs: number,
  limit: number,
): readonly DatedAlert[] {
  if (info === null || expiresAt === null) return []
  const notAfter = new Date(expiresAt)
  const life = { notBefore: new Date(info.notBefore), notAfter, status }
  const { schedule, deliverAt } = policy
  const revokedAt = status === 'revoked' && revocation !== null ? { revokedAt: sinceWhen(revocation) } : {}
  return nextAlertDates({ ...life, ...revokedAt }, { from: new Date(fromMs), schedule, deliverAt, limit }).map(
    (date) => {
      // notAfter is inclusive, so that nothing has expired before the second after it.
      const earliestMs = date.kind === 'expired' ? notAfter.getTime() + SECOND_MS : -Infinity
      return { date, atMs: Math.max(date.at.getTime(), earliestMs) }
    },
  )
}

/** A revocation that is dated to the future is news now. */
function sinceWhen({ revokedAt, seenAt }: NonNullable<CertificateRecord['revocation']>): Date {
  const seenMs = Date.parse(seenAt)
  return new Date(revokedAt === null ? seenMs : Math.min(Date.parse(revokedAt), seenMs))
}
