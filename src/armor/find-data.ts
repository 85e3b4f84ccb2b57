import { isBlank } from './decode-base64.ts'
import type { DataText, TextRange } from './data-text.ts'
import type { Boundary } from './search-boundaries.ts'
import { findTranslation, LINE_WIDTHS } from './find-translation.ts'
import { createPrefixMatcher, linePrefix } from './line-prefix.ts'
import type { ArmorRepair } from './mapped-text.ts'

/** Where the base64 of a block is, and what was cut away to find it. */
export interface FoundData {
  readonly data: DataText
  readonly repairs: readonly { readonly repair: ArmorRepair; readonly at: number }[]
  /** Whether what stands before BEGIN was found before the other lines, too. */
  readonly usedPrefix: boolean
}

/**
 * Cuts decoration off the lines of a body: what stands before BEGIN if it is repeated, marks of quoting, quotation
 * marks and the code between them, line numbers. Only what is consistent is cut, so that a stray character stays an error.
 */
export function findData(text: string, body: TextRange, prefix: string, begin: Boundary): FoundData {
  const range = { start: body.start, end: cutLastPrefix(text, body, prefix) }
  const lines = splitLines(text, range)
  if (lines === undefined) return { data: { source: text, parts: [range] }, repairs: [], usedPrefix: false }
  const repairs: { readonly repair: ArmorRepair; readonly at: number }[] = []
  let parts = lines
  const apply = (repair: ArmorRepair, cut: readonly TextRange[] | undefined): boolean => {
    if (cut === undefined) return false
    parts = cut
    repairs.push({ repair, at: begin.start })
    return true
  }
  const usedPrefix = apply(isBlankText(prefix) ? 'indentation' : 'quoting', cutPrefix(text, parts, prefix))
  if (isQuoted(text, begin)) apply('quotation-marks', cutQuotes(text, parts))
  apply('quoting', cutMarks(text, parts))
  apply('quoting', cutLineNumbers(text, parts))
  apply('literal-escapes', cutLostEscapes(text, parts))
  const data = { source: text, parts }
  const translation = findTranslation(text, parts)
  if (translation === undefined) return { data, repairs, usedPrefix }
  repairs.push({ repair: translation.repair, at: begin.start })
  return { data: { ...data, translate: translation.translate }, repairs, usedPrefix }
}

/** The lines without what stands before BEGIN, if each of them has it. */
function cutPrefix(text: string, lines: readonly TextRange[], prefix: string): readonly TextRange[] | undefined {
  // A number right before the dashes cannot be told from the digits that a line of data begins with.
  // Quotation marks are cut in a way of their own.
  if (prefix === '' || lines.length < 2 || /[\d"'`]$/.test(prefix)) return undefined
  const match = createPrefixMatcher(prefix)
  const quotes = prefix.includes('>')
  const cut: TextRange[] = []
  for (const line of lines) {
    const start = match(text, line.start, line.end)
    // Mail programs break the lines of a quotation and do not mark what comes after the break.
    if (start === undefined && quotes) cut.push(line)
    else if (start === undefined && !isBlankRange(text, line)) return undefined
    else if (start !== undefined) cut.push({ start: quotes ? skipQuotes(text, start, line.end) : start, end: line.end })
  }
  return cut
}

/** Past further marks of a quotation, whose lines need not be of one depth. */
function skipQuotes(text: string, start: number, end: number): number {
  let index = start
  while (index < end && (text.charAt(index) === '>' || isBlank(text.charCodeAt(index)))) index += 1
  return index
}

/** Where the body ends if what stands before BEGIN stands before END, too: `- ` escapes dashes (RFC 934 section 4). */
function cutLastPrefix(text: string, { start, end }: TextRange, prefix: string): number {
  if (isBlankText(prefix)) return end
  const line = linePrefix(text, end)
  const last = end - line.length
  return line !== '' && last > start && createPrefixMatcher(prefix)(text, last, end) === end ? last : end
}

/** Marks that mail programs, terminals, tables and comments put at the edges of lines; none of them is base64. */
const EDGE_MARKS = '->|#*:;,!%$~^│┃║▌▏•·'

/** The lines without the mark that two thirds of them begin or end with. */
function cutMarks(text: string, lines: readonly TextRange[]): readonly TextRange[] | undefined {
  const trimmed = lines.map((line) => trimBlanks(text, line)).filter(({ start, end }) => start < end)
  const leading = usualMark(trimmed.map(({ start }) => text.charAt(start)))
  const trailing = usualMark(trimmed.map(({ end }) => text.charAt(end - 1)))
  if (leading === undefined && trailing === undefined) return undefined
  return trimmed.map(({ start, end }) => {
    let from = start
    let to = end
    if (leading !== undefined)
      while (from < to && (text.charAt(from) === leading || isBlank(text.charCodeAt(from)))) from += 1
    if (trailing !== undefined)
      while (to > from && (text.charAt(to - 1) === trailing || isBlank(text.charCodeAt(to - 1)))) to -= 1
    return { start: from, end: to }
  })
}

function usualMark(marks: readonly string[]): string | undefined {
  if (marks.length < 2) return undefined
  for (const mark of new Set(marks.slice(0, 3))) {
    if (!EDGE_MARKS.includes(mark)) continue
    const count = marks.reduce((sum, each) => sum + (each === mark ? 1 : 0), 0)
    if (count * 3 >= marks.length * 2) return mark
  }
  return undefined
}

/** Whether BEGIN stands in a string of some programming language, by the quotation mark before or after it. */
function isQuoted(text: string, begin: Boundary): boolean {
  return (
    /["'`]$/.test(text.slice(Math.max(0, begin.start - 1), begin.start)) ||
    /^\s*["'`]/.test(text.slice(begin.end, begin.end + 40))
  )
}

/** Between two strings: operators, commas, brackets, and the names that some languages have for a line end. */
const CODE =
  /^(?:[\s,+.&|;_()[\]\\]|vbCrLf|vbLf|vbNewLine|chr\(1[03]\)|char\(1[03]\)|Environment\.NewLine|os\.EOL|PHP_EOL)*$/i

/** Longer than any code between two lines. */
const MAX_CODE = 120

/** What stands in quotation marks, or what is left of it, without the code around it. */
function cutQuotes(text: string, lines: readonly TextRange[]): readonly TextRange[] | undefined {
  const parts: TextRange[] = []
  let quotes = 0
  for (const line of lines) {
    let start = line.start
    for (let index = line.start; index <= line.end; index += 1) {
      const isQuote = index < line.end && isQuotationMark(text.charCodeAt(index))
      if (!isQuote && index < line.end) continue
      const touchesQuote = isQuote || start > line.start
      const isCode = touchesQuote && index - start <= MAX_CODE && CODE.test(text.slice(start, index))
      if (index > start && !isCode) parts.push({ start, end: index })
      if (isQuote) quotes += 1
      start = index + 1
    }
  }
  return quotes === 0 ? undefined : parts
}

/** Lines that are nothing but the next number, as they come when a listing is copied with its line numbers. */
function cutLineNumbers(text: string, lines: readonly TextRange[]): readonly TextRange[] | undefined {
  const numbers = lines.map(
    (line) => /^\s*(\d{1,5})\s*$/.exec(text.slice(line.start, Math.min(line.end, line.start + 16)))?.[1],
  )
  const isCounting = numbers
    .filter((number) => number !== undefined)
    .every((number, index, all) => index === 0 || Number(number) === Number(all[index - 1]) + 1)
  const count = numbers.filter((number) => number !== undefined).length
  if (!isCounting || count < 2 || count * 3 < lines.length) return undefined
  return lines.filter((_, index) => numbers[index] === undefined)
}

/** One line in which every newline became `n`, or `rn`, when a program dropped the backslashes of its escapes. */
function cutLostEscapes(text: string, lines: readonly TextRange[]): readonly TextRange[] | undefined {
  const [line] = lines
  if (line === undefined || lines.length > 1) return undefined
  const rest = text.startsWith('rn', line.start) ? 'rn' : 'n'
  if (!text.startsWith(rest, line.start) || text.slice(line.end - rest.length, line.end) !== rest) return undefined
  for (const width of LINE_WIDTHS) {
    const parts: TextRange[] = []
    let index = line.start
    while (index < line.end - rest.length && text.startsWith(rest, index)) {
      const start = index + rest.length
      index = Math.min(start + width, line.end - rest.length)
      parts.push({ start, end: index })
    }
    if (index === line.end - rest.length) return parts
  }
  return undefined
}

function trimBlanks(text: string, { start, end }: TextRange): TextRange {
  let from = start
  let to = end
  while (from < to && isBlank(text.charCodeAt(from))) from += 1
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1
  return { start: from, end: to }
}

/** A body of more lines is read as it stands: that it be decorated is unlikely, and to look costs much. */
const MAX_LINES = 50_000

/** The ranges of the lines of a part of a text, without their ends; empty ones are left out. */
function splitLines(text: string, { start, end }: TextRange): readonly TextRange[] | undefined {
  const lines: TextRange[] = []
  let lineStart = start
  for (let index = start; index <= end; index += 1) {
    const code = index < end ? text.charCodeAt(index) : 0x0a
    if (code !== 0x0a && code !== 0x0d) continue
    if (index > lineStart) lines.push({ start: lineStart, end: index })
    if (lines.length > MAX_LINES) return undefined
    lineStart = index + 1
  }
  return lines
}

function isQuotationMark(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x60
}

function isBlankText(text: string): boolean {
  return text.trim() === ''
}

function isBlankRange(text: string, range: TextRange): boolean {
  const { start, end } = trimBlanks(text, range)
  return start === end
}
