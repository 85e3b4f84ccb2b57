import { RUNTIMES, type RuntimeId } from './env.ts'
import { PROBES, type Feature } from './feature.ts'

/** The rows of the table of what runtimes lack: a feature, then a word for each runtime. */
export function lackRows(runtimes: readonly RuntimeId[]): readonly (readonly string[])[] {
  return (Object.keys(PROBES) as Feature[]).map((feature) => [
    feature,
    ...runtimes.map((runtime) => (RUNTIMES[runtime].lacks[feature] === undefined ? 'yes' : 'no')),
  ])
}

/** The table for a terminal, and the reasons below it. */
export function renderLacks(runtimes: readonly RuntimeId[]): string {
  const rows = [['', ...runtimes], ...lackRows(runtimes)]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? []
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [...table, '', ...runtimes.flatMap(reasonsOf)].join('\n').trimEnd()
}

/** One line for each reason, with all that it explains. */
function reasonsOf(runtime: RuntimeId): readonly string[] {
  const { title, lacks } = RUNTIMES[runtime]
  const reasons = [...new Set(Object.values(lacks))]
  return reasons.map((reason) => {
    const features = Object.entries(lacks).flatMap(([feature, own]) => (own === reason ? [feature] : []))
    return `${title}: ${features.join(', ')}: ${reason}`
  })
}
