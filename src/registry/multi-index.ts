/** Finds things by a text that several of them may share. */
export interface MultiIndex<Item> {
  readonly add: (key: string | null, item: Item) => void
  readonly remove: (key: string | null, item: Item) => void
  /** Some of them, `limit` at most. */
  readonly find: (key: string, limit: number) => readonly Item[]
}

/** Makes an empty index. Nothing is found by `null`. */
export function createMultiIndex<Item extends object>(): MultiIndex<Item> {
  // Nearly every key has one item only, and a million sets of one are a burden.
  const single = new Map<string, Item>()
  const shared = new Map<string, Set<Item>>()
  return {
    add: (key, item) => {
      if (key === null) return
      const others = shared.get(key)
      if (others !== undefined) others.add(item)
      else if (single.has(key)) shared.set(key, new Set([item]))
      else single.set(key, item)
    },
    remove: (key, item) => {
      if (key === null) return
      if (single.get(key) === item) single.delete(key)
      const others = shared.get(key)
      others?.delete(item)
      if (others?.size === 0) shared.delete(key)
    },
    find: (key, limit) => {
      const found: Item[] = []
      const first = single.get(key)
      if (first !== undefined) found.push(first)
      for (const item of shared.get(key) ?? []) {
        if (found.length >= limit) break
        found.push(item)
      }
      return found
    },
  }
}
