import { isBlank } from './decode-base64.ts'

/** Where a line goes on after its prefix; `undefined` if it does not begin with one. */
export type PrefixMatcher = (text: string, start: number, end: number) => number | undefined

/**
 * Makes a matcher for what stands before BEGIN. Digits match any number and blanks any blanks, so that `12: `, a time of
 * a log or a right-aligned column is found again in the other lines; every other character matches itself.
 *
 * A line may end where the prefix has only blanks left, as an empty line of a quotation does.
 */
export function createPrefixMatcher(prefix: string): PrefixMatcher {
  const significant = prefix.trim()
  return (text, start, end) => {
    let index = skipBlanks(text, start, end)
    let at = 0
    while (at < significant.length) {
      const code = significant.charCodeAt(at)
      if (isDigit(code)) {
        if (index === end || !isDigit(text.charCodeAt(index))) return undefined
        while (at < significant.length && isDigit(significant.charCodeAt(at))) at += 1
        while (index < end && isDigit(text.charCodeAt(index))) index += 1
      } else if (isBlank(code)) {
        while (isBlank(significant.charCodeAt(at))) at += 1
        index = skipBlanks(text, index, end)
      } else {
        if (index === end || text.charCodeAt(index) !== code) return undefined
        at += 1
        index += 1
      }
    }
    // After a number that only blanks set off, data without a blank before it is no match but its own digits.
    const isSetOff = significant === prefix.trimStart() || index === end || isBlank(text.charCodeAt(index))
    return isSetOff || !isDigit(significant.charCodeAt(significant.length - 1))
      ? skipBlanks(text, index, end)
      : undefined
  }
}

/** What stands before a place on its line, up to a length that no decoration has. */
export function linePrefix(text: string, at: number): string {
  let start = at
  while (start > 0 && at - start < MAX_PREFIX && !isLineEnd(text.charCodeAt(start - 1))) start -= 1
  return text.slice(start, at)
}

/** Longer than any quoting, comment or line number with a path before it. */
const MAX_PREFIX = 120

function skipBlanks(text: string, start: number, end: number): number {
  let index = start
  while (index < end && isBlank(text.charCodeAt(index))) index += 1
  return index
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d
}
