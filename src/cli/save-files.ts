import { randomUUID } from 'node:crypto'
import { link, lstat, open, rename, unlink } from 'node:fs/promises'
import type { FileToSave, WriteResult } from './cli-io.ts'

/** As `files` stand; `undefined` for one that was not written because another failed. */
type SaveResults = readonly (WriteResult | undefined)[]

/**
 * Writes whole files, all or none: each next to its place under another name first, with the access that it is to have from its
 * first byte on, and when all are there, each into its place. A file that is there is replaced with its access, or is left alone.
 *
 * What can fail once the first has come into its place is a file or folder that has another's name, or the disk.
 */
export async function saveFiles(files: readonly FileToSave[], existing: 'keep' | 'replace'): Promise<SaveResults> {
  const staged = files.map((file) => ({ ...file, temporary: `${file.path}.${randomUUID()}.tmp` }))
  try {
    const written = await untilFailure(staged, writeTemporary)
    if (written.some((result) => result?.kind !== 'written')) {
      return written.map((result) => (result?.kind === 'failed' ? result : undefined))
    }
    // A link fails where there is a file of that name; a rename takes its place.
    return await untilFailure(staged, ({ temporary, path }) =>
      existing === 'replace' ? rename(temporary, path) : link(temporary, path),
    )
  } finally {
    for (const { temporary } of staged) await removeIfThere(temporary)
  }
}

async function untilFailure<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<SaveResults> {
  const results: (WriteResult | undefined)[] = []
  for (const item of items) {
    const hasFailed = results.some((result) => result?.kind !== 'written')
    results.push(hasFailed ? undefined : await resultOf(act(item)))
  }
  return results
}

async function resultOf(act: Promise<void>): Promise<WriteResult> {
  try {
    await act
    return { kind: 'written' }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { kind: 'failed', code: 'code' in error ? String(error.code) : '' }
  }
}

async function writeTemporary({ temporary, text, access }: FileToSave & { readonly temporary: string }): Promise<void> {
  const file = await open(temporary, 'wx', access === 'owner' ? 0o600 : 0o644)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
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
    // Mostly it was renamed or never made, which is what is wanted; whatever else there is, the results are what to tell of.
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}
