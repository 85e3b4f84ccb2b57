import { escapeText } from '../report/escape-text.ts'
import { formatInstant } from '../report/format-instant.ts'
import { formatCount } from '../report/format-quantity.ts'
import { describeProblem } from '../report/describe-problem.ts'
import { certificateLabel } from './certificate-label.ts'
import type { BoxName, BoxReport, CheckReport } from './check-report.ts'
import { displayWidth, padToWidth } from './display-width.ts'
import type { KeyReport } from './inspect-report.ts'
import { privateKeyText, validityText } from './render-certificate.ts'
import { fileLabel, renderInputHead } from './render-input-head.ts'
import { renderAlerts } from './render-alerts.ts'
import { renderPath } from './render-path.ts'
import { renderRevocation } from './render-revocation.ts'
import { renderProblems } from './render-problem.ts'
import type { RenderOptions } from './render-report.ts'
import type { Style } from './style.ts'
import { createTextCanvas, type TextCanvas } from './text-canvas.ts'
import type { Words } from './words.ts'

/** In the order of the form. */
const BOXES: readonly BoxName[] = ['certificate', 'privateKey', 'chain', 'roots']

/** Objects of one box drawn before the rest is only counted. */
const MAX_OBJECTS = 10

/** Mozilla changes its list every few months; after half a year some root is missing. */
const OLD_ROOTS_DAYS = 180

/** Draws a report for a person: the verdict, each box with its problems, the way to the root, and what was not looked at. */
export function renderCheck(report: CheckReport, options: RenderOptions): string {
  const { words } = options
  const canvas = createTextCanvas(options.style, options.columns)
  canvas.paragraph(report.ok ? acceptance(report, options) : refusal(report, options), 0)
  canvas.line()
  renderName(report, canvas, options)
  for (const name of BOXES) {
    const box = report.boxes.find((each) => each.box === name)
    if (box === undefined) renderAbsentBox(name, report, canvas, options)
    else renderBox(box, report.keys, canvas, options)
  }
  if (report.path !== undefined) renderPath(report.path, canvas, words)
  renderRevocation(report, canvas, words)
  renderAlerts(report, canvas, words)
  renderNotes(report, canvas, words)
  return `${canvas.text().trimEnd()}\n`
}

function acceptance({ question, path }: CheckReport, { style, words }: RenderOptions): string {
  const { purpose, hostname } = question
  const fit = words.check.fit(purpose, hostname === undefined ? undefined : escapeText(hostname))
  const end = path?.shortest
  if (end === undefined) return `${style('ok', words.ok)}  ${fit}`
  const days = validityText(end.validity, style, words)
  const cause = end === path?.steps[0] ? [] : [words.check.becauseOf(certificateLabel(end.info, words))]
  return `${style('ok', words.ok)}  ${[fit, days, words.check.expires(formatInstant(end.info.notAfter)), ...cause].join(', ')}`
}

function refusal(report: CheckReport, { style, words, language }: RenderOptions): string {
  const reasons = [
    ...[...report.boxes, ...report.evidence].flatMap(({ name, reason, code }) =>
      reason === undefined ? [] : [`${fileLabel(name, words)}: ${words.unreadable[reason](code)}`],
    ),
    ...report.problems
      .filter(({ severity }) => severity === 'error')
      .map((problem) => describeProblem(problem, language).title),
    ...(report.roots.count === 0 && report.roots.source !== 'file' ? [words.check.noRoots] : []),
    ...(report.keys.some(({ state }) => state === 'not-checked') ? [words.keyNotChecked] : []),
  ]
  const [first = '', ...more] = reasons
  const rest = more.length === 0 ? [] : [words.check.moreReasons(more.length)]
  return `${style('error', words.notOk)}  ${[first, ...rest].join(' ')}`
}

/** A name has no box of its own unless something is wrong with it. */
function renderName({ problems }: CheckReport, canvas: TextCanvas, { words, language }: RenderOptions): void {
  const own = problems.filter(({ field }) => field === 'name')
  if (own.length === 0) return
  canvas.line(canvas.style('title', words.check.name))
  canvas.line()
  renderProblems(
    own.map((problem) => ({ problem, excerpt: undefined })),
    canvas,
    words,
    language,
  )
}

function renderBox(
  box: BoxReport,
  keys: readonly KeyReport[],
  canvas: TextCanvas,
  { words, language }: RenderOptions,
): void {
  renderInputHead(box, words.check.boxes[box.box], canvas, words)
  const rows = rowsOf(box, keys, canvas, words)
  const width = Math.max(0, ...rows.slice(0, MAX_OBJECTS).map(([text]) => displayWidth(text))) + 2
  for (const [text, note] of rows.slice(0, MAX_OBJECTS)) canvas.line(`  ${padToWidth(text, width)}${note}`)
  if (rows.length > MAX_OBJECTS) canvas.paragraph(words.more(rows.length - MAX_OBJECTS), 2)
  canvas.line()
  renderProblems(box.problems, canvas, words, language)
}

/** One line for each object: which one it is, and how it is with it. */
function rowsOf(
  { certificates, keys: ownKeys }: BoxReport,
  keys: readonly KeyReport[],
  { style }: TextCanvas,
  words: Words,
): readonly (readonly [text: string, note: string])[] {
  const number = (index: number): string => style('label', `#${formatCount(index + 1)}`)
  return [
    ...certificates.map(({ info, validity }, index): readonly [string, string] => {
      return [`${number(index)} ${certificateLabel(info, words)}`, validityText(validity, style, words)]
    }),
    ...ownKeys.map(({ key }, index): readonly [string, string] => {
      return [`${number(index)} ${privateKeyText(key, words)}`, keyVerdict(keys[index]?.state, style, words)]
    }),
  ]
}

function keyVerdict(state: KeyReport['state'] | undefined, style: Style, words: Words): string {
  switch (state) {
    case 'belongs':
      return style('ok', words.check.keyBelongs)
    case 'belongs-to-none':
      return style('error', words.check.keyStranger)
    case 'no-certificate':
    case 'not-checked':
    case undefined:
      return style('warning', words.check.keyNotChecked)
  }
}

/** What is missing is told of also where the box for it was left out. */
function renderAbsentBox(
  name: BoxName,
  report: CheckReport,
  canvas: TextCanvas,
  { style, words, language }: RenderOptions,
): void {
  const problems = report.problems.filter(({ field }) => field === name)
  if (problems.length === 0) return
  canvas.line(`${style('title', words.check.boxes[name])}  ${style('label', words.check.notGiven)}`)
  canvas.line()
  const shown = problems.map((problem) => ({ problem, excerpt: undefined }))
  renderProblems(shown, canvas, words, language)
}

function renderNotes({ roots, question, evidence, output }: CheckReport, canvas: TextCanvas, words: Words): void {
  const { check } = words
  for (const file of evidence) renderInputHead(file, check.evidence[file.kind], canvas, words)
  renderOutput(question.outputFile, output, canvas, words)
  const dim = (text: string): void => canvas.paragraph(canvas.style('label', text), 0)
  dim(check.trusted(roots))
  if (roots.ageDays !== undefined && roots.ageDays > OLD_ROOTS_DAYS) {
    canvas.paragraph(canvas.style('warning', check.oldRoots(roots.ageDays)), 0)
  }
  if (roots.problems.length > 0) dim(check.unreadableRoots(roots.problems.length))
  if (question.revocation.kind === 'not-asked') dim(check.notRevocation)
  const missing: ('key' | 'host')[] = []
  if (question.privateKeyFile === undefined) missing.push('key')
  if (question.hostname === undefined) missing.push('host')
  if (missing.length > 0) dim(check.notAsked(missing))
}

/** What became of the file that was asked for. */
function renderOutput(
  file: string | undefined,
  output: CheckReport['output'],
  canvas: TextCanvas,
  { check }: Words,
): void {
  if (file === undefined || output === undefined) return
  const name = escapeText(file)
  switch (output.state) {
    case 'written':
      canvas.paragraph(check.written(name), 0)
      return
    case 'no-chain':
      canvas.paragraph(canvas.style('warning', check.notWritten(name)), 0)
      return
    case 'failed':
      canvas.paragraph(canvas.style('error', check.writeFailed(name, escapeText(output.code))), 0)
  }
}
