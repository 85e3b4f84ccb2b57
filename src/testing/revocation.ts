import { ENUMERATED } from '../der/tag.ts'
import { encodeElement } from '../der/write-der.ts'
import type { TestCertificate } from './test-authority.ts'

/** Why a certificate is revoked (RFC 5280 section 5.3.1). */
export type TestRevocationReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'removeFromCRL'
  | 'privilegeWithdrawn'
  | 'aACompromise'

/** Numbers of CRLReason. */
const REASON_NUMBERS: Readonly<Record<TestRevocationReason, number>> = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
}

/** When and why a certificate is revoked. */
export interface RevokeOptions {
  /** The instant of the authority by default. */
  readonly at?: Date | undefined
  /** No reason is given by default, which means unspecified. */
  readonly reason?: TestRevocationReason | undefined
  /** Since when the key is thought to be known. */
  readonly invalidityDate?: Date | undefined
}

/** A revocation that an authority knows of. */
export interface Revocation {
  /** Content octets of the serial number. */
  readonly serialNumber: Uint8Array
  /** DER of the name of the certificate's issuer. */
  readonly issuer: Uint8Array
  readonly isCa: boolean
  readonly at: Date
  readonly reason: TestRevocationReason | undefined
  readonly invalidityDate: Date | undefined
}

/** DER of the name of who issued a certificate: for a self-signed one its own. */
export function issuerNameOf({ issuer, subject }: Pick<TestCertificate, 'issuer' | 'subject'>): Uint8Array {
  return issuer?.subject ?? subject
}

/** DER of CRLReason. */
export function encodeReason(reason: TestRevocationReason): Uint8Array {
  return encodeElement(ENUMERATED, Uint8Array.of(REASON_NUMBERS[reason]))
}
