import type { KeyUsage } from '../x509/read-key-extensions.ts'
import type { CertificateDefect } from './certificate-defects.ts'
import type { TestKey, TestKeyAlgorithm } from './create-test-key.ts'
import type { DerPatch } from './patch-der.ts'
import type { TestSignatureAlgorithm } from './signature-algorithms.ts'
import type {
  TestDistributionPoint,
  TestExtension,
  TestExtensionName,
  TestKeyPurpose,
  TestNameConstraints,
  TestPolicyConstraints,
} from './test-extension.ts'
import type { TestGeneralName } from './test-general-name.ts'
import type { TestName } from './test-name.ts'

/** Where a certificate says that its issuer publishes. */
export interface TestUrls {
  readonly ocsp?: readonly string[] | undefined
  readonly caIssuers?: readonly string[] | undefined
  readonly crl?: readonly (string | TestDistributionPoint)[] | undefined
  readonly freshestCrl?: readonly (string | TestDistributionPoint)[] | undefined
}

/**
 * What a certificate is to be. All is optional: what is left out is as a sound certificate of its kind has it. Nothing is
 * checked, so that whatever RFC 5280 forbids can be made too.
 */
export interface CertificateOptions {
  /** A common name, a list of attributes, or DER. By default the first DNS name, or a name by kind and number. */
  readonly subject?: TestName | undefined
  /** subjectAltName. `['www.example.com']` by default for a leaf. An empty list leaves the extension out. */
  readonly names?: readonly TestGeneralName[] | undefined
  /** Of the subject's key. By default that of the issuer's key. */
  readonly algorithm?: TestKeyAlgorithm | undefined
  /** The subject's key itself, for certificates that share one. A defect of keys that it cannot have takes another in its place. */
  readonly key?: TestKey | undefined
  /** RSA only. */
  readonly publicExponent?: 3 | 65_537 | undefined
  /** As a number, or as the content octets of the INTEGER. */
  readonly serialNumber?: number | bigint | Uint8Array | undefined
  readonly notBefore?: Date | undefined
  /** Inclusive. */
  readonly notAfter?: Date | undefined
  /** From notBefore on, both ends included; not used where `notAfter` is given. */
  readonly lifetimeDays?: number | undefined
  /** pathLenConstraint of a CA. */
  readonly pathLength?: number | undefined
  /** An empty list leaves the extension out. */
  readonly keyUsage?: readonly KeyUsage[] | undefined
  /** Names or dotted object identifiers. An empty list leaves the extension out. */
  readonly extendedKeyUsage?: readonly (TestKeyPurpose | (string & {}))[] | undefined
  readonly nameConstraints?: TestNameConstraints | undefined
  /** Object identifiers. An empty list leaves the extension out. */
  readonly policies?: readonly string[] | undefined
  /** Pairs of issuerDomainPolicy and subjectDomainPolicy. */
  readonly policyMappings?: readonly (readonly [string, string])[] | undefined
  readonly policyConstraints?: TestPolicyConstraints | undefined
  readonly inhibitAnyPolicy?: number | undefined
  /** Numbers of TLS extensions (RFC 7633); `[5]` is must-staple. */
  readonly tlsFeatures?: readonly number[] | undefined
  /** By default the issuer's `issuedUrls`, and none for a root. */
  readonly urls?: TestUrls | undefined
  /** Must go with the issuer's key. */
  readonly signatureAlgorithm?: TestSignatureAlgorithm | undefined
  /** Extensions to add, each in the place of one with the same identifier if there is one. */
  readonly extensions?: readonly TestExtension[] | undefined
  /** Extensions to leave out. */
  readonly withoutExtensions?: readonly TestExtensionName[] | undefined
  /** The issuer that the certificate names, though it is not who signs. */
  readonly issuer?: TestName | undefined
  /** Changes of TBSCertificate before it is signed. */
  readonly tbsPatches?: readonly DerPatch[] | undefined
  /** Changes of the signed certificate. */
  readonly patches?: readonly DerPatch[] | undefined
  /** Named defects, applied in order, and after all other options. */
  readonly defects?: readonly CertificateDefect[] | undefined
}
