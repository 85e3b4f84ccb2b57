import { readCorpus } from './corpus.ts'

/** One certificate of certs.json.gz with the fields as OpenSSL reads them. */
export interface CertificateCase {
  /** Where the certificate comes from; unique. */
  readonly source: string
  readonly suite: string
  readonly der: string
  readonly sha256: string
  readonly openssl: 'reads' | 'refuses'
  readonly subject?: string
  readonly issuer?: string
  readonly serial?: string
  readonly notBefore?: string
  readonly notAfter?: string
  readonly publicKeyBits?: number
  readonly curve?: string
  readonly curveOid?: string
  readonly version?: number
  readonly sigAlgOid?: string
  readonly spkiOid?: string
  readonly spkiSha256?: string
  /** Object identifiers, with `!` after those of critical extensions. */
  readonly extensions?: readonly string[]
  readonly san?: readonly (readonly [string, unknown])[] | string
}

/** The certificates of the corpus. */
export function readCertificateCases(): readonly CertificateCase[] {
  return readCorpus<{ readonly cases: readonly CertificateCase[] }>('certs.json.gz').cases
}
