import type { GeneralName } from '../x509/general-name.ts'
import type { HashName } from '../x509/hash-algorithms.ts'
import type { KeyUsage } from '../x509/read-key-extensions.ts'

/** A distinguished name for display. */
export interface NameInfo {
  /** RFC 4514, with control and invisible characters escaped. */
  readonly text: string
  readonly commonName: string | null
  readonly organization: string | null
  /** In the order of the encoding; `value` is as it stands, unescaped. */
  readonly attributes: readonly { readonly type: string; readonly oid: string; readonly value: string }[]
}

/** How thoroughly the CA says it validated the subject: domain, organisation, individual, extended. */
export type ValidationLevelName = 'DV' | 'OV' | 'IV' | 'EV'

/**
 * A certificate as plain data, as {@link describeCertificate} makes it.
 *
 * The same after `JSON.parse(JSON.stringify(…))`: what is not there is `null`, so that every field is always present.
 * Instants are ISO 8601 in UTC to the second. Values from the certificate other than `text` are unescaped.
 */
export interface CertificateInfo {
  readonly version: 1 | 2 | 3
  readonly serialNumber: string
  readonly subject: NameInfo
  readonly issuer: NameInfo
  readonly isSelfIssued: boolean
  readonly primaryDomain: string | null
  readonly subjectAltNames: readonly { readonly kind: GeneralName['kind']; readonly value: string }[]
  readonly notBefore: string
  /** Inclusive. */
  readonly notAfter: string
  /** Whole days from `notBefore` to `notAfter`, both included (RFC 5280 section 4.1.2.5). */
  readonly lifetimeDays: number
  readonly fingerprints: { readonly sha256: string; readonly sha1: string }
  readonly signatureAlgorithm: {
    readonly name: string
    readonly oid: string
    readonly hash: HashName | null
    readonly acceptance: 'accepted' | 'refused' | 'unknown'
  }
  readonly publicKey: {
    readonly algorithm: string
    readonly oid: string
    /** `null` where the algorithm has no size that people name. */
    readonly bits: number | null
    readonly curve: string | null
  }
  readonly isCa: boolean
  readonly basicConstraints: { readonly cA: boolean; readonly pathLenConstraint: number | null } | null
  /** `null` for a CA's certificate, whose policies speak of what it may issue, and where no known policy is named. */
  readonly validationLevel: ValidationLevelName | null
  readonly certificatePolicies: readonly { readonly oid: string; readonly name: string | null }[]
  readonly keyUsage: readonly KeyUsage[] | null
  readonly extendedKeyUsage: readonly { readonly oid: string; readonly name: string | null }[] | null
  readonly subjectKeyIdentifier: string | null
  readonly authorityKeyIdentifier: string | null
  readonly revocation: RevocationPointers
  readonly signedCertificateTimestamps: readonly {
    readonly version: number
    readonly logId: string | null
    readonly timestamp: string | null
  }[]
  /** Critical extensions that this library does not recognise; a certificate with one must not be relied on (RFC 5280 section 4.2). */
  readonly unknownCriticalExtensions: readonly string[]
}

/** Where the certificate says that its status, and its issuer, can be found. Addresses are as they stand, of any scheme. */
export interface RevocationPointers {
  readonly crlUrls: readonly string[]
  readonly ocspUrls: readonly string[]
  /** Not revocation, but in the same extension: where the issuer's certificate is published. */
  readonly caIssuersUrls: readonly string[]
  /** The issuer publishes no revocation information for it (RFC 9608). */
  readonly noRevAvail: boolean
  /** A server must staple an OCSP answer (tlsFeature 5, RFC 7633). */
  readonly mustStaple: boolean
}
