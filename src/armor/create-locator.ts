import type { TextPosition } from '../problem/problem.ts'

/** Finds the line and column of an offset. */
export type Locator = (offset: number) => TextPosition

/** Makes a locator for a text. Lines end in CRLF, LF or CR; columns count UTF-16 code units. */
export function createLocator(text: string): Locator {
  let starts: Uint32Array | undefined
  return (offset) => {
    starts ??= findLineStarts(text)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1, offset }
  }
}

function findLineStarts(text: string): Uint32Array {
  let count = 1
  eachLineEnd(text, () => (count += 1))
  const starts = new Uint32Array(count)
  let line = 0
  eachLineEnd(text, (next) => (starts[(line += 1)] = next))
  return starts
}

function eachLineEnd(text: string, visit: (next: number) => void): void {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(index + 1) !== 0x0a)) visit(index + 1)
  }
}
