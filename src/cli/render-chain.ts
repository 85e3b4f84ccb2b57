import { escapeText } from '../report/escape-text.ts'
import { certificateLabel, nameLabel } from './certificate-label.ts'
import { displayWidth, padToWidth } from './display-width.ts'
import type { InspectReport } from './inspect-report.ts'
import type { NamedPath } from './order-chain.ts'
import type { TextCanvas } from './text-canvas.ts'
import type { Words } from './words.ts'

/** Deeper steps are drawn at this depth, so that a hostile chain does not fill the screen with blanks. */
const MAX_DEPTH = 12

/** Paths drawn before the rest is only counted. */
const MAX_PATHS = 20

interface Step {
  readonly text: string
  readonly note: string
}

/** Draws who issued whom, leaf first; roots that stand alone are only counted. */
export function renderChain(report: InspectReport, canvas: TextCanvas, words: Words): void {
  if (report.certificates.length < 2) return
  canvas.line(canvas.style('title', words.chainTitle))
  const inOrder = report.files.flatMap(({ name, order }) => (order === 'single' ? [] : [{ name, order }]))
  for (const { name, order } of inOrder) {
    const emphasis = order === 'leaf-to-root' ? 'ok' : 'warning'
    const text = canvas.style(emphasis, words.orders[order])
    canvas.line(report.files.length === 1 ? `  ${text}` : `  ${fileLabel(name, words)}: ${text}`)
  }
  const isAlone = ({ members, ending }: NamedPath): boolean => members.length === 1 && ending === 'root'
  const paths = report.paths.filter((path) => !isAlone(path))
  for (const [index, path] of paths.slice(0, MAX_PATHS).entries()) {
    if (index > 0 || inOrder.length > 0) canvas.line()
    renderSteps(stepsOf(path, report, words), canvas)
  }
  if (paths.length > 0) canvas.line()
  if (paths.length > MAX_PATHS) canvas.paragraph(words.more(paths.length - MAX_PATHS), 2)
  const alone = report.paths.length - paths.length
  if (alone > 0) canvas.paragraph(words.alone(alone), 2)
  if (paths.length > 0) canvas.paragraph(canvas.style('label', words.namesOnly), 2)
  canvas.line()
}

function renderSteps(steps: readonly Step[], canvas: TextCanvas): void {
  const rows = steps.map(({ text, note }, depth) => {
    const branch = depth === 0 ? '' : `${'   '.repeat(Math.min(depth, MAX_DEPTH) - 1)}└─ `
    return { head: `${branch}${text}`, note }
  })
  const width = Math.max(...rows.map(({ head }) => displayWidth(head))) + 2
  for (const { head, note } of rows) canvas.line(`  ${padToWidth(head, width)}${canvas.style('label', note)}`)
}

function stepsOf(path: NamedPath, report: InspectReport, words: Words): readonly Step[] {
  const steps = path.members.map((member, index) => {
    const isRoot = path.ending === 'root' && index === path.members.length - 1
    return {
      text: memberLabel(member, report, words),
      note: `${placeText(member, report, words)}${isRoot ? `, ${words.isRoot}` : ''}`,
    }
  })
  switch (path.ending) {
    case 'root':
      return steps
    case 'issuer-missing':
      return [...steps, missingStep(path, report, words)]
    case 'joins':
      return [...steps, { text: memberLabel(path.next, report, words), note: words.joins }]
    case 'loop':
      return [...steps, { text: memberLabel(path.next, report, words), note: words.loops }]
  }
}

function missingStep({ members }: NamedPath, { certificates }: InspectReport, words: Words): Step {
  const last = certificates[members.at(-1) ?? -1]
  if (last === undefined) return { text: '', note: '' }
  const [url] = last.info.revocation.caIssuersUrls
  const text = words.issuerMissing(nameLabel(last.info.issuer, words))
  return { text, note: url === undefined ? '' : `${words.issuerUrl} ${escapeText(url)}` }
}

function memberLabel(member: number | undefined, { certificates }: InspectReport, words: Words): string {
  const certificate = certificates[member ?? -1]
  return certificate === undefined ? '' : certificateLabel(certificate.info, words)
}

function placeText(member: number, { certificates, files }: InspectReport, words: Words): string {
  const place = certificates[member]?.place
  if (place === undefined) return ''
  const number = `#${String(place.object + 1)}`
  return files.length === 1 ? number : `${fileLabel(files[place.file]?.name ?? '', words)} ${number}`
}

/** The name of a file, safe to print. */
export function fileLabel(name: string, words: Words): string {
  return name === '-' ? words.standardInput : escapeText(name)
}
