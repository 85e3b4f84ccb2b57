import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import tsupConfig from '../../tsup.config.ts'

const installFolder = inject('installFolder')
const packedFiles = inject('packedFiles')
const packageFolder = join(installFolder, 'node_modules', 'certkeep')

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly bin: Readonly<Record<string, string>>
}

const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as Manifest
const subPaths = Object.keys(manifest.exports).filter((name) => name !== './package.json')

describe('the tarball', () => {
  it('holds the build and the papers, and nothing else', () => {
    const papers = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']
    expect(packedFiles.filter((path) => !path.startsWith('dist/'))).toEqual(papers)
    expect(packedFiles.filter((path) => !/\.(?:js|d\.ts|md|json)$/.test(path))).toEqual(['LICENSE'])
  })

  it('holds every file that package.json points to', () => {
    const targets = [
      ...Object.values(manifest.exports).flatMap((target) =>
        typeof target === 'string' ? target : Object.values(target),
      ),
      ...Object.values(manifest.bin),
    ]
    expect(targets.filter((target) => !existsSync(join(packageFolder, target)))).toEqual([])
  })

  it('exports exactly the entries of the build', () => {
    const { entry } = tsupConfig as { entry: Readonly<Record<string, string>> }
    const exported = subPaths.map((name) => (name === '.' ? 'index' : name.slice(2)))
    const commands = Object.values(manifest.bin).map((path) => path.replace(/^(?:\.\/)?dist\/(.*)\.js$/, '$1'))
    expect([...exported, ...commands].sort()).toEqual(Object.keys(entry).sort())
  })

  it('gives each sub-path its own types', () => {
    for (const name of subPaths) {
      const file = name === '.' ? 'index' : name.slice(2)
      expect(manifest.exports[name]).toEqual({ types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` })
    }
  })
})

describe('the installed package', () => {
  it.each(subPaths)('gives the same names through import and through require: %s', (subPath) => {
    const name = join('certkeep', subPath)
    const imported = runNode('probe.mjs', `import * as m from '${name}'; console.log(Object.keys(m).sort().join())`)
    const required = runNode('probe.cjs', `console.log(Object.keys(require('${name}')).sort().join())`)
    expect(imported.stderr).toBe('')
    expect(imported.stdout.trim()).not.toBe('')
    expect(required.stdout).toBe(imported.stdout)
  })

  it('hides what it does not export', () => {
    const { stderr } = runNode('probe.mjs', "import 'certkeep/dist/cli.js'")
    expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  it('runs its command', () => {
    const command = join(installFolder, 'node_modules', '.bin', 'certkeep')
    const script = existsSync(command) ? command : join(packageFolder, 'dist', 'cli.js')
    expect(readFileSync(script, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node')
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--help'], { encoding: 'utf8', input: '' })
    expect(stderr).toBe('')
    expect(stdout).toContain('certkeep')
    expect(status).toBe(0)
  })
})

function runNode(fileName: string, program: string): { stdout: string; stderr: string } {
  const path = join(installFolder, fileName)
  writeFileSync(path, program)
  return spawnSync(process.execPath, ['--no-warnings', path], { encoding: 'utf8', input: '' })
}
