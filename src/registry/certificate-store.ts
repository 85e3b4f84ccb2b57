import type { CertificateStatus, Usage } from '../lifecycle/certificate-status.ts'
import type { AuditEvent } from './audit-event.ts'
import type { CertificateRecord } from './certificate-record.ts'
import type { ContactRecord } from './contact-record.ts'
import type { MessageKey, OutboxMessage } from './outbox-message.ts'
import type { PortOptions } from './port-options.ts'

/** That something is one worker's to do until an instant. Owner and instant together are the token: another claim has another. */
export interface Lease {
  readonly owner: string
  /** As `Date.prototype.toISOString` writes it. The lease has ended at this instant. */
  readonly until: string
}

/** Makes a certificate's record, or puts a new version in its place. */
export interface CertificateWrite {
  readonly kind: 'put'
  /** The version that must be there now; 0 if there must be none. `record.version` is 1 more. */
  readonly expectedVersion: number
  readonly record: CertificateRecord
  /** A key to be stored in the place of the one that is there; `null` to destroy that one. @defaultValue it stays as it is */
  readonly sealedKey?: Uint8Array | null | undefined
  /** The lease under which a worker acts. It must hold still, and ends with the commit. @defaultValue no lease is looked at, and one that there is stays */
  readonly lease?: Lease | undefined
}

/** Deletes a record with its sealed key and its lease. Its history and its messages stay. */
export interface CertificateRemoval {
  readonly kind: 'remove'
  readonly id: string
  readonly expectedVersion: number
  readonly lease?: Lease | undefined
}

/** Makes a contact, or puts a new version in its place. */
export interface ContactWrite {
  readonly kind: 'put'
  /** The version that must be there now; 0 if there must be none. `record.version` is 1 more. */
  readonly expectedVersion: number
  readonly record: ContactRecord
}

/** Deletes a contact. Its history and its messages stay. */
export interface ContactRemoval {
  readonly kind: 'remove'
  readonly id: string
  readonly expectedVersion: number
}

/** What is written in one step: everything or nothing. */
export interface StoreChange {
  /** Every document of the change is of this namespace; RangeError otherwise. */
  readonly namespace: string
  /** When it is written: what leases are compared with. */
  readonly at: Date
  readonly certificate?: CertificateWrite | CertificateRemoval | undefined
  readonly contact?: ContactWrite | ContactRemoval | undefined
  /** Added to the end of their histories, in this order. An id that the subject's history holds already is stepped over. */
  readonly events?: readonly AuditEvent[] | undefined
  /** Added to the outbox. One whose key was ever written before in the namespace is stepped over, whatever became of it. */
  readonly messages?: readonly OutboxMessage[] | undefined
}

/**
 * What a commit came to. All but `committed` have written nothing; where several are true, the first of this order is answered.
 *
 * - `missing`: there is no such certificate or contact to be changed or removed in this namespace
 * - `conflict`: it has another version than expected, is there although it should not be, or the lease has ended or is somebody else's
 * - `name-taken`: another certificate of the namespace has the name
 */
export type CommitResult = 'committed' | 'missing' | 'conflict' | 'name-taken'

/** What is looked up by an index. `limit` is the most records to be found: a positive integer, 1,000 by default. */
export type CertificateLookup =
  | { readonly name: string }
  | { readonly fingerprint: string; readonly limit?: number | undefined }
  | { readonly publicKeySha256: string; readonly limit?: number | undefined }

/** Which records are listed: those for which all that is given is true. */
export interface ListQuery {
  readonly status?: CertificateStatus | undefined
  readonly usage?: Usage | undefined
  /** At least one of these is among the record's `domains`, compared by code units. An empty list finds nothing. */
  readonly domains?: readonly string[] | undefined
  /** `expiresAt` is there, and earlier. */
  readonly expiringBefore?: Date | undefined
  /** `foldSearch(search)` occurs in `searchTextOf(record)`. No character in it has a meaning of its own. */
  readonly search?: string | undefined
  /** Where the page before ended. */
  readonly cursor?: string | undefined
  /** Most records of a page: a positive integer. */
  readonly limit: number
}

/** Where a page of something else begins, and how long it is. */
export interface PageQuery {
  readonly cursor?: string | undefined
  /** A positive integer. */
  readonly limit: number
}

/** A part of a longer list. */
export interface Page<Item> {
  readonly items: readonly Item[]
  /** Where the next page begins; absent when there is nothing more. A page may be empty and still have one. */
  readonly cursor?: string
}

/** What is to be claimed, for whom. */
export interface ClaimQuery {
  /** What is due at this instant or before it. */
  readonly at: Date
  /** Most to be claimed: a positive integer. */
  readonly limit: number
  /** Who claims: any text that is not empty. */
  readonly owner: string
  /** How long the claim holds from `at` on; more than 0. */
  readonly leaseMs: number
  /** @defaultValue all namespaces */
  readonly namespace?: string | undefined
}

/** A record that the owner of the lease is to look at. */
export interface ClaimedRecord {
  readonly record: CertificateRecord
  readonly lease: Lease
}

/** A message that the owner of the lease is to deliver. */
export interface ClaimedMessage {
  readonly message: OutboxMessage
  readonly lease: Lease
}

/** How the delivery of a claimed message ended, for now or for good. */
export interface Settlement {
  /** The message as it is from now on: its key, namespace, certificate, alert and `createdAt` are those of the message claimed. */
  readonly message: OutboxMessage
  readonly lease: Lease
  /** When: what the lease is compared with. */
  readonly at: Date
  /** Added to their histories in the same step, as a commit does. */
  readonly events?: readonly AuditEvent[] | undefined
}

/** `missing`: there is no such message. `conflict`: the lease has ended or is somebody else's. Neither has written anything. */
export type SettleResult = 'settled' | 'missing' | 'conflict'

/** A record with the key that is stored for it, both of the same instant. */
export interface RecordWithKey {
  readonly record: CertificateRecord
  /** As the sealer made it; `null` if none is stored. */
  readonly sealedKey: Uint8Array | null
}

/**
 * Where the registry keeps what it knows: certificates, contacts, their histories, and the outbox, which is also the ledger of alerts.
 *
 * **Namespaces** part everything. The same id, name or message key in two of them are two things, and nothing of one is ever seen in
 * another. Namespaces, ids, names, owners and keys are any well-formed text, compared by code units: no character, letter case or length up to 1,000
 * code units makes a difference, `__proto__`, quotes, `%`, `_` and NUL included.
 *
 * **Consistency.** A call sees every write that was answered before it was made, of any process. A record, a page and a claim are each of one
 * instant. `commit` and `settle` happen at once and whole: of two commits that expect the same version one gets `conflict`, of two that
 * take the same name one gets `name-taken`, and when one rejects, everything of it is written or nothing.
 *
 * **Time** is passed in. A store reads no clock, not even that of its database, and never deletes anything for its age: entries of the ledger
 * outlive the expiry of their certificate.
 *
 * **Copies.** What is given may be changed by the caller afterwards, and what is returned belongs to the caller or is frozen. Documents come
 * back equal to what was written, after a round trip through JSON.
 *
 * **Errors.** A promise rejects only when the store failed (best with a `CertkeepError` of code `ERR_STORE_FAILED` and its `cause`), with
 * the reason of the signal, or with TypeError or RangeError naming what of the arguments is wrong; then nothing was written. What is
 * not there is an answer, not an error.
 */
export interface CertificateStore {
  /** Whether what is written outlives the process. Private keys get into such a store sealed only. */
  readonly durable: boolean

  /** The record; `undefined` if the namespace has none of this id. */
  readonly get: (namespace: string, id: string, options?: PortOptions) => Promise<CertificateRecord | undefined>

  /** The same with its sealed key: the only call that hands out sealed keys. */
  readonly getWithKey: (namespace: string, id: string, options?: PortOptions) => Promise<RecordWithKey | undefined>

  /** Records of which it is true, in no particular order; for a name at most one. */
  readonly find: (
    namespace: string,
    lookup: CertificateLookup,
    options?: PortOptions,
  ) => Promise<readonly CertificateRecord[]>

  /**
   * A page of the records of a namespace, those made last first. `cursor` is that of the page before with the same filters.
   *
   * Cursors are stable: a record that is there and matches from the first page to the last is listed exactly once, whatever is made, changed
   * or deleted meanwhile, also the record at which a page ended; none is listed twice. RangeError for a text that never was a cursor.
   */
  readonly list: (namespace: string, query: ListQuery, options?: PortOptions) => Promise<Page<CertificateRecord>>

  /** A contact; `undefined` if the namespace has none of this id. */
  readonly getContact: (namespace: string, id: string, options?: PortOptions) => Promise<ContactRecord | undefined>

  /** All contacts of a namespace, those made first first. */
  readonly listContacts: (namespace: string, options?: PortOptions) => Promise<readonly ContactRecord[]>

  /** What happened to a certificate or contact, in the order written, also after it was deleted; empty if nothing ever did. */
  readonly history: (
    namespace: string,
    subjectId: string,
    page: PageQuery,
    options?: PortOptions,
  ) => Promise<Page<AuditEvent>>

  /** The messages of the ledger about one certificate, by fingerprint, in the order written and in every state. */
  readonly listMessages: (
    namespace: string,
    fingerprint: string,
    page: PageQuery,
    options?: PortOptions,
  ) => Promise<Page<OutboxMessage>>

  /** One message of the ledger. */
  readonly getMessage: (namespace: string, key: MessageKey, options?: PortOptions) => Promise<OutboxMessage | undefined>

  /** Writes what changes, if the versions expected still hold. */
  readonly commit: (change: StoreChange, options?: PortOptions) => Promise<CommitResult>

  /**
   * Claims records whose `dueAt` has come and which nobody holds, those first that could have been claimed longest. A lease hides a record from
   * every claim until it ends, by time or by a commit under it. The record itself is not changed: its version stays, and others may read and commit it
   * meanwhile. Two claims at once never get the same record. Cost follows what is claimed, not what is stored.
   */
  readonly claimDue: (query: ClaimQuery, options?: PortOptions) => Promise<readonly ClaimedRecord[]>

  /** The same for messages that are `pending`. */
  readonly claimOutbox: (query: ClaimQuery, options?: PortOptions) => Promise<readonly ClaimedMessage[]>

  /** Writes what became of a claimed message and ends the lease; a message that is `pending` still is due again at its `dueAt`. */
  readonly settle: (settlement: Settlement, options?: PortOptions) => Promise<SettleResult>
}
