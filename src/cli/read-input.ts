import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { InputResult } from './cli-io.ts'

/** What a shell passes for `<(…)`: pipes that are open already. A pipe by any other name may wait forever for its writer. */
const OPEN_PIPE = /^\/(?:dev|proc\/self)\/fd\/\d+$|^\/dev\/stdin$/

/** Reads a file of at most `maxBytes`. Never waits for another process, and never reads a device. */
export async function readInputFile(path: string, maxBytes: number): Promise<InputResult> {
  let file: FileHandle | undefined
  try {
    const isOpenPipe = OPEN_PIPE.test(path)
    // Windows has no such flag, which `|` takes for 0, and no pipes among its files.
    file = await open(path, constants.O_RDONLY | (isOpenPipe ? 0 : constants.O_NONBLOCK))
    const stats = await file.stat()
    if (stats.isDirectory()) return { kind: 'unreadable', reason: 'directory', code: '' }
    if (!stats.isFile() && !(isOpenPipe && stats.isFIFO()))
      return { kind: 'unreadable', reason: 'not-regular', code: '' }
    return await collectChunks(file.createReadStream({ autoClose: false }), maxBytes)
  } catch (error) {
    return readFailure(error)
  } finally {
    await file?.close()
  }
}

/** Gathers a stream of at most `maxBytes`; one byte more ends the reading. */
export async function collectChunks(chunks: AsyncIterable<unknown>, maxBytes: number): Promise<InputResult> {
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of chunks) {
      const part = chunk instanceof Uint8Array ? chunk : new TextEncoder().encode(String(chunk))
      length += part.length
      if (length > maxBytes) return { kind: 'unreadable', reason: 'too-large', code: '' }
      parts.push(part)
    }
  } catch (error) {
    return readFailure(error)
  }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return { kind: 'bytes', bytes }
}

function readFailure(error: unknown): InputResult {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ERR_INVALID_ARG_VALUE':
      return { kind: 'unreadable', reason: 'not-found', code }
    case 'EISDIR':
      return { kind: 'unreadable', reason: 'directory', code }
    case 'EACCES':
    case 'EPERM':
      return { kind: 'unreadable', reason: 'no-permission', code }
    case 'ENXIO':
      return { kind: 'unreadable', reason: 'not-regular', code }
    default:
      return { kind: 'unreadable', reason: 'failed', code }
  }
}
