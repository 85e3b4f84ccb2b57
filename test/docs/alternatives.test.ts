import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { COLUMNS, compareLibraries, type Row } from './alternatives.ts'

const project = new URL('../../', import.meta.url)

/** The cells of each row of the tables of a page, without the lines below their heads. */
function rowsOf(path: string): readonly (readonly string[])[] {
  const lines = readFileSync(new URL(path, project), 'utf8').split('\n')
  return lines
    .filter((line) => line.startsWith('|') && !/^[|\s:-]+$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )
}

/** The table of a README that compares libraries: its rows, without their names. */
function comparisonOf(path: string): readonly (readonly string[])[] {
  const rows = rowsOf(path)
  const head = rows.findIndex((cells) => cells[1] === COLUMNS[0])
  return rows.slice(head + 1, head + 6).map((cells) => cells.slice(1))
}

/** The table is of Node 20. What is otherwise in newer ones stands below it: of 20 certificates, and of 6 keys. */
function withNodeOfToday(path: string, rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (process.versions.node.startsWith('20.')) return rows
  const said = /Node 22\D*24\D*(\d+ of 20)\D*(\d+ of 6)/.exec(readFileSync(new URL(path, project), 'utf8'))
  const column = COLUMNS.indexOf('node:crypto')
  return rows.map((cells, row) => (row === 0 ? cells : cells.with(column, said?.[row] ?? '')))
}

/** How many times as long as certkeep another library takes, as docs/benchmarks.md has it for a row and a column. */
function measured(section: string, name: string, column: string): number {
  const page = readFileSync(new URL('docs/benchmarks.md', project), 'utf8')
  const table = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? ''
  const [head = [], ...rows] = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const row = rows.find((cells) => cells[1] === name) ?? []
  return Number.parseFloat(row[head.indexOf(column)] ?? '')
}

describe.each(['README.md', 'README.ko.md'])('the comparison in %s', (path) => {
  let outcomes: Readonly<Record<string, Row>>

  beforeAll(async () => {
    outcomes = await compareLibraries()
  }, 60_000)

  it('says what these libraries do with damaged, malformed and broken files', () => {
    const expected = Object.values(outcomes).map((row) => COLUMNS.map((column) => row[column]))
    expect(withNodeOfToday(path, comparisonOf(path).slice(0, 3))).toEqual(expected)
  })

  it('says of times what the benchmarks say', () => {
    const reading = COLUMNS.map((name) => times(measured('Reading a certificate', name, 'of ours')))
    const chain = (name: string): number => measured('A chain of three, RSA-2048', name, 'of its signatures')
    const ours = chain('WebCrypto, chain')
    const chains = ['pkijs', '@peculiar/x509, signatures alone', 'node-forge, chain given in order'].map(chain)
    expect(comparisonOf(path).slice(3)).toEqual([reading, ['1', '–', ...chains.map((of) => times(of / ours))]])
  })
})

function times(ratio: number): string {
  return String(Number(ratio.toPrecision(2)))
}
