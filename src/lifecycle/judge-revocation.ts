import { createProblem, type Problem } from '../problem/problem.ts'
import type { CertificateRevocation, RevocationReport } from '../revocation/revocation-report.ts'
import type { Certificate } from '../x509/certificate.ts'
import { DAY_MS, floorToSecond, readInstant } from './read-instant.ts'
import type { EvidenceMemory, PreviousStatus, RevocationMemory, StatusMemory } from './status-report.ts'

/** What the revocation of a path is judged by. */
export interface RevocationContext {
  /** Leaf first. */
  readonly path: readonly Certificate[]
  /** Whether `path` is the whole of it, and not the end entity alone for want of more. */
  readonly isPathKnown: boolean
  /** Of `buildChain`, which may have looked at revocation too. */
  readonly chainProblems: readonly Problem[]
  readonly revocation: RevocationReport | undefined
  readonly previous: PreviousStatus | undefined
  readonly unverifiableAfterMs: number | undefined
  readonly atMs: number
}

/** What came of it. */
export interface RevocationJudgement {
  /** Errors: what is revoked, and what contradicts it. */
  readonly revoked: readonly Problem[]
  /** Errors: why it is not known. */
  readonly unverifiable: readonly Problem[]
  /** Warnings: why it was not known this time, within the grace period. */
  readonly excused: readonly Problem[]
  /** Last instant of the grace period that ends first. */
  readonly excusedUntilMs: number
  readonly memory: StatusMemory
}

/** Judges revocation in the light of what was known before; see {@link computeStatus} for the rules. */
export function judgeRevocation(context: RevocationContext): RevocationJudgement {
  const [leaf] = context.path
  const fingerprint = leaf?.fingerprint() ?? ''
  const remembered = recall(context, fingerprint)
  const results = resultsOf(context)
  const revoked: Problem[] = []
  const unverifiable: Problem[] = []
  const excused: Problem[] = []
  const evidence: EvidenceMemory[] = []
  let excusedUntilMs = Infinity
  const count = Math.max(context.isPathKnown ? context.path.length : 1, results.length)
  const used = new Set<EvidenceMemory>()
  for (let index = 0; index < count; index += 1) {
    const own = context.path[index]?.fingerprint() ?? null
    const same = remembered.filter((entry) => isSame(entry, own, index))
    for (const entry of same) used.add(entry)
    const before = joinMemories(same)
    const found = results[index]
    const revocation = mergeRevocation(found, before.revoked, context.path[index], context.atMs)
    let good = found === undefined ? before.good : undefined
    if (revocation !== undefined) {
      revoked.push(...revokedProblems(revocation, found, index))
    } else if (found?.status === 'not-applicable' && isPast(context.path[index], context.atMs)) {
      // Nobody was asked. Should the clock have been wrong, this must not count as having been found good.
      good = before.good
    } else if (found?.status === 'good' || found?.status === 'not-applicable') {
      const at = new Date(context.atMs).toISOString()
      good = { at, nextUpdate: found.nextUpdate?.toISOString() ?? null }
    } else if (found?.status === 'unavailable') {
      good = before.good
      const untilMs = good === undefined ? -Infinity : graceEnd(good, context.unverifiableAfterMs)
      const problems = problemsOf(found, index, context.path[index])
      if (context.atMs > untilMs || problems.some(({ code }) => code === 'issuer-revoked')) {
        unverifiable.push(...problems)
      } else {
        excused.push(...problems.map((problem) => ({ ...problem, severity: 'warning' as const })))
        excusedUntilMs = Math.min(excusedUntilMs, floorToSecond(untilMs))
      }
    } else if (found?.status === 'unknown') {
      unverifiable.push(...problemsOf(found, index, context.path[index]))
    }
    if (good !== undefined || revocation !== undefined) {
      evidence.push({
        fingerprint: own,
        index,
        ...(good === undefined ? {} : { good }),
        ...(revocation === undefined ? {} : { revoked: revocation }),
      })
    }
  }
  for (const entry of remembered) {
    if (used.has(entry) || entry.revoked === undefined) continue
    // What is not part of the path any more counts for nothing, but will if it comes back.
    if (!context.isPathKnown) revoked.push(...revokedProblems(entry.revoked, undefined, entry.index))
    evidence.push({ fingerprint: entry.fingerprint, index: entry.index, revoked: entry.revoked })
  }
  if (context.revocation === undefined) unverifiable.push(...(context.previous?.problems ?? []).filter(isUnverifiable))
  return { revoked, unverifiable, excused, excusedUntilMs, memory: { fingerprint, evidence } }
}

function isPast(certificate: Certificate | undefined, atMs: number): boolean {
  return certificate !== undefined && atMs > certificate.notAfter.getTime()
}

function isUnverifiable({ kind, severity }: Problem): boolean {
  return kind === 'unverifiable' && severity === 'error'
}

/** Of a report without certificates the whole counts for the first. */
function resultsOf({ revocation }: RevocationContext): readonly CertificateRevocation[] {
  if (revocation === undefined || revocation.certificates.length > 0) return revocation?.certificates ?? []
  return [{ status: revocation.status, problems: [] }]
}

/** What was known before about this path, and what `buildChain` has found revoked just now. */
function recall(
  { previous, chainProblems, path, atMs }: RevocationContext,
  fingerprint: string,
): readonly EvidenceMemory[] {
  const told = revocationsIn(chainProblems, path)
  if (previous?.memory !== undefined) {
    const { memory } = previous
    return memory.fingerprint === fingerprint ? [...memory.evidence, ...told] : told
  }
  if (previous?.status !== 'revoked') return told
  const before = revocationsIn(previous.problems ?? [], path)
  return [...told, ...(before.length > 0 ? before : [unexplained(fingerprint, path[0], atMs)])]
}

function revocationsIn(problems: readonly Problem[], path: readonly Certificate[]): readonly EvidenceMemory[] {
  return problems.flatMap((problem): readonly EvidenceMemory[] => {
    if (problem.code !== 'certificate-revoked') return []
    const { subject, revokedAt, reason, source } = problem.detail
    const index = problem.certificate ?? 0
    const revoked = { subject, revokedAt, reason, source, thisUpdate: null }
    return [{ fingerprint: path[index]?.fingerprint() ?? null, index, revoked }]
  })
}

/** That it was revoked is all that is known: since the verdict, for no reason given. */
function unexplained(fingerprint: string, certificate: Certificate | undefined, atMs: number): EvidenceMemory {
  return { fingerprint, index: 0, revoked: rememberRevocation({ status: 'revoked', problems: [] }, certificate, atMs) }
}

function isSame(entry: EvidenceMemory, fingerprint: string | null, index: number): boolean {
  return entry.fingerprint === null || fingerprint === null ? entry.index === index : entry.fingerprint === fingerprint
}

/** A revocation for good counts above a hold. */
function joinMemories(entries: readonly EvidenceMemory[]): Pick<EvidenceMemory, 'good' | 'revoked'> {
  const revocations = entries.flatMap(({ revoked }) => revoked ?? [])
  return {
    good: entries.find(({ good }) => good !== undefined)?.good,
    revoked: revocations.find(({ reason }) => reason !== 'certificateHold') ?? revocations[0],
  }
}

function rememberRevocation(
  { revokedAt, reason, source, thisUpdate }: CertificateRevocation,
  certificate: Certificate | undefined,
  atMs: number,
): RevocationMemory {
  return {
    subject: certificate?.subject.text ?? '',
    revokedAt: (revokedAt ?? thisUpdate ?? new Date(atMs)).toISOString(),
    reason: reason ?? 'unspecified',
    source: source ?? 'crl',
    thisUpdate: thisUpdate?.toISOString() ?? null,
  }
}

/**
 * The revocation that holds now. One for good stays, whatever newer evidence says; a hold ends with newer evidence that is good. Of two that
 * are otherwise alike, that of the newer evidence counts: another process may still go by a CRL from before a second hold.
 */
function mergeRevocation(
  found: CertificateRevocation | undefined,
  before: RevocationMemory | undefined,
  certificate: Certificate | undefined,
  atMs: number,
): RevocationMemory | undefined {
  const now = found?.status === 'revoked' ? rememberRevocation(found, certificate, atMs) : undefined
  if (now === undefined) return before === undefined || isReleased(before, found) ? undefined : before
  if (before === undefined) return now
  const [wasHold, isHold] = [before, now].map(({ reason }) => reason === 'certificateHold')
  if (wasHold !== isHold) return isHold === true ? before : now
  return isOlder(now, before) ? before : now
}

function isOlder(now: RevocationMemory, before: RevocationMemory): boolean {
  if (now.thisUpdate === null || before.thisUpdate === null) return false
  return readInstant(now.thisUpdate, 'revocation') < readInstant(before.thisUpdate, 'previous')
}

function isReleased(before: RevocationMemory, found: CertificateRevocation | undefined): boolean {
  if (before.reason !== 'certificateHold' || found?.status !== 'good' || found.thisUpdate === undefined) return false
  const revokedMs = readInstant(before.revokedAt, 'previous')
  // On hold since 1970 is how a responder says that it was never issued (RFC 6960 section 2.2), which no CRL can know.
  if (revokedMs === 0 && found.source !== 'ocsp') return false
  const sinceMs = before.thisUpdate === null ? revokedMs : readInstant(before.thisUpdate, 'previous')
  return found.thisUpdate.getTime() > sinceMs
}

function revokedProblems(
  memory: RevocationMemory,
  found: CertificateRevocation | undefined,
  certificate: number,
): readonly Problem[] {
  const { subject, reason, source } = memory
  const revokedAt = new Date(readInstant(memory.revokedAt, 'previous')).toISOString()
  const problems: Problem[] = [
    createProblem('certificate-revoked', { subject, revokedAt, reason, source }, { certificate }),
  ]
  if (found?.status === 'good' && reason !== 'certificateHold') {
    problems.push(createProblem('revocation-contradicted', { subject, revokedAt, reason }, { certificate }))
  }
  return problems
}

/** Why nothing is known, tied to the certificate; never nothing. */
function problemsOf(
  { status, problems }: CertificateRevocation,
  certificate: number,
  subject: Certificate | undefined,
): readonly Problem[] {
  const code = status === 'unknown' ? 'responder-unknown' : 'no-revocation-source'
  const given = problems.length > 0 ? problems : [createProblem(code, { subject: subject?.subject.text ?? '' })]
  return given.map((problem) => ({ ...problem, certificate }))
}

function graceEnd(
  { at, nextUpdate }: NonNullable<EvidenceMemory['good']>,
  unverifiableAfterMs: number | undefined,
): number {
  const goodMs = readInstant(at, 'previous')
  if (unverifiableAfterMs !== undefined) return goodMs + unverifiableAfterMs
  return Math.max(goodMs + DAY_MS, nextUpdate === null ? -Infinity : readInstant(nextUpdate, 'previous'))
}
