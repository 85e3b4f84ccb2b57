/** Things in the order of an instant each; the earliest is found at once, and a change costs the logarithm of their number. */
export interface TimeQueue<Item> {
  /** The earliest of them and its instant in milliseconds; `undefined` if there is none. Of equals, any. */
  readonly first: () => { readonly item: Item; readonly atMs: number } | undefined
  /** Puts it where its instant belongs, wherever it was before. */
  readonly set: (item: Item, atMs: number) => void
  /** Takes it out, if it is there. */
  readonly remove: (item: Item) => void
}

interface Entry<Item> {
  readonly item: Item
  readonly atMs: number
  /** Its index in the heap. */
  place: number
}

/** Makes an empty queue: a binary heap whose entries know their place. */
export function createTimeQueue<Item>(): TimeQueue<Item> {
  const heap: Entry<Item>[] = []
  const entries = new Map<Item, Entry<Item>>()

  const put = (entry: Entry<Item>, place: number): void => {
    heap[place] = entry
    entry.place = place
  }

  const rise = (entry: Entry<Item>): void => {
    let place = entry.place
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || parent.atMs <= entry.atMs) break
      put(parent, place)
      place = above
    }
    put(entry, place)
  }

  const sink = (entry: Entry<Item>): void => {
    let place = entry.place
    for (;;) {
      const left = heap[2 * place + 1]
      const right = heap[2 * place + 2]
      const least = right === undefined || (left !== undefined && left.atMs <= right.atMs) ? left : right
      if (least === undefined || least.atMs >= entry.atMs) break
      const below = least.place
      put(least, place)
      place = below
    }
    put(entry, place)
  }

  const remove = (item: Item): void => {
    const entry = entries.get(item)
    if (entry === undefined) return
    entries.delete(item)
    const last = heap.pop()
    if (last === undefined || last === entry) return
    put(last, entry.place)
    rise(last)
    sink(last)
  }

  return {
    first: () => heap[0],
    set: (item, atMs) => {
      remove(item)
      const entry = { item, atMs, place: heap.length }
      entries.set(item, entry)
      heap.push(entry)
      rise(entry)
    },
    remove,
  }
}
