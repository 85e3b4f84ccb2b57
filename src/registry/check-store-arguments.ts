import type {
  CertificateLookup,
  CertificateRemoval,
  CertificateWrite,
  ClaimQuery,
  ContactRemoval,
  ContactWrite,
  ListQuery,
  PageQuery,
  Settlement,
  StoreChange,
} from './certificate-store.ts'
import type { AuditEvent } from './audit-event.ts'
import type { OutboxMessage } from './outbox-message.ts'

/** Checks what a store is to write, before anything is written. @throws TypeError, RangeError naming what is wrong */
export function checkChange(change: StoreChange): void {
  const { namespace, at, certificate, contact, events = [], messages = [] } = change
  checkText(namespace, 'namespace')
  checkDate(at, 'at')
  if (certificate !== undefined) checkCertificate(certificate, namespace)
  if (contact !== undefined) checkVersioned(contact, namespace, 'contact')
  for (const event of events) checkEvent(event, namespace)
  for (const message of messages) checkMessage(message, namespace)
}

/** Checks what is to be claimed. @throws TypeError, RangeError naming what is wrong */
export function checkClaim({ at, limit, owner, leaseMs, namespace }: ClaimQuery): void {
  checkDate(at, 'at')
  checkLimit(limit)
  checkText(owner, 'owner')
  if (typeof leaseMs !== 'number' || !(leaseMs > 0)) throw new RangeError('"leaseMs" must be a positive number')
  checkDate(new Date(at.getTime() + leaseMs), 'leaseMs')
  if (namespace !== undefined) checkText(namespace, 'namespace')
}

/** Checks how a delivery ended. @throws TypeError, RangeError naming what is wrong */
export function checkSettlement({ message, lease, at, events = [] }: Settlement): void {
  checkDate(at, 'at')
  checkMessage(message, message.namespace)
  checkText(lease.owner, 'lease')
  for (const event of events) checkEvent(event, message.namespace)
}

/** Checks what is looked up. @throws RangeError naming what is wrong */
export function checkLookup(lookup: CertificateLookup): void {
  if (!('name' in lookup) && lookup.limit !== undefined) checkLimit(lookup.limit)
}

/** Checks a page asked for. @throws TypeError, RangeError naming what is wrong */
export function checkPage({ limit, cursor }: PageQuery): void {
  checkLimit(limit)
  if (cursor !== undefined && typeof cursor !== 'string') throw new TypeError('"cursor" must be a string')
}

/** Checks a list asked for. @throws TypeError, RangeError naming what is wrong */
export function checkList(query: ListQuery): void {
  checkPage(query)
  if (query.expiringBefore !== undefined) checkDate(query.expiringBefore, 'expiringBefore')
  if (query.search !== undefined && typeof query.search !== 'string') {
    throw new TypeError('"search" must be a string')
  }
}

function checkCertificate(write: CertificateWrite | CertificateRemoval, namespace: string): void {
  checkVersioned(write, namespace, 'certificate')
  if (write.kind === 'remove') return
  const { record, sealedKey } = write
  if (typeof record.name !== 'string') throw new TypeError('"certificate.record.name" must be a string')
  if (record.dueAt !== null) checkInstant(record.dueAt, 'certificate.record.dueAt')
  if (record.expiresAt !== null) checkInstant(record.expiresAt, 'certificate.record.expiresAt')
  if (sealedKey !== undefined && sealedKey !== null && !(sealedKey instanceof Uint8Array)) {
    throw new TypeError('"certificate.sealedKey" must be a Uint8Array or null')
  }
}

function checkVersioned(
  write: CertificateWrite | CertificateRemoval | ContactWrite | ContactRemoval,
  namespace: string,
  name: string,
): void {
  const { expectedVersion } = write
  const least = write.kind === 'put' ? 0 : 1
  if (!Number.isSafeInteger(expectedVersion) || expectedVersion < least) {
    throw new RangeError(`"${name}.expectedVersion" must be an integer of at least ${least}`)
  }
  if (write.kind === 'remove') {
    checkText(write.id, `${name}.id`)
    return
  }
  const { record } = write
  checkText(record.id, `${name}.record.id`)
  checkNamespace(record.namespace, namespace, `${name}.record`)
  if (record.version !== expectedVersion + 1) {
    throw new RangeError(`"${name}.record.version" must be one more than "${name}.expectedVersion"`)
  }
}

function checkEvent(event: AuditEvent, namespace: string): void {
  checkText(event.id, 'events.id')
  checkText(event.subjectId, 'events.subjectId')
  checkNamespace(event.namespace, namespace, 'events')
}

function checkMessage(message: OutboxMessage, namespace: string): void {
  const { fingerprint, step, contactId, channel } = message.key
  checkText(fingerprint, 'messages.key.fingerprint')
  checkText(step, 'messages.key.step')
  checkText(contactId, 'messages.key.contactId')
  checkText(channel, 'messages.key.channel')
  checkNamespace(message.namespace, namespace, 'messages')
  checkInstant(message.dueAt, 'messages.dueAt')
}

function checkNamespace(found: string, namespace: string, name: string): void {
  if (found !== namespace) throw new RangeError(`"${name}.namespace" must be that of the change`)
}

function checkText(value: unknown, name: string): void {
  if (typeof value !== 'string') throw new TypeError(`"${name}" must be a string`)
  if (value === '') throw new RangeError(`"${name}" must not be empty`)
}

function checkLimit(limit: unknown): void {
  if (!Number.isSafeInteger(limit) || Number(limit) < 1) throw new RangeError('"limit" must be a positive integer')
}

function checkDate(value: unknown, name: string): void {
  if (!(value instanceof Date)) throw new TypeError(`"${name}" must be a date`)
  if (Number.isNaN(value.getTime())) throw new RangeError(`"${name}" must be a valid date`)
}

function checkInstant(value: unknown, name: string): void {
  const date = new Date(typeof value === 'string' ? value : Number.NaN)
  if (Number.isNaN(date.getTime()) || date.toISOString() !== value) {
    throw new RangeError(`"${name}" must be written as Date.prototype.toISOString does`)
  }
}
