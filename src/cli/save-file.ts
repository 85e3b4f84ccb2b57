import { randomUUID } from 'node:crypto'
import { link, lstat, open, rename, unlink } from 'node:fs/promises'
import type { SaveOptions, WriteResult } from './cli-io.ts'

/**
 * Writes a whole file or none: next to its place under another name first, with the access that it is to have from its first
 * byte on, then into its place. A file that is there is replaced with its access, or is left alone.
 */
export async function saveFile(path: string, text: string, { access, existing }: SaveOptions): Promise<WriteResult> {
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(temporary, 'wx', access === 'owner' ? 0o600 : 0o644)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    // A link fails where there is a file of that name; a rename takes its place.
    if (existing === 'replace') await rename(temporary, path)
    else {
      await link(temporary, path)
      await unlink(temporary)
    }
    return { kind: 'written' }
  } catch (error) {
    await removeIfThere(temporary)
    return failureOf(error)
  }
}

/** Whether anything has this name, also a link that leads nowhere. */
export async function fileExists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    // Mostly it was never made, which is what is wanted; whatever else there is, the failure before is the one to tell of.
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}

function failureOf(error: unknown): WriteResult {
  if (!(error instanceof Error)) throw error
  return { kind: 'failed', code: 'code' in error ? String(error.code) : '' }
}
