import type { Language } from './language.ts'
import { LIFECYCLE_TEXTS_EN } from './lifecycle-texts-en.ts'
import { LIFECYCLE_TEXTS_KO } from './lifecycle-texts-ko.ts'
import type { LifecycleTexts } from './lifecycle-texts.ts'

/** What is said about how certificates fare over time, in each language. */
export const LIFECYCLE_TEXTS: Readonly<Record<Language, LifecycleTexts>> = {
  en: LIFECYCLE_TEXTS_EN,
  ko: LIFECYCLE_TEXTS_KO,
}
