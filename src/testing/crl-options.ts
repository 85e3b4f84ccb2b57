import type { ReasonFlag } from '../x509/read-distribution-points.ts'
import type { CrlDefect } from './crl-defects.ts'
import type { DerPatch } from './patch-der.ts'
import type { TestRevocationReason } from './revocation.ts'
import type { TestSignatureAlgorithm } from './signature-algorithms.ts'
import type { TestCertificate } from './test-authority.ts'
import type { TestDistributionPoint, TestExtension, TestExtensionName } from './test-extension.ts'
import type { TestGeneralName } from './test-general-name.ts'
import type { TestName, TestNameAttribute } from './test-name.ts'

/** issuingDistributionPoint (RFC 5280 section 5.2.5), in its own words. */
export interface TestCrlScope {
  readonly fullName?: readonly TestGeneralName[] | undefined
  readonly relativeName?: readonly TestNameAttribute[] | undefined
  readonly onlyContainsUserCerts?: boolean | undefined
  readonly onlyContainsCACerts?: boolean | undefined
  /** An empty list is written as an empty BIT STRING. */
  readonly onlySomeReasons?: readonly ReasonFlag[] | undefined
  readonly indirectCRL?: boolean | undefined
  readonly onlyContainsAttributeCerts?: boolean | undefined
}

/** An entry of a CRL: a certificate, or a serial number as a number or as the content octets of the INTEGER. */
export interface TestCrlEntry {
  readonly certificate?: TestCertificate | undefined
  readonly serialNumber?: number | bigint | Uint8Array | undefined
  /** revocationDate; the instant of the authority by default. */
  readonly at?: Date | undefined
  readonly reason?: TestRevocationReason | undefined
  readonly invalidityDate?: Date | undefined
  /**
   * Written only where given, except that an indirect CRL names the issuer of a given `certificate` wherever it differs
   * from that of the entry before.
   */
  readonly certificateIssuer?: TestName | undefined
  readonly extensions?: readonly TestExtension[] | undefined
}

/** What a CRL is to be. What is left out is as in a complete, fresh CRL of all that the authority has revoked. */
export interface CrlOptions {
  /** The instant of the authority by default. */
  readonly thisUpdate?: Date | undefined
  /** Seven days after thisUpdate by default. */
  readonly nextUpdate?: Date | 'absent' | undefined
  /** One more than that of the CRL before by default, from 1 on. */
  readonly crlNumber?: number | bigint | 'absent' | undefined
  /** Makes this a delta CRL to the CRL of that number. */
  readonly baseCrlNumber?: number | bigint | undefined
  /** Writes issuingDistributionPoint. Revocations out of scope by kind or reason stay out, unless `entries` lists them. */
  readonly scope?: TestCrlScope | undefined
  /** Instead of what the authority has revoked. A generator can give a million, which take some seconds. */
  readonly entries?: Iterable<TestCrlEntry> | undefined
  /** freshestCRL: where the delta is. */
  readonly freshestCrl?: readonly (string | TestDistributionPoint)[] | undefined
  /** The issuer that the CRL names, though it is not who signs. */
  readonly issuer?: TestName | undefined
  readonly signatureAlgorithm?: TestSignatureAlgorithm | undefined
  /** Extensions to add, each in the place of one with the same identifier if there is one. */
  readonly extensions?: readonly TestExtension[] | undefined
  readonly withoutExtensions?: readonly TestExtensionName[] | undefined
  /** Changes of TBSCertList before it is signed. */
  readonly tbsPatches?: readonly DerPatch[] | undefined
  /** Changes of the signed CRL. */
  readonly patches?: readonly DerPatch[] | undefined
  /** Named defects, applied in order, and after all other options. */
  readonly defects?: readonly CrlDefect[] | undefined
}

/** A certificate revocation list. */
export interface TestCrl {
  readonly pem: string
  readonly der: Uint8Array
}
