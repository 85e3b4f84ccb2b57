import { octet } from '../der/der-reader.ts'
import { hashSerialNumber } from './hash-serial-number.ts'
import { MARK_SHIFT, type CrlEntryPlaces } from './scan-crl-entries.ts'

/** So many look-ups are answered by going through the hashes of all entries; more are worth an index. */
const LOOKUPS_BEFORE_INDEX = 2

/** Answers where the entries of a serial number begin, in order. */
export type CrlEntryFinder = (serialNumber: Uint8Array) => readonly number[]

/**
 * Makes the function that finds entries by the content octets of their serial number.
 *
 * The index chains the positions of entries whose hashes are alike: four octets more an entry, and at most 256 kB.
 */
export function createCrlEntryFinder(bytes: Uint8Array, places: CrlEntryPlaces): CrlEntryFinder {
  let lookups = 0
  let index: EntryIndex | undefined
  return (serialNumber) => {
    const { buffer, byteOffset, length } = serialNumber
    const hash = hashSerialNumber(new DataView(buffer, byteOffset, length), 0, length)
    lookups += 1
    if (lookups > LOOKUPS_BEFORE_INDEX) index ??= buildIndex(places.hashes)
    const positions =
      index === undefined ? positionsOf(hash, places.hashes) : chainedPositionsOf(hash, index, places.hashes)
    return positions
      .map((position) => offsetOf(bytes, position, places.marks))
      .filter((at) => isSerialAt(bytes, at, serialNumber))
  }
}

function positionsOf(hash: number, hashes: Uint32Array): readonly number[] {
  const found: number[] = []
  for (let position = hashes.indexOf(hash); position >= 0; position = hashes.indexOf(hash, position + 1)) {
    found.push(position)
  }
  return found
}

/** Positions are counted from one here, since zero ends a chain. */
interface EntryIndex {
  /** The last entry of each chain. */
  readonly last: Uint32Array
  /** For each entry, the one before it in its chain. */
  readonly previous: Uint32Array
  /** So many lower bits of the hash do not matter for the chain. */
  readonly shift: number
}

const HASH_BITS = 32
const MAX_CHAIN_BITS = 16

/** More chains would cost more memory than they save time. */
const ENTRIES_A_CHAIN = 8

function buildIndex(hashes: Uint32Array): EntryIndex {
  const bits = Math.min(MAX_CHAIN_BITS, Math.ceil(Math.log2(hashes.length / ENTRIES_A_CHAIN + 2)))
  const shift = HASH_BITS - bits
  const last = new Uint32Array(1 << bits)
  const previous = new Uint32Array(hashes.length)
  for (let position = 0; position < hashes.length; position += 1) {
    const chain = (hashes[position] ?? 0) >>> shift
    previous[position] = last[chain] ?? 0
    last[chain] = position + 1
  }
  return { last, previous, shift }
}

function chainedPositionsOf(
  hash: number,
  { last, previous, shift }: EntryIndex,
  hashes: Uint32Array,
): readonly number[] {
  const found: number[] = []
  for (let counted = last[hash >>> shift] ?? 0; counted > 0; counted = previous[counted - 1] ?? 0) {
    if (hashes[counted - 1] === hash) found.push(counted - 1)
  }
  return found.reverse()
}

/** Goes on from the mark before. */
function offsetOf(bytes: Uint8Array, position: number, marks: Uint32Array): number {
  let at = marks[position >>> MARK_SHIFT] ?? 0
  for (let left = position & ((1 << MARK_SHIFT) - 1); left > 0; left -= 1) {
    const contentAt = at + 2 + longLengthOctets(bytes, at + 1)
    at = contentAt + lengthOf(bytes, at + 1, contentAt)
  }
  return at
}

function isSerialAt(bytes: Uint8Array, entryAt: number, serialNumber: Uint8Array): boolean {
  const lengthAt = entryAt + 3 + longLengthOctets(bytes, entryAt + 1)
  const start = lengthAt + 1 + longLengthOctets(bytes, lengthAt)
  const { length } = serialNumber
  // The last octet differs for all but one of 256, and is the quickest to ask.
  if (bytes[start + length - 1] !== serialNumber[length - 1] || lengthOf(bytes, lengthAt, start) !== length)
    return false
  for (let index = 0; index < length; index += 1) {
    if (bytes[start + index] !== serialNumber[index]) return false
  }
  return true
}

/** Octets of a length beyond its first. */
function longLengthOctets(bytes: Uint8Array, at: number): number {
  return octet(bytes, at) >= 0x80 ? octet(bytes, at) & 0x7f : 0
}

/** The length whose octets go from `at` to where the content begins. */
function lengthOf(bytes: Uint8Array, at: number, contentStart: number): number {
  if (octet(bytes, at) < 0x80) return octet(bytes, at)
  let length = 0
  for (let index = at + 1; index < contentStart; index += 1) length = length * 256 + octet(bytes, index)
  return length
}
