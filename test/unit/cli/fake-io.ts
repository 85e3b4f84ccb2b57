import type { Fetcher } from '../../../src/problem/fetcher.ts'
import type { CliIo, InputResult, WriteResult } from '../../../src/cli/cli-io.ts'
import { runCli } from '../../../src/cli/run-cli.ts'

/** What a run of the command printed, and its exit status. */
export interface Run {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** A world for one run: files by name, what stands on standard input, variables, and whether a terminal is there. */
export interface World {
  readonly files?: Readonly<Record<string, string | Uint8Array | InputResult>>
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  readonly terminal?: { readonly columns: number }
  readonly fetcher?: Fetcher
  /** Takes what is written to files. */
  readonly written?: Map<string, string>
  /** Takes what is saved; what is in it is there already. */
  readonly saved?: Map<string, { readonly text: string; readonly access: string }>
  /** What a person types when asked for a passphrase; without it there is nobody. */
  readonly passphrase?: string
}

/** Runs the command in a world of its own, at 2026-05-01T00:00:00Z. */
export async function run(args: readonly string[], world: World = {}): Promise<Run> {
  const printed = { stdout: '', stderr: '' }
  const output = (name: 'stdout' | 'stderr'): CliIo['stdout'] => ({
    write: (text) => {
      printed[name] += text
    },
    isTerminal: world.terminal !== undefined,
    columns: world.terminal?.columns,
  })
  const status = await runCli(args, {
    readFile: (path) => Promise.resolve(toResult(world.files?.[path])),
    readStdin: () => Promise.resolve(toResult(world.stdin)),
    writeFile: (path, text) => {
      if (path.startsWith('/')) return Promise.resolve({ kind: 'failed', code: 'EACCES' })
      world.written?.set(path, text)
      return Promise.resolve({ kind: 'written' })
    },
    saveFiles: (files) => {
      if (files.some(({ path }) => path.startsWith('/'))) {
        const fail = ({ path }: { readonly path: string }): WriteResult | undefined =>
          path.startsWith('/') ? { kind: 'failed', code: FAILURES[path] ?? 'EACCES' } : undefined
        return Promise.resolve(files.map(fail))
      }
      for (const { path, text, access } of files) world.saved?.set(path, { text, access })
      return Promise.resolve(files.map(() => ({ kind: 'written' })))
    },
    fileExists: (path) => Promise.resolve(world.saved?.has(path) ?? false),
    askPassphrase: (prompt) => {
      if (world.passphrase !== undefined) printed.stderr += prompt
      return Promise.resolve(world.passphrase)
    },
    fetcher: world.fetcher ?? (() => Promise.reject(new Error('the command has no network here'))),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: world.env ?? {},
    now: () => new Date('2026-05-01T00:00:00Z'),
    version: '1.2.3',
  })
  return { status, ...printed }
}

/** What the disk says of paths from its root on, which are not there to be written to. */
const FAILURES: Readonly<Record<string, string>> = {
  '/absent/c.pem': 'ENOENT',
  '/full/c.pem': 'ENOSPC',
  '/odd/c.pem': 'ELOOP',
}

function toResult(content: string | Uint8Array | InputResult | undefined): InputResult {
  if (content === undefined) return { kind: 'unreadable', reason: 'not-found', code: 'ENOENT' }
  if (typeof content === 'string') return { kind: 'bytes', bytes: new TextEncoder().encode(content) }
  return content instanceof Uint8Array ? { kind: 'bytes', bytes: content } : content
}
