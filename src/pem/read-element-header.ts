/** Tag and extent of an element of DER. */
export interface ElementHeader {
  readonly tag: number
  /** Of the content. */
  readonly start: number
  /** Where the content ends is only what the header says. */
  readonly end: number
}

/** The octet at a place; `undefined` where there is none, or where it is not known. */
export type OctetReader = (place: number) => number | undefined

/**
 * Reads the header at `place` of data that may be damaged; `undefined` where no header of DER stands there.
 *
 * For guesses about what is broken. The reader of whole objects is in `der`, and says why it refuses one.
 */
export function readElementHeader(octetAt: OctetReader, place: number): ElementHeader | undefined {
  const tag = octetAt(place)
  const first = octetAt(place + 1)
  if (tag === undefined || first === undefined) return undefined
  if (first < 0x80) return { tag, start: place + 2, end: place + 2 + first }
  const octets = first & 0x7f
  // Longer lengths exceed what any input can hold; 0x80 is the indefinite length of BER.
  if (octets === 0 || octets > 4) return undefined
  const start = place + 2 + octets
  let length = 0
  for (let index = place + 2; index < start; index += 1) {
    const octet = octetAt(index)
    if (octet === undefined) return undefined
    length = length * 256 + octet
  }
  return length < 0x80 ? undefined : { tag, start, end: start + length }
}
