import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path/posix'
import MarkdownIt from 'markdown-it'
import { PROJECT } from '../../docs/site/entry-points.ts'

const markdown = new MarkdownIt({ html: true })

/** A block of code between fences. */
export interface CodeBlock {
  /** The page, from the folder of the project. */
  readonly page: string
  /** Of the opening fence, from 1. */
  readonly line: number
  /** First word behind the fence; empty where there is none. */
  readonly language: string
  /** Builds on the block of its page that was joined last; `continued` stands behind the language. */
  readonly isContinued: boolean
  readonly code: string
  /** Hidden code of the page that stands above the block, in comments that begin with `setup`. */
  readonly setup: string
  /** What follows at once as a block of the language `text`: what the commands of this one print. */
  readonly output: string | undefined
}

/** Every page in Markdown that people read: those at the top and in `docs`, as paths from the folder of the project. */
export function listPages(): readonly string[] {
  const below = (folder: string): readonly string[] =>
    existsSync(join(PROJECT, folder))
      ? readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
      : []
  const top = readdirSync(PROJECT).filter((name) => name.endsWith('.md'))
  return [...top, ...below('docs'), ...below('.github'), ...below('fixtures')]
    .filter((name) => name.endsWith('.md'))
    .sort()
}

/** The blocks of a page, in order. */
export function readBlocks(
  page: string,
  text: string = readFileSync(join(PROJECT, page), 'utf8'),
): readonly CodeBlock[] {
  const tokens = markdown.parse(text, {})
  let setup = ''
  return tokens.flatMap((token, index) => {
    if (token.type === 'html_block') setup += /^<!-- setup\n([^]*?)-->/.exec(token.content)?.[1] ?? ''
    if (token.type !== 'fence') return []
    const [language = '', ...words] = token.info.trim().split(/\s+/)
    const next = tokens[index + 1]
    const output = next?.type === 'fence' && next.info.trim() === 'text' ? next.content : undefined
    const isContinued = words.includes('continued')
    return [{ page, line: (token.map?.[0] ?? 0) + 1, language, isContinued, code: token.content, setup, output }]
  })
}

/** As a message names a block: `README.md:46`. */
export function placeOf({ page, line }: CodeBlock): string {
  return `${page}:${String(line)}`
}
