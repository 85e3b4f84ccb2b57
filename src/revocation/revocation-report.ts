import type { Problem } from '../problem/problem.ts'
import type { RevocationReason } from '../x509/crl.ts'

/**
 * - `good`: fresh evidence of the issuer says that it is not revoked
 * - `revoked`: evidence says that it is
 * - `unknown`: an authorised responder said that it does not know the certificate
 * - `unavailable`: nothing usable could be had; `problems` says why
 * - `not-applicable`: revocation does not apply, which counts as good; `problems` says why
 */
export type RevocationStatus = 'good' | 'revoked' | 'unknown' | 'unavailable' | 'not-applicable'

/** What was found out about one certificate. Keys are there only where something is known. */
export interface CertificateRevocation {
  readonly status: RevocationStatus
  readonly source?: 'crl' | 'ocsp'
  /** Where the evidence was fetched; absent where it was given. */
  readonly url?: string
  readonly revokedAt?: Date
  readonly reason?: RevocationReason
  readonly invalidityDate?: Date
  readonly thisUpdate?: Date
  readonly nextUpdate?: Date
  readonly problems: readonly Problem[]
}

/** What {@link checkRevocation} found. */
export interface RevocationReport {
  /** Of the whole: the first of revoked, unknown, unavailable, good that occurs. */
  readonly status: RevocationStatus
  /** In the order of the chain, the root left out. */
  readonly certificates: readonly CertificateRevocation[]
  /** When it is worth to check again: at half of the evidence's life, or soon where there was none. */
  readonly checkAgainAt: Date
}
