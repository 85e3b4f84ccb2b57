import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'
import {
  CERTIFICATE_DEFECTS,
  CRL_DEFECTS,
  KEY_DEFECTS,
  OCSP_DEFECTS,
  type DefectDescription,
} from '../../../src/testing/index.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const guide = readFileSync(join(root, 'docs/guide/testing.md'), 'utf8')

/** Inside the project, so that vitest and tsx are found. */
const cache = join(root, 'node_modules/.cache')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'certkeep-guide-'))

afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Without what vitest sets for its own children, which these are not. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_OPTIONS|TEST$|DEV$|PROD$|MODE$)/.test(name)),
)

/** The package as it is in `src`, by the names that its users import. */
const SOURCES: Readonly<Record<string, string>> = {
  certkeep: 'src/index.ts',
  'certkeep/testing': 'src/testing/index.ts',
  'certkeep/testing/server': 'src/testing/serve-authority.ts',
}

/** The code blocks of the guide that are whole programs, with imports of the package resolved. */
function programs(language: 'ts' | 'js'): readonly string[] {
  const blocks = [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, code = '']) => code,
  )
  return blocks
    .filter((code) => code.startsWith('import '))
    .map((code) => code.replace(/(?<= from ')certkeep[^']*/g, (name) => join(root, SOURCES[name] ?? name)))
}

describe('docs/guide/testing.md', () => {
  it('every example for vitest passes', () => {
    const examples = programs('ts')
    for (const [index, code] of examples.entries())
      writeFileSync(join(folder, `example-${String(index)}.test.ts`), code)
    // This folder would be left out by default, as it is in node_modules.
    writeFileSync(join(folder, 'vitest.config.mjs'), 'export default { test: { exclude: [] } }\n')
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--root', folder, '--reporter', 'json']
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env })
    expect(stdout, stderr).toContain('{')
    const report: unknown = JSON.parse(stdout.slice(stdout.indexOf('{')))
    expect(report, stdout + stderr).toMatchObject({ numPassedTests: examples.length, numFailedTests: 0, success: true })
    expect(examples.length).toBeGreaterThanOrEqual(4)
  })

  it('every example for node:test passes', () => {
    const examples = programs('js')
    for (const [index, code] of examples.entries()) writeFileSync(join(folder, `example-${String(index)}.mjs`), code)
    const files = examples.map((_, index) => join(folder, `example-${String(index)}.mjs`))
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', '--test', ...files], {
      cwd: root,
      encoding: 'utf8',
      env,
    })
    expect(stdout + stderr).toMatch(new RegExp(`^. pass ${String(examples.length)}$`, 'm'))
    expect(status).toBe(0)
    expect(examples).toHaveLength(1)
  })

  it.each([
    ['Certificates', CERTIFICATE_DEFECTS],
    ['CRLs', CRL_DEFECTS],
    ['OCSP responses', OCSP_DEFECTS],
    ['Private keys', KEY_DEFECTS],
  ] as const)('its table of defects is that of the code: %s', (title, table) => {
    const [, section = ''] = guide.split(`\n### ${title}\n`)
    const [, , ...rows] = (section.split('\n### ')[0] ?? '').trim().split('\n')
    const cells = rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    const expected = Object.entries<DefectDescription>(table).map(([name, { description, reference }]) => [
      `\`${name}\``,
      description,
      reference,
    ])
    expect(cells).toEqual(expected)
  })
})

describe('certkeep/testing', () => {
  it('is made for every platform: it bundles for a browser', async () => {
    const { errors, warnings } = await build({
      entryPoints: [join(root, 'src/testing/index.ts')],
      bundle: true,
      platform: 'browser',
      format: 'esm',
      write: false,
    })
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] })
  })
})
