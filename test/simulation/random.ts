/** Where all chance of a run comes from: the same seed gives the same numbers, on every machine. */
export interface Random {
  /** From 0 up to, but without, 1. */
  readonly share: () => number
  /** A whole number, both ends included. */
  readonly between: (least: number, most: number) => number
  readonly chance: (probability: number) => boolean
  /** @throws RangeError for an empty list */
  readonly pick: <Item>(items: readonly Item[]) => Item
  /** The key of an entry, the likelier the greater its weight. */
  readonly weigh: <Key extends string>(weights: Readonly<Record<Key, number>>) => Key
}

/** Makes numbers from a seed by sfc32, which passes PractRand and takes four words of state. */
export function createRandom(seed: number): Random {
  let a = seed >>> 0
  let b = Math.floor(seed / 2 ** 32) >>> 0
  let c = 0x9e3779b9
  let counter = 1
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  // So that seeds which are neighbours have nothing in common.
  for (let round = 0; round < 15; round += 1) next()
  const pick = <Item>(items: readonly Item[]): Item => {
    const index = Math.floor(next() * items.length)
    for (const item of items.slice(index, index + 1)) return item
    throw new RangeError('there is nothing to pick from')
  }
  return {
    share: next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick,
    weigh: (weights) => {
      const keys = Object.keys(weights).filter((key): key is keyof typeof weights => key in weights)
      let left = next() * keys.reduce((sum, key) => sum + weights[key], 0)
      for (const key of keys) {
        left -= weights[key]
        if (left < 0) return key
      }
      return pick(keys)
    },
  }
}
