/** Octets of an entry with a serial number of one octet, a UTCTime and nothing else. */
export const SHORTEST_ENTRY = 20

/** Tag and length of a UTCTime, and then its 13 octets. */
const UTC_TIME_HEAD = 0x170d
const UTC_TIME_OCTETS = 15

/** crlEntryExtensions with nothing but a reasonCode. */
const REASON_ALONE_OCTETS = 14

/**
 * The end of a CRL entry that is good and has the form that almost all have; 0 if the entry has another form, right or wrong.
 *
 * That form is: lengths below 128, a UTCTime, and no extensions, or a reasonCode and an invalidityDate, or one of them, not critical. It takes some
 * ten nanoseconds, whatever the reader of other structures has met before: nothing is allocated, and four octets are compared at once.
 *
 * @param version - entries of version 1 have no extensions
 */
export function skipOrdinaryEntry(view: DataView, at: number, end: number, version: 1 | 2): number {
  if (end - at < SHORTEST_ENTRY) return 0
  const head = view.getInt32(at)
  // SEQUENCE and INTEGER, both of short length.
  if ((head & 0xff80ff80) !== 0x30000200) return 0
  const serialLength = head & 0x7f
  const next = at + 2 + ((head >>> 16) & 0x7f)
  const timeAt = at + 4 + serialLength
  const extensionsAt = timeAt + UTC_TIME_OCTETS
  if (extensionsAt > next || next > end || serialLength === 0) return 0
  // Not the shortest form if the first nine bits are the same (X.690 section 8.3.2).
  const nineBits = view.getInt16(at + 4) >> 7
  if (serialLength > 1 && (nineBits === 0 || nineBits === -1)) return 0
  if (view.getInt16(timeAt) !== UTC_TIME_HEAD || !isUtcTime(view, timeAt + 2)) return 0
  if (extensionsAt === next) return next
  if (version === 1) return 0
  const isReasonAlone = next - extensionsAt === REASON_ALONE_OCTETS && view.getInt16(extensionsAt) === 0x300c
  const isGood = isReasonAlone ? isReasonCode(view, extensionsAt + 2) : areOrdinaryExtensions(view, extensionsAt, next)
  return isGood ? next : 0
}

/** The last day of each month as two digits, an octet each. The leap day is left to the reader that knows years. */
const LAST_DAYS: readonly number[] = [
  0, 0x301, 0x208, 0x301, 0x300, 0x301, 0x300, 0x301, 0x301, 0x300, 0x301, 0x300, 0x301,
]

/** ASCII of four digits. Less this, a pair of digits is an octet each, and such pairs are in the order of their numbers. */
const ZEROS = 0x30303030

/** `YYMMDDHHMMSSZ`, in the calendar. */
function isUtcTime(view: DataView, at: number): boolean {
  const yearMonth = view.getInt32(at) ^ ZEROS
  const dayHour = view.getInt32(at + 4) ^ ZEROS
  const minuteSecond = view.getInt32(at + 8) ^ ZEROS
  const beyond = tooLarge(yearMonth, ANY_DIGITS) | tooLarge(dayHour, ANY_DIGITS) | tooLarge(minuteSecond, BELOW_SIXTY)
  if ((beyond & 0xf0f0f0f0) !== 0) return false
  const day = dayHour >> 16
  return (
    day > 0 &&
    day <= (LAST_DAYS[((yearMonth >> 8) & 0xf) * 10 + (yearMonth & 0xf)] ?? 0) &&
    (dayHour & 0xffff) <= 0x203 &&
    view.getInt8(at + 12) === 0x5a
  )
}

/** What must be added to four digits so that the largest that are right become 15: 9, or 5 for tens of minutes and seconds. */
const ANY_DIGITS = 0x06060606
const BELOW_SIXTY = 0x0a060a06

/** For four octets less `ZEROS`: some upper half is not zero if one of them is above its largest. */
function tooLarge(four: number, toFifteen: number): number {
  return four | (four + toFifteen)
}

/** Octets of an Extension that is not critical. */
const REASON_CODE_OCTETS = 12
const INVALIDITY_DATE_OCTETS = 26

/** Whether extensions are a reasonCode and an invalidityDate in either order, or one of them. */
function areOrdinaryExtensions(view: DataView, start: number, end: number): boolean {
  const length = end - start - 2
  if (view.getInt16(start) !== (0x3000 | length)) return false
  switch (length) {
    case REASON_CODE_OCTETS:
      return isReasonCode(view, start + 2)
    case INVALIDITY_DATE_OCTETS:
      return isInvalidityDate(view, start + 2)
    case REASON_CODE_OCTETS + INVALIDITY_DATE_OCTETS:
      return isReasonCode(view, start + 2)
        ? isInvalidityDate(view, start + 2 + REASON_CODE_OCTETS)
        : isInvalidityDate(view, start + 2) && isReasonCode(view, start + 2 + INVALIDITY_DATE_OCTETS)
    default:
      return false
  }
}

/** An Extension of 12 octets. Reasons are 0 to 10, of which 7 is not used (RFC 5280 section 5.3.1). */
function isReasonCode(view: DataView, at: number): boolean {
  const last = view.getInt32(at + 8)
  const reason = last & 0xff
  return (
    view.getInt32(at) === 0x300a0603 &&
    view.getInt32(at + 4) === 0x551d1504 &&
    last >> 8 === 0x030a01 &&
    reason <= 10 &&
    reason !== 7
  )
}

/** An Extension of 26 octets. */
function isInvalidityDate(view: DataView, at: number): boolean {
  return (
    view.getInt32(at) === 0x30180603 &&
    view.getInt32(at + 4) === 0x551d1804 &&
    view.getInt32(at + 7) === 0x0411180f &&
    (tooLarge((view.getInt16(at + 11) ^ ZEROS) & 0xffff, ANY_DIGITS) & 0xf0f0) === 0 &&
    isUtcTime(view, at + 13)
  )
}
