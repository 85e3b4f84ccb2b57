import { writeFile } from 'node:fs/promises'
import type { WriteResult } from './cli-io.ts'

/** Writes a file that everybody may read. */
export async function writeOutputFile(path: string, text: string): Promise<WriteResult> {
  try {
    await writeFile(path, text)
    return { kind: 'written' }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { kind: 'failed', code: 'code' in error ? String(error.code) : '' }
  }
}
