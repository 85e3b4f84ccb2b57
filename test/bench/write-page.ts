import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { format } from 'prettier'
import { drawChart } from './draw-chart.ts'
import { describeMark, isReached, type BenchSection } from './section.ts'

/** From where the bundled script lies, node_modules/.cache/certkeep. */
const root = new URL('../../../', import.meta.url)

const PEERS = ['pkijs', 'asn1js', '@peculiar/x509', 'node-forge', '@noble/curves', '@noble/hashes'] as const

/** Writes docs/benchmarks.md and its plots. */
export async function writePage(sections: readonly BenchSection[]): Promise<void> {
  const folder = new URL('docs/benchmarks/', root)
  await mkdir(folder, { recursive: true })
  for (const { chart } of sections) {
    if (chart !== undefined) await writeFile(new URL(`${chart.file}.svg`, folder), drawChart(chart))
  }
  const page = await format(await renderPage(sections), { parser: 'markdown', printWidth: 120 })
  await writeFile(new URL('docs/benchmarks.md', root), page)
}

async function renderPage(sections: readonly BenchSection[]): Promise<string> {
  const versions = await Promise.all(PEERS.map(async (name) => `${name} ${await versionOf(name)}`))
  const processors = cpus()
  const gibibytes = Math.round(totalmem() / 2 ** 30)
  return [
    '# Benchmarks',
    '',
    '<!-- Written by `npm run bench`. Do not edit. -->',
    '',
    'Written by `npm run bench`, which measures all of it in one run. The machine decides the microseconds; the ratios are what to look at.',
    '',
    `- Machine: ${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} cores, ${gibibytes} GiB`,
    `- Node ${process.versions.node} with OpenSSL ${process.versions.openssl}`,
    `- Beside: ${versions.join(', ')}, as their latest versions come`,
    '- Method: rounds of all candidates interleaved, after a warm-up; medians of rounds. Lines that read `MISSED` are marks that this run did not reach.',
    '',
    ...sections.flatMap(renderSection),
  ].join('\n')
}

async function versionOf(name: string): Promise<string> {
  const text = await readFile(new URL(`node_modules/${name}/package.json`, root), 'utf8')
  return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? 'unknown'
}

function renderSection({ title, method, rows, marks = [], chart }: BenchSection): readonly string[] {
  const [head = [], ...body] = rows
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    `## ${title}`,
    '',
    method,
    '',
    line(head),
    line(head.map((_, index) => (index === 0 ? '---' : '--:'))),
    ...body.map(line),
    '',
    ...(chart === undefined ? [] : [`![${chart.title}, by ${chart.sizeName}](benchmarks/${chart.file}.svg)`, '']),
    ...(marks.length === 0
      ? []
      : [...marks.map((mark) => `- ${isReached(mark) ? 'Reached' : '**MISSED**'}: ${describeMark(mark)}`), '']),
  ]
}
