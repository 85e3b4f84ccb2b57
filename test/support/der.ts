/** Octets, as a list where that reads better. */
export type Octets = Uint8Array | readonly number[]

/**
 * Writes one element, independently of src, with the shortest length.
 *
 * What is not DER is written by {@link octets}.
 */
export function element(tag: number, ...content: readonly Octets[]): Uint8Array {
  const body = octets(...content)
  return octets([tag, ...lengthOctets(body.length)], body)
}

/** Joins octets. */
export function octets(...parts: readonly Octets[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part)))))
}

/** Octets from hex, in which blanks do not count. */
export function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'))
}

/** Hex of octets. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

export const sequence = (...content: readonly Octets[]): Uint8Array => element(0x30, ...content)
export const set = (...content: readonly Octets[]): Uint8Array => element(0x31, ...content)
export const octetString = (...content: readonly Octets[]): Uint8Array => element(0x04, ...content)
export const bitString = (unusedBits: number, ...content: readonly Octets[]): Uint8Array =>
  element(0x03, [unusedBits], ...content)
export const boolean = (value: number): Uint8Array => element(0x01, [value])
export const nothing: Uint8Array = element(0x05)
export const implicit = (number: number, ...content: readonly Octets[]): Uint8Array =>
  element(0x80 | number, ...content)
export const explicit = (number: number, ...content: readonly Octets[]): Uint8Array =>
  element(0xa0 | number, ...content)
export const utf8String = (text: string): Uint8Array => element(0x0c, Buffer.from(text))
export const printableString = (text: string): Uint8Array => element(0x13, Buffer.from(text, 'latin1'))
export const ia5String = (text: string): Uint8Array => element(0x16, Buffer.from(text, 'latin1'))
export const utcTime = (text: string): Uint8Array => element(0x17, Buffer.from(text, 'latin1'))
export const generalizedTime = (text: string): Uint8Array => element(0x18, Buffer.from(text, 'latin1'))

/** The text as octets, one for each character. */
export function ascii(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

/** An INTEGER in its shortest form. */
export function integer(value: number | bigint): Uint8Array {
  let bits = 8
  while (BigInt.asIntN(bits, BigInt(value)) !== BigInt(value)) bits += 8
  const digits = BigInt.asUintN(bits, BigInt(value)).toString(16)
  return element(0x02, Buffer.from(digits.padStart(bits / 4, '0'), 'hex'))
}

/** An OBJECT IDENTIFIER from dotted text. */
export function oid(dotted: string): Uint8Array {
  return element(0x06, oidContent(dotted))
}

/** The content octets of an OBJECT IDENTIFIER. */
export function oidContent(dotted: string): Uint8Array {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  return octets(...[first * 40n + second, ...rest].map(base128))
}

function base128(arc: bigint): readonly number[] {
  const septets = arc.toString(2)
  const padded = septets.padStart(Math.ceil(septets.length / 7) * 7, '0')
  const groups = padded.match(/.{7}/g) ?? []
  return groups.map((group, index) => Number.parseInt(group, 2) | (index === groups.length - 1 ? 0 : 0x80))
}

function lengthOctets(length: number): readonly number[] {
  if (length < 128) return [length]
  const digits = length.toString(16)
  const bytes = [...Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')]
  return [0x80 + bytes.length, ...bytes]
}
