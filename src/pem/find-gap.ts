import { BIT_STRING, OCTET_STRING, SEQUENCE } from '../der/tag.ts'
import { readElementHeader, type ElementHeader, type OctetReader } from './read-element-header.ts'

/** Elements visited in all. A certificate has some hundred, and some thirty places where a line may be missing. */
const MAX_VISITS = 100_000

/**
 * Finds where `missing` bytes were lost from the middle of an object, if that was between two pieces of `step` bytes.
 *
 * Each place between pieces is tried: with so many unknown bytes there, all elements of the object must fit together
 * again. Where several places do, as within a key's modulus, the one in the middle is returned; where none does, because
 * the loss took the header of an element with it, the place up to which the structure holds.
 */
export function findGap(der: Uint8Array, missing: number, step: number): number {
  const fitting: number[] = []
  let reached = 0
  const budget = { visits: MAX_VISITS }
  for (let gap = step; gap < der.length && budget.visits > 0; gap += step) {
    const end = walk(der, gap, missing, budget)
    if (end === der.length + missing) fitting.push(gap)
    // Past the gap, it is by chance that elements seem to fit.
    reached = Math.max(reached, Math.min(end, gap))
  }
  return fitting[fitting.length >> 1] ?? reached
}

/** How far the elements of an object fit together when `missing` unknown bytes are put in at `gap`. */
function walk(der: Uint8Array, gap: number, missing: number, budget: { visits: number }): number {
  const total = der.length + missing
  const octetAt: OctetReader = (place) => {
    if (place < gap) return der[place]
    return place < gap + missing ? undefined : der[place - missing]
  }
  const ends: number[] = [total]
  let place = 0
  while (place < total) {
    budget.visits -= 1
    if (budget.visits < 0) return place
    while (place === ends.at(-1)) ends.pop()
    const header = readHeader(octetAt, place)
    if (header === undefined || header.end > (ends.at(-1) ?? 0)) return place
    const inner = innerStart(octetAt, header)
    if (inner === undefined) {
      place = header.end
    } else {
      ends.push(header.end)
      place = inner
    }
  }
  return place
}

/** Where the elements inside an element begin: also inside strings that wrap a SEQUENCE, as those of keys and extensions do. */
function innerStart(octetAt: OctetReader, { tag, start, end }: ElementHeader): number | undefined {
  if (start === end) return undefined
  if ((tag & 0x20) !== 0) return start
  if (tag !== OCTET_STRING && tag !== BIT_STRING) return undefined
  const inner = tag === BIT_STRING ? start + 1 : start
  const header = octetAt(inner) === SEQUENCE ? readHeader(octetAt, inner) : undefined
  return header?.end === end ? inner : undefined
}

function readHeader(octetAt: OctetReader, place: number): ElementHeader | undefined {
  const header = readElementHeader(octetAt, place)
  return header !== undefined && isUsualTag(header.tag) ? header : undefined
}

/** Tags that certificates and keys consist of. */
function isUsualTag(tag: number): boolean {
  const number = tag & 0x1f
  if ((tag & 0xc0) === 0x80) return number <= 9
  if (tag === 0x30 || tag === 0x31) return true
  return (tag & 0xe0) === 0 && number >= 1 && number <= 0x1e
}
