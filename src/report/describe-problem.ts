import type { Problem, ProblemCode, ProblemOf } from '../problem/problem.ts'
import { textsOf, type Language } from './language.ts'
import { MESSAGES_EN } from './messages-en.ts'
import { MESSAGES_KO } from './messages-ko.ts'
import type { ProblemMessages, ProblemText } from './problem-messages.ts'

export type { Language } from './language.ts'

const MESSAGES: Readonly<Record<Language, ProblemMessages>> = { en: MESSAGES_EN, ko: MESSAGES_KO }

/**
 * Puts a problem into words for an administrator: what it is, what was found where, and what to do.
 *
 * The explanation begins with the place, as far as the problem has one. What comes from the input is escaped, so that
 * no control, invisible or direction-changing character is in the texts; they are not escaped for HTML.
 *
 * @throws RangeError if `language` is neither `en` nor `ko`
 * @example
 * ```ts
 * const { title, mend } = describeProblem(problem, 'ko')
 * ```
 */
export function describeProblem(problem: Problem, language: Language): ProblemText {
  const messages = textsOf(MESSAGES, language)
  const { title, explanation, mend } = textOf(problem, messages)
  return { title, explanation: `${placeOf(problem, messages)}${explanation}`, mend }
}

function textOf<Code extends ProblemCode>(problem: ProblemOf<Code>, { problems }: ProblemMessages): ProblemText {
  return problems[problem.code](problem)
}

function placeOf({ field, certificate, at }: Problem, messages: ProblemMessages): string {
  const parts: string[] = []
  if (field !== undefined) parts.push(messages.fields[field])
  if (certificate !== undefined) parts.push(messages.certificateNumber(certificate + 1))
  if (at !== undefined) parts.push(messages.line(at.line))
  const place = parts.join(', ')
  return place === '' ? '' : `${place.charAt(0).toUpperCase()}${place.slice(1)}: `
}
