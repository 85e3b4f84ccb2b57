import type { CertificateStatus } from '../lifecycle/certificate-status.ts'
import type { Problem } from '../problem/problem.ts'
import { describeProblem } from './describe-problem.ts'
import { describeRevocationReason } from './describe-revocation-reason.ts'
import { formatInstant } from './format-instant.ts'
import { textsOf, type Language } from './language.ts'
import { LIFECYCLE_TEXTS } from './lifecycle-languages.ts'
import type { StatusText, StatusValues } from './lifecycle-texts.ts'

/** What is put into words of a `StatusReport`, also after a round trip through JSON. */
export interface DescribedStatus {
  readonly status: CertificateStatus
  readonly daysLeft: number
  readonly expiresAt: Date | string
  readonly problems: readonly Problem[]
}

/**
 * Puts a status into words for an administrator: the console's word for it, what it rests on, and what to do.
 *
 * Each problem has words of its own, of which this gives the first title: `describeProblem`.
 *
 * @throws RangeError if `language` is neither `en` nor `ko`
 * @example
 * ```ts
 * describeStatus(computeStatus({ certificate }), 'ko').label // '정상'
 * ```
 */
export function describeStatus(report: DescribedStatus, language: Language): StatusText {
  const { statuses } = textsOf(LIFECYCLE_TEXTS, language)
  const { status, daysLeft, expiresAt, problems } = report
  const told = problems.find((problem) => isReason(problem, status))
  const values: StatusValues = {
    // One second after its end a certificate has -1 days left, and expired 0 days ago.
    days: daysLeft < 0 ? -daysLeft - 1 : daysLeft,
    expiresAt: formatInstant(typeof expiresAt === 'string' ? expiresAt : expiresAt.toISOString()),
    revoked: revocationOf(problems, language),
    reason: told === undefined ? undefined : describeProblem(told, language).title,
  }
  return statuses[status](values)
}

/** Of a certificate that is valid only what could not be verified is worth a word. */
function isReason({ severity, kind }: Problem, status: CertificateStatus): boolean {
  return status === 'valid' ? kind === 'unverifiable' && severity === 'warning' : severity === 'error'
}

function revocationOf(problems: readonly Problem[], language: Language): StatusValues['revoked'] {
  const problem = problems.find(({ code }) => code === 'certificate-revoked')
  if (problem?.code !== 'certificate-revoked') return undefined
  const { revokedAt, reason } = problem.detail
  return { at: formatInstant(revokedAt), reason: describeRevocationReason(reason, language) }
}
