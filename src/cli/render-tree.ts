import { displayWidth, padToWidth } from './display-width.ts'
import type { TextCanvas } from './text-canvas.ts'

/** Deeper steps are drawn at this depth, so that a hostile chain does not fill the screen with blanks. */
const MAX_DEPTH = 12

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
  const width = Math.max(...rows.map(({ head }) => displayWidth(head))) + 2
  for (const { head, note } of rows) canvas.line(`  ${padToWidth(head, width)}${note}`)
}
