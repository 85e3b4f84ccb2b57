import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path/posix'
import { parse, type DefaultTreeAdapterTypes } from 'parse5'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/** An address in a page, and whether a browser would load it by itself. */
interface Link {
  readonly target: string
  readonly isLoaded: boolean
}

interface SitePage {
  readonly ids: ReadonlySet<string>
  readonly links: readonly Link[]
}

/**
 * Looks at every page of a built site: links and anchors that lead nowhere, and anything that would be loaded from elsewhere. Where links to
 * other sites lead is not asked.
 */
export function checkSite(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = new Set(names.filter((name) => statSync(join(folder, name)).isFile()))
  const pages = new Map(
    [...files].filter((name) => name.endsWith('.html')).map((name) => [name, readSitePage(join(folder, name))]),
  )
  const complaints: string[] = []
  for (const [name, { links }] of pages) {
    for (const { target, isLoaded } of links) {
      const fault = faultOf(name, target, isLoaded, files, pages)
      if (fault !== undefined) complaints.push(`${name}: ${target} ${fault}`)
    }
  }
  for (const name of files) {
    if (name.endsWith('.css') && /url\(\s*["']?(?:https?:)?\/\//.test(readFileSync(join(folder, name), 'utf8'))) {
      complaints.push(`${name}: loads something from elsewhere`)
    }
  }
  return complaints
}

function faultOf(
  from: string,
  target: string,
  isLoaded: boolean,
  files: ReadonlySet<string>,
  pages: ReadonlyMap<string, SitePage>,
): string | undefined {
  if (target.startsWith('data:')) return undefined
  if (/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(target)) return isLoaded ? 'is loaded from elsewhere' : undefined
  const [path = '', anchor = ''] = target.split('#')
  const file = path === '' ? from : relative('.', join(dirname(from), decodeURIComponent(path.split('?')[0] ?? '')))
  if (!files.has(file)) return 'leads nowhere'
  const ids = pages.get(file)?.ids
  if (anchor !== '' && ids !== undefined && !ids.has(decodeURIComponent(anchor))) return 'leads to no place of the page'
  return undefined
}

function readSitePage(path: string): SitePage {
  const ids = new Set<string>()
  const links: Link[] = []
  const visit = (node: Node): void => {
    if ('attrs' in node) {
      const of = (name: string): string | undefined => node.attrs.find((attribute) => attribute.name === name)?.value
      for (const id of [of('id'), node.tagName === 'a' ? of('name') : undefined]) if (id !== undefined) ids.add(id)
      links.push(...linksOf(node, of))
    }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child)
  }
  visit(parse(readFileSync(path, 'utf8')))
  return { ids, links }
}

function linksOf({ tagName }: Element, of: (name: string) => string | undefined): readonly Link[] {
  const isFollowed = tagName === 'a' || tagName === 'area'
  const targets = [of('href'), of('src'), of('data'), of('poster'), tagName === 'form' ? of('action') : undefined]
  return targets
    .filter((target): target is string => target !== undefined && target !== '')
    .map((target) => ({ target, isLoaded: !isFollowed }))
}
