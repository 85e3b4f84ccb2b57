import { evidenceEnd } from './evidence-life.ts'
import type { RevocationContext } from './revocation-context.ts'
import type { CertificateRevocation } from './revocation-report.ts'

const DAY_MS = 86_400_000

/** Without any evidence it is worth to ask again after this long. */
const RETRY_MS = 3_600_000
const TOLERATED_MS = 60_000

/** The part of the wait by which checks that were due at once are spread. */
const SPREAD = 0.1

/** A time to check again, and the time that it may not pass. */
interface Due {
  readonly atMs: number
  readonly latestMs: number
}

/**
 * At half of the life of the evidence that is renewed first, or when the cache renews it if that is earlier, and never after any of the
 * evidence has ended. `random` spreads the checks of many certificates: up to a tenth of the wait is added.
 */
export function nextCheck(
  results: readonly CertificateRevocation[],
  refreshes: readonly number[],
  random: (() => number) | undefined,
  context: RevocationContext,
): Date {
  const { atMs } = context
  const dues = results.flatMap((result) => dueOf(result, context))
  const earliestMs = Math.min(...dues.map((due) => due.atMs), ...refreshes.filter((refreshMs) => refreshMs > atMs))
  if (!Number.isFinite(earliestMs)) return new Date(atMs + DAY_MS)
  const latestMs = Math.max(earliestMs, Math.min(...dues.map((due) => due.latestMs)))
  const spreadMs = shareOf(random) * SPREAD * (earliestMs - atMs)
  return new Date(Math.min(Math.floor(earliestMs + spreadMs), latestMs))
}

/** What `random` says, or nothing where it says what it may not. */
function shareOf(random: (() => number) | undefined): number {
  const share = random?.() ?? 0
  return share >= 0 && share <= 1 ? share : 0
}

function dueOf(
  { status, thisUpdate, nextUpdate }: CertificateRevocation,
  { atMs, maxAgeMs }: RevocationContext,
): readonly Due[] {
  if (status === 'not-applicable' && thisUpdate === undefined) return []
  const end = thisUpdate === undefined ? undefined : evidenceEnd({ thisUpdate, nextUpdate }, maxAgeMs)
  if (end === undefined || thisUpdate === undefined) return [{ atMs: atMs + RETRY_MS, latestMs: Infinity }]
  const endMs = end.getTime()
  const halfMs = (thisUpdate.getTime() + endMs) / 2
  if (halfMs > atMs) return [{ atMs: halfMs, latestMs: endMs }]
  // Evidence that ended within the tolerance has no end to come.
  return endMs > atMs
    ? [{ atMs: Math.min(endMs, atMs + RETRY_MS), latestMs: endMs }]
    : [{ atMs: atMs + TOLERATED_MS, latestMs: Infinity }]
}
