import type { DeliveryOutcome } from './notifier.ts'

/** Longest reason that is written down, in code points. */
const MAX_REASON = 200

/** What stores and consoles choke on: controls, line breaks and surrogates without their other half. */
const UNWRITABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu

/**
 * Reads what a notifier answered, which nothing makes sure of when it runs. A reason becomes one line that can be stored; what is no answer at all is a
 * failure for now, so that it is tried again as often as any other and then given up.
 */
export function readOutcome(answer: unknown): DeliveryOutcome {
  const { outcome, reason, retryAfterMs } = membersOf(answer)
  switch (outcome) {
    case 'delivered':
      return { outcome }
    case 'permanent-failure':
      return { outcome, reason: readReason(reason) }
    case 'temporary-failure':
      return { outcome, reason: readReason(reason), ...(typeof retryAfterMs === 'number' ? { retryAfterMs } : {}) }
    default:
      return { outcome: 'temporary-failure', reason: 'the notifier gave an answer that is none' }
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function readReason(reason: unknown): string {
  if (typeof reason !== 'string') return 'the notifier gave no reason'
  // Cut first, and between two characters.
  const start = Array.from(reason.slice(0, MAX_REASON * 2))
    .slice(0, MAX_REASON)
    .join('')
  return start.replace(UNWRITABLE, ' ')
}
