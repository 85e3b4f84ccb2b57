import type { NotificationChannel } from './contact-record.ts'
import { frozenCopy } from './frozen-copy.ts'
import type { AlertNotification, DeliveryOutcome, Notifier } from './notifier.ts'

/** What {@link createMemoryNotifier} can be told. */
export interface MemoryNotifierOptions {
  /** @defaultValue both */
  readonly channels?: readonly NotificationChannel[] | undefined
  /**
   * Decides what becomes of a message; may throw. `attempt` counts from 1 for each idempotency key.
   *
   * @defaultValue everything is delivered
   */
  readonly respond?:
    ((notification: AlertNotification, attempt: number) => DeliveryOutcome | Promise<DeliveryOutcome>) | undefined
}

/** A notifier that delivers to a list. */
export interface MemoryNotifier extends Notifier {
  /** What was delivered, in order, each idempotency key once, as services that know such keys do. */
  readonly delivered: () => readonly AlertNotification[]
  /** Every call of `send`, in order, whatever came of it. */
  readonly attempts: () => readonly AlertNotification[]
}

/**
 * Makes a notifier that keeps what it was given, for tests and for trying out; failures on request.
 *
 * @example
 * ```ts
 * const notifier = createMemoryNotifier({
 *   respond: (_, attempt) => attempt < 3 ? { outcome: 'temporary-failure', reason: 'busy' } : { outcome: 'delivered' },
 * })
 * ```
 */
export function createMemoryNotifier(options: MemoryNotifierOptions = {}): MemoryNotifier {
  const { channels = ['email', 'sms'], respond = deliver } = options
  const attempts: AlertNotification[] = []
  const delivered = new Map<string, AlertNotification>()
  const counts = new Map<string, number>()
  return {
    channels: Object.freeze([...channels]),
    delivered: () => [...delivered.values()],
    attempts: () => [...attempts],
    send: async (notification, { signal } = {}) => {
      signal?.throwIfAborted()
      const copy = frozenCopy(notification, 'notification')
      const { idempotencyKey } = copy
      const attempt = (counts.get(idempotencyKey) ?? 0) + 1
      counts.set(idempotencyKey, attempt)
      attempts.push(copy)
      if (!channels.includes(copy.channel)) {
        return { outcome: 'permanent-failure', reason: 'this notifier does not deliver on the channel' }
      }
      const outcome = await respond(copy, attempt)
      if (outcome.outcome === 'delivered' && !delivered.has(idempotencyKey)) delivered.set(idempotencyKey, copy)
      return outcome
    },
  }
}

function deliver(): DeliveryOutcome {
  return { outcome: 'delivered' }
}
