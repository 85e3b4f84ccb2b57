import { utf8ToBytes } from '@noble/hashes/utils.js'
import { GENERALIZED_TIME, UTC_TIME } from '../der/tag.ts'
import { encodeElement } from '../der/write-der.ts'

/** DER of a Time: UTCTime through 2049, GeneralizedTime from 2050 on (RFC 5280 section 4.1.2.5). */
export function encodeTime(at: Date): Uint8Array {
  const year = at.getUTCFullYear()
  return year >= 1950 && year < 2050 ? encodeTimeText(UTC_TIME, timeText(at).slice(2)) : encodeGeneralizedTime(at)
}

/** DER of a GeneralizedTime in whole seconds, whatever the year. */
export function encodeGeneralizedTime(at: Date): Uint8Array {
  return encodeTimeText(GENERALIZED_TIME, timeText(at))
}

/** DER of a time from its text, which may be any. */
export function encodeTimeText(tag: number, text: string): Uint8Array {
  return encodeElement(tag, utf8ToBytes(text))
}

/** `YYYYMMDDHHMMSSZ`. */
export function timeText(at: Date): string {
  return at.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '')
}
