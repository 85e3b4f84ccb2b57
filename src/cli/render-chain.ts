import { escapeText } from '../report/escape-text.ts'
import { certificateLabel, nameLabel } from './certificate-label.ts'
import type { InspectReport } from './inspect-report.ts'
import type { NamedPath } from './order-chain.ts'
import { fileLabel } from './render-input-head.ts'
import { renderTree, type TreeStep } from './render-tree.ts'
import type { TextCanvas } from './text-canvas.ts'
import type { Words } from './words.ts'

/** Paths drawn before the rest is only counted. */
const MAX_PATHS = 20

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
    renderTree(
      stepsOf(path, report, words).map((step) => ({ ...step, note: canvas.style('label', step.note) })),
      canvas,
    )
  }
  if (paths.length > 0) canvas.line()
  if (paths.length > MAX_PATHS) canvas.paragraph(words.more(paths.length - MAX_PATHS), 2)
  const alone = report.paths.length - paths.length
  if (alone > 0) canvas.paragraph(words.alone(alone), 2)
  if (paths.length > 0) canvas.paragraph(canvas.style('label', words.namesOnly), 2)
  canvas.line()
}

function stepsOf(path: NamedPath, report: InspectReport, words: Words): readonly TreeStep[] {
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

function missingStep({ members }: NamedPath, { certificates }: InspectReport, words: Words): TreeStep {
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
