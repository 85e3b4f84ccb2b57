import type { Language } from '../report/describe-problem.ts'
import type { AlertNotice } from './alert-notice.ts'
import type { NotificationChannel } from './contact-record.ts'
import type { PortOptions } from './port-options.ts'

/** What is the same on every channel. */
interface CommonNotification {
  /**
   * The same whenever the same message is sent again, and never for another: a service that knows such keys sends once. Printable ASCII
   * without blanks, at most 100 characters.
   */
  readonly idempotencyKey: string
  readonly locale: Language
  /** One line without control characters. */
  readonly subject: string
  /** Plain text, lines parted by LF. */
  readonly text: string
  /** What the texts were made of, for notifiers that make their own. */
  readonly alert: AlertNotice
}

/**
 * An e-mail to one person. `name` is one line, and what somebody typed: it may hold quotes, commas and angle brackets, so that a header is to be
 * made by what knows how to quote it (RFC 5322 section 3.4), and never by joining texts.
 */
export interface EmailNotification extends CommonNotification {
  readonly channel: 'email'
  readonly to: { readonly name: string; readonly email: string }
  /** A whole HTML document without scripts, styles or anything loaded; what came from outside is escaped. */
  readonly html: string
}

/**
 * A text message to one telephone. `bytes` is the length of `text` as Korean carriers count (EUC-KR): a `short` one has at most 90, a `long`
 * one (LMS) at most 2,000 and shows `subject` as its title.
 */
export interface SmsNotification extends CommonNotification {
  readonly channel: 'sms'
  readonly to: { readonly name: string; readonly phone: string }
  readonly bytes: number
  readonly kind: 'short' | 'long'
}

/** One message to one person on one channel. */
export type AlertNotification = EmailNotification | SmsNotification

/**
 * What became of a message.
 *
 * - `delivered`: the service that delivers has taken it; whether it was read nobody knows. `id` is that of the service, for a log of
 *   the notifier's own: the registry does not keep it
 * - `permanent-failure`: this message will never be delivered on this channel, such as for an address that does not exist. Not tried again
 * - `temporary-failure`: to be tried again, not before `retryAfterMs` where the service said so; for more than a day nobody is waited for
 *
 * `reason` is recorded and shown to administrators: one short sentence without addresses or credentials.
 */
export type DeliveryOutcome =
  | { readonly outcome: 'delivered'; readonly id?: string | undefined }
  | { readonly outcome: 'permanent-failure'; readonly reason: string }
  | { readonly outcome: 'temporary-failure'; readonly reason: string; readonly retryAfterMs?: number | undefined }

/**
 * Delivers messages.
 *
 * `send` answers what became of one message, and rejects only with the reason of its signal, or for what it did not expect: a caller takes that
 * for a temporary failure. It sends at most once per call and does not try again by itself; the registry does, with the same
 * `idempotencyKey`. The signal is aborted too when the time of one delivery is over; who takes no notice of it is not waited for, and asked
 * again. A message of a channel that is not in `channels` is a permanent failure. Calls run at once with others; no
 * order between them is kept. The notification is not changed.
 */
export interface Notifier {
  /** What it delivers on. Of several notifiers, the first that names the channel is asked. */
  readonly channels: readonly NotificationChannel[]
  /** Delivers one message. Says in the outcome what became of it, and rejects only where that is not known. */
  readonly send: (notification: AlertNotification, options?: PortOptions) => Promise<DeliveryOutcome>
}
