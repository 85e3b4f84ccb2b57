import type { ArmorReading } from './armor-reading.ts'
import { expandNestedPem } from './expand-nested-pem.ts'
import type { MappedText } from './mapped-text.ts'
import { readBlocks } from './read-blocks.ts'
import { rewriteText } from './rewrite-text.ts'

/** Text is met that was escaped twice; a third time is not worth the work. */
const MAX_REWRITES = 2

/**
 * Finds and reads the blocks of a text (RFC 7468), mending what can be mended without guessing.
 *
 * The text is read as it is first. Only where something is left to be desired it is rewritten, and the new reading
 * counts only if it is the better one. Linear in the text. What the data of a block is, is not looked at.
 */
export function readArmor(text: string): ArmorReading {
  let mapped: MappedText = { text, givenLength: text.length }
  let best = readBlocks(mapped)
  for (let rewrite = 0; rewrite < MAX_REWRITES && doubtsOf(best) > 0; rewrite += 1) {
    const next = rewriteText(mapped)
    if (next === undefined) break
    mapped = next
    best = better(best, readBlocks(mapped))
  }
  const nested = expandNestedPem(mapped)
  return nested === undefined ? best : better(best, readBlocks(nested))
}

/** How much looks as if it belonged to a block and could not be read as one. */
function doubtsOf({ blocks, faults, bare }: ArmorReading): number {
  const nothing = blocks.length + faults.length + bare.length === 0
  return nothing ? Number.POSITIVE_INFINITY : faults.length + bare.length
}

/** The reading with fewer doubts; then the one with more blocks; then the one that comes further before its first fault. */
function better(first: ArmorReading, second: ArmorReading): ArmorReading {
  const difference = doubtsOf(second) - doubtsOf(first)
  if (difference !== 0 && !Number.isNaN(difference)) return difference < 0 ? second : first
  if (second.blocks.length !== first.blocks.length) return second.blocks.length > first.blocks.length ? second : first
  return (second.faults[0]?.at ?? 0) > (first.faults[0]?.at ?? 0) ? second : first
}
