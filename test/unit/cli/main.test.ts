import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))
const LEAF = fileURLToPath(new URL('../../../fixtures/pem/server.crt', import.meta.url))
const INSPECT = ['inspect', '--lang', 'en', '--at', '2026-07-01', LEAF]

interface Ended {
  readonly status: number | null
  readonly stderr: string
}

/** Runs the command as a process; of its two outputs, one may be closed before anything is written, or be a file. */
async function start(
  args: readonly string[],
  closed: 'stdout' | 'stderr' | undefined,
  stdout?: number,
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
  })
  if (closed !== undefined) child[closed]?.destroy()
  let stderr = ''
  child.stderr?.on('data', (text) => (stderr += String(text)))
  if (closed !== 'stdout') child.stdout?.resume()
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, stderr })))
}

it('keeps its exit status and its peace when nobody reads what it prints', async () => {
  expect(await start(INSPECT, 'stdout')).toEqual({ status: 0, stderr: '' })
})

it('keeps its exit status when nobody reads its complaint', async () => {
  expect((await start(['inspekt'], 'stderr')).status).toBe(2)
})

it.runIf(existsSync('/dev/full'))('says in one line that what it found could not be written, and fails', async () => {
  const full = openSync('/dev/full', 'w')
  const { status, stderr } = await start(INSPECT, undefined, full)
  closeSync(full)
  expect(stderr).toMatch(/^certkeep: ENOSPC[^\n]*\n$/)
  expect(status).toBe(1)
})
