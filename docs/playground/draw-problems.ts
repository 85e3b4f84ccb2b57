import type { Language, loadProblemTexts, Problem } from 'certkeep'
import type { BoxContent } from './check.ts'
import { element } from './element.ts'
import { WORDS } from './words.ts'

/** Puts a problem into the library's words. */
export type DescribeProblem = Awaited<ReturnType<typeof loadProblemTexts>>

/** What a problem is drawn with. */
export interface ProblemDrawing {
  readonly describe: DescribeProblem
  readonly language: Language
  readonly content: BoxContent
  readonly selectLine: (line: number) => void
}

/** A chain of hundreds of strangers has as many problems. */
const MAX_DRAWN = 20

/** The problems of one box as items of a list: what it is, the damaged line, and what to do. */
export function drawProblems(problems: readonly Problem[], drawing: ProblemDrawing): readonly HTMLElement[] {
  const { content, language } = drawing
  const lines = typeof content === 'string' ? content.split('\n') : []
  const isSecret = typeof content === 'string' && holdsPrivateKey(content)
  const items = problems.slice(0, MAX_DRAWN).map((problem) => drawProblem(problem, drawing, lines, isSecret))
  const more = problems.length - items.length
  return more === 0 ? items : [...items, element('li', { class: 'more' }, WORDS[language].more(more))]
}

function drawProblem(
  problem: Problem,
  { describe, language, selectLine }: ProblemDrawing,
  lines: readonly string[],
  isSecret: boolean,
): HTMLElement {
  const words = WORDS[language]
  const { title, explanation, mend } = describe(problem)
  const item = element('li', { class: problem.severity })
  item.append(
    element('strong', {}, element('span', { class: 'severity' }, words[problem.severity]), ' ', title),
    element('p', {}, explanation),
    ...mend.split('\n').map(drawMend),
  )
  const { at } = problem
  if (at !== undefined && lines.length > 0) {
    if (!isSecret) item.append(drawExcerpt(lines, at.line, at.column))
    const button = element('button', { type: 'button' }, words.selectLine(at.line))
    button.addEventListener('click', () => {
      selectLine(at.line)
    })
    if (lines.length > 1) item.append(button)
  }
  return item
}

/** A command stands on a line of its own. */
function drawMend(line: string): HTMLElement {
  const isCommand = /^(?:openssl|ssh-keygen|puttygen|keytool|cp) /.test(line)
  return isCommand ? element('code', { class: 'command' }, line) : element('p', { class: 'mend' }, line)
}

/** Also a key that was pasted into the wrong box is shown nowhere but there. */
function holdsPrivateKey(content: string): boolean {
  return /PRIVATE/i.test(content) || !/CERTIFICATE/i.test(content)
}

const EXCERPT_COLUMNS = 76

/** The damaged line between its neighbours, cut to the part that matters. */
function drawExcerpt(lines: readonly string[], line: number, column: number): HTMLElement {
  const from = column > EXCERPT_COLUMNS ? column - EXCERPT_COLUMNS / 2 : 0
  const excerpt = element('pre', { translate: 'no' })
  for (const number of [line - 1, line, line + 1]) {
    const text = lines[number - 1]
    if (text === undefined) continue
    const row = `${String(number).padStart(4)}  ${text.slice(from, from + EXCERPT_COLUMNS)}\n`
    excerpt.append(number === line ? element('mark', {}, row) : row)
  }
  return excerpt
}
