import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** What two languages of a page must have in common, in order. */
function frameOf(page: string): readonly string[] {
  const frame = page.match(/```[^]*?```|^#+ |`[\w/]+`\*\*|\]\([\w./#-]+\)/gm) ?? []
  return frame.map((part) => part.replace(/\.ko\.md/, '.md'))
}

it('README.ko.md has the headings, examples and links of README.md, in its order', () => {
  const english = frameOf(read('README.md').replace('README.ko.md', 'README.md'))
  expect(english.length).toBeGreaterThan(30)
  expect(frameOf(read('README.ko.md'))).toEqual(english)
})
