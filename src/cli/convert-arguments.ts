import { resolve } from 'node:path'
import type { ConvertQuestion, OutputTargets, PassphraseSource, UsageError } from './command.ts'

/** Options that were given, with their values. */
type GivenOptions = ReadonlyMap<string, string | undefined>

/** Options that `convert` has and no other command. */
export const CONVERT_OPTIONS = ['passphrase-file', 'passphrase-env', 'out-dir', 'force'] as const

/** Options of the form that name files to read in `check`, and files to write here. */
export const CONVERT_TARGETS = ['cert', 'key', 'chain'] as const

/** Reads what `certkeep convert` was asked for, or what is wrong with it. A passphrase is never an argument, which all users of a machine can see. */
export function readConversion(
  given: GivenOptions,
  files: readonly string[],
): ConvertQuestion | Pick<UsageError, 'fault' | 'value'> {
  const [file, secondFile] = files
  if (file === undefined) return { fault: 'no-file', value: '' }
  if (secondFile !== undefined) return { fault: 'one-file', value: secondFile }
  const passphrase = readPassphraseSource(given)
  if (passphrase === undefined) return { fault: 'two-passphrases', value: '' }
  if (file === '-' && passphrase.kind === 'file' && passphrase.file === '-') return { fault: 'stdin-twice', value: '' }
  const dash = [...CONVERT_TARGETS, 'out-dir'].find((name) => given.get(name) === '-')
  if (dash !== undefined) return { fault: 'dash-output', value: `--${dash}` }
  const named = CONVERT_TARGETS.flatMap((name) => given.get(name) ?? [])
  if (given.has('out-dir') && named.length > 0) return { fault: 'two-outputs', value: '' }
  const places = named.map((path) => resolve(path))
  const twice = named.find((_, index) => places.indexOf(places[index] ?? '') !== index)
  if (twice !== undefined) return { fault: 'same-output', value: twice }
  return { file, passphrase, targets: readTargets(given), existing: given.has('force') ? 'replace' : 'keep' }
}

function readPassphraseSource(given: GivenOptions): PassphraseSource | undefined {
  const file = given.get('passphrase-file')
  const variable = given.get('passphrase-env')
  if (file !== undefined && variable !== undefined) return undefined
  if (file !== undefined) return { kind: 'file', file }
  return variable === undefined ? { kind: 'terminal' } : { kind: 'variable', variable }
}

function readTargets(given: GivenOptions): OutputTargets {
  const folder = given.get('out-dir')
  if (folder !== undefined) return { kind: 'folder', folder }
  const files = { certificate: given.get('cert'), privateKey: given.get('key'), chain: given.get('chain') }
  return Object.values(files).every((file) => file === undefined) ? { kind: 'none' } : { kind: 'files', files }
}
