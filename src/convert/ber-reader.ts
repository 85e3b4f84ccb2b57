import { derError } from '../der/der-error.ts'
import { openDerAt } from '../der/der-reader.ts'
import { readDottedIdentifier } from '../der/object-identifier.ts'
import { INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE } from '../der/tag.ts'

/**
 * A cursor over BER (X.690 section 8), which containers may be written in where certificates and keys may not: lengths
 * left open and strings in pieces, as Java, NSS and Windows write them. It cannot leave its bounds, and copies nothing.
 */
export interface BerCursor {
  readonly bytes: Uint8Array
  offset: number
  readonly end: number
  readonly depth: number
}

/** An element: its octets are `bytes[start..next)`, its content `bytes[contentStart..contentEnd)`. */
export interface BerElement {
  readonly bytes: Uint8Array
  readonly tag: number
  readonly start: number
  readonly contentStart: number
  readonly contentEnd: number
  readonly next: number
  readonly depth: number
}

/** As deep as the DER reader goes; a PKCS#12 file reaches 12 with strings in pieces. */
const MAX_DEPTH = 32

const CONSTRUCTED = 0x20

/** Lengths of more octets would exceed any input. */
const MAX_LENGTH_OCTETS = 4

/** Opens a cursor over the whole of `bytes`. */
export function openBer(bytes: Uint8Array): BerCursor {
  return { bytes, offset: 0, end: bytes.length, depth: 0 }
}

/** Opens a cursor over the content of a constructed element. */
export function enterBer({ bytes, contentStart, contentEnd, depth }: BerElement): BerCursor {
  return { bytes, offset: contentStart, end: contentEnd, depth: depth + 1 }
}

/** Whether anything is left. */
export function isBerAtEnd({ offset, end }: BerCursor): boolean {
  return offset >= end
}

/** The tag of the next element, or -1 at the end. */
export function peekBerTag({ bytes, offset, end }: BerCursor): number {
  return offset < end ? (bytes[offset] ?? -1) : -1
}

/** Reads the next element, of whatever low tag. */
export function readBerElement(cursor: BerCursor, structure: string): BerElement {
  const element = elementAt(cursor.bytes, cursor.offset, cursor.end, cursor.depth, structure)
  cursor.offset = element.next
  return element
}

/** Reads the next element, which must have this tag. */
export function readBer(cursor: BerCursor, tag: number, structure: string): BerElement {
  const found = peekBerTag(cursor)
  if (found === -1)
    throw derError('ERR_DER_TRUNCATED', `tag ${hexTag(tag)} expected, nothing left`, cursor.offset, structure)
  if (found !== tag) {
    throw derError(
      'ERR_DER_UNEXPECTED_TAG',
      `tag ${hexTag(tag)} expected, ${hexTag(found)} found`,
      cursor.offset,
      structure,
      {
        expected: tag,
        found,
      },
    )
  }
  return readBerElement(cursor, structure)
}

/** Reads a constructed element of this tag and opens it. */
export function readBerConstructed(cursor: BerCursor, tag: number, structure: string): BerCursor {
  return enterBer(readBer(cursor, tag, structure))
}

/** Ends a structure: whatever is left over is an error. */
export function assertBerAtEnd(cursor: BerCursor, structure: string): void {
  if (!isBerAtEnd(cursor)) {
    const bytes = cursor.end - cursor.offset
    throw derError('ERR_DER_TRAILING_BYTES', `${String(bytes)} bytes left over`, cursor.offset, structure, { bytes })
  }
}

/** Reads an OBJECT IDENTIFIER as dotted text. */
export function readBerOid(cursor: BerCursor, structure: string): string {
  const { bytes, start, next } = readBer(cursor, OBJECT_IDENTIFIER, structure)
  return readDottedIdentifier(openDerAt(bytes, start, next), structure)
}

/** Reads an INTEGER of whatever size and sign. */
export function readBerInteger(cursor: BerCursor, structure: string): bigint {
  const { bytes, contentStart, contentEnd } = readBer(cursor, INTEGER, structure)
  if (contentEnd === contentStart) throw derError('ERR_DER_INTEGER', 'no octets', contentStart, structure)
  // The order of a longer number is enough to refuse it, and to convert it takes more than linear time.
  const kept = bytes.subarray(contentStart, Math.min(contentEnd, contentStart + MAX_INTEGER_OCTETS))
  const magnitude = kept.reduce((value, octet) => value * 256n + BigInt(octet), 0n)
  const value = (kept[0] ?? 0) < 0x80 ? magnitude : magnitude - (1n << BigInt(kept.length * 8))
  return value << BigInt(Math.min(contentEnd - contentStart - kept.length, MAX_INTEGER_OCTETS) * 8)
}

const MAX_INTEGER_OCTETS = 32

/** Reads an OCTET STRING; one in pieces is put together, else it is a view. */
export function readBerOctets(cursor: BerCursor, structure: string, tag: number = OCTET_STRING): Uint8Array {
  const found = peekBerTag(cursor)
  const element = readBer(cursor, found === (tag | CONSTRUCTED) ? found : tag, structure)
  return octetsOf(element, structure)
}

/** An AlgorithmIdentifier (RFC 5280 section 4.1.1.2). */
export interface BerAlgorithm {
  readonly oid: string
  readonly parameters: BerElement | undefined
}

/** Reads an AlgorithmIdentifier without judging its parameters. */
export function readBerAlgorithm(cursor: BerCursor, structure: string): BerAlgorithm {
  const sequence = readBerConstructed(cursor, SEQUENCE, structure)
  const oid = readBerOid(sequence, structure)
  const parameters = isBerAtEnd(sequence) ? undefined : readBerElement(sequence, structure)
  assertBerAtEnd(sequence, structure)
  return { oid, parameters }
}

/** The octets of an element, tag and length included; a view. */
export function rawBer({ bytes, start, next }: BerElement): Uint8Array {
  return bytes.subarray(start, next)
}

function octetsOf(element: BerElement, structure: string): Uint8Array {
  const { bytes, tag, contentStart, contentEnd } = element
  if ((tag & CONSTRUCTED) === 0) return bytes.subarray(contentStart, contentEnd)
  const pieces: Uint8Array[] = []
  collectPieces(element, structure, pieces)
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let offset = 0
  for (const piece of pieces) {
    joined.set(piece, offset)
    offset += piece.length
  }
  return joined
}

function collectPieces(element: BerElement, structure: string, pieces: Uint8Array[]): void {
  const cursor = enterBer(element)
  while (!isBerAtEnd(cursor)) {
    const isNested = peekBerTag(cursor) === (OCTET_STRING | CONSTRUCTED)
    const piece = readBer(cursor, isNested ? OCTET_STRING | CONSTRUCTED : OCTET_STRING, structure)
    if (isNested) collectPieces(piece, structure, pieces)
    else pieces.push(piece.bytes.subarray(piece.contentStart, piece.contentEnd))
  }
}

function elementAt(bytes: Uint8Array, start: number, limit: number, depth: number, structure: string): BerElement {
  if (depth >= MAX_DEPTH) throw derError('ERR_DER_TOO_DEEP', `more than ${String(MAX_DEPTH)} levels`, start, structure)
  const tag = bytes[start]
  const first = bytes[start + 1]
  if (tag === undefined || first === undefined || start + 2 > limit)
    throw derError('ERR_DER_TRUNCATED', 'no room for a header', start, structure)
  if ((tag & 0x1f) === 0x1f) throw derError('ERR_DER_TAG_NUMBER', 'tag number above 30', start, structure)
  if (first === 0x80) return openElementAt(bytes, start, limit, depth, structure)
  const octets = first < 0x80 ? 0 : first & 0x7f
  const contentStart = start + 2 + octets
  if (contentStart > limit) throw derError('ERR_DER_TRUNCATED', 'no room for a length', start, structure)
  const length = octets === 0 ? first : longLength(bytes, start + 2, contentStart, structure)
  const contentEnd = contentStart + length
  if (contentEnd > limit)
    throw derError('ERR_DER_TRUNCATED', `${String(contentEnd - limit)} bytes missing`, start, structure)
  return { bytes, tag, start, contentStart, contentEnd, next: contentEnd, depth }
}

function longLength(bytes: Uint8Array, from: number, to: number, structure: string): number {
  let length = 0
  let significant = 0
  for (const octet of bytes.subarray(from, to)) {
    if (significant > 0 || octet !== 0) significant += 1
    length = length * 256 + octet
  }
  if (significant > MAX_LENGTH_OCTETS)
    throw derError('ERR_DER_LENGTH_TOO_LARGE', `length of ${String(significant)} octets`, from, structure)
  return length
}

/** An element of indefinite length (X.690 section 8.1.3.6), up to two zero octets where a next element would begin. */
function openElementAt(bytes: Uint8Array, start: number, limit: number, depth: number, structure: string): BerElement {
  const tag = bytes[start] ?? 0
  if ((tag & CONSTRUCTED) === 0)
    throw derError('ERR_DER_LENGTH_INDEFINITE', 'indefinite length of a primitive', start, structure)
  const contentStart = start + 2
  let offset = contentStart
  for (;;) {
    if (offset + 2 > limit) throw derError('ERR_DER_TRUNCATED', 'no end of contents', offset, structure)
    if (bytes[offset] === 0 && bytes[offset + 1] === 0) break
    offset = elementAt(bytes, offset, limit, depth + 1, structure).next
  }
  return { bytes, tag, start, contentStart, contentEnd: offset, next: offset + 2, depth }
}

function hexTag(tag: number): string {
  return `0x${tag.toString(16).padStart(2, '0')}`
}
