import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { createTestAuthority } from '../../src/testing/index.ts'

const top = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(inject('installFolder'), 'registry-service')
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')

let service: ChildProcess | undefined

afterEach(() => {
  service?.kill('SIGKILL')
})

describe('the example service beside the installed package', () => {
  it('compiles, runs, keeps a certificate with its key, and ends when it is told to', async () => {
    cpSync(join(top, 'docs/examples/registry-service'), folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
    const compilerOptions = {
      ...{ target: 'ES2022', lib: ['ES2022'], module: 'NodeNext', strict: true, rewriteRelativeImportExtensions: true },
      ...{ types: ['node'], typeRoots: [join(top, 'node_modules', '@types')], outDir: 'built' },
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
    const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' })
    expect(stdout).toBe('')
    expect(status).toBe(0)

    const root = await createTestAuthority({ at: new Date() })
    const { key, pem, chainPem } = await root.leaf()
    writeFileSync(join(folder, 'roots.pem'), root.pem)
    const running = spawn(process.execPath, [join(folder, 'built/main.js')], {
      env: {
        PORT: '0',
        API_TOKEN: 'token',
        ROOTS_FILE: join(folder, 'roots.pem'),
        SEALING_KEY: Buffer.alloc(32, 1).toString('base64'),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    service = running
    const [line] = (await once(createInterface(running.stdout), 'line')) as [string]
    const { port } = JSON.parse(line) as { readonly port: number }

    const url = `http://127.0.0.1:${String(port)}/certificates`
    const headers = { authorization: 'Bearer token', 'content-type': 'application/json' }
    const body = JSON.stringify({ name: 'www', privateKey: key.pkcs8, certificate: pem, chain: chainPem })
    const made = await fetch(url, { method: 'POST', headers, body })
    const text = await made.text()
    expect(made.status, text).toBe(201)
    expect(JSON.parse(text)).toMatchObject({ name: 'www', hasKey: true })
    expect(text).not.toContain('PRIVATE KEY')
    expect((await fetch(url)).status).toBe(401)

    running.kill('SIGTERM')
    expect(await once(running, 'exit')).toEqual([0, null])
  })
})
