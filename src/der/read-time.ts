import { derError } from './der-error.ts'
import { octet, peekTag, readElement, type DerReader } from './der-reader.ts'
import { GENERALIZED_TIME, UTC_TIME } from './tag.ts'

/**
 * Reads a Time: UTCTime `YYMMDDHHMMSSZ`, whose years run from 1950 to 2049, or GeneralizedTime
 * `YYYYMMDDHHMMSSZ` (RFC 5280 section 4.1.2.5). Returns milliseconds since 1970-01-01T00:00:00Z.
 *
 * The calendar is checked here, since `Date` lets 31 February roll over. Fractions, offsets, a missing second
 * and second 60 are refused. Whether GeneralizedTime was the right choice for the year is not checked.
 */
export function readTime(reader: DerReader, structure: string): number {
  if (peekTag(reader) === GENERALIZED_TIME) return readGeneralizedTime(reader, structure)
  readElement(reader, UTC_TIME, structure)
  const { bytes, start, offset } = reader
  assertTimeForm(bytes, start, offset, 13, structure)
  const year = twoDigits(bytes, start)
  return toEpochMs(bytes, year < 50 ? 2000 + year : 1900 + year, start + 2, structure)
}

/** Reads a GeneralizedTime in the only form that RFC 5280 section 4.1.2.5.2 allows, as {@link readTime} does. */
export function readGeneralizedTime(reader: DerReader, structure: string, tag: number = GENERALIZED_TIME): number {
  readElement(reader, tag, structure)
  const { bytes, start, offset } = reader
  assertTimeForm(bytes, start, offset, 15, structure)
  return toEpochMs(bytes, twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2), start + 4, structure)
}

function assertTimeForm(bytes: Uint8Array, start: number, end: number, length: number, structure: string): void {
  let digits = 0
  while (digits < length - 1 && isDigit(octet(bytes, start + digits)) && start + digits < end) digits += 1
  if (end - start !== length || digits !== length - 1 || octet(bytes, end - 1) !== 0x5a) {
    throw derError('ERR_DER_TIME', `a time must be ${String(length - 1)} digits and Z`, start, structure)
  }
}

function isDigit(value: number): boolean {
  return value >= 0x30 && value <= 0x39
}

function twoDigits(bytes: Uint8Array, index: number): number {
  return (octet(bytes, index) - 0x30) * 10 + octet(bytes, index + 1) - 0x30
}

function toEpochMs(bytes: Uint8Array, year: number, index: number, structure: string): number {
  const month = twoDigits(bytes, index)
  const day = twoDigits(bytes, index + 2)
  const hour = twoDigits(bytes, index + 4)
  const minute = twoDigits(bytes, index + 6)
  const second = twoDigits(bytes, index + 8)
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) {
    throw derError('ERR_DER_TIME', 'a time that is not in the calendar', index, structure)
  }
  return ((daysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1000
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/**
 * Days from 1970-01-01 in the proleptic Gregorian calendar. The year is taken to begin in March, so that the leap day is its last.
 * Not `Date.UTC`, which reads the years 0 to 99 as 1900 to 1999.
 */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shiftedYear = month > 2 ? year : year - 1
  const shiftedMonth = month > 2 ? month - 3 : month + 9
  const dayOfYear = Math.floor((153 * shiftedMonth + 2) / 5) + day - 1
  const leapDays = Math.floor(shiftedYear / 4) - Math.floor(shiftedYear / 100) + Math.floor(shiftedYear / 400)
  return shiftedYear * 365 + leapDays + dayOfYear - 719_468
}
