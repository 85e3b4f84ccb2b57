import type { Extensions } from './extensions.ts'
import type { GeneralName } from './general-name.ts'
import type { Name } from './name.ts'
import type { PublicKey } from './public-key.ts'
import type { SignatureAlgorithm } from './signature-algorithm.ts'

/**
 * A decoded X.509 certificate (RFC 5280 section 4.1), as {@link parseCertificate} makes it.
 *
 * All was checked when it was parsed, so no field throws. Fields are decoded when they are first read. Bytes are views
 * of `der`, which must not be written to; dates are new at each reading. `JSON.stringify` gives a short summary.
 */
export interface Certificate {
  /** The whole certificate as received. */
  readonly der: Uint8Array
  readonly version: 1 | 2 | 3
  /** Lower-case hex without separators or sign octet; `-` before a negative number, which RFC 5280 forbids. */
  readonly serialNumber: string
  readonly issuer: Name
  readonly subject: Name
  readonly notBefore: Date
  /** Inclusive, to the second. */
  readonly notAfter: Date
  /** Of the outer `signatureAlgorithm`, which equals the signed one to the byte. */
  readonly signatureAlgorithm: SignatureAlgorithm
  readonly publicKey: PublicKey
  readonly extensions: Extensions
  /** The entries of subjectAltName, in order; empty without the extension. */
  readonly subjectAltNames: readonly GeneralName[]
  /**
   * The representative domain: the subject's common name if it is one of the alternative names, else the first
   * DNS name, else the first address. `undefined` for a certificate that names no host.
   */
  readonly primaryDomain: string | undefined
  /** Whether issuer and subject are the same name (RFC 5280 section 7.1). Says nothing about who signed. */
  readonly isSelfIssued: boolean
  /** The bytes that were signed. */
  readonly tbsCertificate: Uint8Array
  /** The octets of the signature. */
  readonly signature: Uint8Array
  /**
   * Lower-case hex of the digest over `der`, without separators.
   *
   * @param algorithm - `sha256` by default
   * @throws TypeError for any other than `sha256` and `sha1`
   */
  readonly fingerprint: (algorithm?: 'sha256' | 'sha1') => string
}
