import type { KeyMatch } from '../crypto/verify-key-match.ts'
import type { AlertDate } from '../lifecycle/next-alert-dates.ts'
import type { CertificateStatus } from '../lifecycle/certificate-status.ts'
import type { MissingIssuer } from '../path/build-chain.ts'
import type { TrustAnchor } from '../path/trust-anchor.ts'
import type { Problem } from '../problem/problem.ts'
import type { RevocationReport } from '../revocation/revocation-report.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { CertificateInfo } from './certificate-info.ts'

/** What {@link validateBundle} found. Nothing in it holds or shows a private key. */
export interface BundleReport {
  /** It may be registered: no problem of severity `error`. */
  readonly ok: boolean
  /** The name as it is compared with others: NFC, without blanks at its ends. Absent if none was given. */
  readonly name?: string
  /** The certificate of the server; absent if the box holds none that can be read. */
  readonly certificate?: CertificateInfo
  /** The way to the root as clean PEM, leaf first, root last; without a way, its sound part. Empty without a certificate. */
  readonly chain: string
  /** The same, decoded. */
  readonly certificates: readonly Certificate[]
  /** The root that is trusted. */
  readonly anchor?: TrustAnchor
  /** Who is missing in the chain. */
  readonly missing?: MissingIssuer
  /** Absent if key or certificate could not be read. */
  readonly keyMatch?: KeyMatch
  /** Absent if revocation was not asked for, or the chain is not sound. */
  readonly revocation?: RevocationReport
  /**
   * What a console would show: `expired` and `revoked` where that is all that is wrong, `registration-failed` for every other error,
   * `unverifiable` where revocation was asked for and could not be established.
   */
  readonly status: CertificateStatus
  /** Whole days to the notAfter of the certificate of the chain that ends first, rounded down; absent without a certificate. */
  readonly daysLeft?: number
  /** The alerts to come, in order; none for what cannot be registered. */
  readonly alerts: readonly AlertDate[]
  /** Of all boxes, most helpful first. `certificate` counts along the box that is the `field`; without it, the problem is about the box. */
  readonly problems: readonly Problem[]
}
