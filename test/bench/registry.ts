import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { formatTable } from '../conformance/support/figures.ts'
import type { RegistryFigures } from './registry-size.ts'

const SIZES = [1000, 10_000, 100_000, 1_000_000] as const

/** A million records take more than a process of Node gets by itself. */
const HEAP_MEGABYTES = 12_000

type Figure = Exclude<keyof RegistryFigures, 'count'>

const ROWS: Readonly<Record<Figure, string>> = {
  bytesARecord: 'memory kept for a record, bytes',
  validate: 'validateBundle() alone, us',
  register: 'register() of a bundle that is sound, us',
  sweepADue: 'sweep() with 100 due, us for each of them',
  storeCalls: 'calls of the store in that sweep',
  sweepOfNothing: 'sweep() with nothing due, us',
  firstPage: 'list(), first page of 50, us',
  laterPage: 'list(), a later page, us',
  searchAll: 'list(), a search without a find, us',
}

/** Prints what a registry in memory takes at four sizes, and beside each figure how it compares with the smallest. */
export function benchRegistry(): void {
  const script = fileURLToPath(new URL('registry-size.mjs', import.meta.url))
  const measured = SIZES.map((count) => measureSize(script, count))
  const [smallest] = measured
  if (smallest === undefined) return
  const cell = (figures: RegistryFigures, figure: Figure): readonly string[] => [
    figures[figure].toFixed(0),
    figures === smallest ? '' : `${(figures[figure] / smallest[figure]).toFixed(1)} x`,
  ]
  const rows = (Object.keys(ROWS) as readonly Figure[]).map((figure) => [
    ROWS[figure],
    ...measured.flatMap((figures) => cell(figures, figure)),
  ])
  console.log(formatTable([['certificates', ...measured.flatMap(({ count }) => [String(count), ''])], ...rows]))
}

function measureSize(script: string, count: number): RegistryFigures {
  const args = ['--expose-gc', `--max-old-space-size=${HEAP_MEGABYTES}`, script, String(count)]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${count} certificates could not be measured: ${stderr.slice(-1000)}`)
  return JSON.parse(stdout) as RegistryFigures
}
