import { createPart } from '../problem/create-part.ts'
import type { Problem } from '../problem/problem.ts'
import { textsOf, type Language } from './language.ts'
import type { ProblemMessages, ProblemText } from './problem-messages.ts'
import { problemText } from './problem-text.ts'

const LOADERS: Readonly<Record<Language, () => Promise<ProblemMessages>>> = {
  en: /* @__PURE__ */ createPart(async () => (await import('./messages-en.ts')).MESSAGES_EN),
  ko: /* @__PURE__ */ createPart(async () => (await import('./messages-ko.ts')).MESSAGES_KO),
}

/**
 * Loads the words of one language, and gives what puts problems into them as `describeProblem` does.
 *
 * For pages: where a bundler splits, each language is a part of its own, and one that is not asked for is not loaded.
 *
 * @throws RangeError if `language` is neither `en` nor `ko`
 * @throws CertkeepError `ERR_PART_NOT_LOADED` if the words could not be loaded
 * @example
 * ```ts
 * const describe = await loadProblemTexts('ko')
 * const { title, mend } = describe(problem)
 * ```
 */
export async function loadProblemTexts(language: Language): Promise<(problem: Problem) => ProblemText> {
  const messages = await textsOf(LOADERS, language)()
  return (problem) => problemText(problem, messages)
}
