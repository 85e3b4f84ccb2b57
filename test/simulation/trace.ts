import { createHash } from 'node:crypto'

/** Everything that happened in a run, in order: a hash over all of it, and the end of it to read. */
export interface Trace {
  /** Notes a line, and beside it what only the hash is made of. */
  readonly note: (line: string, detail?: string | Uint8Array) => void
  readonly length: () => number
  readonly last: (count: number) => readonly string[]
  /** SHA-256 of it all, in hex. Nothing can be noted afterwards. */
  readonly hash: () => string
}

/** Lines that are kept. */
const MAX_LINES = 20_000

export function createTrace(): Trace {
  const hash = createHash('sha256')
  let lines: string[] = []
  let length = 0
  return {
    note: (line, detail) => {
      length += 1
      lines.push(line)
      if (lines.length > 2 * MAX_LINES) lines = lines.slice(-MAX_LINES)
      hash.update(line).update('\n')
      if (detail !== undefined) hash.update(detail).update('\n')
    },
    length: () => length,
    last: (count) => lines.slice(-count),
    hash: () => hash.digest('hex'),
  }
}
