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
  /**
   * Of the first certificate: that a TLS handshake must carry a valid OCSP response about it, because its TLS feature extension says so, or
   * that of a CA above it (RFC 7633). Enforced where `handshake` is given.
   */
  readonly mustStaple?: true
  readonly problems: readonly Problem[]
}

/** What {@link checkRevocation} found. */
export interface RevocationReport {
  /** Of the whole: the first of revoked, unknown, unavailable, good that occurs. */
  readonly status: RevocationStatus
  /** In the order of the chain, the root left out. */
  readonly certificates: readonly CertificateRevocation[]
  /**
   * When it is worth to check again: at half of the life of the evidence that is renewed first, or when the server of that evidence says that
   * there may be newer; soon where there was none. Never after evidence has ended. With `random`, up to a tenth of the wait later.
   */
  readonly checkAgainAt: Date
}
