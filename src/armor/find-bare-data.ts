import { isBase64Code, isBlank } from './decode-base64.ts'
import type { TextRange } from './data-text.ts'

/** Fewer characters hold no certificate and no key. */
const MIN_CHARACTERS = 40

const EQUALS = 0x3d

/**
 * Finds base64 without boundaries: runs that begin as every SEQUENCE does (`M`), with a long word.
 *
 * Reaches over line ends up to the first character that is not base64, or a blank line.
 */
export function findBareData(text: string, { start, end }: TextRange): readonly TextRange[] {
  const found: TextRange[] = []
  const word = /(?<![\w+/=])M[A-Za-z0-9+/]{39}/g
  word.lastIndex = start
  for (let match = word.exec(text); match !== null && match.index + MIN_CHARACTERS <= end; match = word.exec(text)) {
    const dataEnd = findDataEnd(text, match.index, end)
    found.push({ start: match.index, end: dataEnd })
    word.lastIndex = dataEnd
  }
  return found
}

/**
 * The place after base64 that may be spread over words and lines: after its padding, or before the first blank line or
 * the first word that has anything else in it.
 */
export function findDataEnd(text: string, start: number, limit: number): number {
  let end = skipWord(text, start, limit)
  for (;;) {
    if (text.charCodeAt(end) === EQUALS) return text.charCodeAt(end + 1) === EQUALS ? end + 2 : end + 1
    const next = skipBlanks(text, end, limit)
    if (next === end || next === limit || hasBlankLine(text, end, next)) return end
    const wordEnd = skipWord(text, next, limit)
    const after = text.charCodeAt(wordEnd)
    if (wordEnd === next || (wordEnd < limit && !isBlank(after) && after !== EQUALS)) return end
    end = wordEnd
  }
}

function skipWord(text: string, start: number, limit: number): number {
  let index = start
  while (index < limit && isBase64Code(text.charCodeAt(index))) index += 1
  return index
}

function skipBlanks(text: string, start: number, limit: number): number {
  let index = start
  while (index < limit && isBlank(text.charCodeAt(index))) index += 1
  return index
}

function hasBlankLine(text: string, start: number, end: number): boolean {
  return text.slice(start, end).split('\n').length > 2
}
