import { decodeBase64, isBlank } from './decode-base64.ts'

/**
 * The quick way for text that is exactly one clean block: returns its bytes, or `undefined` if the text is anything else.
 *
 * Clean means a BEGIN and an END line of five dashes with the same one of `labels`, base64 between them, and nothing
 * but blanks around (RFC 7468 section 3). What is wrong with other text, and how much of it can be mended, is for
 * `parsePem` to say; it accepts whatever is accepted here, with the same bytes.
 */
export function decodeSinglePem(text: string, labels: readonly string[]): Uint8Array | undefined {
  const start = skipBlanks(text, 0)
  for (const label of labels) {
    if (text.startsWith('-----BEGIN ', start) && text.startsWith(`${label}-----`, start + 11)) {
      return decodeBlock(text, start + 16 + label.length, `-----END ${label}-----`)
    }
  }
  return undefined
}

function decodeBlock(text: string, bodyStart: number, boundary: string): Uint8Array | undefined {
  const bodyEnd = skipBlanksBackwards(text, text.length) - boundary.length
  if (bodyEnd <= bodyStart || !text.startsWith(boundary, bodyEnd)) return undefined
  if (!isLineEnd(text.charCodeAt(bodyStart)) || !isLineEnd(text.charCodeAt(bodyEnd - 1))) return undefined
  const bytes = decodeBase64(text, bodyStart, bodyEnd)
  return bytes instanceof Uint8Array && bytes.length > 0 ? bytes : undefined
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d
}

function skipBlanks(text: string, start: number): number {
  let index = start
  while (index < text.length && isBlank(text.charCodeAt(index))) index += 1
  return index
}

function skipBlanksBackwards(text: string, end: number): number {
  let index = end
  while (index > 0 && isBlank(text.charCodeAt(index - 1))) index -= 1
  return index
}
