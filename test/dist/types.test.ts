import { spawnSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, it } from 'vitest'

const installFolder = inject('installFolder')
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
const top = fileURLToPath(new URL('../..', import.meta.url))

interface Surroundings {
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
}

const SURROUNDINGS: readonly Surroundings[] = [
  { name: 'browser', options: { lib: ['ES2022', 'DOM'], types: [], skipLibCheck: false } },
  {
    name: 'node',
    options: {
      lib: ['ES2022'],
      types: ['node'],
      typeRoots: [join(top, 'node_modules', '@types')],
      skipLibCheck: false,
    },
  },
  // Neither AbortSignal nor URL exists here, so the declarations themselves cannot be checked, only their use.
  { name: 'bare', options: { lib: ['ES2022'], types: [], skipLibCheck: true } },
  { name: 'bundler', options: { lib: ['ES2022', 'DOM'], types: [], module: 'ESNext', moduleResolution: 'bundler' } },
]

describe('the declarations', () => {
  it.each(SURROUNDINGS)('compile for a user: $name', ({ name, options }) => {
    cpSync(join(top, 'test', 'types', 'consumer.ts'), join(installFolder, 'consumer.ts'))
    const config = join(installFolder, `tsconfig.${name}.json`)
    const compilerOptions = { target: 'ES2022', module: 'NodeNext', strict: true, noEmit: true, ...options }
    writeFileSync(config, JSON.stringify({ compilerOptions, files: ['consumer.ts'] }))
    const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', config], { encoding: 'utf8' })
    expect(stdout).toBe('')
    expect(status).toBe(0)
  })
})
