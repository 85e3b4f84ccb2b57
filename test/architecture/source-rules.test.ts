import { describe, expect, it } from 'vitest'
import {
  findClockReads,
  findDefaultExports,
  findIndexStatements,
  findLongFiles,
  findRuntimeGlobals,
  type Exceptions,
} from './source-rules.ts'
import { loadSourceTree, parseSourceTree } from './source-tree.ts'

/** Public edges where an omitted `at` becomes the present. */
const CLOCK_EXCEPTIONS: Exceptions = {
  'src/lifecycle/read-instant.ts': 'the default of `at` and `from`',
  'src/path/chain-options.ts': 'the default of `at`',
  'src/revocation/check-revocation.ts': 'the default of `at`',
  'src/registry/clock.ts': 'the default of `clock`',
}

const LENGTH_EXCEPTIONS: Exceptions = {}

const tree = loadSourceTree()

describe('src', () => {
  it('uses no name in the core that only some runtimes have', () => {
    expect(findRuntimeGlobals(tree)).toEqual([])
  })

  it('reads the clock at the listed edges of the core only', () => {
    expect(findClockReads(tree, CLOCK_EXCEPTIONS)).toEqual([])
  })

  it('exports nothing as default', () => {
    expect(findDefaultExports(tree)).toEqual([])
  })

  it('has index files that only hand names on', () => {
    expect(findIndexStatements(tree)).toEqual([])
  })

  it('has no file past the size of one room', () => {
    expect(findLongFiles(tree, LENGTH_EXCEPTIONS)).toEqual([])
  })
})

describe('the rules for src', () => {
  const path = 'src/pem/parse-pem.ts'

  it.each([
    'Buffer.from(a)',
    'f(process)',
    'globalThis.Buffer',
    "globalThis['process']",
    'let a: Buffer',
    'typeof window',
  ])('report a runtime global: %s', (text) => {
    expect(findRuntimeGlobals(parseSourceTree({ [path]: text }))).toHaveLength(1)
  })

  it.each(['a.process', '({ process: 1 })', 'interface A { process: string; window(): void }', "f('Buffer')"])(
    'allow a member or text of that name: %s',
    (text) => {
      expect(findRuntimeGlobals(parseSourceTree({ [path]: text }))).toEqual([])
    },
  )

  it('allow runtime globals above the core', () => {
    expect(findRuntimeGlobals(parseSourceTree({ 'src/cli/main.ts': 'process.argv' }))).toEqual([])
  })

  it.each(['new Date()', 'new Date', 'Date()', 'Date.now()', 'f(Date.now)', 'performance.now()'])(
    'report a read of the clock: %s',
    (text) => {
      expect(findClockReads(parseSourceTree({ [path]: text }), {})).toHaveLength(1)
    },
  )

  it.each(['new Date(0)', 'Date.UTC(2030, 0)', 'clock.now()', 'type A = Date'])('allow a given time: %s', (text) => {
    expect(findClockReads(parseSourceTree({ [path]: text }), {})).toEqual([])
  })

  it('let off a listed file, and report an exception that is not needed', () => {
    const reads = parseSourceTree({ [path]: 'new Date()' })
    expect(findClockReads(reads, { [path]: 'a reason' })).toEqual([])
    expect(findClockReads(parseSourceTree({ [path]: '' }), { [path]: 'a reason' })).toEqual([
      `${path}: the exception is not needed`,
    ])
  })

  it.each([
    'export default 1',
    'export default function f() {}',
    'export default class {}',
    'const a = 1; export { a as default }',
    "export { default } from './a.ts'",
    "export * as default from './a.ts'",
  ])('report a default export: %s', (text) => {
    expect(findDefaultExports(parseSourceTree({ [path]: text }))).toHaveLength(1)
  })

  it.each(['export const a = 1', 'switch (a) { default: f() }', "export { default as a } from './a.ts'"])(
    'allow what is no default export: %s',
    (text) => {
      expect(findDefaultExports(parseSourceTree({ [path]: text }))).toEqual([])
    },
  )

  it.each(["import { a } from './a.ts'", 'export const a = 1', 'f()', 'export {}'])(
    'report an index file that does work: %s',
    (text) => {
      expect(findIndexStatements(parseSourceTree({ 'src/pem/index.ts': text }))).toHaveLength(1)
    },
  )

  it('allow an index file that hands names on', () => {
    const text = "/** Names. */\nexport { a } from './a.ts'\nexport type { B } from './b.ts'\nexport * from './c.ts'\n"
    expect(findIndexStatements(parseSourceTree({ 'src/pem/index.ts': text }))).toEqual([])
  })

  it('report a file of more than 400 lines', () => {
    expect(findLongFiles(parseSourceTree({ [path]: '\n'.repeat(399) + 'f()\n' }), {})).toEqual([])
    expect(findLongFiles(parseSourceTree({ [path]: '\n'.repeat(400) + 'f()\n' }), {})).toHaveLength(1)
  })
})
