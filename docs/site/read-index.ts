import { readFileSync } from 'node:fs'
import { join } from 'node:path/posix'
import { PROJECT } from './entry-points.ts'

/** A page of the site, in the order and under the heading of docs/README.md. */
export interface IndexedPage {
  /** From the folder of the project. */
  readonly path: string
  readonly title: string
  readonly section: string
}

/** The list of pages that docs/README.md is: one place for people on the site and for those who read the files. */
export function readIndex(): readonly IndexedPage[] {
  const [, ...sections] = readFileSync(join(PROJECT, 'docs/README.md'), 'utf8').split(/^## /m)
  return sections.flatMap((text) => {
    const section = text.slice(0, text.indexOf('\n'))
    return [...text.matchAll(/^- \[([^\]]+)\]\(([^)]+)\)/gm)].map(([, title = '', target = '']) => ({
      path: join('docs', target),
      title,
      section,
    }))
  })
}
