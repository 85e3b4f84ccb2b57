import type { RevocationReason } from '../x509/crl.ts'
import { textsOf, type Language } from './language.ts'
import { describeReason, type RevocationReasonTexts } from './revocation-reason-texts.ts'
import { REVOCATION_REASONS_EN } from './revocation-reasons-en.ts'
import { REVOCATION_REASONS_KO } from './revocation-reasons-ko.ts'

const REASONS: Readonly<Record<Language, RevocationReasonTexts>> = {
  en: REVOCATION_REASONS_EN,
  ko: REVOCATION_REASONS_KO,
}

/**
 * Puts the reason of a revocation (RFC 5280 section 5.3.1) into a few words. What is no such reason stays as it is, made safe to show.
 *
 * @throws RangeError if `language` is neither `en` nor `ko`
 * @example
 * ```ts
 * describeRevocationReason('keyCompromise', 'ko') // '개인 키 유출'
 * ```
 */
export function describeRevocationReason(reason: RevocationReason | (string & {}), language: Language): string {
  return describeReason(textsOf(REASONS, language), reason)
}
