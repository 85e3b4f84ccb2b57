import { isBase64Code, isBlank } from './decode-base64.ts'
import type { TextRange } from './data-text.ts'

/** More runs than that are no paste of certificates. */
const MAX_RUNS = 500

const EQUALS = 0x3d

/** What may follow the data itself, rather than make its last word one of prose. */
const CLOSING = '<"\'`,;)]}&\\|'

/**
 * Finds base64 without boundaries: runs that begin as every SEQUENCE does (`M`), with a long word. What is `claimed` by
 * blocks, in order, is left out.
 *
 * Reaches over line ends up to the first character that is not base64, or a blank line.
 */
export function findBareData(text: string, claimed: readonly TextRange[]): readonly TextRange[] {
  const found: TextRange[] = []
  // Fewer than forty characters hold no certificate and no key.
  const words = /(?<![\w+/=])M[A-Za-z0-9+/]{39}/g
  let next = 0
  for (let match = words.exec(text); match !== null && found.length < MAX_RUNS; match = words.exec(text)) {
    const start = match.index
    while (next < claimed.length && (claimed[next]?.end ?? 0) <= start) next += 1
    const claim = claimed[next]
    if (claim !== undefined && claim.start <= start) {
      words.lastIndex = claim.end
      continue
    }
    const end = findDataEnd(text, start, claim?.start ?? text.length)
    found.push({ start, end })
    words.lastIndex = end
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
    const isWhole = wordEnd >= limit || after === EQUALS || isBlank(after) || CLOSING.includes(text.charAt(wordEnd))
    if (wordEnd === next || !isWhole) return end
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
