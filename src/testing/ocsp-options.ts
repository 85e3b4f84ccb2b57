import type { DerPatch } from './patch-der.ts'
import type { OcspDefect } from './ocsp-defects.ts'
import type { TestRevocationReason } from './revocation.ts'
import type { TestSignatureAlgorithm } from './signature-algorithms.ts'
import type { TestAuthority, TestCertificate } from './test-authority.ts'
import type { TestExtension } from './test-extension.ts'

/** OCSPResponseStatus (RFC 6960 section 4.2.1). */
export type OcspResponseStatus =
  'successful' | 'malformedRequest' | 'internalError' | 'tryLater' | 'sigRequired' | 'unauthorized'

/** Who signs an OCSP response: any {@link TestCertificate}, or parts of several. */
export type TestOcspSigner = Pick<TestCertificate, 'subject' | 'key' | 'der'>

/** A SingleResponse: about a certificate, or about a serial number as a number or as the content octets of the INTEGER. */
export interface TestOcspEntry {
  readonly certificate?: TestCertificate | undefined
  readonly serialNumber?: number | bigint | Uint8Array | undefined
  /** Whose name and key the CertID is about. By default the authority that answers. */
  readonly issuer?: TestAuthority | undefined
  /** Of the CertID. @defaultValue `'SHA-1'` */
  readonly hash?: 'SHA-1' | 'SHA-256' | undefined
  /** DER of a CertID, taken as it is. */
  readonly certId?: Uint8Array | undefined
  /** By default `revoked` if the authority has revoked it, `good` if it has issued it, else `unknown`. */
  readonly status?: 'good' | 'revoked' | 'unknown' | undefined
  readonly revokedAt?: Date | undefined
  readonly reason?: TestRevocationReason | undefined
  /** Those of the whole response by default. */
  readonly thisUpdate?: Date | undefined
  readonly nextUpdate?: Date | 'absent' | undefined
  readonly extensions?: readonly TestExtension[] | undefined
}

/** What an OCSP response is to be. What is left out is as in a fresh one, signed by the authority itself. */
export interface OcspOptions {
  /** What the response is about, with one SingleResponse each. */
  readonly certificates?: readonly TestCertificate[] | undefined
  /** SingleResponses in detail, after those for `certificates`. */
  readonly responses?: readonly TestOcspEntry[] | undefined
  /** Of the CertIDs that do not have their own. @defaultValue `'SHA-1'` */
  readonly hash?: 'SHA-1' | 'SHA-256' | undefined
  /** Who signs: the authority, a responder that it has made for this, or any certificate and its key. @defaultValue `'issuer'` */
  readonly responder?: 'issuer' | 'delegated' | TestOcspSigner | undefined
  /** @defaultValue `'name'` */
  readonly responderId?: 'name' | 'key' | undefined
  /** Certificates sent along. By default that of a responder that is not the authority. */
  readonly embed?: readonly Pick<TestCertificate, 'der'>[] | undefined
  /** The instant of the authority by default. */
  readonly producedAt?: Date | undefined
  /** The instant of the authority by default. */
  readonly thisUpdate?: Date | undefined
  /** Three days after thisUpdate by default. */
  readonly nextUpdate?: Date | 'absent' | undefined
  /** Echoed (RFC 9654). */
  readonly nonce?: Uint8Array | undefined
  /** Other than `successful`, the response is that status alone, unsigned. */
  readonly status?: OcspResponseStatus | undefined
  readonly signatureAlgorithm?: TestSignatureAlgorithm | undefined
  /** responseExtensions. */
  readonly extensions?: readonly TestExtension[] | undefined
  /** Changes of ResponseData before it is signed. */
  readonly tbsPatches?: readonly DerPatch[] | undefined
  /** Changes of the whole OCSPResponse. */
  readonly patches?: readonly DerPatch[] | undefined
  /** Named defects, applied in order, and after all other options. */
  readonly defects?: readonly OcspDefect[] | undefined
}

/** An OCSP response. */
export interface TestOcspResponse {
  readonly der: Uint8Array
}

/** The SingleResponses that the options ask for. */
export function listOcspEntries({ certificates = [], responses = [] }: OcspOptions): readonly TestOcspEntry[] {
  return [...certificates.map((certificate) => ({ certificate })), ...responses]
}
