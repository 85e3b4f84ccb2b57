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
  const translated = translatedText(data)
  const decoded = decodeBase64(translated, 0, translated.length)
  return decoded instanceof Uint8Array ? decoded : { reason: decoded.reason, at: sourceIndex(data, decoded.at) }
}

/**
 * As many whole bytes as the characters before the first padding carry, for data that may have been cut off anywhere. The parts must
 * have nothing but base64, padding and blanks.
 */
export function decodeAvailable(data: DataText): Uint8Array {
  const characters = translatedText(data).replace(/\s+|=.*/gs, '')
  const whole = characters.padEnd(Math.ceil(characters.length / 4) * 4, 'A')
  const bytes = decodeBase64(whole, 0, whole.length)
  return bytes instanceof Uint8Array ? bytes.subarray(0, Math.floor((characters.length * 3) / 4)) : new Uint8Array()
}

function translatedText({ source, parts, translate }: DataText): string {
  const joined = parts.map(({ start, end }) => source.slice(start, end)).join('')
  return translate?.(joined) ?? joined
}

function sourceIndex({ parts }: DataText, joinedIndex: number): number {
  let remaining = joinedIndex
  for (const { start, end } of parts) {
    if (remaining < end - start) return start + remaining
    remaining -= end - start
  }
  return parts.at(-1)?.end ?? 0
}
