import { raceSignal } from '../problem/race-signal.ts'
import { RevocationBudgetExceeded } from './revocation-budget.ts'

/** How long one check may wait for the network, and whether its caller still wants it. */
export interface FetchDeadline {
  /** Aborted by the caller or by time. The first call starts the time, so that a check that asks nobody sets no timer. */
  readonly signal: () => AbortSignal
  /**
   * @throws the reason of the caller's signal where that is aborted
   * @throws RevocationBudgetExceeded when the time is over
   */
  readonly throwIfOver: () => void
  /** The same promise, but rejected when the deadline is over: a fetcher may take no notice of its signal. */
  readonly race: <Value>(promise: Promise<Value>) => Promise<Value>
}

/** Longer timers fire at once. */
const MAX_TIMEOUT_MS = 2_147_483_647

/**
 * Makes the deadline of one check.
 *
 * @throws RangeError unless `timeoutMs` is a whole number from 1 to 2147483647
 */
export function createFetchDeadline(signal: AbortSignal | undefined, timeoutMs: number): FetchDeadline {
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS)
    throw new RangeError(`"timeoutMs" must be a whole number from 1 to ${String(MAX_TIMEOUT_MS)}`)
  let timeout: AbortSignal | undefined
  let combined: AbortSignal | undefined
  const start = (): AbortSignal => {
    timeout ??= AbortSignal.timeout(timeoutMs)
    combined ??= signal === undefined ? timeout : AbortSignal.any([signal, timeout])
    return combined
  }
  return {
    signal: start,
    race: (promise) => raceSignal(promise, start()),
    throwIfOver: () => {
      signal?.throwIfAborted()
      if (timeout?.aborted === true) throw new RevocationBudgetExceeded('milliseconds', timeoutMs)
    },
  }
}
