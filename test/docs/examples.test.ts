import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path/posix'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { publicNames } from '../../docs/site/api-report.ts'
import { PROJECT } from '../../docs/site/entry-points.ts'
import { createExampleFolder } from './build-examples.ts'
import { makePrograms } from './example-program.ts'
import type { CodeBlock } from './read-pages.ts'
import { GIVEN, givenNames } from './given-names.ts'

/** Examples that speak of what only a user has: their server, their notifier. */
const NOT_COMPILED = ['src/testing/describe-notifier.ts']

/** Examples that are compiled and not run, each with the reason. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'src/node/create-guarded-fetcher.ts': 'asks the network',
  'src/testing/describe-sealer.ts': 'declares tests; the tests of the sealer do the same',
  'src/testing/describe-store.ts': 'declares tests; the tests of the stores do the same',
}

const names = publicNames()
const files = [...new Set(names.map(({ file }) => file))]
const folder = createExampleFolder()
const examples = files
  .map((path) => relative(PROJECT, path))
  .filter((file) => !NOT_COMPILED.includes(file))
  .flatMap((file) => examplesOf(file))
const run = examples.filter(({ file }) => !Object.hasOwn(NOT_RUN, file))

interface DocExample {
  readonly file: string
  readonly path: string
}

/** The examples in the doc comments of a file, as modules that import what a user would. */
function examplesOf(file: string): readonly DocExample[] {
  const source = readFileSync(join(PROJECT, file), 'utf8')
  const found = [...source.matchAll(/^ *\* @example\n([^]*?)(?=^ *\* @|^ *\*\/)/gm)]
  const blocks = found.map(([, text = '']): CodeBlock => {
    const lines = text.split('\n').map((line) => line.replace(/^ *\* ?/, ''))
    const code = lines.filter((line) => !line.startsWith('```')).join('\n')
    const used = new Map(names.filter(({ name }) => isUsed(code, name)).map(({ name, from }) => [name, from]))
    const imports = [...used].map(([name, from]) => `import { ${name} } from '${from}'\n`).join('')
    return {
      page: file,
      line: 0,
      language: 'ts',
      isContinued: false,
      code: imports + code,
      setup: '',
      output: undefined,
    }
  })
  const programs = makePrograms(blocks, {
    module: GIVEN,
    names: givenNames(),
  })
  return programs.map(({ text }, index) => ({
    file,
    path: folder.write(`${file.replace(/\W/g, '-')}-${String(index)}.ts`, text),
  }))
}

/** Whether an example calls or names something that it does not import by itself. */
function isUsed(code: string, name: string): boolean {
  return new RegExp(`(?<![\\w.'/])${name}(?![\\w'])`).test(code) && !new RegExp(`import .*\\b${name}\\b`).test(code)
}

beforeAll(async () => {
  Object.assign(globalThis, {
    __check: (actual: unknown[], expected: unknown[], comment: string): void => {
      expect(actual, `the comment says ${comment}`).toEqual(expected)
    },
  })
  await folder.bundle(run.map(({ path }) => path))
})

afterAll(() => {
  folder.remove()
})

describe('the examples in doc comments', () => {
  it('compile, with nothing but public names', { timeout: 120_000 }, () => {
    expect(folder.typeCheck(examples.map(({ path }) => path)).join('\n\n')).toBe('')
    expect(examples.length).toBeGreaterThan(30)
  })

  it.each(run)('run: $file', async ({ path }) => {
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    await import(/* @vite-ignore */ pathToFileURL(folder.bundled(path)).href)
  })
})
