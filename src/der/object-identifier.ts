import { derError } from './der-error.ts'
import { octet, readElement, type DerReader } from './der-reader.ts'
import { OBJECT_IDENTIFIER } from './tag.ts'

/** Longest encoding read, in octets. Registered identifiers stay below 40; the bound keeps their text short. */
const MAX_OCTETS = 255

/**
 * Reads an OBJECT IDENTIFIER, whose encoding is then `bytes[start..offset)`: every arc in its shortest form,
 * the last one complete (X.690 section 8.19).
 */
export function readObjectIdentifier(reader: DerReader, structure: string, tag: number = OBJECT_IDENTIFIER): void {
  readElement(reader, tag, structure)
  const { bytes, start, offset } = reader
  if (offset - start > MAX_OCTETS)
    throw derError('ERR_DER_OBJECT_IDENTIFIER', `more than ${String(MAX_OCTETS)} octets`, start, structure)
  let arcBegins = true
  for (let index = start; index < offset; index += 1) {
    const value = octet(bytes, index)
    if (arcBegins && value === 0x80)
      throw derError('ERR_DER_OBJECT_IDENTIFIER', 'an arc with a leading zero', index, structure)
    arcBegins = value < 0x80
  }
  if (offset === start || !arcBegins)
    throw derError('ERR_DER_OBJECT_IDENTIFIER', 'an incomplete identifier', start, structure)
}

/** Reads an OBJECT IDENTIFIER as dotted text, whose arcs are exact whatever their size; empty in a reader that only checks. */
export function readDottedIdentifier(reader: DerReader, structure: string, tag: number = OBJECT_IDENTIFIER): string {
  readObjectIdentifier(reader, structure, tag)
  return reader.mode === 'check' ? '' : dottedIdentifier(reader.bytes, reader.start, reader.offset)
}

/** The dotted text of an encoding that {@link readObjectIdentifier} has accepted. */
export function dottedIdentifier(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  let arcStart = start
  for (let index = start; index < end; index += 1) {
    if (octet(bytes, index) >= 0x80) continue
    text +=
      text === '' ? firstArcs(arcValue(bytes, arcStart, index + 1)) : `.${String(arcValue(bytes, arcStart, index + 1))}`
    arcStart = index + 1
  }
  return text
}

/** The content octets of an identifier in dotted text. @throws TypeError if it is not one */
export function encodeObjectIdentifier(dotted: string): Uint8Array {
  const arcs = /^[012](?:\.(?:0|[1-9]\d*))+$/.test(dotted) ? dotted.split('.').map(BigInt) : []
  const [root, second, ...rest] = arcs
  if (root === undefined || second === undefined || (root < 2n && second > 39n))
    throw new TypeError('"dotted" must be an object identifier')
  return Uint8Array.from([root * 40n + second, ...rest].flatMap(encodeArc))
}

/** Rows of knowledge about object identifiers, found by the identifier's bytes. */
export interface IdentifierTable<Row> {
  /** The row of the identifier whose encoding is `bytes[start..end)`. */
  readonly find: (bytes: Uint8Array, start: number, end: number) => Row | undefined
  readonly rows: readonly Row[]
}

/** Makes a table of rows by their dotted `oid`. The index is built at the first look-up, so that importing costs nothing. */
export function createIdentifierTable<Row extends { readonly oid: string }>(
  rows: readonly Row[],
): IdentifierTable<Row> {
  let index: Map<number, readonly IndexedRow<Row>[]> | undefined
  return {
    rows,
    find: (bytes, start, end) => {
      index ??= indexRows(rows)
      const candidates = index.get(hash(bytes, start, end))
      if (candidates === undefined) return undefined
      for (const { encoded, row } of candidates) {
        if (equalsRange(encoded, bytes, start, end)) return row
      }
      return undefined
    },
  }
}

interface IndexedRow<Row> {
  readonly encoded: Uint8Array
  readonly row: Row
}

function indexRows<Row extends { readonly oid: string }>(
  rows: readonly Row[],
): Map<number, readonly IndexedRow<Row>[]> {
  const index = new Map<number, readonly IndexedRow<Row>[]>()
  for (const row of rows) {
    const encoded = encodeObjectIdentifier(row.oid)
    const key = hash(encoded, 0, encoded.length)
    index.set(key, [...(index.get(key) ?? []), { encoded, row }])
  }
  return index
}

/** Spreads the identifiers of a table over its index; equality is decided by the bytes. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = end - start
  for (let index = start; index < end; index += 1) value = (Math.imul(value, 31) + octet(bytes, index)) | 0
  return value
}

function equalsRange(encoded: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (encoded.length !== end - start) return false
  for (let index = 0; index < encoded.length; index += 1) {
    if (encoded[index] !== bytes[start + index]) return false
  }
  return true
}

function arcValue(bytes: Uint8Array, start: number, end: number): number | bigint {
  // Seven octets hold 49 bits, which a number keeps exactly.
  if (end - start > 7) return largeArcValue(bytes, start, end)
  let value = 0
  for (let index = start; index < end; index += 1) value = value * 128 + (octet(bytes, index) & 0x7f)
  return value
}

function largeArcValue(bytes: Uint8Array, start: number, end: number): bigint {
  let value = 0n
  for (let index = start; index < end; index += 1) value = (value << 7n) | BigInt(octet(bytes, index) & 0x7f)
  return value
}

/** The first subidentifier carries two arcs; only below 2 is the second limited to 39 (X.690 section 8.19.4). */
function firstArcs(value: number | bigint): string {
  if (value < 80) return value < 40 ? `0.${String(value)}` : `1.${String(Number(value) - 40)}`
  return `2.${String(typeof value === 'bigint' ? value - 80n : value - 80)}`
}

function encodeArc(arc: bigint): readonly number[] {
  const octets = [Number(arc & 0x7fn)]
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80)
  return octets
}
