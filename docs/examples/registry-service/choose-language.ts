import type { Language } from 'certkeep'

const LANGUAGES = ['en', 'ko'] as const

/** The one of our languages that an Accept-Language header (RFC 9110 section 12.5.4) likes best; English where it likes none. */
export function chooseLanguage(header: string | undefined): Language {
  const wishes = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((wish) => {
      const [range = '', ...parameters] = wish.split(';').map((part) => part.trim())
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return { language: LANGUAGES.find((language) => language === range.split('-')[0]), quality: Number(quality ?? 1) }
    })
  const [best] = wishes
    .filter(({ language, quality }) => language !== undefined && quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return best?.language ?? 'en'
}
