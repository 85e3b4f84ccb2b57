import { textFromCodes } from './text-from-bytes.ts'
import { readEscape } from './read-escape.ts'
import { DROPPED, foldCharacter, foldLetter } from './fold-character.ts'
import { originOf, type MappedText } from './mapped-text.ts'

/** Text while it is written anew. It never grows, since every escape is longer than what it stands for. */
interface Writer {
  readonly codes: Uint16Array
  readonly origins: Uint32Array
  readonly marks: Uint16Array
  length: number
  /** Marks of what was dropped since the last character written. */
  pending: number
}

const LINE_FEED = 0x0a
const PLUS = 0x2b
const SPACE = 0x20

/**
 * Takes back what programs do to text on its way: escapes of source code, HTML, URLs and mail, typographic and
 * invisible characters, look-alikes of ASCII. One pass, linear in the text; each character keeps its place.
 *
 * Returns `undefined` where nothing was to be done. What is escaped twice is undone by calling it again.
 */
export function rewriteText(mapped: MappedText): MappedText | undefined {
  const { text } = mapped
  const writer: Writer = {
    codes: new Uint16Array(text.length),
    origins: new Uint32Array(text.length),
    marks: new Uint16Array(text.length),
    length: 0,
    pending: 0,
  }
  const isQuotedPrintable = hasQuotedPrintable(text)
  const isForm = text.includes('BEGIN+')
  const isBoundaryLine = boundaryLineTest(text)
  let changed = false
  let index = 0
  while (index < text.length) {
    const code = text.charCodeAt(index)
    const escape = readEscape(text, index, isQuotedPrintable)
    if (escape !== undefined) {
      write(writer, mapped, index, escape.code, escape.mark)
      index = escape.next
      changed = true
      continue
    }
    const folding = isPlain(code)
      ? undefined
      : (foldCharacter(code) ?? (isBoundaryLine(index) ? foldLetter(code) : undefined))
    if (folding !== undefined) changed = true
    if (isForm && code === PLUS) {
      write(writer, mapped, index, SPACE, 0)
      changed = true
    } else {
      write(writer, mapped, index, folding?.code ?? code, folding?.mark ?? 0)
    }
    index += 1
  }
  if (!changed) return undefined
  return {
    text: textFromCodes(writer.codes.subarray(0, writer.length)),
    origins: writer.origins,
    marks: writer.marks,
    givenLength: mapped.givenLength,
  }
}

function write(writer: Writer, mapped: MappedText, index: number, code: number, mark: number): void {
  const marks = mark | writer.pending | (mapped.marks?.[index] ?? 0)
  if (code === DROPPED) {
    writer.pending = marks
    return
  }
  writer.codes[writer.length] = code
  writer.origins[writer.length] = originOf(mapped, index)
  writer.marks[writer.length] = marks
  writer.length += 1
  writer.pending = 0
}

/** Printable ASCII and the ordinary blanks. */
function isPlain(code: number): boolean {
  return (code >= 0x20 && code < 0x7f) || code === LINE_FEED || code === 0x0d || code === 0x09
}

/** Two signs that base64 cannot show: an encoded `=`, or lines that end in one `=` though data follows. */
function hasQuotedPrintable(text: string): boolean {
  if (text.includes('=3D')) return true
  const softBreak = /[\w+/]=\r?\n[\w+/]/g
  return softBreak.test(text) && softBreak.test(text)
}

/** Tells of increasing places whether their line holds dashes; looks at each line once. */
function boundaryLineTest(text: string): (index: number) => boolean {
  let lineEnd = -1
  let answer = false
  return (index) => {
    if (index > lineEnd) {
      const next = text.indexOf('\n', index)
      lineEnd = next === -1 ? text.length : next
      answer = /[-‐-―－]{2}/.test(text.slice(text.lastIndexOf('\n', index - 1) + 1, lineEnd))
    }
    return answer
  }
}
