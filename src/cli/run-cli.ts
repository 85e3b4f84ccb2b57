import type { Language } from '../report/describe-problem.ts'
import { escapeShortText } from '../report/escape-text.ts'
import { check } from './check.ts'
import type { CliIo, Output } from './cli-io.ts'
import type { CheckCommand, ConvertCommand, HelpTopic, InspectCommand, OutputChoice, UsageError } from './command.ts'
import { HELP_CONVERT_EN } from './convert-help-en.ts'
import { HELP_CONVERT_KO } from './convert-help-ko.ts'
import { CONVERT_WORDS_EN } from './convert-words-en.ts'
import { CONVERT_WORDS_KO } from './convert-words-ko.ts'
import type { ConvertWords } from './convert-words.ts'
import { HELP_CHECK_EN, HELP_EN, HELP_INSPECT_EN, usageErrorEn } from './help-en.ts'
import { HELP_CHECK_KO, HELP_INSPECT_KO, HELP_KO, usageErrorKo } from './help-ko.ts'
import { inspect } from './inspect.ts'
import { parseArguments } from './parse-arguments.ts'
import { renderCheckJson } from './render-check-json.ts'
import { renderCheck } from './render-check.ts'
import { renderConvertJson } from './render-convert-json.ts'
import { renderConvert } from './render-convert.ts'
import { fileLabel } from './render-input-head.ts'
import { renderJson } from './render-json.ts'
import { renderReport, type RenderOptions } from './render-report.ts'
import { showProgress } from './show-progress.ts'
import { createStyle } from './style.ts'
import { WORDS_EN } from './words-en.ts'
import { WORDS_KO } from './words-ko.ts'
import type { Words } from './words.ts'

const HELP: Readonly<Record<Language, Readonly<Record<HelpTopic, string>>>> = {
  en: { certkeep: HELP_EN, inspect: HELP_INSPECT_EN, check: HELP_CHECK_EN, convert: HELP_CONVERT_EN },
  ko: { certkeep: HELP_KO, inspect: HELP_INSPECT_KO, check: HELP_CHECK_KO, convert: HELP_CONVERT_KO },
}

const USAGE_ERRORS: Readonly<Record<Language, (error: UsageError) => string>> = {
  en: usageErrorEn,
  ko: usageErrorKo,
}

const WORDS: Readonly<Record<Language, Words>> = { en: WORDS_EN, ko: WORDS_KO }

const CONVERT_WORDS: Readonly<Record<Language, ConvertWords>> = { en: CONVERT_WORDS_EN, ko: CONVERT_WORDS_KO }

/**
 * Runs the command with the arguments after its name, and resolves its exit status: 0 if all is well, 1 if something
 * is wrong with what was looked at, 2 if the arguments were not understood.
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
      io.stderr.write(USAGE_ERRORS[command.language]({ ...command, value: escapeShortText(command.value) }))
      return 2
    case 'inspect':
      return runInspect(command, io)
    case 'check':
      return runCheck(command, io)
    case 'convert':
      return runConvert(command, io)
  }
}

async function runInspect({ files, ...output }: InspectCommand, io: CliIo): Promise<number> {
  const report = await inspect(files, output.at ?? io.now(), io)
  const { format, language } = output
  io.stdout.write(
    format === 'json' ? renderJson(report, language) : renderReport(report, renderOptions(output, io.stdout)),
  )
  return report.ok ? 0 : 1
}

async function runCheck({ question, ...output }: CheckCommand, io: CliIo): Promise<number> {
  const { format, language } = output
  const fetcher = showProgress(io.fetcher, io.stderr, WORDS[language])
  const report = await check(question, output.at ?? io.now(), { ...io, fetcher })
  io.stdout.write(
    format === 'json' ? renderCheckJson(report, language) : renderCheck(report, renderOptions(output, io.stdout)),
  )
  return report.ok && (report.output?.state ?? 'written') === 'written' ? 0 : 1
}

async function runConvert({ question, ...output }: ConvertCommand, io: CliIo): Promise<number> {
  const { format, language } = output
  const words = CONVERT_WORDS[language]
  const prompt = words.prompt(fileLabel(question.file, WORDS[language]))
  // Loaded when it is needed: the ciphers are for this command alone.
  const { convert } = await import('./convert.ts')
  const result = await convert(question, output.at ?? io.now(), prompt, io)
  io.stdout.write(
    format === 'json'
      ? renderConvertJson(result, language)
      : renderConvert(result, words, renderOptions(output, io.stdout)),
  )
  return result.ok ? 0 : 1
}

function renderOptions({ language, color }: OutputChoice, { columns, isTerminal }: Output): RenderOptions {
  const style = createStyle(color === 'auto' && isTerminal ? 'colored' : 'plain')
  return { style, columns, language, words: WORDS[language] }
}
