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
  const steps = path.steps.map((step, index) => {
    const isUntrustedRoot = path.ending === 'untrusted-root' && index === path.steps.length - 1
    const role = step.isAnchor ? words.check.trustedRoot : isUntrustedRoot ? words.check.untrustedRoot : undefined
    return treeStep(step, role, canvas, words)
  })
  renderTree([...steps, ...endOf(path, canvas, words)], canvas)
  canvas.line()
}

function treeStep(
  { info, validity, place }: PathStep,
  role: string | undefined,
  { style }: TextCanvas,
  words: Words,
): TreeStep {
  const { check } = words
  const parts = [
    ...(place === undefined ? [] : [check.place(place.box, place.index + 1)]),
    ...(role === undefined ? [] : [role]),
    check.dates(info.notBefore.slice(0, 10), info.notAfter.slice(0, 10)),
  ]
  return {
    text: certificateLabel(info, words),
    note: `${style('label', `${parts.join(', ')}, `)}${validityText(validity, style, words)}`,
  }
}

/** What stands in the place of a root that was not reached. */
function endOf({ steps, ending, missing }: PathReport, { style }: TextCanvas, words: Words): readonly TreeStep[] {
  const last = steps.at(-1)
  switch (ending) {
    case 'anchor':
    case 'untrusted-root':
      return []
    case 'broken':
      return [{ text: words.check.pathEnds, note: '' }]
    case 'issuer-missing': {
      const urls = (missing?.urls ?? []).slice(0, MAX_URLS).map(escapeText)
      const note = urls.length === 0 ? '' : `${words.issuerUrl} ${urls.join(', ')}`
      const name = last === undefined ? words.noName : nameLabel(last.info.issuer, words)
      return [{ text: words.issuerMissing(name), note: style('label', note) }]
    }
  }
}
