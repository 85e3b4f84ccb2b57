/**
 * Makes text from an input safe to show: every character that is invisible, changes the direction of text or controls
 * a terminal is written as `\u{…}` with its code point. Nothing is cut off.
 *
 * @example
 * ```ts
 * escapeText('a\u001b[31mb') // 'a\\u{1b}[31mb'
 * ```
 */
export function escapeText(text: string): string {
  // Controls, formats (zero-width, direction of text), surrogates without their other half, private use, and all that Unicode draws as nothing.
  const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu
  return text.replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** Longest text of an input that a message repeats, in UTF-16 code units; labels and names that are meant to be read are shorter. */
const MAX_QUOTED_LENGTH = 80

/** Makes text from an input safe and short enough to stand inside a sentence; what is cut off shows as `…`. */
export function escapeShortText(text: string): string {
  if (text.length <= MAX_QUOTED_LENGTH) return escapeText(text)
  const isInsidePair = /[\ud800-\udbff]/.test(text.charAt(MAX_QUOTED_LENGTH - 1))
  return `${escapeText(text.slice(0, isInsidePair ? MAX_QUOTED_LENGTH - 1 : MAX_QUOTED_LENGTH))}…`
}
