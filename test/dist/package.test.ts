import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import tsupConfig from '../../tsup.config.ts'

const installFolder = inject('installFolder')
const packedFiles = inject('packedFiles')
const LEAF = readFileSync(new URL('../../fixtures/pem/server.crt', import.meta.url), 'utf8')
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
    // Parts are for index.js, and cannot be imported.
    const offered = Object.keys(entry).filter((name) => !name.startsWith('parts/'))
    expect([...exported, ...commands].sort()).toEqual(offered.sort())
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

  it('says by a code that a part of it could not be loaded', () => {
    const copy = join(installFolder, 'part-lost')
    cpSync(packageFolder, copy, { recursive: true })
    for (const file of readdirSync(join(copy, 'dist'))) {
      if (file.startsWith('path-evidence-')) rmSync(join(copy, 'dist', file))
    }
    const program = `
      import { buildChain } from './part-lost/dist/index.js'
      const leaf = ${JSON.stringify(LEAF)}
      console.log((await buildChain(leaf, { anchors: [] })).ok)
      await buildChain(leaf, { anchors: [], crls: ['no CRL'] }).catch(({ code }) => console.log(code))
    `
    const { stdout } = runNode('probe.mjs', program)
    rmSync(copy, { recursive: true })
    expect(stdout.trim().split('\n')).toEqual(['false', 'ERR_PART_NOT_LOADED'])
  })

  it('loads its parts also where it was required', () => {
    const program = `
      const { buildChain } = require('certkeep')
      buildChain(${JSON.stringify(LEAF)}, { anchors: [], crls: ['no CRL'] })
        .then(({ problems }) => console.log(problems.some(({ code }) => code === 'evidence-malformed')))
    `
    expect(runNode('probe.cjs', program).stdout.trim()).toBe('true')
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
