/** The languages that texts are made in. */
export type Language = 'en' | 'ko'

/**
 * The texts of a language.
 *
 * @throws RangeError if `language` is neither `en` nor `ko`
 */
export function textsOf<Texts>(texts: Readonly<Record<Language, Texts>>, language: Language): Texts {
  if (!Object.hasOwn(texts, language)) throw new RangeError('"language" must be "en" or "ko"')
  return texts[language]
}
