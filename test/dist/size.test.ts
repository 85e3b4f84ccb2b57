import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type BuildOptions } from 'esbuild'
import ts from 'typescript'
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

/** Fields and media types that only the code for CRLs and OCSP answers has; certificates name OCSP as well. */
const REVOCATION = ['thisUpdate', 'nextUpdate', 'application/ocsp', 'application/pkix-crl']

/** Media types that only the code for fetching CRLs and OCSP answers has. */
const FETCHED_REVOCATION = ['application/ocsp', 'application/pkix-crl']

/** A word of the Korean messages. */
const MESSAGES = ['인증서']

/** The one table of limits. Sizes are of what esbuild bundles and minifies, gzipped at level 9. */
const LIMITS: readonly Limit[] = [
  {
    program: "export { parsePem } from 'certkeep'",
    maxGzipBytes: 39_000,
    mustNotContain: [...REVOCATION, ...MESSAGES, 'subtle'],
  },
  {
    program: "export { parsePem, verifyKeyMatch } from 'certkeep'",
    maxGzipBytes: 50_000,
    mustNotContain: [...REVOCATION, ...MESSAGES],
  },
  {
    program: "export { parsePem, verifyKeyMatch, buildChain } from 'certkeep'",
    // With what judges CRLs and OCSP answers at hand.
    maxGzipBytes: 75_000,
    mustNotContain: [...FETCHED_REVOCATION, ...MESSAGES, ISRG_ROOT_X1],
  },
  {
    // With the registry, and the words for it in two languages.
    program: "export * from 'certkeep'",
    maxGzipBytes: 135_000,
    mustNotContain: [ISRG_ROOT_X1],
  },
  {
    program: "export { convertToPem } from 'certkeep/convert'",
    maxGzipBytes: 72_000,
    mustNotContain: [...REVOCATION, ...MESSAGES, ISRG_ROOT_X1],
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
      const { code } = await bundle(program)
      expect.soft(mustNotContain.filter((text) => code.includes(text))).toEqual([])
      expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(maxGzipBytes)
    },
  )

  it('of the core carries no package but @noble/hashes', async () => {
    const { packages } = await bundle("export * from 'certkeep'")
    expect(packages).toEqual(['@noble/hashes', 'certkeep'])
  })

  it('of what converts carries no general ASN.1 library', async () => {
    const { packages } = await bundle("export * from 'certkeep/convert'")
    expect(packages).toEqual(['@noble/ciphers', '@noble/hashes', 'certkeep'])
  })

  it('carries nothing that only runs at import', async () => {
    // Without "sideEffects": false in reach, esbuild keeps every statement that it cannot prove to do nothing: a call
    // without @__PURE__, a spread, a read of a member. Such a statement, and all that it names, ends up in every bundle.
    const dist = join(installFolder, 'bare-dist')
    cpSync(join(installFolder, 'node_modules', 'certkeep', 'dist'), dist, { recursive: true })
    const { code } = await bundle("import './bare-dist/index.js'", { minify: false, minifySyntax: true })
    rmSync(dist, { recursive: true })
    const kept = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022).statements
    const working = kept.filter((statement) => !ts.isFunctionDeclaration(statement))
    expect(working.map((statement) => code.slice(statement.pos, statement.end).trim().slice(0, 80))).toEqual([])
  })
})

async function bundle(
  program: string,
  options: Pick<BuildOptions, 'minify' | 'minifySyntax'> = { minify: true },
): Promise<{ code: string; packages: readonly string[] }> {
  const result = await build({
    stdin: { contents: program, resolveDir: installFolder },
    absWorkingDir: installFolder,
    bundle: true,
    ...options,
    charset: 'utf8',
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  const packages = Object.keys(result.metafile.inputs).flatMap(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/[^]*$/.exec(path)?.[1] ?? [],
  )
  return {
    code: result.outputFiles.map(({ text }) => text).join(''),
    packages: [...new Set(packages)].sort(),
  }
}
