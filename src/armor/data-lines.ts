import type { ArmorData, IrregularLine, LineMeasure, RepeatedLine } from './armor-reading.ts'
import type { DataText, TextRange } from './data-text.ts'
import { isBase64Code } from './decode-base64.ts'
import { originAfter, originOf } from './mapped-text.ts'

/** Where data stands, as far as its places matter. */
type PlacedData = Pick<ArmorData, 'data' | 'mapped'>

/** Where the character stands that carries the first bit of a byte; for a byte that is not there, the place after the data. */
export function placeOfByte({ data, mapped }: PlacedData, byte: number): number {
  let remaining = Math.floor((byte * 4) / 3)
  let after = data.parts[0]?.start ?? 0
  for (const { start, end } of data.parts) {
    for (let index = start; index < end; index += 1) {
      if (!isData(data.source.charCodeAt(index))) continue
      if (remaining === 0) return originOf(mapped, index)
      remaining -= 1
      after = index + 1
    }
  }
  return originAfter(mapped, after)
}

/** The first line but the last whose length differs from that of most others; `undefined` where there is no usual length. */
export function findIrregularLine({ data, mapped }: PlacedData): IrregularLine | undefined {
  const lines = dataLines(data)
  const expected = usualLength(lines)
  if (expected === undefined) return undefined
  const found = lines.slice(0, -1).find(({ length }) => length !== expected)
  return found === undefined ? undefined : { at: originAfter(mapped, found.end), expected, found: found.length }
}

/** How many characters most lines have, and how many the last one; `undefined` where there is no usual length. */
export function measureLines({ data }: Pick<ArmorData, 'data'>): LineMeasure | undefined {
  const lines = dataLines(data)
  const usual = usualLength(lines)
  return usual === undefined ? undefined : { usual, last: lines.at(-1)?.length ?? 0 }
}

/** The first line that is the same as the one before it. */
export function findRepeatedLine({ data, mapped }: PlacedData): RepeatedLine | undefined {
  const lines = dataLines(data)
  const text = ({ start, end }: DataLine): string => data.source.slice(start, end)
  const found = lines.find((line, index) => {
    const before = lines[index - 1]
    // Shorter lines are the same by chance.
    return before !== undefined && line.length >= 32 && line.length === before.length && text(line) === text(before)
  })
  return found === undefined ? undefined : { at: originOf(mapped, found.start), length: found.length }
}

interface DataLine extends TextRange {
  /** Characters of the alphabet, padding not counted. */
  readonly length: number
}

/** The lines as they stand in the source; a line without data is left out. */
function dataLines({ source, parts }: DataText): readonly DataLine[] {
  const lines: DataLine[] = []
  for (const part of parts) {
    let start = -1
    let end = -1
    let length = 0
    for (let index = part.start; index <= part.end; index += 1) {
      const code = index < part.end ? source.charCodeAt(index) : 0x0a
      if (isData(code)) {
        if (start === -1) start = index
        end = index + 1
        length += 1
      } else if ((code === 0x0a || code === 0x0d) && start !== -1) {
        lines.push({ start, end, length })
        start = -1
        length = 0
      }
    }
  }
  return lines
}

/** The length of at least two thirds of the lines before the last one. */
function usualLength(lines: readonly DataLine[]): number | undefined {
  const full = lines.slice(0, -1)
  const counts = new Map<number, number>()
  for (const { length } of full) counts.set(length, (counts.get(length) ?? 0) + 1)
  for (const [length, count] of counts) {
    if (count * 3 >= full.length * 2) return length
  }
  return undefined
}

/** Of the alphabet of RFC 4648 section 4 or, read as such, that of section 5. */
function isData(code: number): boolean {
  return isBase64Code(code) || code === 0x2d || code === 0x5f
}
