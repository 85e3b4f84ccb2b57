import type { CertificateStatus, Usage } from '../lifecycle/certificate-status.ts'
import type { PrivateKey } from '../keys/private-key.ts'
import type { Problem } from '../problem/problem.ts'
import type { Language } from '../report/describe-problem.ts'
import type { Bundle } from '../report/validate-bundle.ts'
import type { AuditEvent } from './audit-event.ts'
import type { CertificateRecord } from './certificate-record.ts'
import type { Page } from './certificate-store.ts'
import type { ContactRecord, NotificationChannel } from './contact-record.ts'
import type { MessageKey } from './outbox-message.ts'
import type { RegistryEvent } from './registry-event.ts'

/** Who asks, and how long the call may wait. */
export interface ActorOptions {
  /** Who asked for it, for the history: an id rather than a person's name, of 1 to 1,000 characters. @defaultValue unknown, `null` in the history */
  readonly actor?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** How long a call may wait. */
export interface WaitOptions {
  readonly signal?: AbortSignal | undefined
}

/** What came of a registration or a replacement. Problems are most helpful first; with `ok` they are warnings, in the record. */
export type RegisterResult =
  | { readonly ok: true; readonly record: CertificateRecord }
  /** `record` is there where `policy.keepFailed` kept the attempt. */
  | { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]]; readonly record?: CertificateRecord }

/** Which certificates are listed: those for which all that is given is true. */
export interface ListOptions {
  readonly status?: CertificateStatus | undefined
  readonly usage?: Usage | undefined
  /** A DNS name or address that the certificate covers, by a wildcard too; a name that begins with `*.` is looked for as it stands. */
  readonly domain?: string | undefined
  readonly expiringBefore?: Date | undefined
  /** Part of a name, domain, serial number, fingerprint, subject or issuer; letter case does not matter. */
  readonly search?: string | undefined
  /** Where the page before ended. */
  readonly cursor?: string | undefined
  /** Most records of a page, 1 to 1,000. @defaultValue 50 */
  readonly limit?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** A resource of another service. The three together name it, each of 1 to 1,000 characters. */
export interface ServiceResource {
  /** Such as `load-balancer`. */
  readonly service: string
  readonly resourceType: string
  readonly resourceId: string
}

/** A resource that is to use a certificate. */
export interface AttachRequest extends ServiceResource {
  /** DNS names and addresses that it needs covered, now and by every replacement; 1,000 at most. @defaultValue it does not say, and none is demanded */
  readonly hostnames?: readonly string[] | undefined
}

/** What a service that ends TLS is handed. The key shows itself in no log, JSON or copy. */
export interface CertificateMaterial {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly fingerprint: string
  readonly certificatePem: string
  /** The rest of the path, root last. */
  readonly chainPem: string
  readonly privateKey: PrivateKey
  /** The key as a `PRIVATE KEY` block (PKCS#8). */
  readonly exportPrivateKeyPem: () => string
}

/** Who reads a key, and what for. Both are written to the history before the key is handed out. */
export interface MaterialOptions {
  readonly actor: string
  readonly purpose: string
  readonly signal?: AbortSignal | undefined
}

/** What is left to be told of a certificate that was deleted. */
export interface DeletionReceipt {
  readonly id: string
  readonly name: string
  readonly fingerprint: string | null
  /** A sealed key was stored and is gone from the store. Copies of the store, such as backups, and the sealing keys are the operator's. */
  readonly keyDestroyed: boolean
}

/** How much is done at once, and how far. */
export interface WorkOptions<Progress> {
  /** Most that is done by this call: a positive integer. @defaultValue all that is due */
  readonly limit?: number | undefined
  /** How many at the same time, 1 to 64. @defaultValue 4 */
  readonly concurrency?: number | undefined
  /** Ends the call, which then rejects with the reason of the signal. What was begun is done again by whoever comes next. */
  readonly signal?: AbortSignal | undefined
  /** Told after each. May throw without harm. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** How far a sweep is. */
export interface SweepProgress {
  readonly checked: number
  readonly failed: number
}

/** What a sweep did. */
export interface SweepReport {
  /** Certificates that were looked at. */
  readonly checked: number
  /** Of these, how many have another status now. */
  readonly changed: number
  /** Occasions for which messages were written. */
  readonly alerts: number
  /** Somebody else changed or deleted them first, or took over. */
  readonly skipped: number
  /** What could not be looked at; it is due again when the lease ends. */
  readonly failures: readonly { readonly id: string; readonly error: unknown }[]
}

/** How far a dispatch is. */
export interface DispatchProgress {
  readonly delivered: number
  /** Not delivered by now, for good or not: as many as `failures` has in the report. */
  readonly failed: number
}

/** What a dispatch did, in messages. */
export interface DispatchReport {
  readonly delivered: number
  /** For good. */
  readonly failed: number
  /** There was no more reason to send them. */
  readonly dropped: number
  /** Failed for now, and are tried again later. */
  readonly retried: number
  /** Why each that was not delivered was not: of notifiers by `reason`, of the store by `error`. */
  readonly failures: readonly DispatchFailure[]
}

/** A message that was not delivered. */
export interface DispatchFailure {
  readonly key: MessageKey
  readonly outcome: 'failed' | 'retried' | 'error'
  readonly reason: string
  /** `outcome: 'error'` only: what the store or the registry threw. The message is tried again when the lease ends. */
  readonly error?: unknown
}

/** Somebody to be told. */
export interface ContactInput {
  /** One line of 1 to 200 characters. */
  readonly name: string
  readonly email?: string | null | undefined
  /** `+`, digits, and blanks, hyphens or parentheses between them. */
  readonly phone?: string | null | undefined
  /** Each needs its address. @defaultValue those that there is an address for */
  readonly channels?: readonly NotificationChannel[] | undefined
  /** @defaultValue 'en' */
  readonly locale?: Language | undefined
  /** Whether alerts go out at all. @defaultValue true */
  readonly serviceNotifications?: boolean | undefined
}

/** What changes of a contact; what is left out or `undefined` stays as it is. */
export type ContactChanges = { readonly [Name in keyof ContactInput]?: ContactInput[Name] | undefined }

/**
 * The certificates of one account.
 *
 * Every method may be called at once with others, by many processes over one store. Each change is one commit: record, sealed key, history and
 * messages together or not at all. Who loses a race reads again and tries again, a bounded number of times.
 *
 * What is refused throws a `CertkeepError`:
 *
 * - `ERR_REGISTRY_NOT_FOUND`: no such certificate, contact; `detail.id`
 * - `ERR_REGISTRY_IN_USE`: services use it; `detail.attachments` lists them
 * - `ERR_REGISTRY_NOT_VALID`: only a `valid` certificate can be attached; `detail.status`
 * - `ERR_REGISTRY_NOT_COVERED`: it does not cover host names of the service; `detail.hostnames`
 * - `ERR_REGISTRY_CONFLICT`: others changed it again and again meanwhile, or `createId` gave an id that is there already; `detail.id`
 * - `ERR_REGISTRY_NO_SEALER`: keys are not stored, since the registry has no sealer
 * - `ERR_REGISTRY_NO_KEY`: no key is stored with it
 *
 * Errors of store and sealer are handed on. TypeError and RangeError tell of arguments that are not what they must be.
 */
export interface Registry {
  /**
   * Validates a form, and keeps it if it is sound; `name` must be given. The same certificate may be registered under several names: contacts are
   * then told of it once, by the name that is looked at first and with the services of all, as long as one of the names gives a reason.
   */
  readonly register: (bundle: Bundle, options?: ActorOptions) => Promise<RegisterResult>
  /** What is kept under the id, without its key; `undefined` where there is nothing. */
  readonly get: (id: string, options?: WaitOptions) => Promise<CertificateRecord | undefined>
  /** The name as a form would give it: NFC and blanks at its ends do not matter. */
  readonly getByName: (name: string, options?: WaitOptions) => Promise<CertificateRecord | undefined>
  /** A page of certificates, those made last first. Cursors are stable: see `CertificateStore`. */
  readonly list: (options?: ListOptions) => Promise<Page<CertificateRecord>>
  /**
   * Puts another certificate in its place: same id, same attachments, and the same name unless the bundle gives another. Refused if a host name
   * that an attachment needs would no longer be covered. Alerts begin anew, and a mute ends.
   */
  readonly replace: (id: string, bundle: Bundle, options?: ActorOptions) => Promise<RegisterResult>
  /** Says that a service uses it. The same resource again is no second attachment; `hostnames`, where given, take the place of the former. */
  readonly attach: (id: string, request: AttachRequest, options?: ActorOptions) => Promise<CertificateRecord>
  /** Says that a service no longer uses it; that it never did is no error. */
  readonly detach: (id: string, resource: ServiceResource, options?: ActorOptions) => Promise<CertificateRecord>
  /** Deletes it with its key, for good, unless it is in use. Its history stays. */
  readonly delete: (id: string, options?: ActorOptions) => Promise<DeletionReceipt>
  /** Hands out the private key, and writes down to whom and what for. */
  readonly material: (id: string, options: MaterialOptions) => Promise<CertificateMaterial>
  /** Checks one certificate now, due or not. A failed registration stays what it is. */
  readonly refresh: (id: string, options?: ActorOptions) => Promise<CertificateRecord>
  /** Checks what is due, and writes the alerts for it. To be called every few minutes, by as many workers as there are. */
  readonly sweep: (options?: WorkOptions<SweepProgress>) => Promise<SweepReport>
  /** Delivers what the outbox holds and is due. To be called every minute or so, by as many workers as there are. */
  readonly dispatch: (options?: WorkOptions<DispatchProgress>) => Promise<DispatchReport>
  /** Adds somebody who is told, by the channels that the contact gives. */
  readonly addContact: (contact: ContactInput, options?: ActorOptions) => Promise<ContactRecord>
  /** Changes what is given, and leaves the rest. */
  readonly updateContact: (id: string, changes: ContactChanges, options?: ActorOptions) => Promise<ContactRecord>
  /** Removes a contact; what waits in the outbox for it is dropped. */
  readonly removeContact: (id: string, options?: ActorOptions) => Promise<void>
  /** Those made first first. */
  readonly listContacts: (options?: WaitOptions) => Promise<readonly ContactRecord[]>
  /**
   * Sends no alerts about it before `until`, and then one for the most urgent step that has passed. `null` ends it. What waits in the outbox
   * meanwhile is dropped. RangeError unless `until` is in the future and before the year 10000.
   */
  readonly mute: (id: string, until: Date | null, options?: ActorOptions) => Promise<CertificateRecord>
  /** All that happened to a certificate or contact, in the order written, also after it was deleted. */
  readonly history: (id: string, options?: WaitOptions) => Promise<readonly AuditEvent[]>
  /** Tells what this registry does, after it is written. What a listener throws is ignored. Returns how to end it. */
  readonly subscribe: (listener: (event: RegistryEvent) => unknown) => () => void
}
