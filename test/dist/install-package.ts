import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder whose node_modules holds the packed package and what it depends on. */
    installFolder: string
    /** Paths of the files in the tarball, sorted. */
    packedFiles: readonly string[]
  }
}

const top = fileURLToPath(new URL('../..', import.meta.url))

/** What npm says where there is no network, as opposed to a package that cannot be installed. */
const NO_NETWORK =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b/

/**
 * Builds and packs the package and installs the tarball into an empty folder, as a user would.
 *
 * Everything happens in a temporary folder: a stale `dist` cannot pass for a fresh one.
 */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'certkeep-dist-'))
  const packFolder = join(folder, 'pack')
  const installFolder = join(folder, 'install')
  mkdirSync(packFolder)
  mkdirSync(installFolder)

  run(top, 'npx', ['--no-install', 'tsup', '--silent', '--out-dir', join(packFolder, 'dist')])
  for (const name of readdirSync(top)) {
    if (/^(package\.json|LICENSE|README\.md|CHANGELOG\.md)$/.test(name)) cpSync(join(top, name), join(packFolder, name))
  }
  const [packed] = JSON.parse(run(packFolder, 'npm', ['pack', '--json', '--ignore-scripts'])) as [PackReport]
  const tarball = join(packFolder, packed.filename)

  writeFileSync(join(installFolder, 'package.json'), JSON.stringify({ name: 'user', private: true }))
  install(installFolder, tarball)

  project.provide('installFolder', installFolder)
  project.provide('packedFiles', packed.files.map(({ path }) => path).sort())
  return () => {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface PackReport {
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

function install(folder: string, tarball: string): void {
  const flags = [
    '--prefer-offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=1000',
  ]
  // Sub-paths that need an optional peer are tried with it, as by those who use them.
  const { peerDependencies = {} } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as Manifest
  const peers = Object.entries(peerDependencies).map(([name, range]) => `${name}@${range}`)
  const result = spawnSync('npm', ['install', ...flags, tarball, ...peers], { cwd: folder, encoding: 'utf8' })
  if (result.status === 0) return
  if (!NO_NETWORK.test(result.stderr)) throw new Error(`npm install failed\n${result.stderr}`)

  console.log('The registry is out of reach: the tarball was unpacked beside the dependencies of this checkout.')
  const unpacked = join(folder, 'node_modules', 'certkeep')
  mkdirSync(unpacked, { recursive: true })
  run(folder, 'tar', ['-xzf', tarball, '--strip-components=1', '-C', unpacked])
  const peerPaths = Object.keys(peerDependencies).map((name) => `node_modules/${name}`)
  for (const path of [...productionPackages(), ...peerPaths])
    cpSync(join(top, path), join(folder, path), { recursive: true })
}

/** The folders that `npm install --omit=dev` would fill. */
function productionPackages(): string[] {
  const lock = JSON.parse(readFileSync(join(top, 'package-lock.json'), 'utf8')) as LockFile
  return Object.entries(lock.packages)
    .filter(([path, { dev, optional }]) => path !== '' && dev !== true && optional !== true)
    .map(([path]) => path)
}

interface Manifest {
  readonly peerDependencies?: Readonly<Record<string, string>>
}

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly optional?: boolean }>>
}

function run(folder: string, command: string, args: readonly string[]): string {
  const result = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } })
  if (result.status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} failed\n${result.stdout}${result.stderr}${String(result.error ?? '')}`,
    )
  }
  return result.stdout
}
