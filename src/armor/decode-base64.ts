/** Why text is not base64 (RFC 4648 section 4), and at which index. */
export interface Base64Fault {
  /**
   * - `character`: one that does not belong to the alphabet
   * - `padding`: `=` before the end, too many or too few of it, or bits left over that should be zero
   * - `count`: one character alone at the end, which no number of bytes comes out as
   */
  readonly reason: 'character' | 'padding' | 'count'
  /** The character concerned; for what is missing, the place after the last character of the data. */
  readonly at: number
}

const EQUALS = 0x3d
const OUTSIDE = -1

const ENCODER: TextEncoder = /* @__PURE__ */ new TextEncoder()

/** The value of each octet that belongs to the alphabet, and OUTSIDE for the others. */
const SEXTETS: Int8Array = /* @__PURE__ */ createSextets()

/**
 * Decodes the base64 of `text[start..end)`, in which blanks and line ends may stand anywhere.
 *
 * Padding must be there, complete, and hide nothing (RFC 4648 sections 3.2, 3.3 and 3.5).
 */
export function decodeBase64(text: string, start: number, end: number): Uint8Array | Base64Fault {
  const bytes = new Uint8Array(Math.ceil((end - start) / 4) * 3)
  const whole = decodeWholeGroups(text.slice(start, end), bytes)
  return decodeRest(text, start + whole.read, end, bytes, whole.written)
}

/** Whether a character belongs to the base64 alphabet, padding not included. */
export function isBase64Code(code: number): boolean {
  return sextetOf(code) !== OUTSIDE
}

/** Space, tab and the line ends that a file may hold. */
export function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d)
}

/**
 * Decodes as far as every line holds whole groups of four, as tools write it.
 * Most of the time is spent here, and a typed array is read faster than a string.
 */
function decodeWholeGroups(text: string, bytes: Uint8Array): { readonly read: number; readonly written: number } {
  const codes = new Uint8Array(text.length)
  // Characters and octets agree up to the first character that is not ASCII, and that one is no base64.
  const last = ENCODER.encodeInto(text, codes).written - 4
  let read = 0
  let written = 0
  while (read <= last) {
    const quad =
      ((SEXTETS[codes[read] ?? 0] ?? OUTSIDE) << 18) |
      ((SEXTETS[codes[read + 1] ?? 0] ?? OUTSIDE) << 12) |
      ((SEXTETS[codes[read + 2] ?? 0] ?? OUTSIDE) << 6) |
      (SEXTETS[codes[read + 3] ?? 0] ?? OUTSIDE)
    if (quad >= 0) {
      bytes[written] = quad >> 16
      bytes[written + 1] = quad >> 8
      bytes[written + 2] = quad
      written += 3
      read += 4
    } else if (isBlank(codes[read] ?? 0)) {
      read += 1
    } else {
      break
    }
  }
  return { read, written }
}

/** Decodes character by character from the start of a group on, into `bytes` after those `written`; finds what is wrong. */
function decodeRest(
  text: string,
  start: number,
  end: number,
  bytes: Uint8Array,
  written: number,
): Uint8Array | Base64Fault {
  let length = written
  let bits = 0
  let count = 0
  let afterData = start
  let index = start
  for (; index < end; index += 1) {
    const code = text.charCodeAt(index)
    const sextet = sextetOf(code)
    if (sextet !== OUTSIDE) {
      bits = (bits << 6) | sextet
      count += 1
      afterData = index + 1
      if (count === 4) {
        bytes[length] = bits >> 16
        bytes[length + 1] = bits >> 8
        bytes[length + 2] = bits
        length += 3
        bits = 0
        count = 0
      }
    } else if (code === EQUALS) {
      const fault = findPaddingFault(text, index, end, count)
      if (fault !== undefined) return fault
      break
    } else if (!isBlank(code)) {
      return { reason: 'character', at: index }
    }
  }
  if (count === 0) return bytes.subarray(0, length)
  if (count === 1) return { reason: 'count', at: afterData }
  if (index === end) return { reason: 'padding', at: afterData }
  const spareBits = count === 2 ? 4 : 2
  if ((bits & ((1 << spareBits) - 1)) !== 0) return { reason: 'padding', at: afterData - 1 }
  const last = bits >> spareBits
  if (count === 3) {
    bytes[length] = last >> 8
    length += 1
  }
  bytes[length] = last
  return bytes.subarray(0, length + 1)
}

function sextetOf(code: number): number {
  return code < 0x100 ? (SEXTETS[code] ?? OUTSIDE) : OUTSIDE
}

/** Judges what follows the first `=`, which stands after `count` characters of an unfinished group. */
function findPaddingFault(text: string, first: number, end: number, count: number): Base64Fault | undefined {
  const needed = count < 2 ? 0 : 4 - count
  let found = 0
  let last = first
  for (let index = first; index < end; index += 1) {
    const code = text.charCodeAt(index)
    if (isBlank(code)) continue
    if (code !== EQUALS)
      return isBase64Code(code) ? { reason: 'padding', at: first } : { reason: 'character', at: index }
    found += 1
    last = index
    if (found > needed) return { reason: 'padding', at: index }
  }
  return found === needed ? undefined : { reason: 'padding', at: last + 1 }
}

function createSextets(): Int8Array {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const table = new Int8Array(0x100).fill(OUTSIDE)
  for (let value = 0; value < alphabet.length; value += 1) table[alphabet.charCodeAt(value)] = value
  return table
}
