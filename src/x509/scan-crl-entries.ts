import { assertAtEnd, isAtEnd, openDerAt, readConstructed } from '../der/der-reader.ts'
import { derError } from '../der/der-error.ts'
import { readInteger } from '../der/read-primitive.ts'
import { readTime } from '../der/read-time.ts'
import { SEQUENCE } from '../der/tag.ts'
import { hashSerialNumber } from './hash-serial-number.ts'
import { SHORTEST_ENTRY, skipOrdinaryEntry } from './ordinary-crl-entry.ts'
import { readEntryFacts } from './read-crl-extensions.ts'

/** Where the entries of a CRL begin, and the hashes of their serial numbers: little more than four octets an entry. */
export interface CrlEntryPlaces {
  /** Of each entry. */
  readonly hashes: Uint32Array
  /** The first octet of each 16th entry, from the first on. */
  readonly marks: Uint32Array
}

/** An entry's position, shifted by so much, is that of the mark at or before it. */
export const MARK_SHIFT = 4

/** What is kept of the entries of a CRL. */
export interface CrlEntryScan {
  /** The first octet of the first entry. */
  readonly start: number
  readonly end: number
  readonly count: number
  /** Where entries begin that name another certificate issuer; what they say holds for those that follow (RFC 5280 section 5.3.3). */
  readonly issuerChanges: readonly number[]
  readonly unknownCriticalExtension: string | undefined
  readonly places: CrlEntryPlaces
}

const STRUCTURE = 'revokedCertificates'

/**
 * Checks every entry of revokedCertificates and notes where it is.
 *
 * Ordinary entries pass at some ten nanoseconds each, without an object. Entries whose extensions are byte for byte those of one checked
 * before cost more. All others are read in full.
 *
 * @param version - entries of version 1 have no extensions
 */
export function scanCrlEntries(bytes: Uint8Array, start: number, end: number, version: 1 | 2): CrlEntryScan {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const issuerChanges: number[] = []
  const checkExtensions = createExtensionsCheck(bytes)
  const progress: Progress = { at: start, count: 0 }
  let unknownCriticalExtension: string | undefined
  let places = allocatePlaces(Math.min(STRIDE, Math.ceil((end - start) / SHORTEST_ENTRY)))
  while (progress.at < end) {
    const { at, count } = progress
    if (count === places.hashes.length) places = grown(places, estimateCount(count, at - start, end - at))
    if (skipOrdinaryEntries(view, progress, end, version, places) > 0) continue
    const entry = checkEntry(bytes, at, end, version)
    const serialLength = entry.serialEnd - entry.serialStart
    notePlace(places, count, at, hashSerialNumber(view, entry.serialStart, serialLength))
    if (entry.extensionsAt < entry.end) {
      const { namesIssuer, unknownCritical } = checkExtensions(entry.extensionsAt, entry.end)
      if (namesIssuer) issuerChanges.push(at)
      unknownCriticalExtension ??= unknownCritical
    }
    progress.at = entry.end
    progress.count = count + 1
  }
  const { count } = progress
  return { start, end, count, issuerChanges, unknownCriticalExtension, places: shortened(places, count) }
}

/** How far a scan has come. */
interface Progress {
  at: number
  count: number
}

/** Ordinary entries that are skipped in one call: engines put faster code in place between calls, and seldom inside a loop. */
const STRIDE = 1024

/** Skips ordinary entries as far as there are places for them, and returns how many they were. */
function skipOrdinaryEntries(
  view: DataView,
  progress: Progress,
  end: number,
  version: 1 | 2,
  places: CrlEntryPlaces,
): number {
  const first = progress.count
  const limit = Math.min(first + STRIDE, places.hashes.length)
  let { at, count } = progress
  while (at < end && count < limit) {
    const next = skipOrdinaryEntry(view, at, end, version)
    if (next === 0) break
    notePlace(places, count, at, hashSerialNumber(view, at + 4, view.getInt8(at + 3)))
    at = next
    count += 1
  }
  progress.at = at
  progress.count = count
  return count - first
}

function notePlace({ hashes, marks }: CrlEntryPlaces, position: number, at: number, hash: number): void {
  hashes[position] = hash
  if ((position & ((1 << MARK_SHIFT) - 1)) === 0) marks[position >>> MARK_SHIFT] = at
}

function allocatePlaces(count: number): CrlEntryPlaces {
  return { hashes: new Uint32Array(count), marks: new Uint32Array((count >>> MARK_SHIFT) + 1) }
}

/** As many as there will be if the rest is like what was read, and a few more; at least a half more, so that growing stays cheap. */
function estimateCount(count: number, octetsRead: number, octetsLeft: number): number {
  return Math.ceil(count + Math.max(count / 2, (octetsLeft / octetsRead) * count * 1.02 + 16))
}

function grown({ hashes, marks }: CrlEntryPlaces, count: number): CrlEntryPlaces {
  const larger = allocatePlaces(count)
  larger.hashes.set(hashes)
  larger.marks.set(marks)
  return larger
}

function shortened({ hashes, marks }: CrlEntryPlaces, count: number): CrlEntryPlaces {
  return { hashes: hashes.subarray(0, count), marks }
}

interface CheckedEntry {
  readonly serialStart: number
  readonly serialEnd: number
  /** The end of the entry if it has none. */
  readonly extensionsAt: number
  readonly end: number
}

/** Reads an entry of any form, except what is inside its extensions. */
function checkEntry(bytes: Uint8Array, at: number, end: number, version: 1 | 2): CheckedEntry {
  const reader = openDerAt(bytes, at, end, 'check')
  const entry = readConstructed(reader, SEQUENCE, STRUCTURE)
  readInteger(entry, STRUCTURE)
  const { start: serialStart, offset: serialEnd } = entry
  readTime(entry, STRUCTURE)
  const extensionsAt = entry.offset
  if (!isAtEnd(entry)) {
    if (version === 1) throw derError('ERR_DER_VALUE', 'extensions in an entry of version 1', extensionsAt, STRUCTURE)
    readConstructed(entry, SEQUENCE, STRUCTURE)
    assertAtEnd(entry, STRUCTURE)
  }
  return { serialStart, serialEnd, extensionsAt, end: reader.offset }
}

/** Extensions that were found to be good, and what of them matters for the whole list. */
interface CheckedExtensions {
  readonly start: number
  readonly end: number
  readonly namesIssuer: boolean
  readonly unknownCritical: string | undefined
}

/** CAs write a handful of combinations, so that a handful of runs meets almost every entry. */
const MAX_RUNS = 8

/** Makes the function that checks extensions, unless the same octets were checked lately. */
function createExtensionsCheck(bytes: Uint8Array): (start: number, end: number) => CheckedExtensions {
  const runs: CheckedExtensions[] = []
  let oldest = 0
  return (start, end) => {
    const known = runs.find((run) => run.end - run.start === end - start && isSameRun(bytes, run.start, start, end))
    if (known !== undefined) return known
    const facts = readEntryFacts(openDerAt(bytes, start, end, 'check'), STRUCTURE)
    const namesIssuer = facts.certificateIssuer !== undefined
    const run = { start, end, namesIssuer, unknownCritical: facts.unknownCriticalExtension }
    runs[oldest] = run
    oldest = (oldest + 1) % MAX_RUNS
    return run
  }
}

/** Whether the octets from `other` on are those from `start` to `end`. From the end, where reasons and dates differ. */
function isSameRun(bytes: Uint8Array, other: number, start: number, end: number): boolean {
  for (let index = end - start - 1; index >= 0; index -= 1) {
    if (bytes[other + index] !== bytes[start + index]) return false
  }
  return true
}
