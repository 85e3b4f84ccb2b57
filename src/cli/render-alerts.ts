import { formatInstant } from '../report/format-instant.ts'
import type { CheckReport } from './check-report.ts'
import type { TextCanvas } from './text-canvas.ts'
import type { Words } from './words.ts'

/** Alerts drawn before the rest is only counted. */
const MAX_ALERTS = 12

/** Draws the status that a console would show, and a time line of the alerts to come. */
export function renderAlerts({ alerts, status, path }: CheckReport, canvas: TextCanvas, words: Words): void {
  const { check } = words
  if (path === undefined) return
  canvas.line(`${canvas.style('title', check.status)}  ${check.statuses[status]}`)
  canvas.line()
  if (alerts.length === 0) return
  canvas.line(canvas.style('title', check.alertsTitle))
  canvas.line()
  for (const { at, kind, daysBefore } of alerts.slice(0, MAX_ALERTS)) {
    const mark = kind === 'expiring' ? '│' : '┴'
    canvas.line(`  ${canvas.style('label', mark)} ${formatInstant(at.toISOString())}  ${check.alert(kind, daysBefore)}`)
  }
  if (alerts.length > MAX_ALERTS) canvas.paragraph(words.more(alerts.length - MAX_ALERTS), 2)
  canvas.line()
}
