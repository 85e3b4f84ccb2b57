import { octet } from './der-reader.ts'

const DIGITS = '0123456789abcdef'

/** Lower-case hex of `bytes[start..end)`, without separators. */
export function hexOf(bytes: Uint8Array, start: number = 0, end: number = bytes.length): string {
  let text = ''
  for (let index = start; index < end; index += 1) {
    const value = octet(bytes, index)
    text += DIGITS.charAt(value >> 4) + DIGITS.charAt(value & 15)
  }
  return text
}
