import type { Problem } from '../problem/problem.ts'
import { describeProblem, type Language } from '../report/describe-problem.ts'
import type { InspectedProblem } from './inspect-report.ts'
import type { SourceExcerpt } from './source-excerpt.ts'
import type { TextCanvas } from './text-canvas.ts'
import type { Words } from './words.ts'

/** Problems drawn before the rest is only counted. */
const MAX_PROBLEMS = 20

/** Draws problems, as many as a person may read. */
export function renderProblems(
  problems: readonly InspectedProblem[],
  canvas: TextCanvas,
  words: Words,
  language: Language,
): void {
  for (const problem of problems.slice(0, MAX_PROBLEMS)) renderProblem(problem, canvas, words, language)
  if (problems.length <= MAX_PROBLEMS) return
  canvas.paragraph(words.more(problems.length - MAX_PROBLEMS), 2)
  canvas.line()
}

/** Draws a problem: title, the line with a caret under the place, what was found, what to do. */
function renderProblem(
  { problem, excerpt }: InspectedProblem,
  canvas: TextCanvas,
  words: Words,
  language: Language,
): void {
  const { title, explanation, mend } = describeProblem(withoutBox(problem), language)
  const emphasis = problem.severity === 'error' ? 'error' : 'warning'
  canvas.line(`  ${canvas.style(emphasis, `${words.severities[problem.severity]}:`)} ${canvas.style('title', title)}`)
  if (excerpt !== undefined) renderExcerpt(excerpt, canvas, words, emphasis)
  canvas.paragraph(explanation, 4)
  canvas.paragraph(mend, 4)
  canvas.line()
}

/** A file has no boxes, so that none is spoken of. */
function withoutBox(problem: Problem): Problem {
  const { field, ...rest } = problem
  return field === undefined ? problem : rest
}

function renderExcerpt(
  { lineNumber, text, caretColumn, isMasked }: SourceExcerpt,
  canvas: TextCanvas,
  words: Words,
  emphasis: 'error' | 'warning',
): void {
  const { style } = canvas
  const number = String(lineNumber)
  const gutter = ' '.repeat(number.length)
  const note = isMasked && text.includes('*') ? ` ${style('label', `(${words.masked})`)}` : ''
  canvas.line(`    ${style('label', `${number} |`)} ${text}`)
  canvas.line(`    ${style('label', `${gutter} |`)} ${' '.repeat(caretColumn)}${style(emphasis, '^')}${note}`)
}
