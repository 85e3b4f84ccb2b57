import { octet, type DerReader } from './der-reader.ts'

/** Lower-case hex of `bytes[start..end)`, without separators. */
export function hexOf(bytes: Uint8Array, start: number = 0, end: number = bytes.length): string {
  let text = ''
  let index = start
  for (; index + 2 <= end; index += 2) {
    const first = octet(bytes, index)
    const second = octet(bytes, index + 1)
    text += String.fromCharCode(digit(first >> 4), digit(first & 15), digit(second >> 4), digit(second & 15))
  }
  if (index < end) text += String.fromCharCode(digit(octet(bytes, index) >> 4), digit(octet(bytes, index) & 15))
  return text
}

/** Lower-case hex of the content of the element read last; empty in a reader that only checks. */
export function contentHex(reader: DerReader): string {
  return reader.mode === 'check' ? '' : hexOf(reader.bytes, reader.start, reader.offset)
}

/** The code of a hexadecimal digit: `0` to `9` are 0x30 to 0x39, `a` to `f` 0x61 to 0x66. */
function digit(value: number): number {
  return value < 10 ? 0x30 + value : 0x57 + value
}
