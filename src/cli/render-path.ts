import { escapeText } from '../report/escape-text.ts'
import { certificateLabel, nameLabel } from './certificate-label.ts'
import type { PathReport, PathStep } from './check-report.ts'
import { validityText } from './render-certificate.ts'
import { renderTree, type TreeStep } from './render-tree.ts'
import type { TextCanvas } from './text-canvas.ts'
import type { Words } from './words.ts'

/** Addresses of a missing issuer that are drawn; more are rarely there and never needed. */
const MAX_URLS = 3

/** Draws the way from the certificate to the root, as far as it goes, with what is missing. */
export function renderPath(path: PathReport, canvas: TextCanvas, words: Words): void {
  if (path.steps.length === 0) return
  canvas.line(canvas.style('title', words.check.pathTitle))
  canvas.line()
  renderTree([...path.steps.map((step) => treeStep(step, canvas, words)), ...endOf(path, canvas, words)], canvas)
  canvas.line()
}

function treeStep({ info, validity, place, isAnchor }: PathStep, { style }: TextCanvas, words: Words): TreeStep {
  const { check } = words
  const parts = [
    ...(place === undefined ? [] : [check.place(place.box, place.index + 1)]),
    ...(isAnchor ? [check.trustedRoot] : info.isSelfIssued ? [check.untrustedRoot] : []),
    check.dates(info.notBefore.slice(0, 10), info.notAfter.slice(0, 10)),
  ]
  return {
    text: certificateLabel(info, words),
    note: `${style('label', `${parts.join(', ')}, `)}${validityText(validity, style, words)}`,
  }
}

/** What stands in the place of a root that was not reached. */
function endOf({ steps, missing }: PathReport, { style }: TextCanvas, words: Words): readonly TreeStep[] {
  const last = steps.at(-1)
  if (last === undefined || last.isAnchor || last.info.isSelfIssued) return []
  if (missing === undefined) return [{ text: words.check.pathEnds, note: '' }]
  const urls = missing.urls.slice(0, MAX_URLS).map(escapeText)
  const note = urls.length === 0 ? '' : `${words.issuerUrl} ${urls.join(', ')}`
  return [{ text: words.issuerMissing(nameLabel(last.info.issuer, words)), note: style('label', note) }]
}
