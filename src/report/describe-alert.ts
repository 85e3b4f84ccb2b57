import type { AlertDate } from '../lifecycle/next-alert-dates.ts'
import { formatStepDuration } from './format-duration.ts'
import { textsOf, type Language } from './language.ts'
import { LIFECYCLE_TEXTS } from './lifecycle-languages.ts'
import type { AlertText } from './lifecycle-texts.ts'

/**
 * Puts an alert into words: what happens, when, and what to do. Of which certificate, the caller says.
 *
 * How long there is left is that of the step, to its two greatest units; delivery may have come some hours after it.
 *
 * @throws RangeError if `language` is neither `en` nor `ko`
 * @example
 * ```ts
 * describeAlert(alert, 'ko').title // such as '인증서 만료까지 30일 남았습니다'
 * ```
 */
export function describeAlert(
  { kind, step, daysBefore }: Pick<AlertDate, 'kind' | 'step' | 'daysBefore'>,
  language: Language,
): AlertText {
  const { alerts, units } = textsOf(LIFECYCLE_TEXTS, language)
  const duration = formatStepDuration(step, units)
  return alerts[kind]({ duration: duration === '' ? units.d(daysBefore) : duration, days: daysBefore })
}
