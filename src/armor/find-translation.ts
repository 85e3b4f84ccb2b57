import { isBase64Code } from './decode-base64.ts'
import type { TextRange } from './data-text.ts'
import type { ArmorRepair } from './mapped-text.ts'

/** How to read data whose characters were replaced, one for one, by others that carry the same. */
export interface Translation {
  readonly repair: ArmorRepair
  readonly translate: (data: string) => string
}

/** Lengths of lines that programs write (RFC 7468 section 2, RFC 2045 section 6.8). */
export const LINE_WIDTHS: readonly number[] = [64, 76]

const SPACE = 0x20
const PLUS = 0x2b
const DASH = 0x2d
const SOLIDUS = 0x2f
const EQUALS = 0x3d
const LOW_LINE = 0x5f

/** Shorter data is a stray dash rather than an object. */
const MIN_URL_SAFE = 16

/** Recognises data in another alphabet. The translation is for the parts put together. */
export function findTranslation(text: string, parts: readonly TextRange[]): Translation | undefined {
  return readUrlAlphabet(text, parts) ?? restorePlusInLines(text, parts) ?? restorePlusInLine(text, parts)
}

/** The alphabet for URLs (RFC 4648 section 5), whose padding may be left out. */
function readUrlAlphabet(text: string, parts: readonly TextRange[]): Translation | undefined {
  let isUrlSafe = false
  let length = 0
  for (const { start, end } of parts) {
    for (let index = start; index < end; index += 1) {
      const code = text.charCodeAt(index)
      if (code === PLUS || code === SOLIDUS) return undefined
      // Three in a row are the rest of a boundary.
      if (code === DASH && text.startsWith('---', index)) return undefined
      const isOfUrl = code === DASH || code === LOW_LINE
      if (isOfUrl) isUrlSafe = true
      if (isOfUrl || code === EQUALS || isBase64Code(code)) length += 1
    }
  }
  if (!isUrlSafe || length < MIN_URL_SAFE) return undefined
  const padding = '='.repeat((4 - (length % 4)) % 4)
  return { repair: 'base64url', translate: (data) => `${data.replace(/-/g, '+').replace(/_/g, '/')}${padding}` }
}

/** Plus signs that a form decoder turned into blanks, told by lines of one usual length, blanks counted. */
function restorePlusInLines(text: string, lines: readonly TextRange[]): Translation | undefined {
  const [first] = lines
  const last = lines.at(-1)
  if (first === undefined || last === undefined || lines.length < 2) return undefined
  const width = first.end - first.start
  if (!LINE_WIDTHS.includes(width)) return undefined
  if (lines.slice(0, -1).some(({ start, end }) => end - start !== width)) return undefined
  const data = lines.map(({ start, end }) => text.slice(start, end)).join('')
  const length = data.trimEnd().length
  if (data.includes('+') || !data.slice(0, length).includes(' ')) return undefined
  return { repair: 'spaces-for-plus', translate: (all) => replaceBlanks(all, (at) => at < length) }
}

/** The same where the line ends became blanks, too: those stand at regular places. */
function restorePlusInLine(text: string, lines: readonly TextRange[]): Translation | undefined {
  const [line] = lines
  if (line === undefined || lines.length > 1) return undefined
  const whole = text.slice(line.start, line.end)
  const data = whole.trim()
  const width = LINE_WIDTHS.find((each) => data.length > each * 2 && hasBlanksAtEnds(data, each))
  if (width === undefined || data.includes('+')) return undefined
  const start = whole.indexOf(data)
  const isPlus = (at: number): boolean =>
    at >= start && at < start + data.length && (at - start) % (width + 1) !== width
  return { repair: 'spaces-for-plus', translate: (all) => replaceBlanks(all, isPlus) }
}

function hasBlanksAtEnds(data: string, width: number): boolean {
  let others = 0
  for (let index = 0; index < data.length; index += 1) {
    const isBlank = data.charCodeAt(index) === SPACE
    const isEnd = index % (width + 1) === width
    if (isEnd && !isBlank) return false
    if (isBlank && !isEnd) others += 1
  }
  return others > 0
}

function replaceBlanks(text: string, isPlus: (at: number) => boolean): string {
  return text.replace(/ /g, (blank, at: number) => (isPlus(at) ? '+' : blank))
}
