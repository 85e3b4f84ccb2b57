import type { CertificateStatus } from '../../src/lifecycle/certificate-status.ts'
import type { PoolCertificate } from './certificate-pool.ts'
import type { PublishedCrl, SimulatedReason } from './simulated-ca.ts'
import type { FetchNote, SimulatedProcess, World } from './world.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** By how much clocks may differ where CRLs are dated. */
const TOLERANCE_MS = 5 * MINUTE_MS

/** For how long an address that failed may be left alone. */
const BACKOFF_MS = 5 * MINUTE_MS

/** A check goes by the instant at which it began, and what it asked for may have taken its time. */
const MARGIN_MS = 3 * 60 * MINUTE_MS

/** What is remembered of a certificate from one check to the next. */
export interface EvidenceState {
  readonly revoked: { readonly reason: SimulatedReason; readonly sinceMs: number; readonly toldMs: number } | undefined
  /** Until when it counts as good though nothing can be found out. */
  readonly goodUntilMs: number | undefined
  /** Until when what the last check was told holds, where that was good. */
  readonly freshUntilMs: number | undefined
}

export const NOTHING_KNOWN: EvidenceState = { revoked: undefined, goodUntilMs: undefined, freshUntilMs: undefined }

/** What a check was told: a CRL, or nothing. */
export type Evidence = PublishedCrl | undefined

/** What a state becomes by a check. */
export function checked(
  before: EvidenceState,
  certificate: PoolCertificate,
  evidence: Evidence,
  atMs: number,
  graceMs: number | undefined,
): EvidenceState {
  if (evidence === undefined) return { ...before, freshUntilMs: undefined }
  const entry = evidence.entries.get(certificate.fingerprint)
  const isForGood = before.revoked !== undefined && before.revoked.reason !== 'certificateHold'
  if (entry !== undefined) {
    const isHold = entry.reason === 'certificateHold'
    const isOld = before.revoked !== undefined && evidence.thisUpdateMs < before.revoked.toldMs
    if (isForGood && isHold) return before
    if (isOld && isForGood !== isHold) return { ...before, freshUntilMs: undefined }
    const revoked = { reason: entry.reason, sinceMs: entry.atMs, toldMs: evidence.thisUpdateMs }
    return { ...before, revoked, freshUntilMs: undefined }
  }
  if (before.revoked !== undefined && (isForGood || evidence.thisUpdateMs <= before.revoked.toldMs)) return before
  const secondMs = Math.floor(atMs / SECOND_MS) * SECOND_MS
  const goodUntilMs = graceMs === undefined ? Math.max(secondMs + DAY_MS, evidence.nextUpdateMs) : secondMs + graceMs
  return { revoked: undefined, goodUntilMs, freshUntilMs: Math.max(evidence.nextUpdateMs, atMs + MINUTE_MS) }
}

/** What a console must show of a certificate in a state. */
export function statusOf(
  { revoked, goodUntilMs, freshUntilMs }: EvidenceState,
  { notBeforeMs, notAfterMs }: PoolCertificate,
  atMs: number,
): CertificateStatus {
  const secondMs = Math.floor(atMs / SECOND_MS) * SECOND_MS
  if (revoked !== undefined) return 'revoked'
  if (secondMs > notAfterMs) return 'expired'
  if (secondMs < notBeforeMs) return 'registration-failed'
  return secondMs <= Math.max(goodUntilMs ?? -Infinity, freshUntilMs ?? -Infinity) ? 'valid' : 'unverifiable'
}

/** A check: by whom, when, and since which step it was under way. */
export interface CheckWindow {
  readonly process: SimulatedProcess
  readonly atMs: number
  readonly fromStep: number
}

/** What a check can have been told, by what the process has got from the CA. Empty if it should have asked and did not. */
export function possibleEvidence(
  world: World,
  certificate: PoolCertificate,
  { process, atMs, fromStep }: CheckWindow,
): readonly Evidence[] {
  const own = process.fetches.filter(({ issuer }) => issuer === certificate.issuer.name)
  const during = own.filter(({ step }) => step >= fromStep)
  const secondMs = Math.floor(atMs / SECOND_MS) * SECOND_MS
  const isOver = secondMs > certificate.notAfterMs
  const told = during.map(({ crl }) => (crl !== undefined && isInDate(crl, atMs) ? crl : undefined))
  if (!world.policy.keepsEvidence) return isOver ? [...told, undefined] : told
  const before = own.filter(({ step }) => step < fromStep)
  const { kept, doubtful } = keptOf(before)
  const usable = [...(kept === undefined ? [] : [kept]), ...doubtful].flatMap(({ crl }) =>
    crl !== undefined && isInDate(crl, atMs) && crl.nextUpdateMs > atMs ? [crl] : [],
  )
  const hasFailed = own.some((note) => note.crl === undefined && Math.abs(note.atMs - atMs) <= BACKOFF_MS)
  if (isOver) return [...usable, ...told, undefined]
  const isStale = kept?.crl !== undefined && refreshMs(kept.crl, kept.atMs) + MARGIN_MS <= atMs
  if (isStale && doubtful.length === 0 && during.length === 0 && !hasFailed && world.putBack.length === 0) return []
  const isSure = kept?.crl !== undefined && usable.includes(kept.crl)
  const isForgotten = kept !== undefined && world.putBack.some((step) => step >= kept.step)
  const mayKnowNothing = (!isSure || isForgotten) && own.length > 0
  // What is kept stands in for what did not come.
  return [...usable, ...told.filter((crl) => crl !== undefined), ...(mayKnowNothing ? [undefined] : [])]
}

/** The last CRL that the process surely keeps, and those after it that its clock may have had doubts about. */
function keptOf(notes: readonly FetchNote[]): {
  readonly kept: FetchNote | undefined
  readonly doubtful: readonly FetchNote[]
} {
  const got = notes.filter(({ crl }) => crl !== undefined)
  const index = got.findLastIndex(
    ({ crl, atMs }) => crl !== undefined && crl.thisUpdateMs <= atMs && crl.nextUpdateMs > atMs,
  )
  return { kept: got[index], doubtful: got.slice(index + 1) }
}

/** From when on a CRL that is kept must be asked for again: half of its life, or of what was left of it. */
function refreshMs({ thisUpdateMs, nextUpdateMs }: PublishedCrl, gotMs: number): number {
  const halfMs = (thisUpdateMs + nextUpdateMs) / 2
  return halfMs > gotMs ? halfMs : (gotMs + nextUpdateMs) / 2
}

function isInDate({ thisUpdateMs, nextUpdateMs }: PublishedCrl, atMs: number): boolean {
  return thisUpdateMs <= atMs + TOLERANCE_MS && nextUpdateMs > atMs - TOLERANCE_MS
}
