import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RUNTIME_PACKAGES } from './versions.ts'

/** The runtimes that npm has. */
export type PackagedRuntime = keyof typeof RUNTIME_PACKAGES

const PACKAGED_RUNTIMES = Object.keys(RUNTIME_PACKAGES) as PackagedRuntime[]

const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/certkeep/runtimes', import.meta.url))

/**
 * Installs those that are not there yet in the version of the list, into a folder of their own: hundreds of megabytes that no `npm ci` should
 * carry. Gives what npm said where it failed.
 */
export function installRuntimes(runtimes: readonly PackagedRuntime[]): string | undefined {
  const missing = runtimes.filter((runtime) => !isInstalled(runtime))
  if (missing.length === 0) return undefined
  mkdirSync(FOLDER, { recursive: true })
  // What npm takes for whole, though it is not.
  for (const runtime of missing) rmSync(folderOf(runtime), { recursive: true, force: true })
  // With those that are there, since npm takes away what it is not told of.
  const packages = PACKAGED_RUNTIMES.filter((runtime) => missing.includes(runtime) || isInstalled(runtime)).map(
    (runtime) => `${runtime}@npm:${RUNTIME_PACKAGES[runtime].name}@${RUNTIME_PACKAGES[runtime].version}`,
  )
  const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  const { status, stderr, error } = spawnSync('npm', ['install', '--prefix', FOLDER, ...flags, ...packages], {
    cwd: FOLDER,
    encoding: 'utf8',
    timeout: 300_000,
  })
  return status === 0 ? undefined : `npm could not install ${packages.join(', ')}: ${error?.message ?? stderr}`
}

/** The program of a runtime, whether it is there or not. */
export function programOf(runtime: PackagedRuntime): string {
  return join(folderOf(runtime), RUNTIME_PACKAGES[runtime].program)
}

function folderOf(runtime: PackagedRuntime): string {
  return join(FOLDER, 'node_modules', runtime)
}

function isInstalled(runtime: PackagedRuntime): boolean {
  const manifest = join(folderOf(runtime), 'package.json')
  if (!existsSync(manifest) || !existsSync(programOf(runtime))) return false
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }
  return version === RUNTIME_PACKAGES[runtime].version
}
