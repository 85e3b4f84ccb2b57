import { cpSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild'
import ts from 'typescript'
import { describe, expect, inject, it } from 'vitest'

const installFolder = inject('installFolder')

interface Limit {
  /** What a page imports. */
  readonly program: string
  /** What the page must load before it can begin, of a bundle that is split into parts. */
  readonly maxNeededBytes: number
  /** The same in one file, with all that would be loaded later. */
  readonly maxWholeBytes: number
  /** Texts that tell of code that the page did not ask for, or does not need to begin. */
  readonly mustNotContain: readonly string[]
}

/** How the base64 of one public root begins. */
const ISRG_ROOT_X1 = 'MIIFazCCA1OgAwIBAgIRAIIQz7DSQONZRGPgu2OCiwAw'

/** Fields and media types that only the code for CRLs and OCSP answers has; certificates name OCSP as well. */
const REVOCATION = ['thisUpdate', 'nextUpdate', 'application/ocsp', 'application/pkix-crl']

/** Media types that only the code for fetching CRLs and OCSP answers has. */
const FETCHED_REVOCATION = ['application/ocsp', 'application/pkix-crl']

/** The modulus of ML-DSA (FIPS 204 section 2.3), which only what expands its keys has, as esbuild writes it. */
const ML_DSA = ['8380417']

/** A word of the Korean messages. */
const MESSAGES = ['인증서']

/** The one table of limits. Sizes are of what esbuild bundles and minifies, each file gzipped at level 9. */
const LIMITS: readonly Limit[] = [
  {
    // In parts it is more: esbuild keeps what is loaded later for all of the library, and what that shares with parsePem.
    program: "export { parsePem } from 'certkeep'",
    maxNeededBytes: 45_000,
    maxWholeBytes: 38_800,
    mustNotContain: [...REVOCATION, ...MESSAGES, 'subtle'],
  },
  {
    program: "export { parsePem, verifyKeyMatch } from 'certkeep'",
    maxNeededBytes: 48_500,
    maxWholeBytes: 49_500,
    mustNotContain: [...REVOCATION, ...MESSAGES, ...ML_DSA],
  },
  {
    program: "export { parsePem, verifyKeyMatch, buildChain } from 'certkeep'",
    // What judges CRLs and OCSP answers at hand is loaded with the first of them.
    maxNeededBytes: 62_000,
    maxWholeBytes: 74_000,
    mustNotContain: [...REVOCATION, ...MESSAGES, ...ML_DSA, ISRG_ROOT_X1],
  },
  {
    // What fetches and judges CRLs and OCSP answers is loaded with the first bundle that asks for it.
    program: "export { validateBundle } from 'certkeep'",
    maxNeededBytes: 69_200,
    maxWholeBytes: 86_000,
    mustNotContain: [...FETCHED_REVOCATION, ...MESSAGES, ...ML_DSA, ISRG_ROOT_X1],
  },
  {
    // The words come with the language that is asked for.
    program: "export { validateBundle, loadProblemTexts } from 'certkeep'",
    maxNeededBytes: 69_500,
    maxWholeBytes: 111_000,
    mustNotContain: [...FETCHED_REVOCATION, ...MESSAGES, ...ML_DSA, ISRG_ROOT_X1],
  },
  {
    // With the registry, and the words for it in two languages.
    program: "export * from 'certkeep'",
    maxNeededBytes: 135_000,
    maxWholeBytes: 138_000,
    mustNotContain: [ISRG_ROOT_X1, ...ML_DSA],
  },
  {
    program: "export { convertToPem } from 'certkeep/convert'",
    maxNeededBytes: 64_000,
    maxWholeBytes: 67_000,
    mustNotContain: [...REVOCATION, ...MESSAGES, ISRG_ROOT_X1],
  },
  {
    program: "export { mozillaRoots } from 'certkeep/roots'",
    maxNeededBytes: 135_000,
    maxWholeBytes: 135_000,
    mustNotContain: ['subtle'],
  },
  {
    program: "export { rootsAgeDays } from 'certkeep/roots'",
    maxNeededBytes: 1_000,
    maxWholeBytes: 1_000,
    mustNotContain: [ISRG_ROOT_X1],
  },
]

describe('a bundle', () => {
  it.each(LIMITS)(
    'has a page load what it asks for and no more: $program',
    async ({ program, maxNeededBytes, maxWholeBytes, mustNotContain }) => {
      const needed = await bundleInParts(program)
      const { code } = await bundle(program)
      const sizes = { needed: sumOf(needed.map(gzipBytes)), whole: gzipBytes(code) }
      console.log(`${program}: ${JSON.stringify(sizes)}`)
      expect.soft(mustNotContain.filter((text) => needed.some((part) => part.includes(text)))).toEqual([])
      expect.soft(sizes.needed).toBeLessThanOrEqual(maxNeededBytes)
      expect(sizes.whole).toBeLessThanOrEqual(maxWholeBytes)
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
    const working: string[] = []
    const parts = new Set(['./index.js'])
    for (const part of parts) {
      const program = `import '${part.replace('./', './bare-dist/')}'`
      const { code } = await bundle(program, { minify: false, minifySyntax: true, plugins: [leaveParts(parts)] })
      const kept = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022).statements
      const others = kept.filter((statement) => !ts.isFunctionDeclaration(statement))
      working.push(...others.map((statement) => code.slice(statement.pos, statement.end).trim().slice(0, 80)))
    }
    rmSync(dist, { recursive: true })
    expect(parts.size).toBeGreaterThan(1)
    expect(working).toEqual([])
  })
})

function gzipBytes(code: string): number {
  return gzipSync(code, { level: 9 }).length
}

function sumOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0)
}

const ESBUILD = {
  absWorkingDir: installFolder,
  bundle: true,
  charset: 'utf8',
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  metafile: true,
  write: false,
  logLevel: 'silent',
} as const satisfies BuildOptions

/** The parts that a page must load to begin: the first, and all that it imports other than by `import()`. */
async function bundleInParts(program: string): Promise<readonly string[]> {
  const { outputFiles, metafile } = await build({
    ...ESBUILD,
    stdin: { contents: program, resolveDir: installFolder },
    minify: true,
    splitting: true,
    outdir: join(installFolder, 'parts'),
  })
  const needed = neededOf(metafile)
  return outputFiles.filter(({ path }) => needed.has(relative(installFolder, path))).map(({ text }) => text)
}

function neededOf({ outputs }: Metafile): ReadonlySet<string> {
  const needed = new Set(Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === '<stdin>'))
  for (const path of needed) {
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') needed.add(imported)
    }
  }
  return needed
}

/** Leaves what is loaded later out of the bundle, and adds it to `parts`. */
function leaveParts(parts: Set<string>): Plugin {
  return {
    name: 'leave-parts',
    setup: (build) => {
      build.onResolve({ filter: /./ }, ({ kind, path }) => {
        if (kind !== 'dynamic-import') return undefined
        parts.add(path)
        return { external: true }
      })
    },
  }
}

/** Everything in one file. */
async function bundle(
  program: string,
  options: Pick<BuildOptions, 'minify' | 'minifySyntax' | 'plugins'> = { minify: true },
): Promise<{ code: string; packages: readonly string[] }> {
  const result = await build({
    ...ESBUILD,
    stdin: { contents: program, resolveDir: installFolder },
    ...options,
  })
  const packages = Object.keys(result.metafile.inputs).flatMap(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/[^]*$/.exec(path)?.[1] ?? [],
  )
  return {
    code: result.outputFiles.map(({ text }) => text).join(''),
    packages: [...new Set(packages)].sort(),
  }
}
