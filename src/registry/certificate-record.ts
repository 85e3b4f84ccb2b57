import type { CertificateStatus, Usage } from '../lifecycle/certificate-status.ts'
import type { PreviousStatus } from '../lifecycle/status-report.ts'
import type { Problem } from '../problem/problem.ts'
import type { CertificateInfo } from '../report/certificate-info.ts'
import type { RevocationReason } from '../x509/crl.ts'

/** That a service uses a certificate. Service, type and id together name it: the same three are the same attachment. */
export interface Attachment {
  /** Such as `load-balancer`. */
  readonly service: string
  readonly resourceType: string
  readonly resourceId: string
  /** DNS names and addresses that the service needs covered; empty if it did not say. */
  readonly hostnames: readonly string[]
  readonly attachedAt: string
  readonly attachedBy: string | null
}

/** Since when, and why, the issuer has revoked a certificate. */
export interface RevocationFact {
  readonly revokedAt: string | null
  readonly reason: RevocationReason | null
  /** SHA-256 fingerprint of the certificate of the path that was revoked. */
  readonly certificateSha256: string
  readonly source: 'crl' | 'ocsp'
  /** When it was first seen. */
  readonly seenAt: string
}

/** What was last done about alerts. The ledger of the store, and not this, keeps a message from being written twice. */
export interface AlertState {
  /** No alert goes out before it; `null` if alerts are not muted. */
  readonly mutedUntil: string | null
  /** Up to when alert dates have been dealt with: those at or before it are past. */
  readonly plannedUntil: string | null
  /** Step that was dealt with last, whether there was anybody to tell or not; as in the ledger, where messages were written. */
  readonly lastStep: string | null
}

/**
 * What the registry keeps of a certificate, without its private key.
 *
 * Plain JSON, the same after `JSON.parse(JSON.stringify(…))`: what is not there is `null`, never `undefined`. Every instant that ends in
 * `At` or `Until` is written as `Date.prototype.toISOString` does, so that such texts sort as their instants.
 */
export interface CertificateRecord {
  /** Any text that is not empty; never used again, also not after deletion. */
  readonly id: string
  readonly namespace: string
  /** Unique in its namespace, and compared by code units: the registry writes it as NFC without blanks at its ends. */
  readonly name: string
  /** 1 when it is made, and 1 more with every commit. */
  readonly version: number
  readonly status: CertificateStatus
  /** `in-use` exactly if there are attachments. */
  readonly usage: Usage
  /** Why the status is what it is, and what else is to be said; most helpful first. */
  readonly problems: readonly Problem[]
  /** Of the certificate; `null` if a failed registration had none that could be read, as in the next members. */
  readonly info: CertificateInfo | null
  /** Clean PEM of the certificate. */
  readonly certificatePem: string | null
  /** Clean PEM of the rest of the path, leaf's issuer first, root last; empty if there is none. */
  readonly chainPem: string
  /** SHA-256 of the certificate, 64 digits of lower-case hex. What the ledger of alerts keys on. */
  readonly fingerprint: string | null
  /** SHA-256 of the DER of the SubjectPublicKeyInfo, 64 digits of lower-case hex. */
  readonly publicKeySha256: string | null
  /** Whether a sealed key is stored with it. */
  readonly hasKey: boolean
  readonly primaryDomain: string | null
  /** DNS names in lower case, wildcards as they stand, and addresses. What `list` looks for by `domains`. */
  readonly domains: readonly string[]
  readonly attachments: readonly Attachment[]
  /** When it was made. Never changes. */
  readonly registeredAt: string
  readonly registeredBy: string | null
  /** When the certificate was last replaced by another. */
  readonly replacedAt: string | null
  /** When this version was written. */
  readonly updatedAt: string
  /** When the status was last looked at, whatever came of it. */
  readonly checkedAt: string | null
  /** The earliest notAfter of the path, which is inclusive. What `list` looks for by `expiringBefore`. */
  readonly expiresAt: string | null
  /** When a sweep has to look at it; `null` for never. */
  readonly dueAt: string | null
  readonly alerts: AlertState
  /** What is known of a revocation; `null` if none was seen, or it was released from hold. */
  readonly revocation: RevocationFact | null
  /** What `computeStatus` takes as `previous`. */
  readonly previous: PreviousStatus | null
}
