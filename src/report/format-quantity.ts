const KIBIBYTE = 1024
const MEBIBYTE = 1_048_576

/** Writes a whole number with a comma between thousands, which English and Korean share. */
export function formatCount(count: number): string {
  let digits = String(count)
  let groups = ''
  while (/^-?\d{4,}$/.test(digits)) {
    groups = `,${digits.slice(-3)}${groups}`
    digits = digits.slice(0, -3)
  }
  return digits + groups
}

/** Writes a size rounded to the greatest unit that fits: `12 bytes`, `1.5 KiB`, `20 MiB`; `byteWord` is the word for the smallest unit. */
export function formatSize(bytes: number, byteWord: string): string {
  if (bytes < KIBIBYTE) return `${formatCount(bytes)} ${byteWord}`
  return bytes < MEBIBYTE ? `${oneDecimal(bytes / KIBIBYTE)} KiB` : `${oneDecimal(bytes / MEBIBYTE)} MiB`
}

/** Writes a code point as Unicode's charts do: `U+200B`. */
export function formatCodePoint(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
}

function oneDecimal(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '')
}
