import { decodeAvailable } from './data-text.ts'
import { findDataEnd } from './find-bare-data.ts'
import { originOf, REWRITE_MARKS, type MappedText } from './mapped-text.ts'
import { textFromCodes } from './text-from-bytes.ts'

const LINE_FEED = 0x0a

/** `-----BEGIN` in base64, at the start, after a line end, after a byte order mark; and `Bag Attributes`. */
const NESTED = /LS0tLS1CRUdJT|Ci0tLS0tQkVHSU4|77u\/LS0tLS1CRUdJT|QmFnIEF0dHJpYnV0ZXM/g

/**
 * Puts PEM that was itself encoded in base64, as Kubernetes and many APIs hand it over, in place of its encoding.
 * `undefined` where there is none.
 */
export function expandNestedPem(mapped: MappedText): MappedText | undefined {
  const { text } = mapped
  const codes = new Uint16Array(text.length)
  const origins = new Uint32Array(text.length)
  const marks = new Uint16Array(text.length)
  let length = 0
  const write = (code: number, index: number, mark: number): void => {
    codes[length] = code
    origins[length] = originOf(mapped, index)
    marks[length] = mark | (mapped.marks?.[index] ?? 0)
    length += 1
  }
  let copied = 0
  const copyTo = (end: number): void => {
    for (; copied < end; copied += 1) write(text.charCodeAt(copied), copied, 0)
  }
  for (const { index } of text.matchAll(NESTED)) {
    if (index < copied) continue
    const end = findDataEnd(text, index, text.length)
    const decoded = decodeAvailable({ source: text, parts: [{ start: index, end }] })
    copyTo(index)
    // On lines of its own, whatever stood beside its encoding.
    write(LINE_FEED, index, 0)
    decoded.forEach((octet, at) => {
      write(
        octet,
        Math.min(index + Math.floor((at * (end - index)) / decoded.length), end - 1),
        REWRITE_MARKS['nested-base64'],
      )
    })
    write(LINE_FEED, end - 1, 0)
    copied = end
  }
  if (copied === 0) return undefined
  copyTo(text.length)
  return { text: textFromCodes(codes.subarray(0, length)), origins, marks, givenLength: mapped.givenLength }
}
