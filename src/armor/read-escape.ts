import type { Escape } from './escape.ts'
import { DROPPED } from './fold-character.ts'
import { REWRITE_MARKS } from './mapped-text.ts'
import { readEntity, readTag } from './read-markup.ts'

const LINE_FEED = 0x0a
const BACKSLASH = 0x5c

/** The escape that begins at `index`, if there is one. Looks no further ahead than an escape can be long. */
export function readEscape(text: string, index: number, isQuotedPrintable: boolean): Escape | undefined {
  switch (text.charCodeAt(index)) {
    case 0x5c: // reverse solidus
      return readBackslash(text, index)
    case 0x26: // ampersand
      return readEntity(text, index)
    case 0x3c: // less-than sign
      return readTag(text, index)
    case 0x25: // per cent sign
      return readPercent(text, index)
    case 0x3d: // equals sign
      return isQuotedPrintable ? readQuotedPrintable(text, index) : undefined
    case 0x5f: // low line
      return readSpreadsheetEscape(text, index)
    case 0x60: // grave accent
      return readPowershellEscape(text, index)
    case 0x5e: // circumflex
      return readCaretNotation(text, index)
    case 0x1b: // escape
      return readTerminalSequence(text, index)
    default:
      return undefined
  }
}

/** How `cat -v` and editors show a carriage return, and with `$` the line end after it. */
function readCaretNotation(text: string, index: number): Escape | undefined {
  if (!text.startsWith('^M', index)) return undefined
  const next = text.charAt(index + 2) === '$' ? index + 3 : index + 2
  return { code: LINE_FEED, next, mark: REWRITE_MARKS['literal-escapes'] }
}

/** What one letter after backslashes stands for in the languages that people quote PEM in. */
const LETTERS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['n', LINE_FEED],
  ['r', LINE_FEED],
  ['t', 0x20],
])

/** Characters that JSON, Markdown and shells put a backslash before. */
const ESCAPED_MARKS = '/+-=_"\'`#*.&<>[](){}!|:,'

/** Three programs, each of which doubles what it finds. The limit keeps the time linear. */
const MAX_BACKSLASHES = 8

/** Several backslashes count as one: text is escaped once for every program that it passes. */
function readBackslash(text: string, index: number): Escape | undefined {
  const limit = index + MAX_BACKSLASHES
  let next = index + 1
  while (next < limit && text.charCodeAt(next) === 0x5c) next += 1
  const letter = text.charAt(next)
  // Too many to be an escape, and left a fault; taken together, since one by one they would cost the more.
  if (letter === '\\') return { code: BACKSLASH, next, mark: 0 }
  const code = LETTERS.get(letter)
  if (code !== undefined) return { code, next: next + 1, mark: REWRITE_MARKS['literal-escapes'] }
  // The paragraph of RTF.
  if (text.startsWith('par', next)) return { code: LINE_FEED, next: next + 3, mark: REWRITE_MARKS['literal-escapes'] }
  if (letter === 'u') return readHexEscape(text, next + 1, 4)
  if (letter === 'x') return readHexEscape(text, next + 1, 2)
  if (letter === '0' && /^01[0-7]/.test(text.slice(next, next + 3))) {
    return {
      code: Number.parseInt(text.slice(next, next + 3), 8),
      next: next + 3,
      mark: REWRITE_MARKS['literal-escapes'],
    }
  }
  // A backslash at the end of a line continues it; the line end itself is kept.
  if (letter === '' || letter === '\n' || letter === '\r' || letter === ' ')
    return { code: DROPPED, next, mark: REWRITE_MARKS['literal-escapes'] }
  if (ESCAPED_MARKS.includes(letter))
    return { code: text.charCodeAt(next), next: next + 1, mark: REWRITE_MARKS['literal-escapes'] }
  return undefined
}

function readHexEscape(text: string, start: number, digits: number): Escape | undefined {
  const hex = text.slice(start, start + digits)
  if (hex.length < digits || !/^[0-9A-F]+$/i.test(hex)) return undefined
  return { code: Number.parseInt(hex, 16), next: start + digits, mark: REWRITE_MARKS['literal-escapes'] }
}

/** RFC 3986 section 2.1, encoded any number of times: `%252B` is `%2B` encoded again. */
function readPercent(text: string, index: number): Escape | undefined {
  let start = index + 1
  while (text.startsWith('25', start) && hexPairAt(text, start + 2) !== undefined) start += 2
  const octet = hexPairAt(text, start)
  if (octet === undefined) return undefined
  return { code: octet < 0x80 ? octet : DROPPED, next: start + 2, mark: REWRITE_MARKS['percent-encoding'] }
}

/** RFC 2045 section 6.7: an encoded octet, or a line end that the mail program put in. */
function readQuotedPrintable(text: string, index: number): Escape | undefined {
  const mark = REWRITE_MARKS['quoted-printable']
  const octet =
    isLowerCase(text.charCodeAt(index + 1)) || isLowerCase(text.charCodeAt(index + 2))
      ? undefined
      : hexPairAt(text, index + 1)
  if (octet !== undefined) return { code: octet < 0x80 ? octet : DROPPED, next: index + 3, mark }
  if (text.startsWith('\r\n', index + 1)) return { code: DROPPED, next: index + 3, mark }
  return text.startsWith('\n', index + 1) ? { code: DROPPED, next: index + 2, mark } : undefined
}

function isLowerCase(code: number): boolean {
  return code >= 0x61 && code <= 0x7a
}

function hexPairAt(text: string, index: number): number | undefined {
  const high = hexDigit(text.charCodeAt(index))
  const low = hexDigit(text.charCodeAt(index + 1))
  return high < 0 || low < 0 ? undefined : high * 16 + low
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** `_x000D_`: how Excel's file format writes a carriage return (ECMA-376 part 1, section 22.9.2.19). */
function readSpreadsheetEscape(text: string, index: number): Escape | undefined {
  if ((text.charCodeAt(index + 1) | 0x20) !== 0x78) return undefined
  const escape = text.slice(index, index + 7).toLowerCase()
  if (escape !== '_x000d_' && escape !== '_x000a_') return undefined
  return { code: LINE_FEED, next: index + 7, mark: REWRITE_MARKS['literal-escapes'] }
}

function readPowershellEscape(text: string, index: number): Escape | undefined {
  const letter = text.charAt(index + 1)
  return letter === 'n' || letter === 'r'
    ? { code: LINE_FEED, next: index + 2, mark: REWRITE_MARKS['literal-escapes'] }
    : undefined
}

/** Colours and the like (ECMA-48 section 5.4): ESC, `[`, parameters and one final letter. */
function readTerminalSequence(text: string, index: number): Escape | undefined {
  const found = /^\[[0-9;?]*[A-Za-z]/.exec(text.slice(index + 1, index + 24))
  if (found === null) return undefined
  return { code: DROPPED, next: index + 1 + found[0].length, mark: REWRITE_MARKS['invisible-characters'] }
}
