import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { ChainPurpose } from '../path/certificate-faults.ts'
import type { ChainProfile } from '../path/profile-rules.ts'
import type { Language } from '../report/describe-problem.ts'
import type {
  CheckQuestion,
  Command,
  CommandName,
  HelpTopic,
  OutputChoice,
  RevocationChoice,
  RootsChoice,
  UsageError,
  UsageFault,
} from './command.ts'
import { CONVERT_OPTIONS, CONVERT_TARGETS, readConversion } from './convert-arguments.ts'
import { parseHost } from './parse-host.ts'
import { parseTime } from './parse-time.ts'

const OPTIONS = {
  json: { type: 'boolean' },
  lang: { type: 'string' },
  at: { type: 'string' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
  cert: { type: 'string' },
  key: { type: 'string' },
  chain: { type: 'string' },
  roots: { type: 'string' },
  'system-roots': { type: 'boolean' },
  host: { type: 'string' },
  purpose: { type: 'string' },
  profile: { type: 'string' },
  name: { type: 'string' },
  revocation: { type: 'boolean' },
  offline: { type: 'boolean' },
  crl: { type: 'string' },
  ocsp: { type: 'string' },
  output: { type: 'string' },
  'passphrase-file': { type: 'string' },
  'passphrase-env': { type: 'string' },
  'out-dir': { type: 'string' },
  force: { type: 'boolean' },
} as const

type OptionName = keyof typeof OPTIONS

/** What `check` has and `inspect` does not. */
const CHECK_OPTIONS: readonly OptionName[] = [
  'cert',
  'key',
  'chain',
  'roots',
  'system-roots',
  'host',
  'purpose',
  'profile',
  'name',
  'revocation',
  'offline',
  'crl',
  'ocsp',
  'output',
]

/** Options of `check` that name a file to read, once. */
const FILE_OPTIONS: readonly OptionName[] = ['cert', 'key', 'chain', 'roots']

/** The options of other commands, for each. */
const FOREIGN_OPTIONS: Readonly<Record<CommandName, readonly OptionName[]>> = {
  inspect: [...CHECK_OPTIONS, ...CONVERT_OPTIONS],
  check: CONVERT_OPTIONS,
  convert: CHECK_OPTIONS.filter((name) => !CONVERT_TARGETS.some((target) => target === name)),
}

/** May be given several times, each for one more file. */
const LIST_OPTIONS: readonly OptionName[] = ['crl', 'ocsp']

/** May be given several times, of which the last counts: they say how the answer looks, and may come from an alias. */
const LAST_COUNTS: readonly OptionName[] = ['lang']

const PURPOSES: readonly ChainPurpose[] = ['serverAuth', 'clientAuth', 'emailProtection', 'codeSigning', 'any']

const PROFILES: readonly ChainProfile[] = ['webpki', 'rfc5280']

/** Variables of the environment. */
type Environment = Readonly<Record<string, string | undefined>>

/** Options that were given, with their values; of one that may be given several times the last. */
type GivenOptions = ReadonlyMap<string, string | undefined>

/** Files of options that may be given several times, in order. */
type GivenLists = ReadonlyMap<string, readonly string[]>

/** A fault before it is known who is to be told of it. */
type Fault = Pick<UsageError, 'fault' | 'value'>

/** Reads the arguments after the program's name. `--help` and `--version` win over whatever else is wrong. */
export function parseArguments(args: readonly string[], env: Environment): Command {
  const { positionals, given, lists, faults } = readTokens(args)
  const [command, ...rest] = positionals
  const language = chooseLanguage(given, env)
  const topic = topicOf(command)
  const refuse = ({ fault, value }: Fault): UsageError => ({ kind: 'usage-error', fault, value, topic, language })

  if (given.has('help')) return { kind: 'help', topic, language }
  if (given.has('version')) return { kind: 'version' }
  if (command === 'help') return { kind: 'help', topic: topicOf(rest[0]), language }
  const [fault] = faults
  if (fault !== undefined) return refuse(fault)
  if (command === undefined) return refuse(faultOf('no-command'))
  if (!isCommandName(command)) return refuse(faultOf('unknown-command', command))
  const output = readOutput(given, env, language)
  if ('fault' in output) return refuse(output)
  const foreign = FOREIGN_OPTIONS[command].find((name) => given.has(name))
  if (foreign !== undefined) return refuse(faultOf('foreign-option', `--${foreign}`))
  if (command === 'inspect') {
    const unfit = findUnfitFiles(rest)
    return unfit === undefined ? { kind: 'inspect', files: rest, ...output } : refuse(unfit)
  }
  if (command === 'convert') {
    const conversion = readConversion(given, rest)
    return 'fault' in conversion ? refuse(conversion) : { kind: 'convert', question: conversion, ...output }
  }
  const question = readQuestion(given, lists, rest)
  return 'fault' in question ? refuse(question) : { kind: 'check', question, ...output }
}

function faultOf(fault: UsageFault, value: string = ''): Fault {
  return { fault, value }
}

function isCommandName(name: string | undefined): name is CommandName {
  return name === 'inspect' || name === 'check' || name === 'convert'
}

function topicOf(command: string | undefined): HelpTopic {
  return isCommandName(command) ? command : 'certkeep'
}

function readTokens(args: readonly string[]): {
  readonly positionals: readonly string[]
  readonly given: GivenOptions
  readonly lists: GivenLists
  readonly faults: readonly Fault[]
} {
  // Not strict: node:util would say what is wrong in English only.
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = new Map<string, string | undefined>()
  const lists = new Map<string, string[]>()
  const positionals: string[] = []
  const faults: Fault[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const fault = findTokenFault(token, given)
    if (fault === undefined) {
      given.set(token.name, token.value)
      if (token.value !== undefined) lists.set(token.name, [...(lists.get(token.name) ?? []), token.value])
    } else faults.push({ fault, value: token.rawName })
  }
  return { positionals, given, lists, faults }
}

function findTokenFault(
  { name, value }: { readonly name: string; readonly value: string | undefined },
  given: GivenOptions,
): UsageFault | undefined {
  if (!isOptionName(name)) return 'unknown-option'
  const takesValue = OPTIONS[name].type === 'string'
  // An option in the place of a value is a value forgotten.
  if (takesValue && (value === undefined || value === '' || value.startsWith('--'))) return 'value-missing'
  if (!takesValue && value !== undefined) return 'value-unwanted'
  // The second of two hosts, say, would take the place of the first unnoticed.
  const isOnce = takesValue && !LIST_OPTIONS.includes(name) && !LAST_COUNTS.includes(name)
  return isOnce && given.has(name) ? 'given-twice' : undefined
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name)
}

function readOutput(given: GivenOptions, env: Environment, language: Language): OutputChoice | Fault {
  const lang = given.get('lang')
  if (lang !== undefined && lang !== language) return faultOf('bad-language', lang)
  const time = given.get('at')
  const at = time === undefined ? undefined : parseTime(time)
  if (time !== undefined && at === undefined) return faultOf('bad-time', time)
  const isPlain = given.has('no-color') || isSet(env['NO_COLOR']) || env['TERM'] === 'dumb'
  return { format: given.has('json') ? 'json' : 'text', at, language, color: isPlain ? 'never' : 'auto' }
}

function findUnfitFiles(files: readonly string[]): Fault | undefined {
  if (files.length === 0) return faultOf('no-file')
  return isStdinTwice(files) ? faultOf('stdin-twice') : undefined
}

function readQuestion(given: GivenOptions, lists: GivenLists, loose: readonly string[]): CheckQuestion | Fault {
  const [looseFile] = loose
  if (looseFile !== undefined) return faultOf('loose-file', looseFile)
  const certificateFile = given.get('cert')
  if (certificateFile === undefined) return faultOf('no-certificate')
  if (given.has('roots') && given.has('system-roots')) return faultOf('two-roots')
  const files = [...FILE_OPTIONS, ...LIST_OPTIONS].flatMap((name) => lists.get(name) ?? [])
  if (isStdinTwice(files)) return faultOf('stdin-twice')
  const host = given.get('host')
  const hostname = host === undefined ? undefined : parseHost(host)
  if (host !== undefined && hostname === undefined) return faultOf('bad-host', host)
  const purpose = choose(given.get('purpose') ?? 'serverAuth', PURPOSES)
  if (purpose === undefined) return faultOf('bad-purpose', given.get('purpose'))
  const profile = choose(given.get('profile') ?? 'webpki', PROFILES)
  if (profile === undefined) return faultOf('bad-profile', given.get('profile'))
  const [privateKeyFile, outputFile] = [given.get('key'), given.get('output')]
  if (outputFile === '-') return faultOf('dash-output', '--output')
  if (outputFile !== undefined && privateKeyFile !== undefined && resolve(outputFile) === resolve(privateKeyFile))
    return faultOf('output-over-key', privateKeyFile)
  return {
    certificateFile,
    privateKeyFile,
    chainFile: given.get('chain'),
    roots: chooseRoots(given),
    hostname,
    purpose,
    profile,
    name: given.get('name'),
    revocation: chooseRevocation(given, lists),
    outputFile,
  }
}

/** Files of evidence are reason enough to look at it. */
function chooseRevocation(given: GivenOptions, lists: GivenLists): RevocationChoice {
  const crlFiles = lists.get('crl') ?? []
  const ocspFiles = lists.get('ocsp') ?? []
  const isAsked = given.has('revocation')
  const hasFiles = crlFiles.length + ocspFiles.length > 0
  const kind = isAsked && !given.has('offline') ? 'network' : isAsked || hasFiles ? 'files' : 'not-asked'
  return { kind, crlFiles, ocspFiles }
}

function chooseRoots(given: GivenOptions): RootsChoice {
  const file = given.get('roots')
  if (file !== undefined) return { kind: 'file', file }
  return { kind: given.has('system-roots') ? 'system' : 'mozilla' }
}

function choose<Choice extends string>(text: string, choices: readonly Choice[]): Choice | undefined {
  return choices.find((choice) => choice === text)
}

function isStdinTwice(files: readonly string[]): boolean {
  return files.filter((file) => file === '-').length > 1
}

/** NO_COLOR counts when it is there and not empty (no-color.org). */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== ''
}

/** The first of the variables that is set decides, as POSIX has it. */
function chooseLanguage(given: GivenOptions, env: Environment): Language {
  const lang = given.get('lang')
  if (lang === 'en' || lang === 'ko') return lang
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(isSet)
  return locale !== undefined && /^ko(?![a-z])/i.test(locale) ? 'ko' : 'en'
}
