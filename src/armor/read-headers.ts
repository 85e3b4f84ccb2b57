import { isBlank } from './decode-base64.ts'
import { createPrefixMatcher } from './line-prefix.ts'

/** One header line of a block (RFC 1421 section 4.6), continuation lines joined by one space. */
export interface PemHeader {
  readonly name: string
  readonly value: string
}

/** The headers at the start of a block, and where its data begins. */
export interface HeaderReading {
  readonly headers: readonly PemHeader[]
  readonly bodyStart: number
}

/** Legacy encryption has two lines of headers, a message of RFC 1421 some fifty. */
const MAX_LINES = 400

/** Marks of quoting may stand before a name. */
const FIELD = /^[ \t>|*#"']*([A-Za-z][\w-]{0,63}):(.*)$/

/** Legacy encryption (RFC 1421 section 4.6.1), with its two lines run into one. */
const ENCRYPTION_IN_ONE_LINE =
  /^[\s"',]*Proc-Type:\s{0,4}4,\s{0,4}ENCRYPTED[\s"',]+DEK-Info:\s{0,4}([\w-]{1,40}),([0-9A-F]{1,64})(?=[\s"',]|$)/i

/**
 * Reads the headers that `text[start..end)` begins with. A blank line ends them, as does a line that cannot be one.
 *
 * @param prefix - what stands before BEGIN on its line; where other lines have it too, it is no part of a header
 */
export function readHeaders(text: string, start: number, end: number, prefix: string): HeaderReading {
  const oneLine = ENCRYPTION_IN_ONE_LINE.exec(text.slice(start, Math.min(end, start + 200)))
  if (oneLine !== null && !/[\r\n]/.test(oneLine[0].trim())) {
    const [matched, cipher = '', iv = ''] = oneLine
    return {
      headers: [
        { name: 'Proc-Type', value: '4,ENCRYPTED' },
        { name: 'DEK-Info', value: `${cipher},${iv}` },
      ],
      bodyStart: start + matched.length,
    }
  }
  return readHeaderLines(text, start, end, prefix)
}

function readHeaderLines(text: string, start: number, end: number, prefix: string): HeaderReading {
  // Blanks alone are left where they are: they mark continuation lines.
  const skipPrefix = prefix.trim() === '' ? undefined : createPrefixMatcher(prefix)
  const headers: PemHeader[] = []
  let index = skipBlanks(text, start, end)
  let bodyStart = start
  for (let lines = 0; index < end && lines < MAX_LINES; lines += 1) {
    const lineEnd = findLineEnd(text, index, end)
    const line = text.slice(skipPrefix?.(text, index, lineEnd) ?? index, lineEnd)
    const [, name, value = ''] = FIELD.exec(line) ?? []
    const previous = headers.at(-1)
    if (name !== undefined) {
      headers.push({ name, value: value.trim() })
    } else if (previous !== undefined && /^[ \t]+\S/.test(line)) {
      headers[headers.length - 1] = { name: previous.name, value: `${previous.value} ${line.trim()}` }
    } else {
      break
    }
    index = skipLineEnd(text, lineEnd, end)
    bodyStart = index
  }
  return { headers, bodyStart }
}

function findLineEnd(text: string, start: number, end: number): number {
  let index = start
  while (index < end && text.charCodeAt(index) !== 0x0a && text.charCodeAt(index) !== 0x0d) index += 1
  return index
}

function skipLineEnd(text: string, lineEnd: number, end: number): number {
  const length = text.startsWith('\r\n', lineEnd) ? 2 : 1
  return Math.min(lineEnd + length, end)
}

function skipBlanks(text: string, start: number, end: number): number {
  let index = start
  while (index < end && isBlank(text.charCodeAt(index))) index += 1
  return index
}
