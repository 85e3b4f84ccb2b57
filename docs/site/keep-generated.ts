import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PROJECT } from './entry-points.ts'

/** Writes generated files; with `--check` among the arguments, tells which differ from those that are there, and fails. */
export function keepGenerated(files: ReadonlyMap<string, string>): void {
  const isCheck = process.argv.includes('--check')
  for (const [name, text] of files) {
    const path = join(PROJECT, name)
    if (!isCheck) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
      console.log(`${name}: written`)
    } else if (readOrEmpty(path) !== text) {
      console.error(`${name} is not what its generator makes`)
      process.exitCode = 1
    }
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
