import type { Certificate } from './certificate.ts'
import type { RevocationReason } from './crl.ts'
import type { Extension } from './extensions.ts'
import type { HashName } from './hash-algorithms.ts'
import type { Name } from './name.ts'
import type { SignatureAlgorithm } from './signature-algorithm.ts'

/** OCSPResponseStatus (RFC 6960 section 4.2.1). All but `successful` come unsigned and say nothing of any certificate. */
export type OcspResponseStatus =
  'successful' | 'malformedRequest' | 'internalError' | 'tryLater' | 'sigRequired' | 'unauthorized'

/** Which certificate a single response is about (RFC 6960 section 4.1.1). Hashes and number in lower-case hex. */
export interface OcspCertId {
  /** Absent where the digest is not recognised. */
  readonly hash: HashName | undefined
  readonly issuerNameHash: string
  readonly issuerKeyHash: string
  /** As `Certificate.serialNumber` writes it. */
  readonly serialNumber: string
}

/** What a responder says of one certificate. */
export interface OcspSingleResponse {
  readonly certId: OcspCertId
  readonly status: 'good' | 'revoked' | 'unknown'
  readonly revokedAt: Date | undefined
  readonly reason: RevocationReason | undefined
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  readonly extensions: readonly Extension[]
}

/** BasicOCSPResponse (RFC 6960 section 4.2.1), decoded and not verified. */
export interface BasicOcspResponse {
  /** Who says to have signed: a name, or the SHA-1 of a key in lower-case hex. */
  readonly responderId:
    { readonly kind: 'name'; readonly name: Name } | { readonly kind: 'key'; readonly keyHash: string }
  readonly producedAt: Date
  readonly responses: readonly OcspSingleResponse[]
  readonly extensions: readonly Extension[]
  /** The nonce, lower-case hex (RFC 9654). */
  readonly nonce: string | undefined
  readonly signatureAlgorithm: SignatureAlgorithm
  /** The bytes that were signed. */
  readonly tbsResponseData: Uint8Array
  readonly signature: Uint8Array
  /** Those that can be read of the certificates sent along; none of them is trusted for being here. */
  readonly certificates: readonly Certificate[]
  /** For each of the others, the code of the error it was refused with; `ERR_OCSP_CERTIFICATES` for those beyond the first 16. */
  readonly certificateErrors: readonly string[]
}

/** An OCSP response. `basic` is there exactly if the status is `successful`. */
export interface OcspResponse {
  readonly der: Uint8Array
  readonly status: OcspResponseStatus
  readonly basic: BasicOcspResponse | undefined
}
