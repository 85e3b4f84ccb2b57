import type { AuditEvent } from '../registry/audit-event.ts'
import type { CertificateRecord } from '../registry/certificate-record.ts'
import type {
  CertificateStore,
  CertificateWrite,
  ClaimedMessage,
  ClaimedRecord,
  ClaimQuery,
  CommitResult,
  Page,
  StoreChange,
} from '../registry/certificate-store.ts'
import type { ContactRecord } from '../registry/contact-record.ts'
import type { MessageKey, OutboxMessage } from '../registry/outbox-message.ts'

/** The namespace where nothing else is said. */
export const NAMESPACE = 'customer-1'

/** Minutes after noon of 1 June 2026. */
export function minute(count: number): Date {
  return new Date(Date.UTC(2026, 5, 1, 12, count))
}

/** The same as a record holds it. */
export function minuteText(count: number): string {
  return minute(count).toISOString()
}

const MINUTE_MS = 60_000

/** A record that differs from others only in what is said. */
export function sampleRecord(changes: Partial<CertificateRecord> = {}): CertificateRecord {
  const id = changes.id ?? 'certificate-1'
  return {
    id,
    namespace: NAMESPACE,
    name: `name of ${id}`,
    version: 1,
    status: 'valid',
    usage: 'unused',
    problems: [],
    info: null,
    certificatePem: '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n',
    chainPem: '',
    fingerprint: 'f'.repeat(64),
    publicKeySha256: 'e'.repeat(64),
    hasKey: false,
    primaryDomain: 'www.example.com',
    domains: ['www.example.com'],
    attachments: [],
    registeredAt: minuteText(0),
    registeredBy: 'administrator',
    replacedAt: null,
    updatedAt: minuteText(0),
    checkedAt: null,
    expiresAt: null,
    dueAt: null,
    alerts: { mutedUntil: null, plannedUntil: null, lastStep: null },
    revocation: null,
    previous: null,
    ...changes,
  }
}

/** A contact that differs from others only in what is said. */
export function sampleContact(changes: Partial<ContactRecord> = {}): ContactRecord {
  return {
    id: 'contact-1',
    namespace: NAMESPACE,
    version: 1,
    name: '홍길동',
    email: 'hong@example.com',
    phone: '+821012345678',
    channels: ['email', 'sms'],
    locale: 'ko',
    serviceNotifications: true,
    createdAt: minuteText(0),
    updatedAt: minuteText(0),
    ...changes,
  }
}

/** An event that differs from others only in what is said. */
export function sampleEvent(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: 'event-1',
    namespace: NAMESPACE,
    subject: 'certificate',
    subjectId: 'certificate-1',
    type: 'registered',
    at: minuteText(0),
    actor: 'administrator',
    detail: { place: 'console' },
    ...changes,
  }
}

/** A message that differs from others only in what is said. */
export function sampleMessage(key: Partial<MessageKey> = {}, changes: Partial<OutboxMessage> = {}): OutboxMessage {
  const fingerprint = key.fingerprint ?? 'f'.repeat(64)
  return {
    namespace: NAMESPACE,
    key: { fingerprint, step: 'expiring:30d', contactId: 'contact-1', channel: 'email', ...key },
    certificateId: 'certificate-1',
    alert: {
      kind: 'expiring',
      name: 'name of certificate-1',
      domain: 'www.example.com',
      daysLeft: 30,
      notAfter: '2026-07-01T12:00:00Z',
      issuer: 'CN=Example CA',
      serialNumber: '01ab',
      fingerprint,
      revokedAt: null,
      reason: null,
      services: [],
    },
    state: 'pending',
    createdAt: minuteText(0),
    dueAt: minuteText(0),
    attempts: 0,
    reason: null,
    settledAt: null,
    ...changes,
  }
}

/** Makes a record; its namespace is that of the change. */
export function make(
  store: CertificateStore,
  changes: Partial<CertificateRecord> = {},
  more: Partial<StoreChange> & Pick<CertificateWrite, 'sealedKey'> = {},
): Promise<CommitResult> {
  const { sealedKey, ...rest } = more
  const record = sampleRecord(changes)
  return store.commit({
    namespace: record.namespace,
    at: minute(0),
    certificate: { kind: 'put', expectedVersion: 0, record, sealedKey },
    ...rest,
  })
}

/** Puts the next version in the place of `record`. */
export function change(
  store: CertificateStore,
  record: CertificateRecord,
  changes: Partial<CertificateRecord> = {},
  { at = minute(0), ...write }: Partial<CertificateWrite> & { readonly at?: Date } = {},
): Promise<CommitResult> {
  const next = { ...record, version: record.version + 1, ...changes }
  return store.commit({
    namespace: record.namespace,
    at,
    certificate: { kind: 'put', expectedVersion: record.version, record: next, ...write },
  })
}

/** Deletes a record. */
export function remove(
  store: CertificateStore,
  { namespace, id, version }: Pick<CertificateRecord, 'namespace' | 'id' | 'version'>,
): Promise<CommitResult> {
  return store.commit({ namespace, at: minute(0), certificate: { kind: 'remove', id, expectedVersion: version } })
}

/** Writes messages and nothing else. */
export function post(store: CertificateStore, ...messages: readonly OutboxMessage[]): Promise<CommitResult> {
  return store.commit({ namespace: messages[0]?.namespace ?? NAMESPACE, at: minute(0), messages })
}

/** Claims due records at a minute, for 10 minutes. */
export function claim(
  store: CertificateStore,
  atMinute: number,
  query: Partial<ClaimQuery> = {},
): Promise<readonly ClaimedRecord[]> {
  return store.claimDue({ at: minute(atMinute), limit: 100, owner: 'worker-1', leaseMs: 10 * MINUTE_MS, ...query })
}

/** Claims messages at a minute, for 10 minutes. */
export function claimMessages(
  store: CertificateStore,
  atMinute: number,
  query: Partial<ClaimQuery> = {},
): Promise<readonly ClaimedMessage[]> {
  return store.claimOutbox({ at: minute(atMinute), limit: 100, owner: 'worker-1', leaseMs: 10 * MINUTE_MS, ...query })
}

/** The one thing in a list; throws if there are others. */
export function only<Item>(items: readonly Item[], what: string): Item {
  const [first] = items
  if (first === undefined || items.length !== 1) throw new Error(`${what}: expected one, but found ${items.length}`)
  return first
}

/** What is there; throws if it is not. */
export function present<Item>(item: Item | undefined, what: string): Item {
  if (item === undefined) throw new Error(`${what}: expected something, but found nothing`)
  return item
}

/** Everything of all pages, and how many pages there were. `between` runs after each page. */
export async function readPages<Item>(
  read: (cursor: string | undefined) => Promise<Page<Item>>,
  between: (pages: number) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ readonly items: readonly Item[]; readonly pages: number }> {
  const items: Item[] = []
  let cursor: string | undefined
  const mostPages = 1000
  for (let pages = 1; pages <= mostPages; pages += 1) {
    const page: Page<Item> = await read(cursor)
    items.push(...page.items)
    if (page.cursor === undefined) return { items, pages }
    cursor = page.cursor
    await between(pages)
  }
  throw new Error(`expected a last page, but found none among ${mostPages}`)
}
