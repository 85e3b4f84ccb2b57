import type { Language } from '../report/describe-problem.ts'
import { escapeShortText } from '../report/escape-text.ts'
import type { CliIo } from './cli-io.ts'
import { HELP_EN, HELP_INSPECT_EN, usageErrorEn } from './help-en.ts'
import { HELP_INSPECT_KO, HELP_KO, usageErrorKo } from './help-ko.ts'
import { inspect } from './inspect.ts'
import { parseArguments, type InspectCommand, type UsageError } from './parse-arguments.ts'
import { renderJson } from './render-json.ts'
import { renderReport } from './render-report.ts'
import { createStyle } from './style.ts'
import { WORDS_EN } from './words-en.ts'
import { WORDS_KO } from './words-ko.ts'
import type { Words } from './words.ts'

const HELP: Readonly<Record<Language, Readonly<Record<'certkeep' | 'inspect', string>>>> = {
  en: { certkeep: HELP_EN, inspect: HELP_INSPECT_EN },
  ko: { certkeep: HELP_KO, inspect: HELP_INSPECT_KO },
}

const USAGE_ERRORS: Readonly<Record<Language, (fault: UsageError['fault'], value: string) => string>> = {
  en: usageErrorEn,
  ko: usageErrorKo,
}

const WORDS: Readonly<Record<Language, Words>> = { en: WORDS_EN, ko: WORDS_KO }

/**
 * Runs the command with the arguments after its name, and resolves its exit status: 0 if all is well, 1 if something
 * is wrong with what was inspected, 2 if the arguments were not understood.
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  const command = parseArguments(args, io.env)
  switch (command.kind) {
    case 'help':
      io.stdout.write(HELP[command.language][command.topic])
      return 0
    case 'version':
      io.stdout.write(`certkeep ${io.version}\n`)
      return 0
    case 'usage-error':
      io.stderr.write(USAGE_ERRORS[command.language](command.fault, escapeShortText(command.value)))
      return 2
    case 'inspect':
      return runInspect(command, io)
  }
}

async function runInspect({ files, at, format, language, color }: InspectCommand, io: CliIo): Promise<number> {
  const report = await inspect(files, at ?? io.now(), io)
  if (format === 'json') {
    io.stdout.write(renderJson(report, language))
  } else {
    const style = createStyle(color === 'auto' && io.stdout.isTerminal ? 'colored' : 'plain')
    const { columns } = io.stdout
    io.stdout.write(renderReport(report, { style, columns, language, words: WORDS[language] }))
  }
  return report.ok ? 0 : 1
}
