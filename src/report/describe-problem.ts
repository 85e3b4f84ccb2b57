import type { Problem } from '../problem/problem.ts'
import { textsOf, type Language } from './language.ts'
import { MESSAGES_EN } from './messages-en.ts'
import { MESSAGES_KO } from './messages-ko.ts'
import type { ProblemMessages, ProblemText } from './problem-messages.ts'
import { problemText } from './problem-text.ts'

export type { Language } from './language.ts'

const MESSAGES: Readonly<Record<Language, ProblemMessages>> = { en: MESSAGES_EN, ko: MESSAGES_KO }

/**
 * Puts a problem into words for an administrator: what it is, what was found where, and what to do.
 *
 * The explanation begins with the place, as far as the problem has one. What comes from the input is escaped, so that
 * no control, invisible or direction-changing character is in the texts; they are not escaped for HTML.
 *
 * Both languages come with it; `loadProblemTexts` has a page load one.
 *
 * @throws RangeError if `language` is neither `en` nor `ko`
 * @example
 * ```ts
 * const { title, mend } = describeProblem(problem, 'ko')
 * ```
 */
export function describeProblem(problem: Problem, language: Language): ProblemText {
  return problemText(problem, textsOf(MESSAGES, language))
}
