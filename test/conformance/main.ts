/**
 * Runs the conformance suites on the data in a folder and prints the figures of each: `npm run conformance -- DIR`.
 *
 * Ends with status 0 if every case gives the answer that is expected of it or listed as a deviation, 1 if not, and 2 for a wrong call.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = process.argv[2] ?? process.env['CERTKEEP_CONFORMANCE']

if (folder === undefined || !existsSync(resolve(folder, 'INDEX.md'))) {
  console.error('usage: npm run conformance -- DIR, where DIR holds the conformance data with its INDEX.md')
  process.exitCode = 2
} else {
  const vitest = [
    resolve(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '-c',
    'test/vitest.config.ts',
    '--project',
    'conformance',
  ]
  const { status } = spawnSync(process.execPath, vitest, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CERTKEEP_CONFORMANCE: resolve(folder) },
  })
  process.exitCode = status ?? 1
}
