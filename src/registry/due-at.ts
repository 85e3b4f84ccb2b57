import type { Assessment } from './assess-certificate.ts'
import { LAST_INSTANT_MS } from './last-instant.ts'
import type { RegistryContext } from './registry-context.ts'

const SECOND_MS = 1000
const DAY_MS = 86_400_000

/** Evidence that calls for the next check sooner than that is not followed. */
const MIN_WAIT_MS = 60_000

/**
 * For so long after expiry it is still looked at daily: a clock that was ahead by less than that does not leave a certificate behind for longer than a
 * day more than it was ahead. What one that was ahead by years has looked at is due in years or never, unless the same process sweeps after the clock
 * was put back, or `refresh` looks at it.
 */
const AFTERLIFE_MS = 604_800_000

/**
 * When a sweep has to look at a certificate next: at the first of the next check for revocation, the next alert or end of a mute, and
 * the next change of status by time alone (expiry, end of a grace period). `null` once nothing can come any more.
 */
export function dueAt(
  { engine, policy }: Pick<RegistryContext, 'engine' | 'policy'>,
  { at, report, revocation }: Pick<Assessment, 'at' | 'report' | 'revocation'>,
  nextAlertMs: number | undefined,
): string | null {
  const atMs = at.getTime()
  const dues: number[] = []
  if (nextAlertMs !== undefined) dues.push(nextAlertMs)
  if (report.nextChangeAt !== undefined) dues.push(report.nextChangeAt.getTime())
  const expiresMs = report.expiresAt.getTime()
  if (atMs > expiresMs) {
    if (atMs <= expiresMs + AFTERLIFE_MS) dues.push(atMs + DAY_MS)
  } else {
    dues.push(expiresMs + SECOND_MS)
    if (engine.asksRevocation) {
      const checkMs = revocation?.checkAgainAt.getTime() ?? Infinity
      dues.push(Math.min(Math.max(checkMs, atMs + MIN_WAIT_MS), atMs + policy.checkEveryMs))
    }
  }
  const earliestMs = Math.min(...dues)
  if (!Number.isFinite(earliestMs)) return null
  return new Date(Math.min(Math.max(earliestMs, atMs + 1), LAST_INSTANT_MS)).toISOString()
}
