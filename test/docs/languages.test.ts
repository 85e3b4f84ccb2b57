import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** What two languages of a page must have in common, in order. */
function frameOf(page: string): readonly string[] {
  const frame = page.match(/```[^]*?```|^#+ |`[\w/]+`\*\*|\]\([\w./#-]+\)/gm) ?? []
  return frame.map((part) => part.replace(/\.ko\.md/, '.md'))
}

/** Where a page leads under each of its headings; the order of a sentence is its language's own. */
function linksOf(page: string): readonly (readonly string[])[] {
  const sections = page.replace(/```[^]*?```/g, '').split(/^#+ /m)
  return sections.map((section) =>
    [...section.matchAll(/\]\(([\w./#-]+)\)/g)].map(([, link = '']) => link.replace(/\.ko\.md/, '.md')).sort(),
  )
}

it('README.ko.md has the headings, examples and links of README.md, in its order', () => {
  const english = frameOf(read('README.md').replace('README.ko.md', 'README.md'))
  expect(english.length).toBeGreaterThan(30)
  expect(frameOf(read('README.ko.md'))).toEqual(english)
})

it.each(['questions', 'quick-start'])(
  'the Korean docs/guide/%s has the sections and links of the English one',
  (name) => {
    const english = linksOf(read(`docs/guide/${name}.md`))
    expect(english.flat().length).toBeGreaterThan(8)
    expect(linksOf(read(`docs/guide/${name}.ko.md`))).toEqual(english)
  },
)
