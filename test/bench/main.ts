/**
 * Measures beside other libraries in one run: `npm run bench`, or `npm run bench -- crl` for one area alone.
 *
 * Bundles before it runs: what strips types at load time adds a call to every import and measures itself.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Inside the project, so that the packages that are not bundled are found.
const folder = `${root}node_modules/.cache/certkeep`

mkdirSync(folder, { recursive: true })
await build({
  entryPoints: ['run', 'crl-memory', 'registry-size', 'reflect-metadata'].map((name) => `${root}test/bench/${name}.ts`),
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['prettier', 'pkijs', 'asn1js', 'node-forge', '@peculiar/x509'],
})
const { status } = spawnSync(
  process.execPath,
  ['--expose-gc', '--import', `${folder}/reflect-metadata.mjs`, `${folder}/run.mjs`, ...process.argv.slice(2)],
  { stdio: 'inherit' },
)
process.exitCode = status ?? 1
