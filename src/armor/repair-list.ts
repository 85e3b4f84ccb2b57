import type { ArmorRepairs } from './armor-reading.ts'
import type { TextRange } from './data-text.ts'
import { originOf, REWRITE_MARKS, type ArmorRepair, type MappedText } from './mapped-text.ts'
import type { RepairNote } from './read-body.ts'

/** Collects repairs, one entry a kind. */
export interface RepairList {
  /** Adds what was noted of a block, and what was rewritten in it. */
  readonly addBlock: (block: TextRange, notes: readonly RepairNote[]) => void
  /** In the order of their first places. */
  readonly list: () => readonly ArmorRepairs[]
}

/** Makes an empty list for the repairs of one text. */
export function createRepairList(mapped: MappedText): RepairList {
  const found = new Map<ArmorRepair, { at: number; count: number }>()
  const add = (repair: ArmorRepair, index: number): void => {
    const at = originOf(mapped, index)
    const entry = found.get(repair)
    if (entry === undefined) {
      found.set(repair, { at, count: 1 })
    } else {
      entry.count += 1
      entry.at = Math.min(entry.at, at)
    }
  }
  return {
    addBlock: (block, notes) => {
      for (const { repair, at } of notes) add(repair, at)
      if (mapped.marks === undefined) return
      // One whole encoding is one repair, however many characters came out of it.
      if (((mapped.marks[block.start] ?? 0) & REWRITE_MARKS['nested-base64']) !== 0) add('nested-base64', block.start)
      for (let index = block.start; index < block.end; index += 1) {
        const marks = mapped.marks[index] ?? 0
        if (marks === 0) continue
        for (const { repair, bit } of MARKED) if ((marks & bit) !== 0) add(repair, index)
      }
    },
    list: () => [...found].map(([repair, entry]) => ({ repair, ...entry })).sort((a, b) => a.at - b.at),
  }
}

const MARKED: readonly { readonly repair: ArmorRepair; readonly bit: number }[] = /* @__PURE__ */ listMarks()

/** In a function, so that a bundler sees that nothing happens at import. */
function listMarks(): readonly { readonly repair: ArmorRepair; readonly bit: number }[] {
  return [
    { repair: 'literal-escapes', bit: REWRITE_MARKS['literal-escapes'] },
    { repair: 'invisible-characters', bit: REWRITE_MARKS['invisible-characters'] },
    { repair: 'dashes', bit: REWRITE_MARKS.dashes },
    { repair: 'look-alikes', bit: REWRITE_MARKS['look-alikes'] },
    { repair: 'html-entities', bit: REWRITE_MARKS['html-entities'] },
    { repair: 'percent-encoding', bit: REWRITE_MARKS['percent-encoding'] },
    { repair: 'quoted-printable', bit: REWRITE_MARKS['quoted-printable'] },
  ]
}
