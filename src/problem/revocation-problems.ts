import type { ProblemFacts } from './problem.ts'

/** Why revocation does not apply to a certificate, which counts as good. */
export type NotApplicableReason = 'no-rev-avail' | 'short-lived' | 'expired' | 'ocsp-no-check'

/** What one check of revocation may spend: requests, octets fetched, signatures checked, time from its first request on. */
export type RevocationBudgetName = 'urls' | 'bytes' | 'signatures' | 'milliseconds'

/** Problems of revocation (RFC 5280 section 6.3, RFC 6960). `url` is the certificate's own, where evidence was fetched. */
export interface RevocationProblemDetails {
  /** A CRL or OCSP response says that the certificate is revoked (RFC 5280 section 5.3.1, RFC 6960 section 2.2). */
  'certificate-revoked': {
    readonly subject: string
    readonly revokedAt: string
    readonly reason: string
    readonly source: 'crl' | 'ocsp'
  }
  /** The issuer of the certificate is itself revoked, so that nothing it signed can be relied on. */
  'issuer-revoked': { readonly issuer: string }
  /** An authorised responder signed that it does not know the certificate (RFC 6960 section 2.2). */
  'responder-unknown': { readonly subject: string }
  /** The certificate names no place to ask (RFC 5280 sections 4.2.1.13, 4.2.2.1), and no evidence was given. */
  'no-revocation-source': { readonly subject: string }
  /** Evidence would have to be fetched, and there is nobody to fetch it here: in a page, or without a fetcher. */
  'not-attempted': { readonly url: string }
  /** The address did not give an answer that can be used; `reason` is the fetcher's word for why. */
  'fetch-failed': { readonly url: string; readonly reason: string }
  /** The fetcher refuses the address. */
  'url-blocked': { readonly url: string }
  /** The evidence cannot be read, or breaks a rule that it must keep to be relied on (RFC 5280 section 5, RFC 6960 section 4.2). */
  'evidence-malformed': { readonly source: 'crl' | 'ocsp'; readonly error: string; readonly url: string | null }
  /** The check has spent what it may. `url` is what it could not ask any more; `limit` is in the unit that the budget is named after. */
  'revocation-budget': {
    readonly budget: RevocationBudgetName
    readonly limit: number
    readonly url: string | null
  }
  /**
   * A CRL of a lower number than one that was seen before, and that does not list the certificate: an old one, sent again (RFC 5280
   * section 5.2.3).
   */
  'crl-rollback': { readonly crlNumber: string; readonly highestCrlNumber: string; readonly url: string | null }
  /**
   * The certificate must be stapled (RFC 7633), and no valid OCSP response about it came with the handshake. Not of kind `unverifiable`:
   * who lets pass what cannot be established must refuse this all the same.
   */
  'staple-missing': { readonly subject: string }
  /**
   * The evidence is past its nextUpdate, or older than it may be (RFC 5280 section 5.1.2.5, RFC 6960 section 4.2.2.1). `nextUpdate` is the
   * earlier of both, null where there is neither.
   */
  stale: { readonly source: 'crl' | 'ocsp'; readonly nextUpdate: string | null; readonly url: string | null }
  /** The evidence is dated in the future (RFC 5280 section 5.1.2.4, RFC 6960 section 4.2.2.1). */
  'evidence-not-yet-valid': {
    readonly source: 'crl' | 'ocsp'
    readonly thisUpdate: string
    readonly url: string | null
  }
  /** The evidence was not signed by the one it names (RFC 5280 section 6.3.3 (g), RFC 6960 section 3.2). */
  'bad-signature': { readonly source: 'crl' | 'ocsp'; readonly url: string | null }
  /** The signature is of an algorithm that is broken, or that nothing here can check. */
  'evidence-algorithm': { readonly source: 'crl' | 'ocsp'; readonly algorithm: string; readonly url: string | null }
  /** Whoever signed the evidence may not speak for the issuer (RFC 5280 section 6.3.3 (f), RFC 6960 section 4.2.2.2). */
  'responder-unauthorized': { readonly source: 'crl' | 'ocsp'; readonly url: string | null }
  /** A CRL that is not about this certificate (RFC 5280 section 6.3.3 (b)). */
  'out-of-scope': { readonly url: string | null }
  /** An OCSP response without an answer about this certificate (RFC 6960 section 3.2). */
  'not-covered': { readonly url: string | null }
  /** CRLs for some reasons of revocation only (RFC 5280 section 6.3.3 (d) and (e)). */
  'partial-reasons': { readonly subject: string }
  /** The responder answered with an error (RFC 6960 section 2.3). */
  'responder-error': { readonly status: string; readonly url: string | null }
  /** An extension of the evidence is critical and not known (RFC 5280 section 5.2, RFC 6960 section 4.4). */
  'evidence-unsupported': { readonly source: 'crl' | 'ocsp'; readonly oid: string; readonly url: string | null }
  /** Revocation need not be checked (RFC 9608 section 4, RFC 6960 section 4.2.2.2.1). */
  'revocation-not-applicable': { readonly reason: NotApplicableReason }
}

/** Group, severity and rank of each code. */
export const REVOCATION_PROBLEMS: Readonly<Record<keyof RevocationProblemDetails, ProblemFacts>> = {
  'certificate-revoked': { kind: 'not-current', severity: 'error', rank: 332 },
  'issuer-revoked': { kind: 'not-current', severity: 'error', rank: 326 },
  'staple-missing': { kind: 'unusable', severity: 'error', rank: 242 },
  'responder-unknown': { kind: 'unverifiable', severity: 'error', rank: 240 },
  'bad-signature': { kind: 'unverifiable', severity: 'error', rank: 238 },
  'responder-unauthorized': { kind: 'unverifiable', severity: 'error', rank: 236 },
  'evidence-algorithm': { kind: 'unverifiable', severity: 'error', rank: 234 },
  'evidence-malformed': { kind: 'unverifiable', severity: 'error', rank: 232 },
  'evidence-unsupported': { kind: 'unverifiable', severity: 'error', rank: 230 },
  'crl-rollback': { kind: 'unverifiable', severity: 'error', rank: 229 },
  stale: { kind: 'unverifiable', severity: 'error', rank: 228 },
  'evidence-not-yet-valid': { kind: 'unverifiable', severity: 'error', rank: 226 },
  'partial-reasons': { kind: 'unverifiable', severity: 'error', rank: 224 },
  'not-covered': { kind: 'unverifiable', severity: 'error', rank: 222 },
  'out-of-scope': { kind: 'unverifiable', severity: 'error', rank: 220 },
  'responder-error': { kind: 'unverifiable', severity: 'error', rank: 218 },
  'revocation-budget': { kind: 'unverifiable', severity: 'error', rank: 217 },
  'fetch-failed': { kind: 'unverifiable', severity: 'error', rank: 216 },
  'url-blocked': { kind: 'unverifiable', severity: 'error', rank: 214 },
  'not-attempted': { kind: 'unverifiable', severity: 'error', rank: 212 },
  'no-revocation-source': { kind: 'unverifiable', severity: 'error', rank: 210 },
  'revocation-not-applicable': { kind: 'unverifiable', severity: 'warning', rank: 90 },
}
