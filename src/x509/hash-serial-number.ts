/**
 * 32 bits that are the same for equal serial numbers, from their first and last four octets: some CAs count, in front or at the end, and
 * others leave either part as it is.
 *
 * Not a defence: who issues numbers with one hash makes look-ups in the own CRL slow, a pass over its entries each, and nothing else.
 *
 * @param length - octets of the number from `start` on, at least one
 */
export function hashSerialNumber(view: DataView, start: number, length: number): number {
  if (length < 4) return mix(length, shortNumber(view, start, length))
  return mix(view.getInt32(start), view.getInt32(start + length - 4))
}

function shortNumber(view: DataView, start: number, length: number): number {
  let value = 0
  for (let index = start; index < start + length; index += 1) value = (value << 8) | view.getUint8(index)
  return value
}

/** Multiplication carries upwards, so that the upper bits depend on all. */
function mix(first: number, last: number): number {
  return Math.imul(Math.imul(first, 0x85ebca6b) ^ last, 0x9e3779b1) >>> 0
}
