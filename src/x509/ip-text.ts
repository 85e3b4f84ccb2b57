import { octet } from '../der/der-reader.ts'
import { hexOf } from '../der/hex.ts'

/** An address in its usual text: dotted for 4 octets, RFC 5952 for 16, hex for any other number. */
export function ipText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start === 4) return dottedQuad(bytes, start)
  return end - start === 16 ? ipv6Text(bytes, start) : hexOf(bytes, start, end)
}

function dottedQuad(bytes: Uint8Array, start: number): string {
  return [0, 1, 2, 3].map((index) => octet(bytes, start + index)).join('.')
}

/** RFC 5952: lower case, no leading zeros, the first of the longest runs of two or more zero groups as `::`. */
function ipv6Text(bytes: Uint8Array, start: number): string {
  const groups = [0, 2, 4, 6, 8, 10, 12, 14].map(
    (index) => octet(bytes, start + index) * 256 + octet(bytes, start + index + 1),
  )
  // Mapped addresses are written with the dotted form (RFC 5952 section 5).
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return `::ffff:${dottedQuad(bytes, start + 12)}`
  const run = longestZeroRun(groups)
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':')
  return run.length < 2
    ? text(groups)
    : `${text(groups.slice(0, run.start))}::${text(groups.slice(run.start + run.length))}`
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 }
  let length = 0
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0
    if (length > best.length) best = { start: index - length + 1, length }
  }
  return best
}
