import type { CertificateRecord } from '../../src/registry/certificate-record.ts'
import type { PoolCertificate } from './certificate-pool.ts'

const SECOND_MS = 1000
const DAY_MS = 86_400_000

/** The step of the schedule that an alert is about, without what tells two revocations apart. */
export interface ModelStep {
  readonly name: string
  readonly atMs: number
  /** It may be told, but need not be: the last days of a revoked certificate, once it has expired. */
  readonly isOptional?: boolean
}

/** The most urgent step that has come by `atMs`, and after `sinceMs`. */
export function stepAt(
  certificate: PoolCertificate,
  { status, revocation }: Pick<CertificateRecord, 'status' | 'revocation'>,
  { sinceMs, atMs }: { readonly sinceMs: number; readonly atMs: number },
  warningDays: readonly number[] | undefined,
): ModelStep | undefined {
  if (status === 'registration-failed') return undefined
  if (status === 'revoked') return revocation === null ? undefined : dayOf(certificate, revocation, atMs)
  const steps = [...warnings(certificate, warningDays), { name: 'expired', atMs: certificate.notAfterMs + SECOND_MS }]
  return steps.findLast((step) => step.atMs <= atMs && step.atMs > sinceMs)
}

/** Daily since the revocation or since it was seen, whichever was first, up to expiry. */
function dayOf(
  { notAfterMs }: PoolCertificate,
  { revokedAt, seenAt }: NonNullable<CertificateRecord['revocation']>,
  atMs: number,
): ModelStep | undefined {
  const firstMs = Math.min(Date.parse(seenAt), revokedAt === null ? Infinity : Date.parse(revokedAt))
  const sinceMs = Math.floor(firstMs / SECOND_MS) * SECOND_MS
  const last = Math.floor((Math.min(atMs, notAfterMs) - sinceMs) / DAY_MS)
  return last < 0
    ? undefined
    : { name: `revoked:${String(last)}d`, atMs: sinceMs + last * DAY_MS, isOptional: atMs > notAfterMs }
}

function warnings(
  { notBeforeMs, notAfterMs }: PoolCertificate,
  days: readonly number[] | undefined,
): readonly ModelStep[] {
  const lifeMs = notAfterMs - notBeforeMs + SECOND_MS
  const windowMs = Math.min(30 * DAY_MS, lifeMs / 3)
  const befores = days?.map((day) => day * DAY_MS) ?? [6, 5, 4, 3, 2, 1].map((sixths) => (windowMs * sixths) / 6)
  return befores
    .map((ms) => Math.floor(ms / SECOND_MS) * SECOND_MS)
    .filter((ms) => ms <= notAfterMs - notBeforeMs)
    .sort((a, b) => b - a)
    .map((ms) => ({ name: `expiring:${durationOf(ms)}`, atMs: notAfterMs - ms }))
}

function durationOf(ms: number): string {
  const seconds = ms / SECOND_MS
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const
  return parts.map(([count, unit]) => (count > 0 ? `${String(count)}${unit}` : '')).join('')
}
