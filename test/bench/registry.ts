import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { RegistryFigures } from './registry-size.ts'
import type { BenchSection } from './section.ts'

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

/** What stands in the plot, and what it is called there. */
const LINES: readonly (readonly [Figure, string])[] = [
  ['register', 'register()'],
  ['sweepADue', 'sweep(), each that is due'],
  ['firstPage', 'list(), a page'],
  ['sweepOfNothing', 'sweep(), nothing due'],
]

/** What a registry in memory takes at four sizes, and beside each figure how it compares with the smallest. */
export function benchRegistry(): readonly BenchSection[] {
  const script = fileURLToPath(new URL('registry-size.mjs', import.meta.url))
  const measured = SIZES.map((count) => measureSize(script, count))
  const rows = figureNames().map((figure) => [
    ROWS[figure],
    ...measured.flatMap((figures, index) => {
      const ratio = figures[figure] / (measured[0]?.[figure] ?? Number.NaN)
      return [figures[figure].toFixed(0), ...(index === 0 ? [] : [`${ratio.toFixed(1)} x`])]
    }),
  ])
  const head = measured.flatMap(({ count }, index) => [String(count), ...(index === 0 ? [] : ['of the first'])])
  return [
    {
      title: 'The registry by size',
      method:
        'Over the store in memory, with WebCrypto and P-256 certificates, revocation not asked for. The bundles that are registered were validated before, so that keys and caches are warm. The store holds copies of one record with names, keys and texts of their own. A process for each size.',
      rows: [['certificates', ...head], ...rows],
      chart: {
        file: 'registry-size',
        title: 'The registry over a store in memory',
        sizeName: 'certificates',
        unit: 'us',
        lines: LINES.map(([figure, name]) => ({
          name,
          points: measured.map((figures) => [figures.count, figures[figure]] as const),
        })),
      },
    },
  ]
}

function figureNames(): readonly Figure[] {
  return Object.keys(ROWS) as Figure[]
}

function measureSize(script: string, count: number): RegistryFigures {
  const args = ['--expose-gc', `--max-old-space-size=${HEAP_MEGABYTES}`, script, String(count)]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${count} certificates could not be measured: ${stderr.slice(-1000)}`)
  return JSON.parse(stdout) as RegistryFigures
}
