import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SignatureVerifier } from '../../src/index.ts'
import { buildChain } from '../../src/path/build-chain.ts'
import { differenceOf } from './difference.ts'
import { RUNTIMES, type RuntimeId } from './env.ts'
import { testAbilities } from './parts/abilities.ts'
import { lackRows } from './render-lacks.ts'
import type { Samples } from './samples.ts'
import { runTests } from './test-run.ts'
import { RUNTIME_PACKAGES } from './versions.ts'

const top = fileURLToPath(new URL('../..', import.meta.url))
const guide = readFileSync(`${top}docs/guide/runtimes.md`, 'utf8')
const runtimes = Object.keys(RUNTIMES) as RuntimeId[]

afterEach(() => {
  vi.unstubAllGlobals()
})

/** The cells of each table of the guide, without the line below the heads. */
function tablesOf(markdown: string): readonly (readonly (readonly string[])[])[] {
  const tables = markdown.match(/(?:^\|.*\n)+/gm) ?? []
  return tables.map((table) =>
    table
      .trimEnd()
      .split('\n')
      .filter((_, index) => index !== 1)
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  )
}

describe('the guide to runtimes', () => {
  const [versions = [], features = []] = tablesOf(guide)

  it('says of every runtime what the suite has found true of it', () => {
    const heads = ['', ...runtimes.map((runtime) => RUNTIMES[runtime].title)]
    expect(features).toEqual([heads, ...lackRows(runtimes)])
  })

  it('names the versions that are tested', () => {
    const packaged = Object.entries(RUNTIME_PACKAGES).map(([runtime, { version }]) => [
      RUNTIMES[runtime as keyof typeof RUNTIME_PACKAGES].title,
      version,
    ])
    expect(versions.filter(([, version]) => /^\d/.test(version ?? ''))).toEqual(packaged)
  })

  it('offers a verifier that checks a chain where a page has no WebCrypto', async () => {
    const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(guide) ?? []
    const { outputFiles } = await build({
      stdin: { contents: example, resolveDir: top },
      alias: { certkeep: `${top}src/index.ts`, 'certkeep/noble': `${top}src/noble/index.ts` },
      bundle: true,
      write: false,
      format: 'esm',
      tsconfigRaw: {},
    })
    const script = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')
    vi.stubGlobal('crypto', {})
    const { verifier } = (await import(/* @vite-ignore */ `data:text/javascript;base64,${script}`)) as {
      readonly verifier: SignatureVerifier
    }
    const [leaf = '', issuing = '', root = ''] = readFileSync(`${top}fixtures/pem/fullchain.crt`, 'utf8').split(
      /(?<=-----END CERTIFICATE-----\n)/,
    )
    const options = { anchors: [root], intermediates: [issuing], at: new Date('2026-06-15T00:00:00Z') }
    expect(await buildChain(leaf, { ...options, verifier })).toMatchObject({ ok: true })
    expect(await buildChain(leaf, options)).toMatchObject({ ok: false, problems: [{ code: 'signature-unsupported' }] })
  })
})

describe('the list of what runtimes lack', () => {
  const failuresOf = async (runtime: RuntimeId): Promise<readonly string[]> => {
    const { results } = await runTests(runtime, {} as Samples, testAbilities)
    return results.flatMap(({ name, error }) => (error === null ? [] : [name]))
  }

  it('fails for an entry that is not needed', async () => {
    const failures = await failuresOf('chromium-insecure')
    expect(failures).toContain('the platform lacks WebCrypto, as is said of it')
    expect(failures).not.toContain('the platform has structuredClone')
  })

  it('fails for a feature that is missing', async () => {
    vi.stubGlobal('structuredClone', undefined)
    expect(await failuresOf('node-20')).toContain('the platform has structuredClone')
  })
})

describe('differenceOf()', () => {
  it.each<[unknown, unknown]>([
    [1, 1],
    [Number.NaN, Number.NaN],
    ['a', 'a'],
    [
      [1, { a: [2] }],
      [1, { a: [2] }],
    ],
    [new Date(5), new Date(5)],
    [Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
  ])('finds none between %o and %o', (actual, expected) => {
    expect(differenceOf(actual, expected, 'all')).toBeUndefined()
  })

  it.each<[unknown, unknown]>([
    [1, 2],
    [1, '1'],
    [null, undefined],
    [null, {}],
    [[1], [1, 2]],
    [[1, 2], [1]],
    [{ a: 1 }, {}],
    [{}, { a: 1 }],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [new Date(5), new Date(6)],
    [{}, new Date(5)],
    [Uint8Array.of(1, 2), Uint8Array.of(1, 3)],
    [Uint8Array.of(1), [1]],
  ])('tells %o from %o', (actual, expected) => {
    expect(differenceOf(actual, expected, 'all')).toMatch(/^value/)
  })

  it('lets objects hold more where that is asked for, and lists not', () => {
    expect(differenceOf({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3 } }, 'named')).toBeUndefined()
    expect(differenceOf({ a: [1, 2] }, { a: [1] }, 'named')).toBeDefined()
    expect(differenceOf({ a: 1 }, { b: undefined, a: 2 }, 'named')).toBe('value.a is 1 instead of 2')
  })
})
