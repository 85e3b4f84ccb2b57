import { escapeText } from '../report/escape-text.ts'
import { contentOfLabel } from '../armor/labels.ts'
import type { TextPosition } from '../problem/problem.ts'
import { displayWidth } from './display-width.ts'

/** A line of an input made safe to print, cut to a window around the place that is meant. */
export interface SourceExcerpt {
  readonly lineNumber: number
  readonly text: string
  /** How many columns stand before the place. */
  readonly caretColumn: number
  /** The line may hold a private key, so only its shape is in `text`. */
  readonly isMasked: boolean
}

/** How much of a line is shown on either side of the place, in UTF-16 code units. */
const WINDOW = 60

/** A tab takes this much wherever it stands, so that the caret stays below its character on every terminal. */
const TAB = '    '

/** What a masked line shows unmasked, beside blanks and dashes: the words of boundary lines. */
const BOUNDARY_WORDS: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'BEGIN END PRIVATE PUBLIC KEY ENCRYPTED RSA EC DSA ANY OPENSSH SSH2 CERTIFICATE REQUEST NEW X509 TRUSTED CRL PKCS7 PARAMETERS'.split(
    ' ',
  ),
)

/** BEGIN or END with its label. Not inside a longer word, as base64 may have those letters by chance. */
const BOUNDARY = /(?<![a-z0-9+/])(begin|end)(?![a-z0-9+/])([a-z0-9 .]*)/gi

/** How much of a block's text is enough to see the first bytes in it, whatever blanks stand between. */
const HEAD_LENGTH = 200

/**
 * Cuts the line of a problem out of its text, with the column that a caret belongs under.
 *
 * A line is shown only if it is proven to hold nothing secret: inside a block whose label, whose end and whose first
 * bytes all say that it is no private key. Of any other line only dashes, blanks and the words of boundaries are
 * shown, all else as `*`, so that its length can still be seen.
 */
export function excerptAt(text: string, { line, offset }: TextPosition): SourceExcerpt {
  const place = Math.min(Math.max(0, offset), text.length)
  const start = lineStart(text, place)
  const end = lineEnd(text, place)
  const isMasked = !isProvenPublic(text, start, end)
  const windowStart = Math.max(start, place - WINDOW)
  const windowEnd = Math.min(end, place + WINDOW)
  const show = isMasked
    ? maskSecrets(text.slice(start, end), windowStart - start, windowEnd - start)
    : text.slice(windowStart, windowEnd)
  const lead = windowStart > start ? '…' : ''
  const tail = windowEnd < end ? '…' : ''
  const before = lead + printable(show.slice(0, place - windowStart))
  return {
    lineNumber: line,
    text: before + printable(show.slice(place - windowStart)) + tail,
    caretColumn: displayWidth(before),
    isMasked,
  }
}

function printable(text: string): string {
  return escapeText(text.replaceAll('\t', TAB))
}

/** The part of a line between two columns, with its secrets masked. Masked before it is cut, as a cut could make a word of a secret. */
function maskSecrets(line: string, from: number, to: number): string {
  const masked = line.replace(/[^\s\-\u2010-\u2015]+/gu, (token) =>
    BOUNDARY_WORDS.has(token.toUpperCase()) ? token : '*'.repeat(token.length),
  )
  return masked.slice(from, to)
}

function lineStart(text: string, offset: number): number {
  let start = offset
  while (start > 0 && !isLineBreak(text, start - 1)) start -= 1
  return start
}

function lineEnd(text: string, offset: number): number {
  let end = offset
  while (end < text.length && !isLineBreak(text, end)) end += 1
  return end
}

function isLineBreak(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  return code === 0x0a || code === 0x0d
}

/**
 * Whether the line `[start, end)` lies in a block that is certainly no private key. Without an END line only the BEGIN
 * line is certain: what follows may be the rest of another block.
 */
function isProvenPublic(text: string, start: number, end: number): boolean {
  const opening = lastOpening(text, end)
  if (opening === undefined || !isPublicLabel(opening.label)) return false
  const isOpeningLine = opening.start >= start
  if (isOpeningLine && !isDecoration(text.slice(start, opening.start))) return false
  if (isOpeningLine && isDecoration(text.slice(opening.end, end))) return true
  const closing = nextBoundary(text, opening.end)
  if (closing?.word !== 'END' || !isPublicLabel(closing.label) || closing.end <= start) return false
  if (closing.end <= end && !isDecoration(text.slice(closing.end, end))) return false
  return startsLikePublicDer(text.slice(opening.end, opening.end + HEAD_LENGTH))
}

interface Boundary {
  readonly word: string
  readonly label: string
  readonly start: number
  readonly end: number
}

/** How far back a BEGIN is looked for at first; certificates and keys are smaller, and a hostile text may be full of them. */
const FIRST_SPAN = 16_384

/** The last BEGIN before `end`, in whatever letters: one that is damaged must hide the one before it. */
function lastOpening(text: string, end: number): Boundary | undefined {
  for (let span = FIRST_SPAN; ; span *= 4) {
    const from = Math.max(0, end - span)
    let at = -1
    for (const match of text.slice(from, end).matchAll(/begin/gi)) at = from + match.index
    if (at === -1 && from > 0) continue
    const boundary = at === -1 ? undefined : nextBoundary(text, at)
    return boundary?.word === 'BEGIN' && boundary.start === at ? boundary : undefined
  }
}

function nextBoundary(text: string, from: number): Boundary | undefined {
  const pattern = new RegExp(BOUNDARY)
  pattern.lastIndex = from
  const match = pattern.exec(text)
  const [whole, word, label] = match ?? []
  if (match === null || whole === undefined || word === undefined || label === undefined) return undefined
  return {
    word: word.toUpperCase(),
    label: label.trim().toUpperCase(),
    start: match.index,
    end: match.index + whole.length,
  }
}

/** Dashes, blanks and the marks that stand before quoted lines: nothing that data is made of. */
function isDecoration(text: string): boolean {
  return /^[\s\-\u2010-\u2015>"'*#]*$/.test(text)
}

function isPublicLabel(label: string): boolean {
  switch (contentOfLabel(label)) {
    case 'certificate':
    case 'publicKey':
    case 'certificateRequest':
    case 'crl':
    case 'pkcs7':
      return true
    default:
      return false
  }
}

/**
 * Whether base64 begins as a SEQUENCE whose first element is a SEQUENCE or an OBJECT IDENTIFIER, as all public objects do
 * and no private key that is not encrypted does: those begin with a version number.
 */
function startsLikePublicDer(body: string): boolean {
  const head = body.replace(/[^A-Za-z0-9+/]/g, '').slice(0, 12)
  if (head.length < 12) return false
  const octets = Array.from(atob(head), (character) => character.charCodeAt(0))
  const lengthOctet = octets[1] ?? 0
  const headerLength = lengthOctet < 0x80 ? 2 : 2 + (lengthOctet & 0x7f)
  return octets[0] === 0x30 && (octets[headerLength] === 0x30 || octets[headerLength] === 0x06)
}
