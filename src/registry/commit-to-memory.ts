import type { AuditEvent } from './audit-event.ts'
import type {
  CertificateRemoval,
  CertificateWrite,
  CommitResult,
  ContactRemoval,
  ContactWrite,
  StoreChange,
} from './certificate-store.ts'
import type { ClaimQueue } from './claim-queue.ts'
import { frozenCopy } from './frozen-copy.ts'
import {
  addToIndexes,
  claimableAt,
  holds,
  removeFromIndexes,
  textOfKey,
  type CertificateRow,
  type MessageRow,
  type Shelf,
} from './memory-shelf.ts'
import type { OutboxMessage } from './outbox-message.ts'

/** What a memory store is made of. */
export interface MemoryState {
  /** Made when it is first asked for. */
  readonly shelfOf: (namespace: string) => Shelf
  readonly due: ClaimQueue<CertificateRow>
  readonly outbox: ClaimQueue<MessageRow>
  readonly nextSequence: () => number
}

/** Applies a change that was checked: copies everything, decides, and only then writes, by steps that cannot fail. */
export function commitChange(state: MemoryState, change: StoreChange): CommitResult {
  const { namespace, at } = change
  const certificate = copyCertificate(change.certificate)
  const contact = copyContact(change.contact)
  const events = frozenCopy(change.events ?? [], 'events')
  const messages = frozenCopy(change.messages ?? [], 'messages')
  const shelf = state.shelfOf(namespace)
  const results = [judgeCertificate(shelf, certificate, at), judgeContact(shelf, contact)]
  for (const refusal of ['missing', 'conflict', 'name-taken'] as const) {
    if (results.includes(refusal)) return refusal
  }
  writeCertificate(state, shelf, namespace, certificate)
  writeContact(shelf, contact)
  appendEvents(shelf, events)
  for (const message of messages) addMessage(state, shelf, message)
  return 'committed'
}

/** Adds events to their histories; those that are there already are stepped over. */
export function appendEvents(shelf: Shelf, events: readonly AuditEvent[]): void {
  for (const event of events) {
    const history = shelf.histories.get(event.subjectId) ?? new Map<string, AuditEvent>()
    shelf.histories.set(event.subjectId, history)
    if (!history.has(event.id)) history.set(event.id, event)
  }
}

function copyCertificate(write: StoreChange['certificate']): StoreChange['certificate'] {
  if (write?.kind !== 'put') return write
  const { sealedKey } = write
  return {
    ...write,
    record: frozenCopy(write.record, 'certificate.record'),
    sealedKey: sealedKey instanceof Uint8Array ? new Uint8Array(sealedKey) : sealedKey,
  }
}

function copyContact(write: StoreChange['contact']): StoreChange['contact'] {
  return write?.kind === 'put' ? { ...write, record: frozenCopy(write.record, 'contact.record') } : write
}

function judgeCertificate(
  shelf: Shelf,
  write: CertificateWrite | CertificateRemoval | undefined,
  at: Date,
): CommitResult {
  if (write === undefined) return 'committed'
  const row = shelf.certificates.get(write.kind === 'put' ? write.record.id : write.id)
  if (row === undefined && write.expectedVersion > 0) return 'missing'
  if ((row?.record.version ?? 0) !== write.expectedVersion) return 'conflict'
  if (write.lease !== undefined && !holds(row?.lease ?? null, write.lease, at)) return 'conflict'
  const namesake = write.kind === 'put' ? shelf.names.get(write.record.name) : undefined
  return namesake === undefined || namesake === row ? 'committed' : 'name-taken'
}

function judgeContact(shelf: Shelf, write: ContactWrite | ContactRemoval | undefined): CommitResult {
  if (write === undefined) return 'committed'
  const contact = shelf.contacts.get(write.kind === 'put' ? write.record.id : write.id)
  if (contact === undefined && write.expectedVersion > 0) return 'missing'
  return (contact?.version ?? 0) === write.expectedVersion ? 'committed' : 'conflict'
}

function writeCertificate(
  state: MemoryState,
  shelf: Shelf,
  namespace: string,
  write: CertificateWrite | CertificateRemoval | undefined,
): void {
  if (write === undefined) return
  const old = shelf.certificates.get(write.kind === 'put' ? write.record.id : write.id)
  if (old !== undefined) removeFromIndexes(shelf, old)
  if (write.kind === 'remove') {
    if (old === undefined) return
    shelf.order.remove(old)
    state.due.set(namespace, old, undefined)
    return
  }
  const { record, sealedKey, lease } = write
  const row = old ?? { sequence: state.nextSequence(), record, sealedKey: null, lease: null }
  row.record = record
  if (sealedKey !== undefined) row.sealedKey = sealedKey
  if (lease !== undefined) row.lease = null
  if (old === undefined) shelf.order.add(row)
  addToIndexes(shelf, row)
  state.due.set(namespace, row, record.dueAt === null ? undefined : claimableAt(record.dueAt, row.lease))
}

function writeContact(shelf: Shelf, write: ContactWrite | ContactRemoval | undefined): void {
  if (write?.kind === 'put') shelf.contacts.set(write.record.id, write.record)
  else if (write !== undefined) shelf.contacts.delete(write.id)
}

function addMessage(state: MemoryState, shelf: Shelf, message: OutboxMessage): void {
  const key = textOfKey(message.key)
  if (shelf.messages.has(key)) return
  const row = { message, lease: null }
  shelf.messages.set(key, row)
  const { fingerprint } = message.key
  const entries = shelf.ledger.get(fingerprint) ?? []
  entries.push(row)
  shelf.ledger.set(fingerprint, entries)
  if (message.state === 'pending') state.outbox.set(message.namespace, row, claimableAt(message.dueAt, null))
}
