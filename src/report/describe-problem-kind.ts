import type { ProblemKind } from '../problem/problem.ts'
import { textsOf, type Language } from './language.ts'
import { LIFECYCLE_TEXTS } from './lifecycle-languages.ts'

/**
 * Says in one sentence what the problems of a kind have in common, for a console that groups them. The five errors that are
 * often met when a certificate is registered are each one kind:
 *
 * | error | kind |
 * |---|---|
 * | a. key and certificate do not belong together | `key-mismatch` |
 * | b. the format of key, certificate or chain is wrong | `format` |
 * | c. revoked or expired | `not-current` |
 * | d. private certificate | `not-public` |
 * | e. the private key is encrypted | `encrypted-key` |
 *
 * @throws RangeError if `language` is neither `en` nor `ko`
 * @example
 * ```ts
 * describeProblemKind('encrypted-key', 'ko') // '개인 키가 암호화되어 있으니 복호화한 뒤 등록하세요.'
 * ```
 */
export function describeProblemKind(kind: ProblemKind, language: Language): string {
  return textsOf(LIFECYCLE_TEXTS, language).kinds[kind]
}
