import { octet } from '../der/der-reader.ts'
import type { CrlEntryScan } from './scan-crl-entries.ts'

/** So many look-ups are answered by going through all entries; more are worth an index. */
const LOOKUPS_BEFORE_INDEX = 2

/** Answers which entries have a serial number. */
export type CrlEntryFinder = (serialNumber: Uint8Array) => readonly number[]

/**
 * Makes the function that finds the positions of entries by the content octets of their serial number.
 *
 * The index sorts positions by a hash of the serial number's last octets: four octets an entry, and 256 kB.
 */
export function createCrlEntryFinder(bytes: Uint8Array, { offsets, count }: CrlEntryScan): CrlEntryFinder {
  let lookups = 0
  let index: EntryIndex | undefined
  const isMatch = (position: number, serialNumber: Uint8Array): boolean =>
    isSerialAt(bytes, offsets[position] ?? 0, serialNumber)
  return (serialNumber) => {
    lookups += 1
    if (index === undefined && lookups > LOOKUPS_BEFORE_INDEX) index = buildIndex(bytes, offsets)
    const found: number[] = []
    const [from, to] = index === undefined ? [0, count] : bucketOf(index, hashOf(serialNumber, 0, serialNumber.length))
    for (let slot = from; slot < to; slot += 1) {
      const position = index === undefined ? slot : (index.positions[slot] ?? 0)
      if (isMatch(position, serialNumber)) found.push(position)
    }
    return found
  }
}

/** Where the content of an entry's serial number begins: after the entry's and the number's tag and length. */
function serialStart(bytes: Uint8Array, entryAt: number): number {
  const lengthOctets = octet(bytes, entryAt + 1) >= 0x80 ? octet(bytes, entryAt + 1) & 0x7f : 0
  return entryAt + lengthOctets + 4 + longLengthOctets(bytes, entryAt + lengthOctets + 3)
}

/** Octets of a length beyond its first. */
function longLengthOctets(bytes: Uint8Array, at: number): number {
  return octet(bytes, at) >= 0x80 ? octet(bytes, at) & 0x7f : 0
}

/** The length of the content that begins at `start`, for lengths below 128 and those in one more octet. */
function serialLength(bytes: Uint8Array, entryAt: number, start: number): number {
  const lengthOctets = octet(bytes, entryAt + 1) >= 0x80 ? octet(bytes, entryAt + 1) & 0x7f : 0
  let length = 0
  const at = entryAt + lengthOctets + 3
  if (octet(bytes, at) < 0x80) return octet(bytes, at)
  for (let index = at + 1; index < start; index += 1) length = length * 256 + octet(bytes, index)
  return length
}

function isSerialAt(bytes: Uint8Array, entryAt: number, serialNumber: Uint8Array): boolean {
  const start = serialStart(bytes, entryAt)
  const length = serialNumber.length
  // The last octet differs for all but one of 256, and is the quickest to ask.
  if (
    octet(bytes, start + length - 1) !== octet(serialNumber, length - 1) ||
    serialLength(bytes, entryAt, start) !== length
  )
    return false
  for (let index = 0; index < length; index += 1) {
    if (bytes[start + index] !== serialNumber[index]) return false
  }
  return true
}

/** Positions sorted by bucket, and where each bucket begins. */
interface EntryIndex {
  readonly starts: Uint32Array
  readonly positions: Uint32Array
}

const BUCKETS = 65_536

function buildIndex(bytes: Uint8Array, offsets: Uint32Array): EntryIndex {
  const starts = new Uint32Array(BUCKETS + 1)
  const buckets = new Uint16Array(offsets.length)
  for (let position = 0; position < offsets.length; position += 1) {
    const entryAt = offsets[position] ?? 0
    const start = serialStart(bytes, entryAt)
    const bucket = hashOf(bytes, start, start + serialLength(bytes, entryAt, start))
    buckets[position] = bucket
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1
  }
  for (let bucket = 0; bucket < BUCKETS; bucket += 1)
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0)
  const next = starts.slice()
  const positions = new Uint32Array(offsets.length)
  for (let position = 0; position < offsets.length; position += 1) {
    const bucket = buckets[position] ?? 0
    const slot = next[bucket] ?? 0
    positions[slot] = position
    next[bucket] = slot + 1
  }
  return { starts, positions }
}

function bucketOf({ starts }: EntryIndex, bucket: number): readonly [number, number] {
  return [starts[bucket] ?? 0, starts[bucket + 1] ?? 0]
}

/** 16 bits of the last four octets; serial numbers are random there, or count. A hostile CA can only slow down its own CRL, to a scan. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let value = end - start
  for (let index = Math.max(start, end - 4); index < end; index += 1) value = Math.imul(value, 31) + octet(bytes, index)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return (value ^ (value >>> 16)) & 0xffff
}
