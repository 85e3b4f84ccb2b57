const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Bytes in a line of 64 characters (RFC 7468 section 2). */
const LINE_BYTES = 48

/** Writes bytes as one block in the strict form of RFC 7468 section 3, with a line end after the last line. */
export function encodePem(label: string, der: Uint8Array): string {
  const lines: string[] = []
  for (let start = 0; start < der.length; start += LINE_BYTES)
    lines.push(encodeBase64(der.subarray(start, start + LINE_BYTES)))
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += 3) {
    const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0)
    const characters = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((group >> shift) & 0x3f)).join('')
    text += characters.slice(0, Math.min(bytes.length - index, 3) + 1).padEnd(4, '=')
  }
  return text
}
