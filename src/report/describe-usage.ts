import type { Usage } from '../lifecycle/certificate-status.ts'
import { textsOf, type Language } from './language.ts'
import { LIFECYCLE_TEXTS } from './lifecycle-languages.ts'
import type { UsageText } from './lifecycle-texts.ts'

/**
 * Puts a usage into words.
 *
 * @throws RangeError if `language` is neither `en` nor `ko`
 * @example
 * ```ts
 * describeUsage('in-use', 'ko').label // '사용중'
 * ```
 */
export function describeUsage(usage: Usage, language: Language): UsageText {
  return { ...textsOf(LIFECYCLE_TEXTS, language).usages[usage] }
}
