/** Bytes whose last bit is the other one: in a signed structure, a bit of the signature. */
export function flipLastBit(bytes: Uint8Array): Uint8Array {
  return bytes.map((octet, index) => (index === bytes.length - 1 ? octet ^ 1 : octet))
}
