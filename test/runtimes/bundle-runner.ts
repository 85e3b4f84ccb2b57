import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { RuntimeId } from './env.ts'
import type { Samples } from './samples.ts'

/** How a runtime is given the suite; the files in `runners` have these names. */
export type RunnerKind = 'server' | 'worker' | 'page'

/** Puts a runner, the suite and the samples into one file. For servers the package stays outside, so that they load it themselves. */
export async function bundleRunner(
  kind: RunnerKind,
  runtime: RuntimeId,
  samples: Samples,
  file: string,
): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL(`runners/${kind}.ts`, import.meta.url))],
    outfile: file,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    external: kind === 'server' ? ['certkeep', 'node:*'] : [],
    define: { RUNTIME: JSON.stringify(runtime), SAMPLES: JSON.stringify(samples) },
    // Without the paths of test/tsconfig.json: the package is what was built.
    tsconfigRaw: {},
    logLevel: 'warning',
    // In a folder named node_modules, where users have the package, esbuild does not speak of it.
    logOverride: { 'ignored-bare-import': 'silent' },
  })
}
