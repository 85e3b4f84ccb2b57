/** Something with its number in the order in which such things were made. */
export interface Numbered {
  /** Unique, and greater than that of everything made before. */
  readonly sequence: number
}

/** Things in the order in which they were made. */
export interface CreationOrder<Item extends Numbered> {
  /** Adds what was made last. */
  readonly add: (item: Item) => void
  readonly remove: (item: Item) => void
  /** Those made before `sequence`, made last first. Nothing may be added or removed meanwhile. */
  readonly before: (sequence: number) => Iterable<Item>
}

/** Makes an empty order: a list with gaps, which is made anew when half of it is gaps. */
export function createCreationOrder<Item extends Numbered>(): CreationOrder<Item> {
  let items: Item[] = []
  const removed = new Set<Item>()

  /** How many of the list have a smaller number. */
  const countBefore = (sequence: number): number => {
    let low = 0
    let high = items.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((items[middle]?.sequence ?? sequence) < sequence) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    add: (item) => void items.push(item),
    remove: (item) => {
      removed.add(item)
      if (removed.size * 2 <= items.length) return
      items = items.filter((kept) => !removed.has(kept))
      removed.clear()
    },
    before: function* (sequence) {
      for (let index = countBefore(sequence) - 1; index >= 0; index -= 1) {
        const item = items[index]
        if (item !== undefined && !removed.has(item)) yield item
      }
    },
  }
}
