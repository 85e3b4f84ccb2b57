import { createProblem, sortProblems, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { CertificateStatus } from './certificate-status.ts'
import { judgeRevocation, type RevocationJudgement } from './judge-revocation.ts'
import { readCertificate } from './read-certificate.ts'
import { DAY_MS, floorToSecond, readInstantOrNow, SECOND_MS } from './read-instant.ts'
import type { StatusFacts, StatusOptions, StatusReport } from './status-report.ts'

/**
 * Decides what a console shows of a certificate at an instant: the first of `registration-failed`, `revoked`, `expired`,
 * `unverifiable` and `valid` that applies. All reasons are told, whichever decides.
 *
 * - `registration-failed`: `registration` was not `ok`; or, if nothing else applies, a certificate of the path is not valid yet, since
 *   such a one is refused where certificates are registered.
 * - `revoked`: a certificate of the path is, or was in `previous`. A hold (`certificateHold`) ends with evidence that is good and newer
 *   (RFC 5280 section 5.3.1); any other revocation stays, and evidence against it is `revocation-contradicted`.
 * - `expired`: a certificate that the path needs is past its notAfter, which is inclusive, to the second; the problem names it by `certificate`.
 * - `unverifiable`: an authorised responder said `unknown`, which is an answer and no outage; or revocation is `unavailable`, and the
 *   certificate has not been found good for longer than the grace period; or `chain` is a report with other errors. Within the grace period
 *   the reasons are warnings. Without `revocation` dates decide, and what `previous` could not verify stays so.
 *
 * Not checked: signatures, and whether `chain` leads to a root (`buildChain`); whether evidence is still fresh (`checkRevocation`).
 *
 * Problems: `certificate-expired`, `certificate-not-yet-valid`, `certificate-revoked`, `revocation-contradicted`, and those of what is given.
 *
 * @throws TypeError, RangeError for options that are not what they must be
 * @throws CertkeepError if a certificate given as text or bytes cannot be read
 * @example
 * ```ts
 * const report = computeStatus({ certificate, chain, revocation, previous }, { at })
 * ```
 */
export function computeStatus(facts: StatusFacts, options: StatusOptions = {}): StatusReport {
  const atMs = floorToSecond(readInstantOrNow(options.at, 'at'))
  const { unverifiableAfterMs } = options
  if (unverifiableAfterMs !== undefined && !(unverifiableAfterMs >= 0)) {
    throw new RangeError('"unverifiableAfterMs" must not be negative')
  }
  const { path, isPathKnown, chainProblems } = readPath(facts)
  const { revocation, previous, registration } = facts
  const judgement = judgeRevocation({
    path,
    isPathKnown,
    chainProblems,
    revocation,
    previous,
    unverifiableAfterMs,
    atMs,
  })
  const dates = judgeDates(path, chainProblems, atMs)
  const registrationProblems = registration?.ok === false ? (registration.problems ?? []) : []
  const unsound = chainProblems.filter(({ code }) => !DATED_CODES.has(code))
  const reasons: Reasons = { ...judgement, ...dates, unsound, isRegistered: registration?.ok !== false }
  const status = decide(reasons)
  const nextChangeMs = findNextChange(status, reasons, atMs)
  return {
    status,
    problems: sortProblems(
      withoutRepeats([
        ...registrationProblems,
        ...judgement.revoked,
        ...dates.expired,
        ...dates.notYetValid,
        ...unsound,
        ...judgement.unverifiable,
        ...judgement.excused,
      ]),
    ),
    daysLeft: Math.floor((dates.expiresMs - atMs) / DAY_MS),
    expiresAt: new Date(dates.expiresMs),
    ...(nextChangeMs === undefined ? {} : { nextChangeAt: new Date(nextChangeMs) }),
    memory: judgement.memory,
  }
}

/** What is told of a path by its dates, and by its revocation. */
const DATED_CODES: ReadonlySet<string> = new Set([
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-revoked',
])

interface PathReading {
  readonly path: readonly Certificate[]
  readonly isPathKnown: boolean
  /** Errors of the report that was given for the path. */
  readonly chainProblems: readonly Problem[]
}

function readPath({ certificate: input, chain = [] }: StatusFacts): PathReading {
  const certificate = readCertificate(input)
  const report = 'problems' in chain ? chain : undefined
  const rest = ('problems' in chain ? chain.chain : chain).map(readCertificate)
  const isLeafIn = rest[0]?.fingerprint() === certificate.fingerprint()
  return {
    path: isLeafIn ? rest : [certificate, ...rest],
    isPathKnown: rest.length > 0,
    chainProblems: (report?.problems ?? []).filter(({ severity }) => severity === 'error'),
  }
}

interface DateJudgement {
  /** The earliest notAfter. */
  readonly expiresMs: number
  readonly expired: readonly Problem[]
  readonly notYetValid: readonly Problem[]
  /** The latest notBefore. */
  readonly beginsMs: number
}

function judgeDates(path: readonly Certificate[], chainProblems: readonly Problem[], atMs: number): DateJudgement {
  const expired: Problem[] = []
  const notYetValid: Problem[] = []
  const ends: number[] = []
  const begins: number[] = []
  path.forEach(({ subject: { text: subject }, notBefore, notAfter }, certificate) => {
    ends.push(notAfter.getTime())
    begins.push(notBefore.getTime())
    if (atMs > notAfter.getTime()) {
      expired.push(createProblem('certificate-expired', { subject, notAfter: notAfter.toISOString() }, { certificate }))
    } else if (atMs < notBefore.getTime()) {
      const detail = { subject, notBefore: notBefore.toISOString() }
      notYetValid.push(createProblem('certificate-not-yet-valid', detail, { certificate }))
    }
  })
  for (const problem of chainProblems) {
    // The certificate that broke the path off is not part of it.
    if (problem.code === 'certificate-expired') {
      const endMs = Date.parse(problem.detail.notAfter)
      ends.push(endMs)
      if (atMs > endMs) expired.push(problem)
    } else if (problem.code === 'certificate-not-yet-valid') {
      const beginMs = Date.parse(problem.detail.notBefore)
      begins.push(beginMs)
      if (atMs < beginMs) notYetValid.push(problem)
    }
  }
  return { expiresMs: Math.min(...ends), beginsMs: Math.max(...begins), expired, notYetValid }
}

interface Reasons extends RevocationJudgement, DateJudgement {
  /** Errors of the path other than dates and revocation. */
  readonly unsound: readonly Problem[]
  readonly isRegistered: boolean
}

/** The first rule that holds decides. */
const STATUS_RULES: readonly (readonly [CertificateStatus, (reasons: Reasons) => boolean])[] = [
  ['registration-failed', ({ isRegistered }) => !isRegistered],
  ['revoked', ({ revoked }) => revoked.length > 0],
  ['expired', ({ expired }) => expired.length > 0],
  ['registration-failed', ({ notYetValid }) => notYetValid.length > 0],
  ['unverifiable', ({ unsound, unverifiable }) => unsound.length + unverifiable.length > 0],
]

function decide(reasons: Reasons): CertificateStatus {
  return STATUS_RULES.find(([, holds]) => holds(reasons))?.[0] ?? 'valid'
}

/** By the passing of time alone: a certificate begins, a grace period ends, a certificate expires. */
function findNextChange(
  status: CertificateStatus,
  { isRegistered, beginsMs, expiresMs, excusedUntilMs }: Reasons,
  atMs: number,
): number | undefined {
  if (!isRegistered || status === 'revoked' || status === 'expired') return undefined
  const expiryMs = expiresMs + SECOND_MS
  if (status === 'unverifiable') return expiryMs
  return Math.min(beginsMs > atMs ? beginsMs : excusedUntilMs + SECOND_MS, expiryMs)
}

function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const keys = problems.map(({ code, certificate, detail }) => JSON.stringify([code, certificate ?? null, detail]))
  return problems.filter((_, index) => keys.indexOf(keys[index] ?? '') === index)
}
