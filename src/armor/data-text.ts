import { decodeBase64, type Base64Fault } from './decode-base64.ts'

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

function sourceIndex({ parts }: DataText, joinedIndex: number): number {
  let remaining = joinedIndex
  for (const { start, end } of parts) {
    if (remaining < end - start) return start + remaining
    remaining -= end - start
  }
  return parts.at(-1)?.end ?? 0
}
