import type { AuditEvent } from './audit-event.ts'
import type { CertificateRecord } from './certificate-record.ts'
import type { Lease } from './certificate-store.ts'
import type { ContactRecord } from './contact-record.ts'
import { createCreationOrder, type CreationOrder } from './creation-order.ts'
import { createMultiIndex, type MultiIndex } from './multi-index.ts'
import type { MessageKey, OutboxMessage } from './outbox-message.ts'

/** A certificate's place on its shelf. The record is frozen. */
export interface CertificateRow {
  readonly sequence: number
  record: CertificateRecord
  sealedKey: Uint8Array | null
  lease: Lease | null
}

/** A message's place on its shelf. The message is frozen. */
export interface MessageRow {
  message: OutboxMessage
  lease: Lease | null
}

/** Everything of one namespace. Maps, so that no key is special. */
export interface Shelf {
  readonly certificates: Map<string, CertificateRow>
  readonly order: CreationOrder<CertificateRow>
  readonly names: Map<string, CertificateRow>
  readonly fingerprints: MultiIndex<CertificateRow>
  readonly publicKeys: MultiIndex<CertificateRow>
  readonly contacts: Map<string, ContactRecord>
  /** By subject, then by the event's own id, in the order written. */
  readonly histories: Map<string, Map<string, AuditEvent>>
  /** By `textOfKey`. */
  readonly messages: Map<string, MessageRow>
  /** By fingerprint, in the order written. */
  readonly ledger: Map<string, MessageRow[]>
}

/** Makes an empty shelf. */
export function createShelf(): Shelf {
  return {
    certificates: new Map(),
    order: createCreationOrder(),
    names: new Map(),
    fingerprints: createMultiIndex(),
    publicKeys: createMultiIndex(),
    contacts: new Map(),
    histories: new Map(),
    messages: new Map(),
    ledger: new Map(),
  }
}

/** The four parts of a key as one text, from which they could be told apart again. */
export function textOfKey({ fingerprint, step, contactId, channel }: MessageKey): string {
  return JSON.stringify([fingerprint, step, contactId, channel])
}

/** Puts a row where it is found by; it must not be there. */
export function addToIndexes(shelf: Shelf, row: CertificateRow): void {
  const { id, name, fingerprint, publicKeySha256 } = row.record
  shelf.certificates.set(id, row)
  shelf.names.set(name, row)
  shelf.fingerprints.add(fingerprint, row)
  shelf.publicKeys.add(publicKeySha256, row)
}

/** Takes a row from where it is found by, as long as its record is the one with which it was put there. */
export function removeFromIndexes(shelf: Shelf, row: CertificateRow): void {
  const { id, name, fingerprint, publicKeySha256 } = row.record
  shelf.certificates.delete(id)
  shelf.names.delete(name)
  shelf.fingerprints.remove(fingerprint, row)
  shelf.publicKeys.remove(publicKeySha256, row)
}

/** Whether the lease is the one that is held, and still holds. */
export function holds(held: Lease | null, lease: Lease, at: Date): boolean {
  return held !== null && held.owner === lease.owner && held.until === lease.until && at.getTime() < untilOf(held)
}

/** When it can be claimed: when it is due and nobody holds it any more. */
export function claimableAt(dueAt: string, lease: Lease | null): number {
  return Math.max(Date.parse(dueAt), lease === null ? -Infinity : untilOf(lease))
}

function untilOf({ until }: Lease): number {
  return Date.parse(until)
}
