import { isBlank } from './decode-base64.ts'
import { foldCharacter } from './fold-character.ts'
import { findLeadingLabel, findSimilarLabel, isKnownLabel } from './labels.ts'
import type { ArmorRepair } from './mapped-text.ts'

/** A BEGIN or END line as found, which may lack much of what it should have. */
export interface Boundary {
  readonly keyword: 'BEGIN' | 'END'
  /** Upper case, with single spaces. */
  readonly label: string
  /** As it is written, but for case and blanks; differs from `label` where that was mistyped. */
  readonly typedLabel: string
  /** The first dash, or the keyword where there is none. */
  readonly start: number
  /** After the last dash. */
  readonly end: number
  readonly repairs: readonly ArmorRepair[]
}

/** Boundaries one after the other, so that a search can be given up. */
export interface BoundarySearch {
  /** The next one; `undefined` at the end of the text, or when too many are damaged. */
  readonly next: () => Boundary | undefined
  /** Places passed so far that begin like a boundary and are none. */
  readonly damaged: readonly number[]
}

/** RFC 7468 section 2. */
const DASHES = 5

/** Longer than any label in use. */
const MAX_LABEL = 48

const DASH = 0x2d

/** Nobody wants to be told of more. */
const MAX_DAMAGED = 500

/**
 * Searches BEGIN and END lines, also in the middle of a line, with too few or too many dashes, in lower case or with a
 * label that is mistyped. A boundary that is not exact must have a known label, so that prose is not taken for one.
 */
export function searchBoundaries(text: string): BoundarySearch {
  const damaged: number[] = []
  const keywords = /BEGIN|END/gi
  let last: Boundary | undefined
  const next = (): Boundary | undefined => {
    while (damaged.length < MAX_DAMAGED) {
      const found = keywords.exec(text)
      if (found === null) return undefined
      const before = readDashesBefore(text, found.index, last?.end ?? 0)
      const boundary = readBoundary(text, found.index, found[0], before, last)
      if (boundary !== undefined) {
        keywords.lastIndex = boundary.end
        last = boundary
        return boundary
      }
      if (before.count >= DASHES && before.isTight && found[0] === found[0].toUpperCase()) damaged.push(before.start)
    }
    return undefined
  }
  return { next, damaged }
}

interface Dashes {
  readonly start: number
  readonly end: number
  readonly count: number
  /** Plain dashes, without blanks between them, nor between them and the keyword or label. */
  readonly isTight: boolean
}

/** Dashes before a keyword. Single blanks between them are allowed until there are enough. */
function readDashesBefore(text: string, keyword: number, floor: number): Dashes {
  let count = 0
  let plain = 0
  let start = keyword
  for (let index = keyword - 1; index >= floor; index -= 1) {
    const code = text.charCodeAt(index)
    if (isDash(code)) {
      count += 1
      if (code === DASH) plain += 1
      start = index
    } else if (!isInlineBlank(code) || (count > 0 && (count >= DASHES || start > index + 1))) {
      break
    }
  }
  return { start, end: keyword, count, isTight: plain === keyword - start }
}

/** Dashes after a label, as before a keyword. */
function readDashesAfter(text: string, from: number): Dashes {
  let count = 0
  let plain = 0
  let end = from
  for (let index = from; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (isDash(code)) {
      count += 1
      if (code === DASH) plain += 1
      end = index + 1
    } else if (!isInlineBlank(code) || (count > 0 && (count >= DASHES || end < index))) {
      break
    }
  }
  return { start: from, end, count, isTight: plain === end - from }
}

/** The boundary with its keyword at `at`, if the text there is one. */
function readBoundary(
  text: string,
  at: number,
  written: string,
  before: Dashes,
  last: Boundary | undefined,
): Boundary | undefined {
  if (before.count === 0 && at > 0 && isWordCode(text.charCodeAt(at - 1))) return undefined
  const labelStart = skipSeparators(text, at + written.length)
  const labelEnd = findLabelEnd(text, labelStart)
  const after = readDashesAfter(text, labelEnd)
  if (before.count === 0 && after.count === 0 && !standsAlone(text, at, labelEnd)) return undefined
  const keyword = written.toUpperCase() === 'BEGIN' ? 'BEGIN' : 'END'
  const writtenLabel = text.slice(labelStart, labelEnd)
  const typed = canonicalText(writtenLabel)
  const label = resolveLabel(typed, keyword, written === keyword, before, after, last)
  if (label === undefined) return undefined
  // Without dashes after the label, the data may follow it on the same line.
  const end = after.count > 0 ? after.end : skipWords(text, labelStart, label.split(' ').length)
  const shared = after.count > DASHES && isKeywordNext(text, after.end) ? after.count - DASHES : 0
  const isRightLength = before.count === DASHES && after.count - shared === DASHES && before.isTight && after.isTight
  const isUpperCase = written === keyword && writtenLabel === writtenLabel.toUpperCase()
  const isAsTyped = writtenLabel.toUpperCase().startsWith(label) && labelStart === at + written.length + 1
  const repairs =
    isRightLength && isUpperCase && isAsTyped ? NO_REPAIRS : listRepairs(isRightLength, isUpperCase, isAsTyped)
  const typedLabel = after.count > 0 ? typed : label
  return { keyword, label, typedLabel, start: before.start, end: end - shared, repairs }
}

const NO_REPAIRS: readonly ArmorRepair[] = []

function listRepairs(isRightLength: boolean, isUpperCase: boolean, isAsTyped: boolean): readonly ArmorRepair[] {
  return [
    ...(isRightLength ? [] : ['dashes' as const]),
    ...(isUpperCase ? [] : ['label-case' as const]),
    ...(isAsTyped ? [] : ['label' as const]),
  ]
}

/** The label that is meant; in a line that is not exact, a known one or that of the BEGIN line before. */
function resolveLabel(
  label: string,
  keyword: string,
  isUpperCase: boolean,
  before: Dashes,
  after: Dashes,
  last: Boundary | undefined,
): string | undefined {
  if (label === '') return undefined
  if (isKnownLabel(label)) return label
  if (keyword === 'END' && last?.keyword === 'BEGIN' && last.label === label) return label
  if (before.count < 2) return undefined
  if (after.count === 0) return findLeadingLabel(label)
  const isExact = isUpperCase && before.count >= DASHES && after.count >= DASHES
  return findSimilarLabel(label) ?? (isExact ? label : undefined)
}

/** Whether another boundary follows on dashes that both of them share. */
function isKeywordNext(text: string, index: number): boolean {
  return /^[ \t]*(?:BEGIN|END)/i.test(text.slice(index, index + 16))
}

/** The place after so many words from `start` on. */
function skipWords(text: string, start: number, words: number): number {
  let index = start
  for (let word = 0; word < words; word += 1) {
    while (isInlineBlank(text.charCodeAt(index))) index += 1
    while (index < text.length && !isBlank(text.charCodeAt(index))) index += 1
  }
  return index
}

/** Where the label ends: before two dashes, a dash after a blank, or the end of the line. */
function findLabelEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_LABEL)
  let end = start
  for (let index = start; index < limit; index += 1) {
    const code = text.charCodeAt(index)
    if (code === DASH) {
      const next = text.charCodeAt(index + 1)
      // A single dash belongs to labels such as PRIVACY-ENHANCED MESSAGE.
      if (index > end || !isWordCode(next)) break
      end = index + 1
    } else if (isLabelCode(code)) {
      end = index + 1
    } else if (!isInlineBlank(code)) {
      break
    }
  }
  return end
}

function canonicalText(written: string): string {
  return written.replace(/[ \t_]+/g, ' ').toUpperCase()
}

function skipSeparators(text: string, start: number): number {
  let index = start
  while (isInlineBlank(text.charCodeAt(index)) || text.charCodeAt(index) === 0x5f) index += 1
  // `-----BEGIN-CERTIFICATE-----`
  if (index === start && text.charCodeAt(index) === DASH && isWordCode(text.charCodeAt(index + 1))) index += 1
  return index
}

/** Whether the line holds nothing else, so that the dashes may have been left out when it was copied. */
function standsAlone(text: string, start: number, end: number): boolean {
  return isLineEdge(text, start, -1) && isLineEdge(text, end, 1)
}

function isLineEdge(text: string, from: number, step: 1 | -1): boolean {
  let index = step === 1 ? from : from - 1
  while (isInlineBlank(text.charCodeAt(index))) index += step
  const code = text.charCodeAt(index)
  return Number.isNaN(code) || code === 0x0a || code === 0x0d
}

/** A dash, or what a word processor puts in its place. */
function isDash(code: number): boolean {
  return code === DASH || (code > 0x7f && foldCharacter(code)?.code === DASH)
}

function isInlineBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}

function isWordCode(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
}

/** RFC 7468 allows any printable character; these are the ones that labels in use have. */
function isLabelCode(code: number): boolean {
  return isWordCode(code) || code === 0x2e || code === 0x2f || code === 0x23 || code === 0x5f
}
