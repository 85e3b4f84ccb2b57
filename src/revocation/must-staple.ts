import { createProblem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { SourcedVerdict } from './fetch-evidence.ts'
import type { CertificateRevocation } from './revocation-report.ts'

/** The TLS extension status_request (RFC 6066 section 8). */
const STATUS_REQUEST = 5

/**
 * Whether the first certificate of a chain demands that a handshake carries an OCSP response about it (RFC 7633 section 4).
 *
 * What a CA's own certificate demands is demanded of all that are issued below it, also of one that was issued without saying so.
 */
export function mustStaple(chain: readonly Certificate[]): boolean {
  return chain.some(({ extensions }) => extensions.tlsFeature?.includes(STATUS_REQUEST) === true)
}

/**
 * What was found out about a certificate that must be stapled, in a handshake: without a valid response in it, `unavailable`, whatever else is
 * known; but `revoked` and `unknown` stay, which are worse.
 */
export function enforceStaple(
  found: CertificateRevocation,
  verdicts: readonly SourcedVerdict[],
  { subject }: Certificate,
): CertificateRevocation {
  if (verdicts.some(({ isStapled, verdict }) => isStapled === true && verdict.kind !== 'unusable')) return found
  const problem = createProblem('staple-missing', { subject: subject.text })
  if (found.status === 'revoked') return { ...found, problems: [...found.problems, problem] }
  if (found.status === 'unknown') return { ...found, problems: [problem, ...found.problems] }
  const faults = verdicts.flatMap(({ isStapled, verdict }) =>
    isStapled === true && verdict.kind === 'unusable' ? [verdict.problem] : [],
  )
  const others = found.status === 'unavailable' ? found.problems : faults
  return { status: 'unavailable', problems: [problem, ...others] }
}
