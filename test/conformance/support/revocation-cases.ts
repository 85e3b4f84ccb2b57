import { readCorpus } from './corpus.ts'

/** One case of revocation.json.gz or revocation-large.json.gz; certificates and evidence are base64 of DER. */
export interface RevocationCase {
  readonly id: string
  readonly suite: string
  readonly kind: 'ocsp-status' | 'crl-status' | 'chain' | 'ocsp-parse' | 'crl-parse' | 'ocsp-lookup' | 'crl-signature'
  readonly expected: string
  readonly time?: string
  readonly subject?: string | null
  /** Hex, without leading zeros; all that there is of a certificate where `subject` is null. */
  readonly subjectSerial?: string
  readonly issuer?: string
  readonly leaf?: string
  readonly intermediates?: readonly string[]
  readonly anchors?: readonly string[]
  readonly crls?: readonly string[]
  readonly ocsp?: readonly string[]
  readonly options?: {
    readonly depth?: 'leaf' | 'chain'
    readonly unknownStatus?: 'allow' | 'forbid'
    readonly revocation?: 'on' | 'off'
    readonly enforceCrlExpiry?: boolean
  }
  /** Good libraries differ. */
  readonly policySpecific?: boolean
  readonly derived?: boolean
  readonly doubt?: string
}

/** The cases of both files. */
export function readRevocationCases(): readonly RevocationCase[] {
  return ['revocation.json.gz', 'revocation-large.json.gz'].flatMap(
    (name) => readCorpus<{ readonly cases: readonly RevocationCase[] }>(name).cases,
  )
}
