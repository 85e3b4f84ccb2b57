import type { ProblemFacts } from './problem.ts'

/** Problems of one certificate taken by itself. */
export interface CertificateProblemDetails {
  /**
   * The certificate cannot be read (RFC 5280 section 4, X.690): `error` is the decoder's code, `structure` the RFC's name of the part,
   * `offset` where in the DER.
   */
  'certificate-malformed': { readonly error: string; readonly structure: string; readonly offset: number }
}

/** Group, severity and rank of each code. */
export const CERTIFICATE_PROBLEMS: Readonly<Record<keyof CertificateProblemDetails, ProblemFacts>> = {
  'certificate-malformed': { kind: 'format', severity: 'error', rank: 350 },
}
