import { createProblem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import { ALL_REASONS } from './crl-scope.ts'
import type { SourcedVerdict } from './fetch-evidence.ts'
import type { CertificateRevocation } from './revocation-report.ts'

/** Revoked above unknown above good; good only once the CRLs cover all reasons. `undefined` if the evidence does not suffice. */
export function conclude(
  certificate: Certificate,
  verdicts: readonly SourcedVerdict[],
): CertificateRevocation | undefined {
  const usable = verdicts.filter(({ verdict }) => verdict.kind !== 'unusable')
  const revoked = usable.filter(({ verdict }) => verdict.kind === 'revoked' && !isHoldLifted(verdict, usable))
  const decisive =
    revoked.find(({ verdict }) => verdict.kind === 'revoked' && verdict.reason !== 'certificateHold') ?? revoked[0]
  if (decisive?.verdict.kind === 'revoked') {
    const { revokedAt, reason, invalidityDate, thisUpdate, nextUpdate } = decisive.verdict
    const detail = {
      subject: certificate.subject.text,
      revokedAt: revokedAt.toISOString(),
      reason: reason ?? 'unspecified',
      source: decisive.source,
    }
    return {
      status: 'revoked',
      ...origin(decisive),
      revokedAt,
      ...(reason === undefined ? {} : { reason }),
      ...(invalidityDate === undefined ? {} : { invalidityDate }),
      ...datesOf(thisUpdate, nextUpdate),
      problems: [createProblem('certificate-revoked', detail)],
    }
  }
  const unknown = usable.find(({ verdict }) => verdict.kind === 'unknown')
  if (unknown?.verdict.kind === 'unknown') {
    const { thisUpdate, nextUpdate } = unknown.verdict
    return {
      status: 'unknown',
      ...origin(unknown),
      ...datesOf(thisUpdate, nextUpdate),
      problems: [createProblem('responder-unknown', { subject: certificate.subject.text })],
    }
  }
  return concludeGood(usable)
}

function origin({ source, url }: SourcedVerdict): Pick<CertificateRevocation, 'source' | 'url'> {
  return url === undefined ? { source } : { source, url }
}

/** A hold, and only a hold, ends with evidence that is newer and knows nothing of it. */
function isHoldLifted(verdict: SourcedVerdict['verdict'], usable: readonly SourcedVerdict[]): boolean {
  if (verdict.kind !== 'revoked' || verdict.reason !== 'certificateHold') return false
  // On hold since 1970 is how a responder says that it was never issued (RFC 6960 section 2.2), which no CRL can know.
  if (verdict.revokedAt.getTime() === 0) return false
  return usable.some(
    ({ verdict: other }) => other.kind === 'good' && other.thisUpdate > verdict.thisUpdate && coversAll([other]),
  )
}

function concludeGood(usable: readonly SourcedVerdict[]): CertificateRevocation | undefined {
  const good = usable.filter(({ verdict }) => verdict.kind === 'good')
  if (!coversAll(good.map(({ verdict }) => verdict))) return undefined
  const decisive = good.find(({ verdict }) => coversAll([verdict])) ?? firstToEnd(good)
  if (decisive?.verdict.kind !== 'good') return undefined
  const { thisUpdate, nextUpdate } = decisive.verdict
  return { status: 'good', ...origin(decisive), ...datesOf(thisUpdate, nextUpdate), problems: [] }
}

/** Of CRLs that only together cover all reasons, the one without which they no longer do so first. */
function firstToEnd(good: readonly SourcedVerdict[]): SourcedVerdict | undefined {
  const endOf = ({ verdict }: SourcedVerdict): number => (verdict.kind === 'good' ? verdict.endsAt.getTime() : Infinity)
  return [...good].sort((a, b) => endOf(a) - endOf(b))[0]
}

function datesOf(
  thisUpdate: Date,
  nextUpdate: Date | undefined,
): Pick<CertificateRevocation, 'thisUpdate' | 'nextUpdate'> {
  return nextUpdate === undefined ? { thisUpdate } : { thisUpdate, nextUpdate }
}

function coversAll(verdicts: readonly SourcedVerdict['verdict'][]): boolean {
  const reasons = verdicts.map((verdict) => (verdict.kind === 'good' ? verdict.reasons : undefined))
  return (
    reasons.includes('all') ||
    ALL_REASONS.every((reason) => reasons.some((covered) => covered instanceof Set && covered.has(reason)))
  )
}
