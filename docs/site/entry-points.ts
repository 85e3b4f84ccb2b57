import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Options } from 'tsup'
import buildOptions from '../../tsup.config.ts'

/** The folder of the project. */
export const PROJECT: string = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/**
 * What users import, and the file of `src` that it stands for: `certkeep/node` and `src/node/index.ts`.
 *
 * The names are those of `exports` in package.json, the files those that the build makes them from, so that neither documentation
 * nor its examples know a list of their own.
 */
export function entryPoints(): ReadonlyMap<string, string> {
  const { name, exports } = JSON.parse(readFileSync(`${PROJECT}/package.json`, 'utf8')) as Manifest
  const sources = (buildOptions as Options).entry as Readonly<Record<string, string>>
  const found = Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return []
    const source = sources[target.types.replace(/^\.\/dist\/|\.d\.ts$/g, '')]
    if (source === undefined || !existsSync(`${PROJECT}/${source}`)) throw new Error(`nothing is built as ${path}`)
    return [[path.replace(/^\./, name), source] as const]
  })
  return new Map(found)
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>
}
