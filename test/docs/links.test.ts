import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import GithubSlugger from 'github-slugger'
import MarkdownIt from 'markdown-it'
import { describe, expect, it } from 'vitest'
import { PROJECT } from '../../docs/site/entry-points.ts'
import { readIndex } from '../../docs/site/read-index.ts'
import { listPages } from './read-pages.ts'

const markdown = new MarkdownIt({ html: true })

interface Page {
  readonly links: readonly string[]
  readonly anchors: ReadonlySet<string>
}

/** The links of a page, and the anchors that its headings make, as GitHub and the site do. */
function readPage(text: string): Page {
  const slugger = new GithubSlugger()
  const links: string[] = []
  const anchors = new Set<string>()
  const tokens = markdown.parse(text, {})
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const parts = tokens[index + 1]?.children ?? []
      anchors.add(slugger.slug(parts.map(({ content }) => content).join('')))
    }
    for (const part of [token, ...(token.children ?? [])]) {
      const target = part.attrGet('href') ?? part.attrGet('src')
      if (target !== null) links.push(target)
      if (part.type.startsWith('html'))
        links.push(...[...part.content.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to = '']) => to))
    }
  }
  return { links, anchors }
}

const pages = new Map(listPages().map((path) => [path, readPage(readFileSync(join(PROJECT, path), 'utf8'))]))

/** What is wrong with a link, if anything is; where links to other places lead is not asked. */
function faultOf(from: string, link: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(link)) return undefined
  const [path = '', anchor = ''] = link.split('#')
  const target = path === '' ? from : join(dirname(from), decodeURIComponent(path))
  if (!existsSync(join(PROJECT, target))) return `${from}: ${link} leads nowhere`
  if (anchor === '') return undefined
  const anchors = pages.get(statSync(join(PROJECT, target)).isFile() ? target : join(target, 'README.md'))?.anchors
  return anchors?.has(decodeURIComponent(anchor)) === true ? undefined : `${from}: ${link} leads to no heading`
}

describe('the links in README.md, CHANGELOG.md and docs', () => {
  it('lead to a file, and to a heading in it', () => {
    const faults = [...pages].flatMap(([path, { links }]) => links.flatMap((link) => faultOf(path, link) ?? []))
    expect(faults).toEqual([])
    expect([...pages.values()].flatMap(({ links }) => links).length).toBeGreaterThan(30)
  })

  it('are looked at: one that leads nowhere, and one to no heading, are found', () => {
    expect(faultOf('README.md', 'docs/guide/none.md')).toContain('leads nowhere')
    expect(faultOf('docs/guide/check.md', 'revocation.md#none')).toContain('leads to no heading')
    expect(faultOf('docs/guide/check.md', 'revocation.md#must-staple')).toBeUndefined()
    expect(readPage('# One `two`\n\n# One two\n\n# 폐기 확인\n').anchors).toEqual(
      new Set(['one-two', 'one-two-1', '폐기-확인']),
    )
    expect(readPage('[a](b.md) ![c](d.png)\n\n<img src="e.png">\n').links).toEqual(['b.md', 'd.png', 'e.png'])
  })

  it('lead from docs/README.md to every page, so that none is lost', () => {
    const ours = listPages().filter((path) => path.startsWith('docs/') && !path.startsWith('docs/api/'))
    const listed = new Set(readIndex().map(({ path }) => path))
    expect(ours.filter((path) => path !== 'docs/README.md' && !listed.has(path))).toEqual([])
  })
})
