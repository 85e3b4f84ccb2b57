import { derError } from './der-error.ts'

/**
 * A cursor over DER that cannot leave its bounds.
 *
 * Every advance goes through {@link take}, which checks the end; no other function moves `offset` forward.
 * Offsets count from the start of `bytes`, also in the readers of inner structures, so that an error names
 * the place in the object that the caller holds. Nothing is copied.
 */
export interface DerReader {
  readonly bytes: Uint8Array
  /** Start of the content of the element read last; it ends at `offset`. */
  start: number
  /** The next octet to be read. */
  offset: number
  /** The first octet that does not belong to this structure. */
  readonly end: number
  readonly depth: number
  /** `check`: texts are checked but come out empty, since the caller wants the errors only. */
  readonly mode: DerReaderMode
}

/** Whether the texts that are read are wanted, or only to be checked, which costs half. */
export type DerReaderMode = 'decode' | 'check'

/**
 * Deepest nesting that any structure of this library may have. A certificate with policies and name
 * constraints reaches 11; OpenSSL's template decoder stops at 30, asn1js at 100.
 */
const MAX_DEPTH = 32

/** Lengths of more octets would exceed 2^31; every input is smaller. */
const MAX_LENGTH_OCTETS = 4

/** Opens a reader over the whole of `bytes`. */
export function openDer(bytes: Uint8Array, mode: DerReaderMode = 'decode'): DerReader {
  return { bytes, start: 0, offset: 0, end: bytes.length, depth: 0, mode }
}

/** Opens a reader over a part of `bytes` that another reader has already found to be inside it. */
export function openDerAt(bytes: Uint8Array, offset: number, end: number, mode: DerReaderMode = 'decode'): DerReader {
  if (offset < 0 || offset > end || end > bytes.length)
    throw new RangeError('"offset" and "end" must lie inside "bytes"')
  return { bytes, start: offset, offset, end, depth: 0, mode }
}

/** Whether anything is left in this structure. */
export function isAtEnd(reader: DerReader): boolean {
  return reader.offset === reader.end
}

/** The identifier octet of the next element, or -1 at the end of the structure. */
export function peekTag(reader: DerReader): number {
  return reader.offset < reader.end ? (reader.bytes[reader.offset] ?? -1) : -1
}

/** Ends a structure: whatever is left over is an error, not ignored. */
export function assertAtEnd(reader: DerReader, structure: string): void {
  if (reader.offset !== reader.end) {
    throw derError(
      'ERR_DER_TRAILING_BYTES',
      `${String(reader.end - reader.offset)} bytes left over`,
      reader.offset,
      structure,
      {
        bytes: reader.end - reader.offset,
      },
    )
  }
}

/**
 * Reads one element of exactly this tag. Its content is then `bytes[start..offset)`.
 *
 * Definite, minimal lengths only (X.690 sections 8.1.3 and 10.1).
 */
export function readElement(reader: DerReader, tag: number, structure: string): void {
  const found = peekTag(reader)
  if (found !== tag) {
    if (found === -1) {
      throw derError('ERR_DER_TRUNCATED', `${tagName(tag)} expected, nothing left`, reader.offset, structure, {
        expected: tag,
        missing: 2,
      })
    }
    throw derError(
      'ERR_DER_UNEXPECTED_TAG',
      `${tagName(tag)} expected, ${tagName(found)} found`,
      reader.offset,
      structure,
      {
        expected: tag,
        found,
      },
    )
  }
  readAnyElement(reader, structure)
}

/** Reads one element of whatever low tag number; its content is then `bytes[start..offset)`. Returns its tag. */
export function readAnyElement(reader: DerReader, structure: string): number {
  const at = reader.offset
  take(reader, 2, structure)
  const tag = octet(reader.bytes, at)
  // High tag numbers occur in none of the structures read here.
  if ((tag & 0x1f) === 0x1f) throw derError('ERR_DER_TAG_NUMBER', 'tag number above 30', at, structure)
  let length = octet(reader.bytes, at + 1)
  if (length >= 0x80) length = readLongLength(reader, length, at + 1, structure)
  reader.start = reader.offset
  take(reader, length, structure)
  return tag
}

/** Reads one element of this constructed tag and returns a reader over its content; the outer one moves past it. */
export function readConstructed(reader: DerReader, tag: number, structure: string): DerReader {
  readElement(reader, tag, structure)
  return openContent(reader, structure)
}

/** As {@link readConstructed}, for a list that must hold something (SIZE (1..MAX)). */
export function readNonEmptyList(reader: DerReader, tag: number, structure: string): DerReader {
  const list = readConstructed(reader, tag, structure)
  if (isAtEnd(list)) throw derError('ERR_DER_VALUE', 'an empty list', list.offset, structure)
  return list
}

/** A reader over the content of the element read last. */
export function openContent(reader: DerReader, structure: string): DerReader {
  if (reader.depth >= MAX_DEPTH)
    throw derError('ERR_DER_TOO_DEEP', `more than ${String(MAX_DEPTH)} levels`, reader.start, structure)
  return {
    bytes: reader.bytes,
    start: reader.start,
    offset: reader.start,
    end: reader.offset,
    depth: reader.depth + 1,
    mode: reader.mode,
  }
}

/** The content of the element read last, without copying. */
export function contentOf(reader: DerReader): Uint8Array {
  return reader.bytes.subarray(reader.start, reader.offset)
}

/** The octet at an index that a reader has already found to be inside `bytes`. */
export function octet(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0
}

/** The only place where a reader advances. */
function take(reader: DerReader, count: number, structure: string): void {
  const next = reader.offset + count
  if (next > reader.end) {
    throw derError('ERR_DER_TRUNCATED', `${String(next - reader.end)} bytes missing`, reader.offset, structure, {
      missing: next - reader.end,
    })
  }
  reader.offset = next
}

function readLongLength(reader: DerReader, first: number, at: number, structure: string): number {
  if (first === 0x80) throw derError('ERR_DER_LENGTH_INDEFINITE', 'indefinite length', at, structure)
  const octets = first & 0x7f
  if (octets > MAX_LENGTH_OCTETS)
    throw derError('ERR_DER_LENGTH_TOO_LARGE', `length of ${String(octets)} octets`, at, structure)
  take(reader, octets, structure)
  let length = 0
  for (let index = at + 1; index < reader.offset; index += 1) length = length * 256 + octet(reader.bytes, index)
  if (length < 0x80 || octet(reader.bytes, at + 1) === 0) {
    throw derError('ERR_DER_LENGTH_NOT_MINIMAL', 'length not in its shortest form', at, structure)
  }
  return length
}

const TAG_NAMES: Readonly<Record<number, string>> = {
  0x01: 'BOOLEAN',
  0x02: 'INTEGER',
  0x03: 'BIT STRING',
  0x04: 'OCTET STRING',
  0x05: 'NULL',
  0x06: 'OBJECT IDENTIFIER',
  0x0a: 'ENUMERATED',
  0x30: 'SEQUENCE',
  0x31: 'SET',
}

function tagName(tag: number): string {
  return TAG_NAMES[tag] ?? `tag 0x${tag.toString(16).padStart(2, '0')}`
}
