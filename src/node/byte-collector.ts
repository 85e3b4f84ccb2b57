/** Bytes that come in pieces. */
export interface ByteCollector {
  /** Takes a piece, or refuses it with `false` where it would be too much. */
  readonly add: (piece: Uint8Array) => boolean
  readonly length: () => number
  /** All bytes so far, in memory of their own. */
  readonly toBytes: () => Uint8Array
}

const FIRST_CAPACITY = 16_384

/** Collects up to `maxBytes`. Pieces are copied: a list of pieces of one octet would take a hundred times the memory. */
export function createByteCollector(maxBytes: number): ByteCollector {
  let bytes = new Uint8Array(Math.min(FIRST_CAPACITY, maxBytes))
  let length = 0
  return {
    add: (piece) => {
      const needed = length + piece.length
      if (needed > maxBytes) return false
      if (needed > bytes.length) {
        const larger = new Uint8Array(Math.min(maxBytes, Math.max(needed, bytes.length * 2)))
        larger.set(bytes.subarray(0, length))
        bytes = larger
      }
      bytes.set(piece, length)
      length = needed
      return true
    },
    length: () => length,
    toBytes: () => (length === bytes.length ? bytes : bytes.slice(0, length)),
  }
}
