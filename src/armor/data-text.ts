import { decodeBase64, isBase64Code, type Base64Fault } from './decode-base64.ts'

/** A part of a text, its end not included. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** The parts of a text that hold the base64 of one block, layout and decoration left out. */
export interface DataText {
  /** The text that the parts were cut from. */
  readonly source: string
  readonly parts: readonly TextRange[]
  /** Puts other characters in place of those of the source, one for one; more may follow at the end. */
  readonly translate?: (text: string) => string
}

/** A line that is not as long as the others, though another line follows. */
export interface IrregularLine {
  /** After its last character, as an index of the source. */
  readonly at: number
  readonly expected: number
  readonly found: number
}

/** Characters in most lines, and in the last one. */
export interface LineMeasure {
  readonly usual: number
  readonly last: number
}

/** Decodes the parts as one; a fault is placed in the source. */
export function decodeData(data: DataText): Uint8Array | Base64Fault {
  const [only] = data.parts
  if (only !== undefined && data.parts.length === 1 && data.translate === undefined) {
    return decodeBase64(data.source, only.start, only.end)
  }
  const joined = data.parts.map(({ start, end }) => data.source.slice(start, end)).join('')
  const translated = data.translate?.(joined) ?? joined
  const decoded = decodeBase64(translated, 0, translated.length)
  return decoded instanceof Uint8Array ? decoded : { reason: decoded.reason, at: sourceIndex(data, decoded.at) }
}

/** The character of the source that carries the first bit of a byte; the place after the data for a byte that is not there. */
export function placeOfByte(data: DataText, byte: number): number {
  let remaining = Math.floor((byte * 4) / 3)
  let after = data.parts[0]?.start ?? 0
  for (const { start, end } of data.parts) {
    for (let index = start; index < end; index += 1) {
      if (!isData(data.source.charCodeAt(index))) continue
      if (remaining === 0) return index
      remaining -= 1
      after = index + 1
    }
  }
  return after
}

/** The first line but the last whose length differs from that of most others; `undefined` where there is no usual length. */
export function findIrregularLine(data: DataText): IrregularLine | undefined {
  const lines = dataLines(data)
  const width = usualLength(lines)
  if (width === undefined) return undefined
  const found = lines.slice(0, -1).find(({ length }) => length !== width)
  return found === undefined ? undefined : { at: found.end, expected: width, found: found.length }
}

/** How many characters most lines have, and how many the last one; `undefined` where there is no usual length. */
export function measureLines(data: DataText): LineMeasure | undefined {
  const lines = dataLines(data)
  const usual = usualLength(lines)
  return usual === undefined ? undefined : { usual, last: lines.at(-1)?.length ?? 0 }
}

/** The first line that is the same as the one before it, and how many characters it holds. */
export function findRepeatedLine(data: DataText): { readonly at: number; readonly length: number } | undefined {
  const lines = dataLines(data)
  const text = ({ start, end }: DataLine): string => data.source.slice(start, end)
  // The length of a full line keeps the chance of an honest repetition far below that of a hardware fault.
  const found = lines.find((line, index) => {
    const before = lines[index - 1]
    return before !== undefined && line.length >= 32 && line.length === before.length && text(line) === text(before)
  })
  return found === undefined ? undefined : { at: found.start, length: found.length }
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

function sourceIndex({ parts }: DataText, joinedIndex: number): number {
  let remaining = joinedIndex
  for (const { start, end } of parts) {
    if (remaining < end - start) return start + remaining
    remaining -= end - start
  }
  return parts.at(-1)?.end ?? 0
}

/** Of the alphabet of RFC 4648 section 4 or, read as such, that of section 5. */
function isData(code: number): boolean {
  return isBase64Code(code) || code === 0x2d || code === 0x5f
}
