import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, inject, it } from 'vitest'

const installFolder = inject('installFolder')

interface Limit {
  /** What a page imports. */
  readonly program: string
  readonly maxGzipBytes: number
  /** Texts that tell of code that the page did not ask for. */
  readonly mustNotContain: readonly string[]
}

/** How the base64 of one public root begins. */
const ISRG_ROOT_X1 = 'MIIFazCCA1OgAwIBAgIRAIIQz7DSQONZRGPgu2OCiwAw'

/** The one table of limits. Sizes are of what esbuild bundles and minifies, gzipped at level 9. */
const LIMITS: readonly Limit[] = [
  {
    program: "export { parsePem } from 'certkeep'",
    maxGzipBytes: 18_000,
    mustNotContain: ['OCSP', 'ocsp', 'certkeep/testing', 'subtle'],
  },
  {
    program: "export { parsePem, verifyKeyMatch } from 'certkeep'",
    maxGzipBytes: 20_000,
    mustNotContain: ['OCSP', 'ocsp'],
  },
  {
    // Less than the public roots alone.
    program: "export * from 'certkeep'",
    maxGzipBytes: 100_000,
    mustNotContain: [ISRG_ROOT_X1],
  },
  {
    program: "export { mozillaRoots } from 'certkeep/roots'",
    maxGzipBytes: 135_000,
    mustNotContain: ['subtle'],
  },
  {
    program: "export { rootsAgeDays } from 'certkeep/roots'",
    maxGzipBytes: 1_000,
    mustNotContain: [ISRG_ROOT_X1],
  },
]

describe('a bundle', () => {
  it.each(LIMITS)(
    'carries what it asks for and no more: $program',
    async ({ program, maxGzipBytes, mustNotContain }) => {
      const code = await bundle(program)
      expect(mustNotContain.filter((text) => code.includes(text))).toEqual([])
      expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(maxGzipBytes)
    },
  )

  it('carries nothing that only runs at import', async () => {
    // Without "sideEffects": false in reach, esbuild keeps every statement that it cannot prove to do nothing.
    const dist = join(installFolder, 'bare-dist')
    cpSync(join(installFolder, 'node_modules', 'certkeep', 'dist'), dist, { recursive: true })
    const code = await bundle("import './bare-dist/index.js'")
    rmSync(dist, { recursive: true })
    expect(code.slice(0, 1000)).toBe('')
  })
})

async function bundle(program: string): Promise<string> {
  const result = await build({
    stdin: { contents: program, resolveDir: installFolder },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    write: false,
    logLevel: 'silent',
  })
  return result.outputFiles.map(({ text }) => text).join('')
}
