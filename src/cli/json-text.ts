import type { JsonPart } from './json-parts.ts'

/** What `escapeText` escapes, without the control characters that JSON escapes itself. */
const UNSAFE = /[\u007f-\u009f\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** Writes a document of JSON that a terminal can be given: what would direct it is escaped, which is the same to a program. */
export function jsonText(document: JsonPart): string {
  const text = JSON.stringify(document, null, 2).replace(UNSAFE, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
  return `${text}\n`
}
