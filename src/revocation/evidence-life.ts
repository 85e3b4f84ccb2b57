import { createProblem, type Problem } from '../problem/problem.ts'
import type { RevocationContext } from './revocation-context.ts'

/** The dates of a CRL, or of a single OCSP response. */
export interface EvidenceDates {
  readonly source: 'crl' | 'ocsp'
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
}

/**
 * Until when evidence holds: to its nextUpdate, and no longer than it may be old. `undefined` for evidence without nextUpdate, of which newer
 * may be had at any time (RFC 9919), unless the caller has said how old it may be.
 */
export function evidenceEnd(
  { thisUpdate, nextUpdate }: Pick<EvidenceDates, 'thisUpdate' | 'nextUpdate'>,
  maxAgeMs: number | undefined,
): Date | undefined {
  if (maxAgeMs === undefined) return nextUpdate
  const oldestMs = thisUpdate.getTime() + maxAgeMs
  return nextUpdate !== undefined && nextUpdate.getTime() < oldestMs ? nextUpdate : new Date(oldestMs)
}

/**
 * What is wrong with the dates of evidence, the tolerance taken into account: from the future, contradictory, or past its end. A CRL ends with
 * its nextUpdate (RFC 5280 section 6.3.3), an OCSP response after it (RFC 6960 section 4.2.2.1).
 */
export function findDateFault(
  dates: EvidenceDates,
  url: string | null,
  { atMs, toleranceMs, maxAgeMs }: RevocationContext,
): Problem | undefined {
  const { source, thisUpdate, nextUpdate } = dates
  if (thisUpdate.getTime() > atMs + toleranceMs)
    return createProblem('evidence-not-yet-valid', { source, thisUpdate: thisUpdate.toISOString(), url })
  if (nextUpdate !== undefined && nextUpdate < thisUpdate)
    return createProblem('evidence-malformed', { source, error: 'next-update-before-this-update', url })
  const end = evidenceEnd(dates, maxAgeMs)
  const endMs = end?.getTime() ?? Number.NEGATIVE_INFINITY
  const isStale = source === 'crl' ? endMs <= atMs - toleranceMs : endMs < atMs - toleranceMs
  return isStale ? createProblem('stale', { source, nextUpdate: end?.toISOString() ?? null, url }) : undefined
}
