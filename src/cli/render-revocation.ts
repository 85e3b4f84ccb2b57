import { escapeText } from '../report/escape-text.ts'
import { formatInstant } from '../report/format-instant.ts'
import type { CertificateRevocation } from '../revocation/revocation-report.ts'
import { certificateLabel } from './certificate-label.ts'
import type { CheckReport } from './check-report.ts'
import { displayWidth, padToWidth } from './display-width.ts'
import type { Emphasis, Style } from './style.ts'
import type { TextCanvas } from './text-canvas.ts'
import type { Words } from './words.ts'

const EMPHASES: Readonly<Record<CertificateRevocation['status'], Emphasis>> = {
  good: 'ok',
  revoked: 'error',
  unknown: 'warning',
  unavailable: 'warning',
  'not-applicable': 'ok',
}

/** Draws what was found out about revocation, a line for each certificate. */
export function renderRevocation({ revocation, path }: CheckReport, canvas: TextCanvas, words: Words): void {
  if (revocation === undefined) return
  canvas.line(canvas.style('title', words.check.revocationTitle))
  canvas.line()
  const rows = revocation.certificates.map((found, index) => {
    const info = path?.steps[index]?.info
    return { label: info === undefined ? words.noName : certificateLabel(info, words), found }
  })
  const width = Math.max(0, ...rows.map(({ label }) => displayWidth(label))) + 2
  for (const { label, found } of rows) {
    canvas.line(`  ${padToWidth(label, width)}${verdictText(found, canvas.style, words)}`)
  }
  canvas.line()
}

function verdictText(
  { status, source, url, nextUpdate, revokedAt }: CertificateRevocation,
  style: Style,
  { check }: Words,
): string {
  const details = [
    ...(revokedAt === undefined ? [] : [check.revokedOn(formatInstant(revokedAt.toISOString()))]),
    ...(source === undefined ? [] : [check.revocationSources[source]]),
    ...(url === undefined ? [] : [escapeText(url)]),
    ...(nextUpdate === undefined || status === 'revoked'
      ? []
      : [check.freshUntil(formatInstant(nextUpdate.toISOString()))]),
  ]
  const verdict = style(EMPHASES[status], check.revocationStates[status])
  return details.length === 0 ? verdict : `${verdict}${style('label', `, ${details.join(', ')}`)}`
}
