import { createTimeQueue, type TimeQueue } from './time-queue.ts'

/** What waits in each namespace, found by namespace or in all of them. */
export interface ClaimQueue<Item> {
  /** Puts it where its instant belongs; without one it waits for nothing and is taken out. */
  readonly set: (namespace: string, item: Item, atMs: number | undefined) => void
  /** What came due first, if it is due at `atMs`. */
  readonly next: (atMs: number, namespace: string | undefined) => Item | undefined
}

/** Makes an empty queue: one queue for each namespace, and one of those queues by their first instants. */
export function createClaimQueue<Item>(): ClaimQueue<Item> {
  const queues = new Map<string, TimeQueue<Item>>()
  const queue: TimeQueue<TimeQueue<Item>> = createTimeQueue()

  const queueOf = (namespace: string): TimeQueue<Item> => {
    const known = queues.get(namespace)
    if (known !== undefined) return known
    const made: TimeQueue<Item> = createTimeQueue()
    queues.set(namespace, made)
    return made
  }

  return {
    set: (namespace, item, atMs) => {
      const own = queueOf(namespace)
      if (atMs === undefined) own.remove(item)
      else own.set(item, atMs)
      const first = own.first()
      if (first === undefined) queue.remove(own)
      else queue.set(own, first.atMs)
    },
    next: (atMs, namespace) => {
      const own = namespace === undefined ? queue.first()?.item : queues.get(namespace)
      const first = own?.first()
      return first !== undefined && first.atMs <= atMs ? first.item : undefined
    },
  }
}
