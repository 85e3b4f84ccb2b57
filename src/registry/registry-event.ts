import type { AlertKind } from '../lifecycle/next-alert-dates.ts'
import type { CertificateStatus } from '../lifecycle/certificate-status.ts'
import type { RevocationReason } from '../x509/crl.ts'
import type { NotificationChannel } from './contact-record.ts'

// Types and not interfaces, since only these are known to be JSON.

/** What a status was decided by, where it was looked for. Plain JSON. */
export type StatusEvidence = {
  readonly source: 'crl' | 'ocsp' | null
  /** Where it was fetched. */
  readonly url: string | null
  readonly thisUpdate: string | null
  readonly nextUpdate: string | null
  /** SHA-256 fingerprint of the certificate of the path that it is about. */
  readonly certificateSha256: string | null
  /** Of a revocation. */
  readonly revokedAt: string | null
  readonly reason: RevocationReason | null
  /** Codes of the reasons for the new status. */
  readonly problems: readonly string[]
}

/** What is told of each type of event beside its type, id, instant and actor. Plain JSON without secrets. */
export interface RegistryEventDetails {
  /** `status` is `registration-failed` for a failed attempt that was kept. */
  registered: { readonly name: string; readonly status: CertificateStatus; readonly fingerprint: string | null }
  replaced: {
    readonly name: string
    readonly status: CertificateStatus
    readonly fingerprint: string
    readonly previousFingerprint: string | null
  }
  attached: Place
  detached: Place
  /** What is left of it: which certificate it was, and whether a key was destroyed with it. */
  deleted: { readonly name: string; readonly fingerprint: string | null; readonly keyDestroyed: boolean }
  'key-read': { readonly purpose: string; readonly fingerprint: string | null }
  /** The sealer would not open it; nothing left the registry. */
  'key-refused': { readonly purpose: string; readonly code: string }
  'status-changed': {
    readonly from: CertificateStatus
    readonly to: CertificateStatus
    readonly evidence: StatusEvidence
  }
  /** Another certificate with the same key was revoked for its loss. */
  'key-compromised': { readonly fingerprint: string; readonly revokedAt: string | null }
  /** `until` is `null` where alerts go out again. */
  muted: { readonly until: string | null }
  /** So many messages were written, or were there already. */
  'alert-planned': { readonly step: string; readonly kind: AlertKind; readonly messages: number }
  'alert-delivered': Delivery
  'alert-failed': Delivery
  'alert-dropped': Delivery
  'contact-added': { readonly channels: readonly NotificationChannel[] }
  'contact-updated': { readonly changed: readonly string[] }
  'contact-removed': Readonly<Record<string, never>>
}

/** Where a certificate is used. */
type Place = {
  readonly service: string
  readonly resourceType: string
  readonly resourceId: string
  readonly hostnames: readonly string[]
}

/** What became of a message. */
type Delivery = {
  readonly step: string
  readonly contactId: string
  readonly channel: NotificationChannel
  readonly attempts: number
  readonly reason: string | null
}

/** What can happen in a registry. */
export type RegistryEventType = keyof RegistryEventDetails

/** One type of event. `id` is that of the entry in the history, the same however often the event is told. */
export type RegistryEventOf<Type extends RegistryEventType> = {
  readonly type: Type
  readonly id: string
  readonly namespace: string
  /** Of the certificate, or of the contact for events whose type begins with `contact-`. */
  readonly subjectId: string
  readonly at: Date
  readonly actor: string | null
} & Readonly<RegistryEventDetails[Type]>

/** Something that happened in this registry, by this process. Told after it was written. */
export type RegistryEvent = { readonly [Type in RegistryEventType]: RegistryEventOf<Type> }[RegistryEventType]
