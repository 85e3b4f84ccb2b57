import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { parse } from 'parse5'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
// What @peculiar/x509 demands of its surroundings, as its users load it too.
import '../bench/reflect-metadata.ts'
import { PROJECT } from '../../docs/site/entry-points.ts'
import { createExampleFolder } from './build-examples.ts'
import { makePrograms, type ExampleProgram } from './example-program.ts'
import { GIVEN, givenNames } from './given-names.ts'
import { FOR_READING, NOT_RUN, type Exemption } from './exempt-blocks.ts'
import { listPages, placeOf, readBlocks, type CodeBlock } from './read-pages.ts'

const LANGUAGES_OF_PROGRAMS = ['ts', 'tsx', 'js']

/** Those of docs/api are made of the declarations themselves. */
const pages = listPages().filter((page) => !page.startsWith('docs/api/'))
const blocks = pages.flatMap((page) => readBlocks(page))
const folder = createExampleFolder()

/** Without what vitest sets for its own children, which those here are not. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_OPTIONS|TEST$|DEV$|PROD$|MODE$)/.test(name)),
)

/** What comments say of values that the example that is running has come to. */
const reached = new Set<string>()

interface Example extends ExampleProgram {
  readonly place: string
  readonly path: string
}

const examples: readonly Example[] = pages.flatMap((page) => {
  const programs = blocks.filter((block) => block.page === page && LANGUAGES_OF_PROGRAMS.includes(block.language))
  return makePrograms(programs, { module: GIVEN, names: givenNames() }).map((program) => {
    const place = placeOf(program.block)
    const isTest = program.imports.includes('vitest')
    const file = `${place.replace(/[^\w]/g, '-')}${isTest ? '.test' : ''}.${program.extension}`
    return { ...program, place, path: folder.write(file, program.text) }
  })
})

const run = examples.filter(({ block }) => exemptionOf(block) === undefined)
const forVitest = run.filter(({ imports }) => imports.includes('vitest'))
const forNodeTest = run.filter(({ imports }) => imports.includes('node:test'))
const programs = run.filter((example) => !forVitest.includes(example) && !forNodeTest.includes(example))

beforeAll(async () => {
  Object.assign(globalThis, {
    __check: (actual: unknown[], expected: unknown[], comment: string): void => {
      reached.add(comment)
      expect(actual, `the comment says ${comment}`).toEqual(expected)
    },
  })
  await folder.bundle(run.map(({ path }) => path))
})

afterAll(() => {
  folder.remove()
})

function exemptionOf(block: CodeBlock): Exemption | undefined {
  return NOT_RUN.find(
    ({ page, language, contains = '' }) =>
      page === block.page && language === block.language && block.code.includes(contains),
  )
}

describe('the code in README.md and docs', () => {
  it('is in a language that is checked, or read for a reason', () => {
    const checked = [...LANGUAGES_OF_PROGRAMS, 'sh', 'json', 'html', ...Object.keys(FOR_READING)]
    expect(blocks.filter(({ language }) => !checked.includes(language)).map(placeOf)).toEqual([])
  })

  it('compiles against the package, as strictly as any user may', { timeout: 120_000 }, () => {
    const complaints = folder.typeCheck(examples.map(({ path }) => path))
    expect(complaints.join('\n\n')).toBe('')
    expect(examples.length).toBeGreaterThan(20)
  })

  it.each(programs)('runs: $place', async ({ path, assertions }) => {
    reached.clear()
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    await import(/* @vite-ignore */ pathToFileURL(folder.bundled(path)).href)
    // A value that a comment promises behind a condition is none if nobody comes there.
    expect([...reached].sort()).toEqual([...new Set(assertions)].sort())
  })

  it('passes where it is a test for vitest', { timeout: 60_000 }, () => {
    // This folder would be left out by default, as it is in node_modules.
    folder.write('vitest.config.mjs', 'export default { test: { exclude: [], include: ["out/**"] } }\n')
    const files = forVitest.map(({ path }) => folder.bundled(path))
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--root', folder.path, '--reporter', 'json', ...files]
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: PROJECT, encoding: 'utf8', env })
    expect(stdout, stderr).toContain('{')
    const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as VitestReport
    expect(report, stdout + stderr).toMatchObject({ numFailedTests: 0, success: true })
    expect(report.testResults.filter(({ assertionResults }) => assertionResults.length > 0)).toHaveLength(files.length)
    expect(files.length).toBeGreaterThanOrEqual(4)
  })

  it('passes where it is a test for node:test', () => {
    const files = forNodeTest.map(({ path }) => folder.bundled(path))
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--test', ...files], {
      cwd: PROJECT,
      encoding: 'utf8',
      env,
    })
    expect(stdout + stderr).toMatch(/^. fail 0$/m)
    expect(Number(/^. pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThanOrEqual(files.length)
    expect(status).toBe(0)
    expect(files.length).toBeGreaterThanOrEqual(1)
  })

  it.each(blocks.filter(({ language }) => language === 'json').map((block) => [placeOf(block), block] as const))(
    'is JSON: %s',
    (_place, { code }) => {
      expect(() => JSON.parse(code) as unknown).not.toThrow()
    },
  )

  it.each(blocks.filter(({ language }) => language === 'html').map((block) => [placeOf(block), block] as const))(
    'is HTML: %s',
    (_place, { code }) => {
      const errors: string[] = []
      parse(`<!doctype html><title>.</title><body>${code}`, { onParseError: ({ code: error }) => errors.push(error) })
      expect(errors).toEqual([])
    },
  )

  it('is not excused without need', () => {
    const unused = NOT_RUN.filter((exemption) => !blocks.some((block) => exemptionOf(block) === exemption))
    expect(unused).toEqual([])
  })
})

describe('the runner of examples', () => {
  const block = (code: string, isContinued = false, setup = ''): CodeBlock => ({
    page: 'page.md',
    line: 1,
    language: 'ts',
    isContinued,
    code,
    setup,
    output: undefined,
  })
  const texts = (...all: readonly CodeBlock[]): readonly string[] =>
    makePrograms(all, { module: 'given', names: new Set(['pem', 'certificate']) }).map(({ text }) => text)

  it('gives a block what it uses and does not declare', () => {
    expect(texts(block('const certificate = read(pem)'))[0]).toContain("import { pem } from 'given'")
    expect(texts(block('read(certificate.pem)'))[0]).toContain("import { certificate } from 'given'")
  })

  it('joins a block that is continued with those before it, and imports each name once', () => {
    const [, second = ''] = texts(
      block("import { a } from 'x'\nconst one = a\n"),
      block("import { a, b } from 'x'\nb(one)", true),
    )
    expect(second.match(/import .*/g)).toEqual(["import { a, b } from 'x'"])
    expect(second).toContain('const one = a')
    expect(second).toContain('b(one)')
  })

  it('checks what a comment says that is a value, and evaluates it once', () => {
    const [text = ''] = texts(block("f() // 'x'\nconsole.log(1, g()) // 1, [2, { a: -3 }]\nconst y = h() // true"))
    expect(text).toContain(`__check([f()], ['x'], "'x'")`)
    expect(text).toContain('__check([1, g()], [1, [2, { a: -3 }]], ')
    expect(text).toMatch(/const y = h\(\);__check\(\[y\], \[true\]/)
    expect(text.match(/[fgh]\(\)/g)).toHaveLength(3)
  })

  it('leaves a comment alone that only tells', () => {
    expect(texts(block('f() // on 1 June\ng() // see below\nh() // soon'))[0]).not.toContain('__check')
  })

  it('finds the hidden setup of a page, and the output that follows commands', () => {
    const text = '<!-- setup\nconst a = 1\n-->\n\n```ts\nuse(a)\n```\n\n```sh\nls\n```\n\n```text\nout\n```\n'
    expect(readBlocks('page.md', text)).toMatchObject([
      { line: 5, language: 'ts', setup: 'const a = 1\n', output: undefined },
      { line: 9, language: 'sh', output: 'out\n' },
      { line: 13, language: 'text' },
    ])
  })
})

interface VitestReport {
  readonly testResults: readonly { readonly assertionResults: readonly unknown[] }[]
}
