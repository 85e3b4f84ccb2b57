import { formatCount } from '../report/format-quantity.ts'
import type { Language } from '../report/describe-problem.ts'
import { escapeShortText } from '../report/escape-text.ts'
import { certificateLabel } from './certificate-label.ts'
import type { FileReport, InspectedObject, InspectReport, KeyReport } from './inspect-report.ts'
import { renderChain } from './render-chain.ts'
import { privateKeyText, renderCertificate, validityText } from './render-certificate.ts'
import { fileLabel, renderInputHead } from './render-input-head.ts'
import { renderProblems } from './render-problem.ts'
import type { Style } from './style.ts'
import { createTextCanvas, type TextCanvas } from './text-canvas.ts'
import type { Words } from './words.ts'

/** Private keys of which the verdict says where they belong. */
const MAX_KEYS = 10

/** How to draw a report. */
export interface RenderOptions {
  readonly style: Style
  readonly columns: number | undefined
  readonly language: Language
  readonly words: Words
}

/** Draws a report for a person: the verdict, each file with its problems and objects, the chain, the keys. */
export function renderReport(report: InspectReport, { style, columns, language, words }: RenderOptions): string {
  const canvas = createTextCanvas(style, columns)
  renderVerdict(report, canvas, words)
  for (const file of report.files) renderFile(file, canvas, words, language)
  renderChain(report, canvas, words)
  renderKeys(report, canvas, words, language)
  return `${canvas.text().trimEnd()}\n`
}

function renderVerdict(report: InspectReport, canvas: TextCanvas, words: Words): void {
  const head = report.ok ? canvas.style('ok', words.ok) : canvas.style('error', words.notOk)
  canvas.line(`${head}  ${[...countObjects(report, words), ...countProblems(report, words)].join(', ')}`)
  for (const { info, validity } of currentConcern(report)) {
    canvas.line(`    ${words.soonest(certificateLabel(info, words), validityText(validity, canvas.style, words))}`)
  }
  for (const key of report.keys.slice(0, MAX_KEYS)) canvas.line(`    ${keyLine(key, report, canvas.style, words)}`)
  if (report.keys.length > MAX_KEYS) canvas.line(`    ${words.more(report.keys.length - MAX_KEYS)}`)
  canvas.line()
}

function countObjects({ files }: InspectReport, words: Words): readonly string[] {
  const counts = new Map<InspectedObject['kind'], number>()
  for (const { kind } of files.flatMap(({ objects }) => objects)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts.size === 0 ? [words.nothingFound] : [...counts].map(([kind, count]) => words.countOf(kind, count))
}

function countProblems({ files, keys }: InspectReport, words: Words): readonly string[] {
  const severities = files.flatMap(({ problems }) => problems).map(({ problem }) => problem.severity)
  const warnings = severities.filter((severity) => severity === 'warning').length
  const strangers = keys.filter(({ state }) => state === 'belongs-to-none').length
  const unreadable = files.filter(({ state }) => state === 'unreadable').length
  const errors = severities.length - warnings + strangers + unreadable
  return [...(errors > 0 ? [words.errorCount(errors)] : []), ...(warnings > 0 ? [words.warningCount(warnings)] : [])]
}

/** The certificate whose validity ends first, as the whole is good for no longer. */
function currentConcern({ certificates }: InspectReport): InspectReport['certificates'] {
  return [...certificates].sort((a, b) => rankOf(a) - rankOf(b)).slice(0, 1)
}

function rankOf({ validity, certificate }: InspectReport['certificates'][number]): number {
  return validity.state === 'not-yet-valid' ? Number.NEGATIVE_INFINITY : certificate.notAfter.getTime()
}

function renderFile(file: FileReport, canvas: TextCanvas, words: Words, language: Language): void {
  renderInputHead(file, '', canvas, words)
  canvas.line()
  renderProblems(file.problems, canvas, words, language)
  file.objects.forEach((object, index) => renderObject(object, index, canvas, words))
}

function renderObject(object: InspectedObject, index: number, canvas: TextCanvas, words: Words): void {
  const { style } = canvas
  const place = object.line === null ? '' : style('label', `  ${words.line(object.line)}`)
  canvas.line(
    `  ${style('label', `#${formatCount(index + 1)}`)} ${style('title', words.kinds[object.kind])}${subtitle(object, words)}${place}`,
  )
  if (object.kind === 'certificate') renderCertificate(object, canvas, words, 5)
  canvas.line()
}

function subtitle(object: InspectedObject, words: Words): string {
  switch (object.kind) {
    case 'certificate':
      return `  ${certificateLabel(object.info, words)}`
    case 'privateKey':
      return `  ${privateKeyText(object.key, words)}`
    default:
      return object.label === '' ? '' : `  "${escapeShortText(object.label)}"`
  }
}

function renderKeys({ keys }: InspectReport, canvas: TextCanvas, words: Words, language: Language): void {
  const problems = keys.flatMap((key) => key.problems)
  if (problems.length === 0) return
  canvas.line(canvas.style('title', words.keysTitle))
  canvas.line()
  renderProblems(
    problems.map((problem) => ({ problem, excerpt: undefined })),
    canvas,
    words,
    language,
  )
}

function keyLine(key: KeyReport, { files, certificates }: InspectReport, style: Style, words: Words): string {
  const file = files[key.place.file]
  const number = `#${String(key.place.object + 1)}`
  const place = files.length === 1 ? number : `${fileLabel(file?.name ?? '', words)} ${number}`
  return `${words.kinds.privateKey} (${place}): ${keyVerdict(key, certificates, style, words)}`
}

function keyVerdict(
  { state, belongsTo }: KeyReport,
  certificates: InspectReport['certificates'],
  style: Style,
  words: Words,
): string {
  switch (state) {
    case 'belongs': {
      const names = belongsTo.flatMap((index) => {
        const certificate = certificates[index]
        return certificate === undefined ? [] : [certificateLabel(certificate.info, words)]
      })
      return style('ok', words.keyBelongs(names.join(', ')))
    }
    case 'belongs-to-none':
      return style('error', words.keyStranger)
    case 'no-certificate':
      return words.keyAlone
    case 'not-checked':
      return style('warning', words.keyNotChecked)
  }
}
