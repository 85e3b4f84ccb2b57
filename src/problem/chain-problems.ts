import type { ProblemFacts } from './problem.ts'

/** What a search may use up; each is bounded. */
export type ChainBudget = 'signatures' | 'candidates' | 'names' | 'policies'

/** Why a name constraint was not kept to. */
export type NameConstraintBreach =
  'not-permitted' | 'excluded' | 'malformed-name' | 'malformed-constraint' | 'unsupported'

/** Why a key is too weak to rely on. */
export type KeyWeakness =
  | 'rsa-too-small'
  | 'rsa-too-large'
  | 'rsa-odd-size'
  | 'rsa-exponent'
  | 'rsa-even-modulus'
  | 'rsa-small-factor'
  | 'rsa-close-primes'
  | 'rsa-roca'
  | 'curve-not-allowed'
  /** No point of its curve, or one under which anybody can sign. */
  | 'point-invalid'
  | 'algorithm-not-allowed'

/**
 * A demand on the contents of certificates. `rfc5280-` ones bind every conforming CA; `br-` ones are of the CA/B Forum's
 * Baseline Requirements and hold under the profile `webpki` only.
 */
export type ProfileRule =
  | 'rfc5280-serial-number'
  | 'rfc5280-issuer-empty'
  | 'rfc5280-subject-empty'
  | 'rfc5280-aki-missing'
  | 'rfc5280-aki-critical'
  | 'rfc5280-ski-missing'
  | 'rfc5280-ski-critical'
  | 'rfc5280-basic-constraints-not-critical'
  | 'rfc5280-key-cert-sign-without-ca'
  | 'rfc5280-path-length-without-ca'
  | 'rfc5280-name-constraints-not-critical'
  | 'rfc5280-name-constraints-in-end-entity'
  | 'rfc5280-policy-repeated'
  | 'rfc5280-inhibit-any-policy-not-critical'
  | 'rfc5280-access-critical'
  | 'rfc5280-alt-name-not-critical'
  | 'rfc5280-address-as-dns-name'
  | 'rfc5280-precertificate'
  | 'br-version'
  | 'br-alt-name-missing'
  | 'br-alt-name-critical'
  | 'br-purpose-missing'
  | 'br-purpose-critical'
  | 'br-purpose-any'
  | 'br-purpose-in-root'
  | 'br-ca-as-end-entity'
  | 'br-common-name'
  | 'br-root-aki'

/** Problems of a certificate's way to a root (RFC 5280 section 6, RFC 9525). */
export interface ChainProblemDetails {
  /** Past its notAfter (RFC 5280 section 4.1.2.5). */
  'certificate-expired': { readonly subject: string; readonly notAfter: string }
  /** Before its notBefore (RFC 5280 section 4.1.2.5). */
  'certificate-not-yet-valid': { readonly subject: string; readonly notBefore: string }
  /** No certificate of the issuer was found; `url` is where the issuer says that it can be had (RFC 5280 section 4.2.2.1). */
  'issuer-not-found': { readonly issuer: string; readonly keyIdentifier: string | null; readonly url: string | null }
  /** The certificate signed itself, and is not among the trusted ones (RFC 5280 section 6.1). */
  'self-signed': { readonly subject: string }
  /** The path ends in a root that is not among the trusted ones (RFC 5280 section 6.1.1 (d)). */
  'private-ca': { readonly root: string; readonly fingerprint: string }
  /** The root is no longer trusted for certificates that begin after `distrustAfter`. */
  'root-distrusted': { readonly root: string; readonly distrustAfter: string }
  /** The signature was not made by the issuer's key (RFC 5280 section 6.1.3 (a) (1)). */
  'signature-invalid': { readonly subject: string; readonly issuer: string }
  /** Nothing here can check a signature of this algorithm. */
  'signature-unsupported': { readonly subject: string; readonly algorithm: string }
  /** The signature's algorithm is broken (MD5: RFC 6151, SHA-1: RFC 6194) or none (unsigned: RFC 9925). */
  'signature-algorithm-refused': { readonly subject: string; readonly algorithm: string }
  /** A key that others may have computed or can forge with (Baseline Requirements sections 6.1.1.3, 6.1.5 and 6.1.6). */
  'key-weak': {
    readonly subject: string
    readonly algorithm: string
    readonly bits: number
    readonly weakness: KeyWeakness
  }
  /** The issuer's certificate is not one of a CA (RFC 5280 section 6.1.4 (k)). */
  'issuer-not-ca': { readonly issuer: string }
  /** The issuer's keyUsage does not allow to sign certificates (RFC 5280 section 6.1.4 (n)). */
  'issuer-key-usage': { readonly issuer: string }
  /** More CAs follow than an issuer allows (RFC 5280 section 6.1.4 (m)). */
  'path-length-exceeded': { readonly issuer: string; readonly pathLenConstraint: number }
  /** More CAs stand in the path than `maxDepth` allows. */
  'path-too-deep': { readonly maxDepth: number }
  /** The certificate's, or an issuer's, extendedKeyUsage or keyUsage does not allow the purpose (RFC 5280 sections 4.2.1.3, 4.2.1.12). */
  'purpose-not-allowed': { readonly subject: string; readonly purpose: string }
  /** A critical extension that is not known (RFC 5280 section 4.2). */
  'critical-extension-unknown': { readonly subject: string; readonly oid: string }
  /** A name that a CA above may not issue for (RFC 5280 sections 4.2.1.10 and 6.1.3 (b) and (c)). */
  'name-constraint-violated': {
    readonly subject: string
    readonly issuer: string
    readonly name: string
    readonly breach: NameConstraintBreach
  }
  /** The policies of the path do not meet what is required (RFC 5280 section 6.1.5 (g)). */
  'policy-violated': { readonly subject: string }
  /** The certificate does not cover the host (RFC 9525 section 6); `names` are the first few that it does. */
  'hostname-mismatch': { readonly hostname: string; readonly names: string }
  /** The certificate's contents break a rule of the profile (RFC 5280 section 4, Baseline Requirements section 7.1). */
  'profile-violated': { readonly subject: string; readonly rule: ProfileRule }
  /** The search was stopped: the certificates given would cost more work than any honest chain. */
  'budget-exceeded': { readonly budget: ChainBudget; readonly limit: number }
  /** A certificate of the chain given that has no part in the path. */
  'chain-stranger': { readonly subject: string }
  /** The chain given is not in order, leaf first (RFC 8446 section 4.4.2). */
  'chain-order': { readonly expected: string; readonly found: string }
  /** The end-entity certificate stands in the chain given once more. */
  'chain-repeats-leaf': { readonly subject: string }
}

/** Group, severity and rank of each code: what says most about the mend ranks highest. */
export const CHAIN_PROBLEMS: Readonly<Record<keyof ChainProblemDetails, ProblemFacts>> = {
  'certificate-expired': { kind: 'not-current', severity: 'error', rank: 330 },
  'certificate-not-yet-valid': { kind: 'not-current', severity: 'error', rank: 328 },
  'self-signed': { kind: 'not-public', severity: 'error', rank: 320 },
  'private-ca': { kind: 'not-public', severity: 'error', rank: 318 },
  'root-distrusted': { kind: 'not-public', severity: 'error', rank: 316 },
  'hostname-mismatch': { kind: 'unusable', severity: 'error', rank: 310 },
  'purpose-not-allowed': { kind: 'unusable', severity: 'error', rank: 308 },
  'name-constraint-violated': { kind: 'unusable', severity: 'error', rank: 306 },
  'path-length-exceeded': { kind: 'unusable', severity: 'error', rank: 304 },
  'policy-violated': { kind: 'unusable', severity: 'error', rank: 302 },
  'critical-extension-unknown': { kind: 'unusable', severity: 'error', rank: 300 },
  'signature-algorithm-refused': { kind: 'unusable', severity: 'error', rank: 298 },
  'key-weak': { kind: 'unusable', severity: 'error', rank: 296 },
  'issuer-not-ca': { kind: 'unusable', severity: 'error', rank: 294 },
  'issuer-key-usage': { kind: 'unusable', severity: 'error', rank: 292 },
  'profile-violated': { kind: 'unusable', severity: 'error', rank: 290 },
  'signature-unsupported': { kind: 'unusable', severity: 'error', rank: 288 },
  'signature-invalid': { kind: 'unusable', severity: 'error', rank: 286 },
  'path-too-deep': { kind: 'unusable', severity: 'error', rank: 284 },
  'issuer-not-found': { kind: 'incomplete-chain', severity: 'error', rank: 280 },
  'budget-exceeded': { kind: 'unusable', severity: 'error', rank: 270 },
  'chain-repeats-leaf': { kind: 'format', severity: 'warning', rank: 98 },
  'chain-order': { kind: 'format', severity: 'warning', rank: 96 },
  'chain-stranger': { kind: 'format', severity: 'warning', rank: 94 },
}
