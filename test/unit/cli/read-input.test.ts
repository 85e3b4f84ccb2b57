import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { collectChunks, readInputFile } from '../../../src/cli/read-input.ts'
import { LEAF } from './samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'certkeep-cli-'))

afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('readInputFile()', () => {
  it('reads a file of exactly the largest size, and refuses one byte more', async () => {
    const path = join(folder, 'sized')
    writeFileSync(path, 'x'.repeat(100_001))
    expect(await readInputFile(path, 100_001)).toMatchObject({ kind: 'bytes', bytes: { length: 100_001 } })
    expect(await readInputFile(path, 100_000)).toMatchObject({ reason: 'too-large' })
  })

  it('reads an empty file', async () => {
    const path = join(folder, 'empty')
    writeFileSync(path, '')
    expect(await readInputFile(path, 10)).toEqual({ kind: 'bytes', bytes: new Uint8Array() })
  })

  it.each([
    ['missing', join(folder, 'missing'), 'not-found'],
    ['below a file', join(folder, 'sized', 'x'), 'not-found'],
    ['named with a zero character', 'a\0b', 'not-found'],
    ['a directory', folder, 'directory'],
    ['a device', '/dev/zero', 'not-regular'],
  ])('tells of a path that is %s', async (_, path, reason) => {
    expect(await readInputFile(path, 10)).toMatchObject({ kind: 'unreadable', reason })
  })

  it('does not wait for the writer of a named pipe', async () => {
    const path = join(folder, 'pipe')
    execFileSync('mkfifo', [path])
    expect(await readInputFile(path, 10)).toMatchObject({ kind: 'unreadable', reason: 'not-regular' })
  })
})

describe('collectChunks()', () => {
  it('stops reading an endless stream', async () => {
    const { stdout, kill } = endless()
    expect(await collectChunks(stdout, 1_000_000)).toMatchObject({ reason: 'too-large' })
    kill()
  })

  it('puts the chunks of a stream together', async () => {
    const { stdout } = spawn('printf', ['%s', LEAF])
    expect(await collectChunks(stdout, 10_000)).toEqual({ kind: 'bytes', bytes: new TextEncoder().encode(LEAF) })
  })
})

function endless(): { readonly stdout: AsyncIterable<unknown>; readonly kill: () => void } {
  const child = spawn('yes')
  return {
    stdout: child.stdout,
    kill: () => {
      child.kill()
    },
  }
}
