import type { ProblemFacts } from './problem.ts'

/** Problems that only a registry sees, since they lie between a certificate and others. */
export interface RegistryProblemDetails {
  /** Other certificates of the account have the same key; `name` is one of them, `count` how many there are. */
  'key-shared': { readonly name: string; readonly count: number }
  /** A certificate with the same key was revoked because its key is known to others (keyCompromise, RFC 5280 section 5.3.1). */
  'key-compromised': { readonly fingerprint: string; readonly revokedAt: string | null }
  /** A service needs a host name that the certificate to come does not cover (RFC 9525). */
  'attachment-not-covered': {
    readonly hostname: string
    readonly service: string
    readonly resourceType: string
    readonly resourceId: string
  }
}

/** Group, severity and rank of each code. */
export const REGISTRY_PROBLEMS: Readonly<Record<keyof RegistryProblemDetails, ProblemFacts>> = {
  'key-compromised': { kind: 'unusable', severity: 'error', rank: 322 },
  'attachment-not-covered': { kind: 'in-use', severity: 'error', rank: 312 },
  'key-shared': { kind: 'unusable', severity: 'warning', rank: 90 },
}
