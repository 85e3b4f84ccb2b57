import { parseArgs } from 'node:util'
import type { Language } from '../report/describe-problem.ts'

/** What `certkeep inspect` was asked for. */
export interface InspectCommand {
  readonly kind: 'inspect'
  readonly files: readonly string[]
  readonly format: 'text' | 'json'
  /** The time that days are counted from; the present where it is not given. */
  readonly at: Date | undefined
  readonly language: Language
  readonly color: 'auto' | 'never'
}

/** What is wrong with the arguments; `value` is what was given, as it stands. */
export interface UsageError {
  readonly kind: 'usage-error'
  readonly fault:
    | 'no-command'
    | 'unknown-command'
    | 'unknown-option'
    | 'value-missing'
    | 'value-unwanted'
    | 'bad-time'
    | 'bad-language'
    | 'no-file'
    | 'stdin-twice'
  readonly value: string
  readonly language: Language
}

/** What the arguments ask for. */
export type Command =
  | InspectCommand
  | UsageError
  | { readonly kind: 'help'; readonly topic: 'certkeep' | 'inspect'; readonly language: Language }
  | { readonly kind: 'version' }

const OPTIONS = {
  json: { type: 'boolean' },
  lang: { type: 'string' },
  at: { type: 'string' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const

type OptionName = keyof typeof OPTIONS

/** A date alone is midnight UTC, so that the same command means the same everywhere. */
const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/

/** Reads the arguments after the program's name. `--help` and `--version` win over whatever else is wrong. */
export function parseArguments(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  // Not strict: node:util would say what is wrong in English only.
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = new Map<string, string | undefined>()
  const positionals: string[] = []
  const faults: Omit<UsageError, 'kind' | 'language'>[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const fault = faultOf(token)
    if (fault === undefined) given.set(token.name, token.value)
    else faults.push({ fault, value: token.rawName })
  }
  const [command, ...files] = positionals
  const lang = given.get('lang')
  const language = lang === 'en' || lang === 'ko' ? lang : localeLanguage(env)
  const refuse = (fault: UsageError['fault'], value: string): UsageError => ({
    kind: 'usage-error',
    fault,
    value,
    language,
  })

  if (given.has('help')) return { kind: 'help', topic: command === 'inspect' ? 'inspect' : 'certkeep', language }
  if (given.has('version')) return { kind: 'version' }
  if (command === 'help') return { kind: 'help', topic: files[0] === 'inspect' ? 'inspect' : 'certkeep', language }
  const [fault] = faults
  if (fault !== undefined) return refuse(fault.fault, fault.value)
  if (command === undefined) return refuse('no-command', '')
  if (command !== 'inspect') return refuse('unknown-command', command)
  if (lang !== undefined && lang !== language) return refuse('bad-language', lang)
  if (files.length === 0) return refuse('no-file', '')
  if (files.filter((file) => file === '-').length > 1) return refuse('stdin-twice', '')
  const time = given.get('at')
  const at = time === undefined ? undefined : parseTime(time)
  if (time !== undefined && at === undefined) return refuse('bad-time', time)
  return {
    kind: 'inspect',
    files,
    format: given.has('json') ? 'json' : 'text',
    at,
    language,
    color: given.has('no-color') || isSet(env['NO_COLOR']) || env['TERM'] === 'dumb' ? 'never' : 'auto',
  }
}

function faultOf({
  name,
  value,
}: {
  readonly name: string
  readonly value: string | undefined
}): UsageError['fault'] | undefined {
  if (!isOptionName(name)) return 'unknown-option'
  const takesValue = OPTIONS[name].type === 'string'
  // An option in the place of a value is a value forgotten.
  if (takesValue && (value === undefined || value === '' || value.startsWith('--'))) return 'value-missing'
  return !takesValue && value !== undefined ? 'value-unwanted' : undefined
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name)
}

/** NO_COLOR counts when it is there and not empty (no-color.org). */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== ''
}

/** The first of these that is set decides, as POSIX has it. */
function localeLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(isSet)
  return locale !== undefined && /^ko(?![a-z])/i.test(locale) ? 'ko' : 'en'
}

function parseTime(text: string): Date | undefined {
  if (!TIME.test(text)) return undefined
  const date = new Date(text)
  // The engine rolls 30 February over into March.
  const isReal = !Number.isNaN(date.getTime()) && isCalendarDate(text.slice(0, 10))
  return isReal ? date : undefined
}

function isCalendarDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
