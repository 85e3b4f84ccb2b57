import { assertAtEnd, isAtEnd, octet, openDerAt, readConstructed, type DerReader } from '../der/der-reader.ts'
import { derError } from '../der/der-error.ts'
import { readInteger } from '../der/read-primitive.ts'
import { readTime } from '../der/read-time.ts'
import { SEQUENCE } from '../der/tag.ts'
import { readEntryFacts } from './read-crl-extensions.ts'

/** Where the entries of a CRL lie. */
export interface CrlEntryScan {
  readonly count: number
  /** The first octet of each entry. */
  readonly offsets: Uint32Array
  /** Entries that name another certificate issuer, by position; what they say holds for those that follow (RFC 5280 section 5.3.3). */
  readonly issuerChanges: readonly number[]
  readonly unknownCriticalExtension: string | undefined
}

const STRUCTURE = 'revokedCertificates'

/** Most entries have a date and a reason in about this many octets. */
const USUAL_ENTRY_OCTETS = 36

/**
 * Checks every entry of revokedCertificates and notes where it begins.
 *
 * Ordinary entries pass at a few nanoseconds each, without an object: short lengths, a serial number in its shortest form, a UTCTime, and
 * extensions that are byte for byte those of an entry checked before. All others are read in full.
 *
 * @param version - entries of version 1 have no extensions
 */
export function scanCrlEntries(bytes: Uint8Array, start: number, end: number, version: 1 | 2): CrlEntryScan {
  let offsets = new Uint32Array(Math.ceil((end - start) / USUAL_ENTRY_OCTETS) + 16)
  let count = 0
  let unknownCriticalExtension: string | undefined
  const issuerChanges: number[] = []
  const checked = createCheckedRuns(bytes)
  let at = start
  while (at < end) {
    if (count === offsets.length) offsets = grown(offsets)
    offsets[count] = at
    const next = skipOrdinaryEntry(bytes, at, end, checked)
    if (next > 0) {
      at = next
    } else {
      const reader = openDerAt(bytes, at, end, 'check')
      const extensionsAt = checkEntry(reader, version)
      if (extensionsAt < reader.offset) {
        const facts = readEntryFacts(openDerAt(bytes, extensionsAt, reader.offset, 'check'), STRUCTURE)
        if (facts.certificateIssuer !== undefined) issuerChanges.push(count)
        unknownCriticalExtension ??= facts.unknownCriticalExtension
        // What changes the meaning of other entries must be seen each time.
        if (facts.certificateIssuer === undefined) checked.keepExtensions(extensionsAt, reader.offset)
      }
      checked.keepDate(reader.start)
      at = reader.offset
    }
    count += 1
  }
  return { count, offsets: offsets.subarray(0, count), issuerChanges, unknownCriticalExtension }
}

function grown(offsets: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(offsets.length * 2)
  larger.set(offsets)
  return larger
}

/** Reads an entry up to its extensions and returns where they begin, or the entry's end. `start` is then that of its date. */
function checkEntry(reader: DerReader, version: 1 | 2): number {
  const entry = readConstructed(reader, SEQUENCE, STRUCTURE)
  readInteger(entry, STRUCTURE)
  readTime(entry, STRUCTURE)
  const extensionsAt = entry.offset
  reader.start = entry.start
  if (!isAtEnd(entry)) {
    if (version === 1) throw derError('ERR_DER_VALUE', 'extensions in an entry of version 1', extensionsAt, STRUCTURE)
    readConstructed(entry, SEQUENCE, STRUCTURE)
    assertAtEnd(entry, STRUCTURE)
  }
  return extensionsAt
}

/** Remembers runs of octets that were found to be good. */
interface CheckedRuns {
  readonly keepExtensions: (start: number, end: number) => void
  readonly keepDate: (start: number) => void
  readonly isCheckedExtensions: (start: number, end: number) => boolean
  /** Whether the day is one that was checked; the time of day is not looked at. */
  readonly isCheckedDay: (start: number) => boolean
}

/** CAs write a handful of reasons, so a handful of runs meets almost every entry. */
const MAX_RUNS = 8

function createCheckedRuns(bytes: Uint8Array): CheckedRuns {
  const runs: { readonly start: number; readonly end: number }[] = []
  let dayAt = -1
  return {
    keepExtensions: (start, end) => {
      if (runs.length < MAX_RUNS) runs.push({ start, end })
      else runs[0] = { start, end }
    },
    keepDate: (start) => {
      dayAt = start
    },
    isCheckedExtensions: (start, end) => {
      for (let index = 0; index < runs.length; index += 1) {
        const run = runs[index]
        if (run !== undefined && run.end - run.start === end - start && isSameRun(bytes, run.start, start, end - start))
          return true
      }
      return false
    },
    isCheckedDay: (start) => dayAt >= 0 && isSameRun(bytes, dayAt, start, 6),
  }
}

/** From the end, where reasons and days differ. */
function isSameRun(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let index = length - 1; index >= 0; index -= 1) {
    if (bytes[a + index] !== bytes[b + index]) return false
  }
  return true
}

/** Tag, length and 13 octets of a UTCTime. */
const UTC_TIME_OCTETS = 15

/** The end of an entry of the ordinary form, or 0 if this one needs a closer look. */
function skipOrdinaryEntry(bytes: Uint8Array, at: number, end: number, checked: CheckedRuns): number {
  const length = octet(bytes, at + 1)
  const next = at + 2 + length
  const serialLength = octet(bytes, at + 3)
  const timeAt = at + 4 + serialLength
  const extensionsAt = timeAt + UTC_TIME_OCTETS
  if (octet(bytes, at) !== SEQUENCE || length >= 0x80 || next > end || extensionsAt > next) return 0
  if (octet(bytes, at + 2) !== 0x02 || serialLength === 0 || !isShortestInteger(bytes, at + 4, serialLength)) return 0
  if (octet(bytes, timeAt) !== 0x17 || octet(bytes, timeAt + 1) !== 13) return 0
  if (!checked.isCheckedDay(timeAt + 2) || !isTimeOfDay(bytes, timeAt + 8)) return 0
  return extensionsAt === next || checked.isCheckedExtensions(extensionsAt, next) ? next : 0
}

function isShortestInteger(bytes: Uint8Array, at: number, length: number): boolean {
  const first = octet(bytes, at)
  if (length === 1 || (first !== 0 && first !== 0xff)) return true
  return first === 0 ? octet(bytes, at + 1) >= 0x80 : octet(bytes, at + 1) < 0x80
}

/** `HHMMSSZ` */
function isTimeOfDay(bytes: Uint8Array, at: number): boolean {
  return (
    twoDigits(bytes, at) < 24 &&
    twoDigits(bytes, at + 2) < 60 &&
    twoDigits(bytes, at + 4) < 60 &&
    octet(bytes, at + 6) === 0x5a
  )
}

/** The number of two digits; 100 if they are not. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = octet(bytes, at) - 0x30
  const ones = octet(bytes, at + 1) - 0x30
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100
}
