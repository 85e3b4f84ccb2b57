import type { AccessDescription } from './read-access-extensions.ts'
import type { DistributionPoint, DistributionPointName, ReasonFlag } from './read-distribution-points.ts'
import type { Extension } from './extensions.ts'
import type { GeneralName } from './general-name.ts'
import type { AuthorityKeyIdentifier } from './read-key-extensions.ts'
import type { Name } from './name.ts'
import type { SignatureAlgorithm } from './signature-algorithm.ts'

/** Why a certificate was revoked (RFC 5280 section 5.3.1). Absent in an entry, it is `unspecified`. */
export type RevocationReason =
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

/** issuingDistributionPoint (RFC 5280 section 5.2.5): what a CRL is about. */
export interface IssuingDistributionPoint extends DistributionPointName {
  readonly onlyContainsUserCerts: boolean
  readonly onlyContainsCaCerts: boolean
  readonly onlyContainsAttributeCerts: boolean
  /** Absent: all reasons. */
  readonly onlySomeReasons: readonly ReasonFlag[] | undefined
  readonly indirectCrl: boolean
}

/** The extensions of a CRL (RFC 5280 section 5.2). */
export interface CrlExtensions {
  readonly list: readonly Extension[]
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | undefined
  readonly issuerAltName: readonly GeneralName[] | undefined
  readonly crlNumber: bigint | undefined
  /** The number of the complete CRL that a delta CRL adds to; its presence makes a delta CRL. */
  readonly deltaCrlIndicator: bigint | undefined
  readonly issuingDistributionPoint: IssuingDistributionPoint | undefined
  readonly freshestCrl: readonly DistributionPoint[] | undefined
  readonly authorityInfoAccess: readonly AccessDescription[] | undefined
}

/** One revoked certificate. */
export interface CrlEntry {
  /** As `Certificate.serialNumber` writes it. */
  readonly serialNumber: string
  readonly revocationDate: Date
  /** Absent where the entry gives none. */
  readonly reason: RevocationReason | undefined
  readonly invalidityDate: Date | undefined
  /** Of an indirect CRL: who issued the certificate, also where an earlier entry said so. Absent: the issuer of the CRL. */
  readonly certificateIssuer: readonly GeneralName[] | undefined
  /** A critical extension of the entry that is not known, which makes the whole CRL unusable (RFC 5280 section 5.3). */
  readonly unknownCriticalExtension: string | undefined
}

/**
 * A decoded certificate revocation list (RFC 5280 section 5.1), as {@link parseCrl} makes it.
 *
 * Every entry was checked, and none is kept: entries are decoded when asked for.
 */
export interface Crl {
  readonly der: Uint8Array
  readonly version: 1 | 2
  readonly issuer: Name
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  readonly signatureAlgorithm: SignatureAlgorithm
  readonly extensions: CrlExtensions
  readonly entryCount: number
  /** A critical extension of any entry that is not known. */
  readonly unknownCriticalEntryExtension: string | undefined
  /** The bytes that were signed. */
  readonly tbsCertList: Uint8Array
  readonly signature: Uint8Array
  /** All entries, in order. */
  readonly entries: () => Iterable<CrlEntry>
  /**
   * The entries of a serial number, in order: more than one in an indirect CRL, where certificates of several issuers share it.
   *
   * The first two look-ups go through a hash of each entry; then an index is made, of four octets more an entry.
   */
  readonly find: (serialNumber: string) => readonly CrlEntry[]
}
