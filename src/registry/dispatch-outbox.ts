import { isCertkeepError } from '../problem/certkeep-error.ts'
import { raceSignal } from '../problem/race-signal.ts'
import type { ClaimedMessage } from './certificate-store.ts'
import { judgeMessage } from './judge-message.ts'
import type { AlertNotification, DeliveryOutcome } from './notifier.ts'
import type { OutboxMessage } from './outbox-message.ts'
import { readOutcome } from './read-outcome.ts'
import type { DispatchFailure, DispatchProgress, DispatchReport, WorkOptions } from './registry.ts'
import { createEvent, settleMessage, type RegistryContext } from './registry-context.ts'
import { workThrough } from './work-through.ts'

/** No service is waited for longer than that at its word. */
const MAX_ASKED_MS = 86_400_000

/** Delivers what the outbox holds. See {@link Registry}. */
export async function dispatchOutbox(
  context: RegistryContext,
  options: WorkOptions<DispatchProgress>,
): Promise<DispatchReport> {
  const { store, namespace, clock, worker, policy, notifiers } = context
  const { signal } = options
  const report = { delivered: 0, failed: 0, dropped: 0, retried: 0 }
  const failures: DispatchFailure[] = []
  await workThrough<ClaimedMessage, DispatchProgress>(options, {
    claim: async (limit) =>
      // Without notifiers somebody else has to deliver.
      notifiers.length === 0
        ? []
        : store.claimOutbox({ at: clock.now(), limit, owner: worker, leaseMs: policy.leaseMs, namespace }, { signal }),
    work: async (claimed) => {
      const { key } = claimed.message
      try {
        const end = await deliver(context, claimed, signal)
        report[end.outcome] += 1
        if (end.outcome === 'failed' || end.outcome === 'retried') {
          failures.push({ key, outcome: end.outcome, reason: end.reason ?? '' })
        }
      } catch (error) {
        signal?.throwIfAborted()
        failures.push({ key, outcome: 'error', reason: 'the message could not be looked at or settled', error })
      }
    },
    progress: () => ({ delivered: report.delivered, failed: failures.length }),
  })
  return { ...report, failures }
}

/** How a message ended, for now or for good. */
interface End {
  readonly outcome: 'delivered' | 'failed' | 'dropped' | 'retried'
  readonly reason: string | null
}

async function deliver(
  context: RegistryContext,
  { message, lease }: ClaimedMessage,
  signal: AbortSignal | undefined,
): Promise<End> {
  const judged = await judgeMessage(context, message, signal)
  const outcome: DeliveryOutcome | undefined =
    judged.notification === undefined ? undefined : await send(context, judged.notification, signal)
  const at = context.clock.now()
  const end =
    outcome === undefined
      ? { outcome: 'dropped' as const, reason: judged.reason }
      : endOf(context, message, outcome, at)
  const settled = settledMessage(context, message, end, outcome, at)
  const { step, contactId, channel } = message.key
  const detail = { step, contactId, channel, attempts: settled.attempts, reason: end.reason }
  const subject = { id: message.certificateId, at }
  const events = end.outcome === 'retried' ? [] : [createEvent(context, `alert-${end.outcome}`, subject, detail)]
  // Where the lease has ended meanwhile somebody else settles it; the same idempotency key keeps the person from being told twice. Without the signal: a
  // person who was told while the worker was being stopped must not be told again by the next one.
  await settleMessage(context, { message: settled, lease, at, events }, {})
  return end
}

async function send(
  { notifiers, policy }: RegistryContext,
  notification: AlertNotification,
  signal: AbortSignal | undefined,
): Promise<DeliveryOutcome> {
  const notifier = notifiers.find(({ channels }) => channels.includes(notification.channel))
  // Another worker may have one, or the next release.
  if (notifier === undefined) return { outcome: 'temporary-failure', reason: 'no notifier delivers on the channel' }
  // A notifier that never answers must not keep all others waiting.
  const limit = AbortSignal.timeout(policy.retry.timeoutMs)
  const either = signal === undefined ? limit : AbortSignal.any([signal, limit])
  try {
    return readOutcome(await raceSignal(notifier.send(notification, { signal: either }), limit))
  } catch (error) {
    signal?.throwIfAborted()
    if (limit.aborted) return { outcome: 'temporary-failure', reason: 'the notifier did not answer in time' }
    // What an unexpected error says could hold addresses or credentials.
    const code = isCertkeepError(error) ? ` (${error.code})` : ''
    return { outcome: 'temporary-failure', reason: `the notifier failed unexpectedly${code}` }
  }
}

function endOf({ policy }: RegistryContext, { createdAt }: OutboxMessage, outcome: DeliveryOutcome, at: Date): End {
  switch (outcome.outcome) {
    case 'delivered':
      return { outcome: 'delivered', reason: null }
    case 'permanent-failure':
      return { outcome: 'failed', reason: outcome.reason }
    case 'temporary-failure': {
      const isOver = at.getTime() - Date.parse(createdAt) >= policy.retry.giveUpAfterMs
      return { outcome: isOver ? 'failed' : 'retried', reason: outcome.reason }
    }
    default:
      throw new TypeError(String(outcome satisfies never))
  }
}

/** The message with what became of it. A delivery that was tried counts; that there was no reason to try does not. */
function settledMessage(
  context: RegistryContext,
  message: OutboxMessage,
  { outcome, reason }: End,
  delivery: DeliveryOutcome | undefined,
  at: Date,
): OutboxMessage {
  const attempts = message.attempts + (delivery === undefined ? 0 : 1)
  if (outcome !== 'retried') return { ...message, state: outcome, attempts, reason, settledAt: at.toISOString() }
  const { firstMs, maxMs } = context.policy.retry
  const { retryAfterMs = 0 } = delivery?.outcome === 'temporary-failure' ? delivery : {}
  const askedMs = retryAfterMs > 0 ? Math.min(retryAfterMs, MAX_ASKED_MS) : 0
  const waitMs = Math.max(Math.min(firstMs * 2 ** (attempts - 1), maxMs), askedMs)
  return { ...message, attempts, reason, dueAt: new Date(at.getTime() + waitMs).toISOString() }
}
