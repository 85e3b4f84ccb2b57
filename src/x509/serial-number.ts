import { octet } from '../der/der-reader.ts'
import { hexOf } from '../der/hex.ts'

/**
 * The text of an INTEGER used as serial number: lower-case hex of the magnitude in whole octets, without the sign octet.
 *
 * Negative numbers, which RFC 5280 section 4.1.2.2 forbids and old CAs issued, have a `-` before them.
 */
export function serialNumberText(bytes: Uint8Array, start: number, end: number): string {
  const first = octet(bytes, start)
  if (first >= 0x80) return `-${negatedHex(bytes, start, end)}`
  return hexOf(bytes, first === 0 && end - start > 1 ? start + 1 : start, end)
}

/** The magnitude of a negative number in two's complement. */
function negatedHex(bytes: Uint8Array, start: number, end: number): string {
  // Not `slice`, which shares memory where the bytes are a Buffer.
  const magnitude = Uint8Array.from(bytes.subarray(start, end))
  let carry = 1
  for (let index = magnitude.length - 1; index >= 0; index -= 1) {
    const value = (octet(magnitude, index) ^ 0xff) + carry
    magnitude[index] = value & 0xff
    carry = value >> 8
  }
  return hexOf(magnitude, magnitude.length > 1 && magnitude[0] === 0 ? 1 : 0)
}
