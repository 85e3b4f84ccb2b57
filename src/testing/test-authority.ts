import type { Certificate } from '../x509/certificate.ts'
import type { CertificateOptions, TestUrls } from './certificate-options.ts'
import type { CrlOptions, TestCrl } from './crl-options.ts'
import type { TestKey } from './create-test-key.ts'
import type { OcspOptions, TestOcspResponse } from './ocsp-options.ts'
import type { RevokeOptions } from './revocation.ts'

/** A certificate made for a test, with its private key and its way up to the root. */
export interface TestCertificate {
  readonly pem: string
  readonly der: Uint8Array
  /** Decoded. Reading it throws CertkeepError `ERR_DER_*` or `ERR_X509_*` where a defect has made it unreadable. */
  readonly certificate: Certificate
  readonly key: TestKey
  /** DER of the subject's name. */
  readonly subject: Uint8Array
  /** Content octets of the serial number. */
  readonly serialNumber: Uint8Array
  /** `undefined` for a self-signed certificate. */
  readonly issuer: TestAuthority | undefined
  /** From this certificate to its root, both included. */
  readonly chain: readonly TestCertificate[]
  /** PEM of the certificates above this one, the root last. */
  readonly chainPem: string
  /** PEM of this certificate and those above it, the root last. */
  readonly fullChainPem: string
}

/** What a CA is to be. */
export interface AuthorityOptions extends CertificateOptions {
  /** The URLs that certificates issued by this CA carry, unless they are given their own. */
  readonly issuedUrls?: TestUrls | undefined
}

/**
 * A certificate authority for tests. What it makes follows from seed, names and order of the calls alone, also where they
 * run at the same time.
 */
export interface TestAuthority extends TestCertificate {
  /** A CA below this one. */
  readonly intermediate: (options?: AuthorityOptions) => Promise<TestAuthority>
  /** A server certificate, for `www.example.com` unless `names` says otherwise. */
  readonly leaf: (options?: CertificateOptions) => Promise<TestCertificate>
  /**
   * A second certificate for the name and key of another CA. What that CA issued, chains through both.
   *
   * @throws TypeError if `other` is none, or its key cannot have a defect that is asked for
   */
  readonly crossSign: (other: TestAuthority, options?: CertificateOptions) => Promise<TestAuthority>
  /** A server certificate that nobody but itself has signed; from the same seed, but no part of the hierarchy. */
  readonly selfSigned: (options?: CertificateOptions) => Promise<TestCertificate>
  /** A delegated OCSP responder: only OCSPSigning, id-pkix-ocsp-nocheck. */
  readonly ocspResponder: (options?: CertificateOptions) => Promise<TestCertificate>
  /** Marks a certificate as revoked in later CRLs and OCSP responses of this CA. A second time replaces the first. */
  readonly revoke: (certificate: TestCertificate, options?: RevokeOptions) => void
  /** Takes a revocation back, as when a hold ends. */
  readonly reinstate: (certificate: TestCertificate) => void
  /** A CRL of what was revoked. */
  readonly crl: (options?: CrlOptions) => Promise<TestCrl>
  /** An OCSP response about given certificates. */
  readonly ocsp: (options: OcspOptions) => Promise<TestOcspResponse>
  /** The instant from which defaults are counted. */
  readonly now: () => Date
}
