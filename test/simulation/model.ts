import type { CertificateRecord } from '../../src/registry/certificate-record.ts'
import type { Lease } from '../../src/registry/certificate-store.ts'
import type { ContactRecord, NotificationChannel } from '../../src/registry/contact-record.ts'
import type { MessageKey, OutboxMessage } from '../../src/registry/outbox-message.ts'
import type { PoolCertificate } from './certificate-pool.ts'
import type { EvidenceState } from './status-model.ts'

/** The time in which a record stands for one certificate. */
export interface Tenure {
  readonly certificate: PoolCertificate
  /** What of the schedule lies at or before it is nobody's business any more. */
  sinceMs: number
  /** What the last checks may have left behind: usually one. */
  states: readonly EvidenceState[]
  /** Steps for which messages were due. */
  readonly planned: Set<string>
  /** Steps at or before it need not be told: a clock that was put back begins anew from where it is. */
  dueSinceMs: number
  checkedMs: number
  /** At which step the last check began. */
  checkedStep: number
}

/** A record as it must be in the store. */
export interface ModelRecord {
  record: CertificateRecord
  /** `undefined` for a failed registration. */
  tenure: Tenure | undefined
  lease: Lease | undefined
  sealedKey: Uint8Array | null
}

/** A contact, and since which step it is to be told on which channel. */
export interface ModelContact {
  readonly record: ContactRecord
  readonly since: ReadonlyMap<NotificationChannel, number>
}

/** A message, and what the model knows of it beside. */
export interface LedgerEntry {
  message: OutboxMessage
  readonly step: number
  lease: Lease | undefined
  /** That of its first delivery. */
  idempotencyKey: string | undefined
  isDelivered: boolean
  /** A service has said that it never will be. */
  isHopeless: boolean
  claims: number
  sends: number
}

/** What there must be in one namespace. */
export interface ModelNamespace {
  readonly name: string
  readonly records: Map<string, ModelRecord>
  readonly contacts: Map<string, ModelContact>
  /** By {@link ledgerKey}. */
  readonly ledger: Map<string, LedgerEntry>
  readonly deleted: Set<string>
}

export function createNamespace(name: string): ModelNamespace {
  return { name, records: new Map(), contacts: new Map(), ledger: new Map(), deleted: new Set() }
}

export function ledgerKey({ fingerprint, step, contactId, channel }: MessageKey): string {
  return `${fingerprint} ${step} ${contactId} ${channel}`
}

/** The channels on which a contact is to be told. */
export function channelsOf({ serviceNotifications, channels, email, phone }: ContactRecord): NotificationChannel[] {
  if (!serviceNotifications) return []
  return channels.filter((channel) => (channel === 'email' ? email : phone) !== null)
}

/** Whether alerts about a record are muted at an instant. */
export function isMuted({ alerts: { mutedUntil } }: CertificateRecord, atMs: number): boolean {
  return mutedUntil !== null && Date.parse(mutedUntil) > atMs
}
