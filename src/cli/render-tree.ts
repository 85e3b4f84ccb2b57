import { displayWidth, padToWidth } from './display-width.ts'
import type { TextCanvas } from './text-canvas.ts'

/** Deeper steps are drawn at this depth, so that a hostile chain does not fill the screen with blanks. */
const MAX_DEPTH = 12

/** Notes stand below each other up to here; behind a longer text, its note alone moves on. */
const MAX_TEXT_COLUMNS = 80

/** A line of a tree: what stands on the branch, and what is said beside it, in its style. */
export interface TreeStep {
  readonly text: string
  readonly note: string
}

/** Draws steps, each on a branch of the one before. */
export function renderTree(steps: readonly TreeStep[], canvas: TextCanvas): void {
  const rows = steps.map(({ text, note }, depth) => {
    const branch = depth === 0 ? '' : `${'   '.repeat(Math.min(depth, MAX_DEPTH) - 1)}└─ `
    return { head: `${branch}${text}`, note }
  })
  const widest = rows.reduce((width, { head }) => Math.max(width, displayWidth(head)), 0)
  const width = Math.min(widest, MAX_TEXT_COLUMNS)
  for (const { head, note } of rows) canvas.line(`  ${padToWidth(head, width)}  ${note}`)
}
