import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What openssl said and how it ended. */
export interface OpensslResult {
  readonly ok: boolean
  /** Standard output followed by standard error. */
  readonly output: string
  /** What it wrote to the files of `outputs`, in their order. */
  readonly written: readonly Uint8Array[]
}

type Files = Readonly<Record<string, string | Uint8Array>>

/** Octets: the text of a CRL of some ten thousand entries. */
const MAX_OUTPUT = 16_777_216

const TIMEOUT_MS = 10_000

/**
 * Runs the openssl command, the second opinion of many tests.
 *
 * @param args - an argument that is the name of one of `files` or `outputs` is replaced by the path of that file
 * @param files - contents by name, written to a folder that is gone afterwards
 * @param outputs - files that openssl is to write
 */
export function openssl(args: readonly string[], files: Files = {}, outputs: readonly string[] = []): OpensslResult {
  const folder = openFolder(files)
  try {
    const paths = resolveArguments(folder, args, [...Object.keys(files), ...outputs])
    const options = { encoding: 'utf8', timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT } as const
    const { status, stdout, stderr, error } = spawnSync('openssl', paths, options)
    if (error !== undefined) throw error
    const written = outputs.map((name) => Uint8Array.from(readFileSync(join(folder, name))))
    return { ok: status === 0, output: stdout + stderr, written }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** As {@link openssl}, while this process goes on: for openssl as the client of a server that runs here. */
export async function opensslAsync(
  args: readonly string[],
  files: Files = {},
): Promise<Omit<OpensslResult, 'written'>> {
  const folder = openFolder(files)
  try {
    const child = spawn('openssl', resolveArguments(folder, args, Object.keys(files)), { timeout: TIMEOUT_MS })
    const chunks: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
    }
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve)
    })
    return { ok: status === 0, output: chunks.join('') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function openFolder(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'certkeep-openssl-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

function resolveArguments(folder: string, args: readonly string[], names: readonly string[]): string[] {
  return args.map((arg) => (names.includes(arg) ? join(folder, arg) : arg))
}
