import { isBase64Code, isBlank } from './decode-base64.ts'
import type { DataText, TextRange } from './data-text.ts'
import type { Boundary } from './find-boundaries.ts'
import { createPrefixMatcher } from './line-prefix.ts'
import type { ArmorRepair } from './mapped-text.ts'

const SPACE = 0x20
const PLUS = 0x2b
const DASH = 0x2d
const SOLIDUS = 0x2f
const EQUALS = 0x3d
const LOW_LINE = 0x5f

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
  const lines = splitLines(text, body)
  const at = lines[0]?.start ?? body.start
  const repairs: { readonly repair: ArmorRepair; readonly at: number }[] = []
  let parts = lines
  const apply = (repair: ArmorRepair, cut: readonly TextRange[] | undefined): boolean => {
    if (cut === undefined) return false
    parts = cut
    repairs.push({ repair, at })
    return true
  }
  const usedPrefix = apply(isBlankText(prefix) ? 'indentation' : 'quoting', cutPrefix(text, parts, prefix))
  apply('quoting', cutMarks(text, parts))
  if (isQuoted(text, begin)) apply('quotation-marks', cutQuotes(text, parts))
  apply('quoting', cutLineNumbers(text, parts))
  apply('literal-escapes', cutLostEscapes(text, parts))
  const data = { source: text, parts }
  const translation = translateUrlAlphabet(text, parts) ?? restorePlus(text, parts)
  if (translation === undefined) return { data, repairs, usedPrefix }
  repairs.push({ repair: translation.repair, at })
  return { data: { ...data, translate: translation.translate }, repairs, usedPrefix }
}

/** The lines without what stands before BEGIN, if each of them has it. */
function cutPrefix(text: string, lines: readonly TextRange[], prefix: string): readonly TextRange[] | undefined {
  // A number right before the dashes cannot be told from the digits that a line of data begins with.
  if (prefix === '' || lines.length < 2 || /\d$/.test(prefix)) return undefined
  const match = createPrefixMatcher(prefix)
  const cut: TextRange[] = []
  for (const line of lines) {
    const start = match(text, line.start, line.end)
    if (start === undefined && !isBlankRange(text, line)) return undefined
    if (start !== undefined) cut.push({ start, end: line.end })
  }
  return cut
}

/** Marks that mail programs, terminals, tables and comments put at the edges of lines; none of them is base64. */
const EDGE_MARKS = '->|#*:;,!%$\\~^│┃║▌▏•·'

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

/** Lengths of lines that programs write (RFC 7468 section 2, RFC 2045 section 6.8). */
const LINE_WIDTHS: readonly number[] = [64, 76]

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

interface Translation {
  readonly repair: ArmorRepair
  readonly translate: (data: string) => string
}

/** The alphabet for URLs (RFC 4648 section 5), whose padding may be left out. */
function translateUrlAlphabet(text: string, parts: readonly TextRange[]): Translation | undefined {
  let isUrlSafe = false
  let length = 0
  for (const { start, end } of parts) {
    for (let index = start; index < end; index += 1) {
      const code = text.charCodeAt(index)
      if (code === PLUS || code === SOLIDUS) return undefined
      // Beside another dash or a blank, it is the rest of a boundary.
      if (code === DASH && !(isUrlSafeCode(text.charCodeAt(index - 1)) && isUrlSafeCode(text.charCodeAt(index + 1))))
        return undefined
      if (code === DASH || code === LOW_LINE) isUrlSafe = true
      if (isUrlSafeCode(code) || code === DASH || code === EQUALS) length += 1
    }
  }
  if (!isUrlSafe) return undefined
  const padding = '='.repeat((4 - (length % 4)) % 4)
  return { repair: 'base64url', translate: (data) => `${data.replace(/-/g, '+').replace(/_/g, '/')}${padding}` }
}

function isUrlSafeCode(code: number): boolean {
  return isBase64Code(code) || code === LOW_LINE
}

/** Plus signs that a form decoder turned into blanks, told by the places of the line ends. */
function restorePlus(text: string, lines: readonly TextRange[]): Translation | undefined {
  const [first] = lines
  if (first === undefined) return undefined
  const isOneLine = lines.length === 1
  const repair = 'spaces-for-plus'
  if (isOneLine) {
    const data = text.slice(first.start, first.end).trim()
    const width = LINE_WIDTHS.find((each) => data.length > each * 2 && hasBlanksAtEnds(data, each))
    if (width === undefined || data.includes('+') || !hasOtherBlanks(data, width)) return undefined
    const leading = text.slice(first.start, first.end).indexOf(data)
    return {
      repair,
      translate: (all) =>
        all.replace(/ /g, (_, at: number) => (at < leading || (at - leading) % (width + 1) === width ? ' ' : '+')),
    }
  }
  const width = first.end - first.start
  if (lines.length < 3 || !LINE_WIDTHS.includes(width)) return undefined
  if (lines.slice(0, -1).some(({ start, end }) => end - start !== width)) return undefined
  const data = lines.map(({ start, end }) => text.slice(start, end)).join('')
  if (data.includes('+') || !data.includes(' ')) return undefined
  return { repair, translate: (all) => all.replace(/ /g, '+') }
}

function hasBlanksAtEnds(data: string, width: number): boolean {
  for (let index = width; index < data.length; index += width + 1) {
    if (data.charCodeAt(index) !== SPACE) return false
  }
  return true
}

function hasOtherBlanks(data: string, width: number): boolean {
  for (let index = data.indexOf(' '); index !== -1; index = data.indexOf(' ', index + 1)) {
    if (index % (width + 1) !== width) return true
  }
  return false
}

function trimBlanks(text: string, { start, end }: TextRange): TextRange {
  let from = start
  let to = end
  while (from < to && isBlank(text.charCodeAt(from))) from += 1
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1
  return { start: from, end: to }
}

/** The ranges of the lines of a part of a text, without their ends; empty ones are left out. */
function splitLines(text: string, { start, end }: TextRange): readonly TextRange[] {
  const lines: TextRange[] = []
  let lineStart = start
  for (let index = start; index <= end; index += 1) {
    const code = index < end ? text.charCodeAt(index) : 0x0a
    if (code !== 0x0a && code !== 0x0d) continue
    if (index > lineStart) lines.push({ start: lineStart, end: index })
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
