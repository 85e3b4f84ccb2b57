import { computeStatus } from '../lifecycle/compute-status.ts'
import type { PreviousStatus, StatusReport } from '../lifecycle/status-report.ts'
import { sortProblems, type Problem } from '../problem/problem.ts'
import type { RevocationReport } from '../revocation/revocation-report.ts'
import type { RevocationReason } from '../x509/crl.ts'
import type { CertificateRecord, RevocationFact } from './certificate-record.ts'
import type { ResolvedPolicy } from './registry-context.ts'
import type { Inspection } from './registry-engine.ts'
import type { StatusEvidence } from './registry-event.ts'

/** What a look at a certificate came to. */
export interface Assessment {
  readonly at: Date
  readonly report: StatusReport
  readonly revocation: RevocationReport | undefined
  /** What the record says of it. */
  readonly fields: AssessedFields
  readonly evidence: StatusEvidence
}

/** The parts of a record that follow from a look. */
export type AssessedFields = Pick<
  CertificateRecord,
  'status' | 'problems' | 'expiresAt' | 'previous' | 'revocation' | 'checkedAt'
>

/** What is known from before. */
export interface AssessmentContext {
  readonly policy: Pick<ResolvedPolicy, 'unverifiableAfterMs'>
  /** The record as it was, if it is about the same certificate. */
  readonly before: Pick<CertificateRecord, 'previous' | 'revocation'> | undefined
  /** What else is to be said of it: of its form, and of its key among others. */
  readonly otherProblems: readonly Problem[]
}

/** Decides the status of a certificate by what was found, and by what was known before. */
export function assessCertificate(
  { certificate, path, revocation }: Inspection,
  at: Date,
  { policy, before, otherProblems }: AssessmentContext,
): Assessment {
  const { unverifiableAfterMs } = policy
  const previous = before?.previous ?? undefined
  const report = computeStatus({ certificate, chain: path, revocation, previous }, { at, unverifiableAfterMs })
  const fact = factOf(report, before?.revocation ?? null, at)
  const unverifiable = report.problems.filter(({ kind, severity }) => kind === 'unverifiable' && severity === 'error')
  const remembered: PreviousStatus = { status: report.status, memory: report.memory, problems: unverifiable }
  return {
    at,
    report,
    revocation,
    fields: {
      status: report.status,
      problems: sortProblems([...report.problems, ...otherProblems]),
      expiresAt: report.expiresAt.toISOString(),
      previous: remembered,
      revocation: fact,
      checkedAt: at.toISOString(),
    },
    evidence: evidenceOf(report, revocation, fact, path.chain[0]?.fingerprint() ?? null),
  }
}

const REASONS: Readonly<Record<RevocationReason, true>> = {
  unspecified: true,
  keyCompromise: true,
  cACompromise: true,
  affiliationChanged: true,
  superseded: true,
  cessationOfOperation: true,
  certificateHold: true,
  removeFromCRL: true,
  privilegeWithdrawn: true,
  aACompromise: true,
}

function isReason(text: string): text is RevocationReason {
  return Object.hasOwn(REASONS, text)
}

/** The first revocation along the path, as it is remembered. */
function factOf({ memory }: StatusReport, before: RevocationFact | null, at: Date): RevocationFact | null {
  const entry = memory.evidence.find(({ revoked }) => revoked !== undefined)
  if (entry?.revoked === undefined) return null
  const { reason, revokedAt, source } = entry.revoked
  const fact = {
    revokedAt: new Date(revokedAt).toISOString(),
    reason: isReason(reason) ? reason : null,
    certificateSha256: entry.fingerprint ?? memory.fingerprint,
    source,
  }
  const isKnown = before?.certificateSha256 === fact.certificateSha256 && before.revokedAt === fact.revokedAt
  return { ...fact, seenAt: isKnown ? before.seenAt : at.toISOString() }
}

/** What decided: the evidence about the certificate that is not good, else about the first. */
function evidenceOf(
  { problems, memory }: StatusReport,
  revocation: RevocationReport | undefined,
  fact: RevocationFact | null,
  leaf: string | null,
): StatusEvidence {
  const results = revocation?.certificates ?? []
  const index = Math.max(
    0,
    results.findIndex(({ status }) => status === revocation?.status),
  )
  const found = results[index]
  const about = memory.evidence.find((entry) => entry.index === index)?.fingerprint
  return {
    source: found?.source ?? fact?.source ?? null,
    url: found?.url ?? null,
    thisUpdate: found?.thisUpdate?.toISOString() ?? null,
    nextUpdate: found?.nextUpdate?.toISOString() ?? null,
    certificateSha256: fact?.certificateSha256 ?? about ?? leaf,
    revokedAt: fact?.revokedAt ?? null,
    reason: fact?.reason ?? null,
    problems: [...new Set(problems.map(({ code }) => code))],
  }
}
