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
    index = copyPlain(writer, mapped, index)
    if (index === text.length) break
    const code = text.charCodeAt(index)
    const escape = readEscape(text, index, isQuotedPrintable)
    const isAscii = code >= SPACE && code < 0x7f
    const folding =
      escape ?? (isAscii ? undefined : (foldCharacter(code) ?? (isBoundaryLine(index) ? foldLetter(code) : undefined)))
    const isBlankOfForm = isForm && code === PLUS
    if (folding !== undefined || isBlankOfForm) changed = true
    write(writer, mapped, index, folding?.code ?? (isBlankOfForm ? SPACE : code), folding?.mark ?? 0)
    index = escape?.next ?? index + 1
  }
  if (!changed) return undefined
  return {
    text: textFromCodes(writer.codes.subarray(0, writer.length)),
    origins: writer.origins,
    marks: writer.marks,
    givenLength: mapped.givenLength,
  }
}

/** Which ASCII characters are never rewritten: by far the most, so that this is what makes it fast. */
const PLAIN: Uint8Array = /* @__PURE__ */ createPlainTable()

function createPlainTable(): Uint8Array {
  const table = new Uint8Array(0x80)
  for (const code of [0x09, 0x0a, 0x0d]) table[code] = 1
  table.fill(1, 0x20, 0x7f)
  for (const character of '\\&<%=_`^+') table[character.charCodeAt(0)] = 0
  return table
}

/** Copies characters up to the first that may have to be rewritten, whose index is returned. Most of the time is spent here. */
function copyPlain(writer: Writer, { text, origins, marks }: MappedText, start: number): number {
  const { codes } = writer
  let at = writer.length
  let end = start
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end)
    if (code >= 0x80 || PLAIN[code] !== 1) break
    codes[at] = code
    at += 1
  }
  if (end === start) return start
  if (origins === undefined) {
    for (let index = start; index < end; index += 1) writer.origins[writer.length + index - start] = index
  } else {
    writer.origins.set(origins.subarray(start, end), writer.length)
  }
  if (marks !== undefined) writer.marks.set(marks.subarray(start, end), writer.length)
  // What was dropped is remembered with the character after it.
  writer.marks[writer.length] = (writer.marks[writer.length] ?? 0) | writer.pending
  writer.pending = 0
  writer.length = at
  return end
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
