import type { NotApplicableReason } from '../problem/revocation-problems.ts'
import type { Certificate } from '../x509/certificate.ts'
import { evidenceUrls } from './fetch-evidence.ts'

/** Issued from 2026-03-15 on a certificate of at most 7 days is short-lived, before that one of at most 10 (Baseline Requirements section 1.6.1). */
const SEVEN_DAYS_FROM_MS = 1_773_532_800_000
const TEN_DAYS_FROM_MS = 1_710_460_800_000

/** Why revocation does not apply; a certificate that contradicts itself on this is not exempt (RFC 9608 section 4). */
export function findExemption(certificate: Certificate, atMs: number): NotApplicableReason | undefined {
  const { extensions, notBefore, notAfter } = certificate
  const hasPointers =
    extensions.crlDistributionPoints !== undefined ||
    extensions.freshestCrl !== undefined ||
    evidenceUrls(certificate, 'ocsp').length > 0
  const isCa = extensions.basicConstraints?.cA === true
  if (extensions.noRevAvail === true && !hasPointers && !isCa) return 'no-rev-avail'
  if (atMs > notAfter.getTime()) return 'expired'
  const issuedMs = notBefore.getTime()
  const limitDays = issuedMs >= SEVEN_DAYS_FROM_MS ? 7 : issuedMs >= TEN_DAYS_FROM_MS ? 10 : 0
  // Both ends belong to the validity, so that a second is added.
  const isShortLived = notAfter.getTime() - issuedMs + 1000 <= limitDays * 86_400_000
  return isShortLived && !hasPointers && !isCa ? 'short-lived' : undefined
}
