/** How much of the start is looked at for the zero octets of UTF-16 text. */
const SAMPLE_OCTETS = 256

/**
 * Reads bytes as the text that an editor would show: UTF-8, UTF-16 of either byte order with or without its byte order
 * mark, else Windows-1252. Byte order marks are not part of the text. Never fails.
 */
export function textFromBytes(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes, 2, 'little')
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes, 2, 'big')
  const order = guessUtf16(bytes)
  if (order !== undefined) return decodeUtf16(bytes, 0, order)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return decodeWindows1252(bytes)
  }
}

/** ASCII text in UTF-16 has a zero in every other octet; counted in a sample, so that one odd character is no matter. */
function guessUtf16(bytes: Uint8Array): 'little' | 'big' | undefined {
  const sample = bytes.subarray(0, SAMPLE_OCTETS)
  let even = 0
  let odd = 0
  sample.forEach((octet, index) => {
    if (octet !== 0) return
    if (index % 2 === 0) even += 1
    else odd += 1
  })
  const enough = sample.length / 4
  if (odd > enough && even < odd / 8) return 'little'
  return even > enough && odd < even / 8 ? 'big' : undefined
}

/** What the octets 0x80 to 0x9f stand for; the others stand for themselves. */
const WINDOWS_1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178'

/** By hand: Node before version 23 takes it for ISO 8859-1. */
function decodeWindows1252(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes)
  for (let index = 0; index < units.length; index += 1) {
    const octet = bytes[index] ?? 0
    if (octet >= 0x80 && octet < 0xa0) units[index] = WINDOWS_1252.charCodeAt(octet - 0x80)
  }
  return textFromCodes(units)
}

/** By hand: TextDecoder knows the little-endian form on every runtime, the big-endian one not. */
function decodeUtf16(bytes: Uint8Array, start: number, order: 'little' | 'big'): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const units = new Uint16Array((bytes.length - start) >> 1)
  for (let index = 0; index < units.length; index += 1)
    units[index] = view.getUint16(start + index * 2, order === 'little')
  return textFromCodes(units)
}

/** The text of UTF-16 code units. In steps, since a call takes only so many arguments. */
export function textFromCodes(units: Uint16Array): string {
  const step = 0x2000
  const parts: string[] = []
  for (let index = 0; index < units.length; index += step) {
    parts.push(String.fromCharCode(...units.subarray(index, index + step)))
  }
  return parts.join('')
}
