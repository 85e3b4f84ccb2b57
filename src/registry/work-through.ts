import { callSafely } from './call-safely.ts'
import type { WorkOptions } from './registry.ts'

/** So many rounds of work are claimed at once: few claims, and nothing that waits for long while it is claimed. */
const ROUNDS_A_CLAIM = 4
const DEFAULT_CONCURRENCY = 4
const MAX_CONCURRENCY = 64

/** What is to be done, and how. */
export interface Work<Item, Progress> {
  readonly claim: (limit: number) => Promise<readonly Item[]>
  /** Rejects only for what ends everything. */
  readonly work: (item: Item) => Promise<void>
  readonly progress: () => Progress
}

/** Claims and does work until there is no more, or enough is done, so many items at a time. */
export async function workThrough<Item, Progress>(
  { limit = Infinity, concurrency = DEFAULT_CONCURRENCY, signal, onProgress }: WorkOptions<Progress>,
  { claim, work, progress }: Work<Item, Progress>,
): Promise<void> {
  if (limit !== Infinity && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new RangeError('"limit" must be a positive integer')
  }
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MAX_CONCURRENCY) {
    throw new RangeError(`"concurrency" must be an integer from 1 to ${MAX_CONCURRENCY}`)
  }
  let left = limit
  while (left > 0) {
    signal?.throwIfAborted()
    const asked = Math.min(left, concurrency * ROUNDS_A_CLAIM)
    const items = await claim(asked)
    if (items.length === 0) return
    left -= items.length
    await inTurns(items, concurrency, async (item) => {
      signal?.throwIfAborted()
      await work(item)
      if (onProgress !== undefined) callSafely(onProgress, progress())
    })
  }
}

/** Does all of it, some at a time. The first rejection is handed on once everything that was begun has ended. */
async function inTurns<Item>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]()
  const run = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) await work(next.value)
  }
  const ends = await Promise.allSettled(Array.from({ length: Math.min(concurrency, items.length) }, run))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}
