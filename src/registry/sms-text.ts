/** A text message as Korean carriers take it. */
export interface SmsText {
  /** ASCII, Hangul and line feeds only. */
  readonly text: string
  /** Its length in EUC-KR. */
  readonly bytes: number
  /** `short` (SMS) up to 90 bytes, `long` (LMS) up to 2,000. */
  readonly kind: 'short' | 'long'
}

/** Longest short message, in bytes. */
const SHORT_BYTES = 90
/** Longest long message, in bytes. */
const LONG_BYTES = 2000

/** Printable ASCII and the line feed: one byte. */
const SINGLE = /[\n\u0020-\u007e]/
/** Hangul syllables and letters: two bytes. */
const DOUBLE = /[\u3131-\u318e\uac00-\ud7a3]/

/**
 * Makes a text message of the first of `drafts` that is short enough for a short one, and where there is none, a long one of `long`.
 *
 * Carriers count and send EUC-KR (KS X 1001, with the Hangul that code page 949 adds): one byte for ASCII and two for Hangul. What they may
 * not have, and that is everything else, is written as `?`, so that all of them count alike. What does not fit into a long message is cut
 * off between two characters and ends in `...`.
 */
export function createSmsText(drafts: readonly string[], long: string): SmsText {
  for (const draft of drafts) {
    const text = encodable(draft)
    const bytes = countSmsBytes(text)
    if (bytes <= SHORT_BYTES) return { text, bytes, kind: 'short' }
  }
  const text = cut(encodable(long))
  return { text, bytes: countSmsBytes(text), kind: 'long' }
}

/** Length in EUC-KR, with everything but ASCII as two bytes. */
function countSmsBytes(text: string): number {
  let bytes = 0
  for (const character of text) bytes += bytesOf(character)
  return bytes
}

function encodable(text: string): string {
  return Array.from(text.normalize('NFC'), (character) =>
    SINGLE.test(character) || DOUBLE.test(character) ? character : '?',
  ).join('')
}

function cut(text: string): string {
  if (countSmsBytes(text) <= LONG_BYTES) return text
  const mark = '...'
  let kept = ''
  let bytes = mark.length
  for (const character of text) {
    bytes += bytesOf(character)
    if (bytes > LONG_BYTES) break
    kept += character
  }
  return kept + mark
}

function bytesOf(character: string): number {
  return character <= '\u007f' ? 1 : 2
}
