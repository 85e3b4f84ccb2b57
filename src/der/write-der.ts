import { encodeObjectIdentifier } from './object-identifier.ts'
import { BIT_STRING, INTEGER, NULL, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE } from './tag.ts'

/** Encodes one element: the identifier octet, the shortest length, and `parts` one after the other (X.690 sections 8.1 and 10.1). */
export function encodeElement(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((total, part) => total + part.length, 0)
  const header = [tag, ...encodeLength(length)]
  const element = new Uint8Array(header.length + length)
  element.set(header)
  let offset = header.length
  for (const part of parts) {
    element.set(part, offset)
    offset += part.length
  }
  return element
}

/** Encodes a SEQUENCE of elements that are encoded already. */
export function encodeSequence(...elements: readonly Uint8Array[]): Uint8Array {
  return encodeElement(SEQUENCE, ...elements)
}

/** Encodes the INTEGER whose magnitude is `magnitude`, big-endian; leading zeros do not matter and nothing is zero. */
export function encodeUnsignedInteger(magnitude: Uint8Array): Uint8Array {
  const first = magnitude.findIndex((value) => value !== 0)
  if (first === -1) return encodeElement(INTEGER, Uint8Array.of(0))
  const digits = magnitude.subarray(first)
  return encodeElement(INTEGER, Uint8Array.from((digits[0] ?? 0) >= 0x80 ? [0] : []), digits)
}

/** Encodes an OCTET STRING. */
export function encodeOctetString(content: Uint8Array): Uint8Array {
  return encodeElement(OCTET_STRING, content)
}

/** Encodes a BIT STRING of whole octets. */
export function encodeBitString(content: Uint8Array): Uint8Array {
  return encodeElement(BIT_STRING, Uint8Array.of(0), content)
}

/** Encodes NULL. */
export function encodeNull(): Uint8Array {
  return encodeElement(NULL)
}

/** Encodes an OBJECT IDENTIFIER from its dotted text. @throws TypeError if it is not one */
export function encodeOid(dotted: string): Uint8Array {
  return encodeElement(OBJECT_IDENTIFIER, encodeObjectIdentifier(dotted))
}

function encodeLength(length: number): readonly number[] {
  if (length < 0x80) return [length]
  const octets: number[] = []
  // Not shifts: they would wrap above 2^31.
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  return [0x80 | octets.length, ...octets]
}
