import type { AlertNotice } from './alert-notice.ts'
import type { NotificationChannel } from './contact-record.ts'

/** What makes a message the same message, within a namespace. */
export interface MessageKey {
  /** SHA-256 of the certificate. */
  readonly fingerprint: string
  /**
   * The occasion: `step` of an `AlertDate`; behind it `@` and the instant of the revocation where the ledger has the same day of an earlier one, and
   * `#2`, `#3` and so on where it is told anew, since nobody was told before.
   */
  readonly step: string
  readonly contactId: string
  readonly channel: NotificationChannel
}

/**
 * - `pending`: to be delivered from `dueAt` on
 * - `delivered`: the service that delivers has taken it
 * - `failed`: it never will be delivered
 * - `dropped`: when it was to be sent, there was no more reason to
 */
export type MessageState = 'pending' | 'delivered' | 'failed' | 'dropped'

/**
 * A message to one contact on one channel, and afterwards the ledger's entry that it was written. Plain JSON, instants as
 * in `CertificateRecord`.
 */
export interface OutboxMessage {
  readonly namespace: string
  readonly key: MessageKey
  readonly certificateId: string
  /** What it is about, as it was when the message was written. */
  readonly alert: AlertNotice
  readonly state: MessageState
  readonly createdAt: string
  /** When to deliver it, or to try again; without meaning in other states than `pending`. */
  readonly dueAt: string
  /** Deliveries that were tried. */
  readonly attempts: number
  /** Why the last try failed or the message was dropped. */
  readonly reason: string | null
  /** When it came to its last state; `null` while `pending`. */
  readonly settledAt: string | null
}
