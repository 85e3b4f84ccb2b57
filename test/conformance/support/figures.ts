/** Counts how often each outcome was met, by suite. */
export interface Figures {
  readonly count: (suite: string, outcome: string) => void
  /** A table with a row for each suite and one for the sum. */
  readonly text: () => string
}

/** Starts counting. */
export function createFigures(): Figures {
  const suites = new Map<string, Map<string, number>>()
  const outcomes = new Set<string>()
  const add = (suite: string, outcome: string): void => {
    const row = suites.get(suite) ?? new Map<string, number>()
    row.set(outcome, (row.get(outcome) ?? 0) + 1)
    suites.set(suite, row)
    outcomes.add(outcome)
  }
  return {
    count: (suite, outcome) => {
      add(suite, outcome)
      add('all', outcome)
    },
    text: () => {
      const header = ['', ...outcomes]
      const names = [...suites.keys()].filter((name) => name !== 'all').sort()
      const rows = [...names, 'all'].map((name) => [
        name,
        ...[...outcomes].map((outcome) => String(suites.get(name)?.get(outcome) ?? 0)),
      ])
      return formatTable([header, ...rows])
    },
  }
}

/** Lays out rows of cells in columns, the first to the left and the others to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<readonly number[]>(
    (widest, row) => row.map((cell, index) => Math.max(cell.length, widest[index] ?? 0)),
    [],
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  ')
  return rows.map(line).join('\n')
}
