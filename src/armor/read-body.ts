import { decodeBase64, isBlank } from './decode-base64.ts'
import { decodeData, type DataText } from './data-text.ts'
import type { Boundary } from './search-boundaries.ts'
import { findData } from './find-data.ts'
import type { ArmorRepair } from './mapped-text.ts'
import { linePrefix } from './line-prefix.ts'
import { readHeaders, type PemHeader } from './read-headers.ts'

/** Why a block between two boundaries cannot be read. */
export type BodyFaultReason = 'empty' | 'character' | 'elided' | 'boundary' | 'padding' | 'count'

/** Something that was repaired, and where. */
export interface RepairNote {
  readonly repair: ArmorRepair
  readonly at: number
}

/** What lies between a BEGIN and an END line. */
export type BodyReading =
  | {
      readonly isRead: true
      readonly der: Uint8Array
      readonly headers: readonly PemHeader[]
      readonly data: DataText
      readonly repairs: readonly RepairNote[]
    }
  | {
      readonly isRead: false
      readonly reason: BodyFaultReason
      readonly at: number
      readonly headers: readonly PemHeader[]
      readonly data: DataText
    }

/** Reads the headers and data between two boundaries (RFC 7468 section 3, RFC 1421 section 4.4 for headers). */
export function readBody(text: string, begin: Boundary, end: Boundary): BodyReading {
  const prefix = withoutByteOrderMark(linePrefix(text, begin.start))
  const whole = { source: text, parts: [{ start: begin.end, end: end.start }] }
  // What is in order is decoded at once. A prefix may consist of base64 characters, and blanks may have been plus signs.
  if (isAllBlank(prefix) && !hasInnerBlanks(text, begin.end, end.start) && !startsOddly(text, begin.end)) {
    const der = decodeBase64(text, begin.end, end.start)
    if (der instanceof Uint8Array && der.length > 0) {
      return { isRead: true, der, headers: [], data: whole, repairs: notePosition(text, begin, end, prefix, false) }
    }
  }
  const { headers, bodyStart } = readHeaders(text, begin.end, end.start, prefix)
  const found = findData(text, { start: bodyStart, end: end.start }, prefix, begin)
  const der = decodeData(found.data)
  if (!(der instanceof Uint8Array)) {
    const at = der.at
    return {
      isRead: false,
      reason: der.reason === 'character' ? judgeCharacter(text, at) : der.reason,
      at,
      headers,
      data: found.data,
    }
  }
  if (der.length === 0) return { isRead: false, reason: 'empty', at: begin.start, headers, data: found.data }
  const known = new Set(found.repairs.map(({ repair }) => repair))
  const around = notePosition(text, begin, end, prefix, found.usedPrefix).filter(({ repair }) => !known.has(repair))
  // Strings of a program are as good as lines.
  const repairs = known.has('quotation-marks') ? around.filter(({ repair }) => repair !== 'lost-newlines') : around
  return { isRead: true, der, headers, data: found.data, repairs: [...repairs, ...found.repairs] }
}

/** Boundaries that share their line with something else, or are moved in. */
function notePosition(
  text: string,
  begin: Boundary,
  end: Boundary,
  prefix: string,
  usedPrefix: boolean,
): readonly RepairNote[] {
  const notes: RepairNote[] = []
  if (!usedPrefix && prefix !== '') {
    notes.push({ repair: judgePrefix(prefix), at: begin.start })
  }
  if (!isAtLineEnd(text, begin.end)) notes.push({ repair: 'lost-newlines', at: begin.end })
  const isEndAlone = isLineEnd(text.charCodeAt(end.start - 1))
  if (!usedPrefix && !isEndAlone && /[\w+/=]$/.test(linePrefix(text, end.start).trimEnd()))
    notes.push({ repair: 'lost-newlines', at: end.start })
  return notes
}

/** What it is that stands before BEGIN on its line. */
function judgePrefix(prefix: string): ArmorRepair {
  if (isAllBlank(prefix)) return 'indentation'
  if (/["'`“”„‘’«»]$/.test(prefix)) return 'quotation-marks'
  return /\w/.test(prefix) ? 'lost-newlines' : 'quoting'
}

const SPACE = 0x20

/** Whether nothing but blanks and a closing quotation mark or comma is left on the line. */
function isAtLineEnd(text: string, from: number): boolean {
  if (isLineEnd(text.charCodeAt(from))) return true
  const rest = /^[ \t"'`,;$|\\+]*/.exec(text.slice(from, from + 120))?.[0].length ?? 0
  const code = text.charCodeAt(from + rest)
  return Number.isNaN(code) || isLineEnd(code)
}

/** What a character that is not base64 tells of. */
function judgeCharacter(text: string, at: number): BodyFaultReason {
  const near = text.slice(at, at + 60)
  if (/^-{2,}/.test(near)) return 'boundary'
  return ELISION.test(near) ? 'elided' : 'character'
}

/** Dots, and bracketed or starred notes that somebody left something out. */
const ELISION = /^(?:\.{2,}|[…⋯]|\*{3,}|~{3,}|[[(<{]\s*(?:\.\.|…|snip|cut|trunc|omit|redact|remov|more|etc|중략|생략))/i

/** Whether a line has blanks between characters, as text has that lost its plus signs or its newlines. */
function hasInnerBlanks(text: string, start: number, end: number): boolean {
  let blank = text.indexOf(' ', start)
  while (blank !== -1 && blank < end) {
    let next = blank + 1
    while (text.charCodeAt(next) === SPACE) next += 1
    if (blank > start && next < end && !isBlank(text.charCodeAt(blank - 1)) && !isBlank(text.charCodeAt(next)))
      return true
    blank = text.indexOf(' ', next)
  }
  return false
}

/** Whether the data seems to begin with a line number, or with the rest of an escaped newline. */
function startsOddly(text: string, start: number): boolean {
  return /^(?:\s*\d{1,4}\s*[\r\n]|r?n)/.test(text.slice(start, start + 16))
}

/** Files that begin with one are put together by programs that do not know it. */
function withoutByteOrderMark(prefix: string): string {
  return prefix.startsWith('\uFEFF') ? prefix.slice(1) : prefix
}

function isAllBlank(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (!isBlank(text.charCodeAt(index))) return false
  }
  return true
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d
}
