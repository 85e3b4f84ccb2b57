import type { ChainPurpose } from '../path/certificate-faults.ts'
import type { ChainProfile } from '../path/profile-rules.ts'
import type { Language } from '../report/describe-problem.ts'

/** The commands that look at files. */
export type CommandName = 'inspect' | 'check' | 'convert'

/** What a help text is about. */
export type HelpTopic = 'certkeep' | CommandName

/** How, and as of when, a report is to be written. */
export interface OutputChoice {
  readonly format: 'text' | 'json'
  /** The time of the report; the present where it is not given. */
  readonly at: Date | undefined
  readonly language: Language
  readonly color: 'auto' | 'never'
}

/** What `certkeep inspect` was asked for. */
export interface InspectCommand extends OutputChoice {
  readonly kind: 'inspect'
  readonly files: readonly string[]
}

/** What `certkeep check` was asked for. */
export interface CheckCommand extends OutputChoice {
  readonly kind: 'check'
  readonly question: CheckQuestion
}

/** Files that are to serve together, and what for. `-` stands for standard input. */
export interface CheckQuestion {
  readonly certificateFile: string
  readonly privateKeyFile: string | undefined
  readonly chainFile: string | undefined
  readonly roots: RootsChoice
  /** In ASCII. */
  readonly hostname: string | undefined
  readonly purpose: ChainPurpose
  readonly profile: ChainProfile
  /** Under which it is to be registered. */
  readonly name: string | undefined
  readonly revocation: RevocationChoice
  /** Where the ordered chain is to be written. */
  readonly outputFile: string | undefined
}

/** How revocation is to be looked at. */
export interface RevocationChoice {
  /** `network`: also by what is fetched; `files`: by the files alone. */
  readonly kind: 'not-asked' | 'files' | 'network'
  readonly crlFiles: readonly string[]
  readonly ocspFiles: readonly string[]
}

/** Whose roots are trusted. */
export type RootsChoice =
  { readonly kind: 'mozilla' } | { readonly kind: 'system' } | { readonly kind: 'file'; readonly file: string }

/** What `certkeep convert` was asked for. */
export interface ConvertCommand extends OutputChoice {
  readonly kind: 'convert'
  readonly question: ConvertQuestion
}

/** A file that is to be opened. `-` stands for standard input. */
export interface ConvertQuestion {
  readonly file: string
  readonly passphrase: PassphraseSource
  readonly targets: OutputTargets
  /** What becomes of files that are there already. */
  readonly existing: 'keep' | 'replace'
}

/** Where the passphrase comes from, if one is needed. */
export type PassphraseSource =
  | { readonly kind: 'terminal' }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'variable'; readonly variable: string }

/** Where PEM is to be written. */
export type OutputTargets =
  | { readonly kind: 'none' }
  | { readonly kind: 'folder'; readonly folder: string }
  | {
      readonly kind: 'files'
      readonly files: Readonly<Record<'certificate' | 'privateKey' | 'chain', string | undefined>>
    }

/** Options whose file may hold what a second one was meant to bring. */
export const ONE_FILE_OPTIONS: readonly string[] = ['--chain', '--roots']

/** In which way arguments can be wrong. */
export type UsageFault =
  | 'no-command'
  | 'unknown-command'
  | 'unknown-option'
  | 'foreign-option'
  | 'value-missing'
  | 'value-unwanted'
  | 'given-twice'
  | 'bad-time'
  | 'bad-language'
  | 'bad-host'
  | 'bad-purpose'
  | 'bad-profile'
  | 'no-file'
  | 'no-certificate'
  | 'loose-file'
  | 'two-roots'
  | 'stdin-twice'
  | 'one-file'
  | 'two-passphrases'
  | 'two-outputs'
  | 'same-output'
  | 'dash-output'
  | 'output-over-key'

/** What is wrong with the arguments; `value` is what was given, as it stands. */
export interface UsageError {
  readonly kind: 'usage-error'
  readonly fault: UsageFault
  readonly value: string
  /** Where the right arguments are explained. */
  readonly topic: HelpTopic
  readonly language: Language
}

/** What the arguments ask for. */
export type Command =
  | InspectCommand
  | CheckCommand
  | ConvertCommand
  | UsageError
  | { readonly kind: 'help'; readonly topic: HelpTopic; readonly language: Language }
  | { readonly kind: 'version' }
