import type { Certificate } from '../x509/certificate.ts'
import type { ValidityState } from './inspect-report.ts'

const SECOND_MS = 1000
const DAY_MS = 86_400_000

/** Puts a certificate into time: `at` is cut to the second, `notAfter` included (RFC 5280 section 4.1.2.5). */
export function validityState(
  { notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>,
  at: Date,
): ValidityState {
  const atMs = Math.floor(at.getTime() / SECOND_MS) * SECOND_MS
  const remainingMs = notAfter.getTime() - atMs
  const days = { daysLeft: Math.floor(remainingMs / DAY_MS), daysPast: Math.max(0, Math.floor(-remainingMs / DAY_MS)) }
  if (remainingMs < 0) return { state: 'expired', ...days }
  return { state: atMs < notBefore.getTime() ? 'not-yet-valid' : 'valid', ...days }
}
