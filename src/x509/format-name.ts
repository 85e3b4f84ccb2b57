import type { NameAttribute } from './name.ts'

/** Writes attributes as RFC 4514 text: the last RDN first, attributes of one RDN joined by `+` in their order. */
export function formatName(attributes: readonly NameAttribute[]): string {
  let text = ''
  let rdnText = ''
  let rdn = -1
  for (const attribute of attributes) {
    if (attribute.rdn === rdn) {
      rdnText += `+${formatAttribute(attribute)}`
      continue
    }
    text = before(rdnText, text)
    rdnText = formatAttribute(attribute)
    rdn = attribute.rdn
  }
  return before(rdnText, text)
}

function before(rdnText: string, text: string): string {
  return text === '' ? rdnText : `${rdnText},${text}`
}

function formatAttribute({ name, oid, value, hexValue }: NameAttribute): string {
  return `${name ?? oid}=${hexValue ?? escapeValue(value)}`
}

/**
 * Needs escaping anywhere (RFC 4514 section 2.4), a blank or `#` at the edge, or has no place in text that is shown: controls, formats (zero-width,
 * direction of text), private use, and all that Unicode draws as nothing.
 */
const NEEDS_ESCAPE = /["+,;<>\\\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|^[ #]| $/u

function escapeValue(value: string): string {
  if (!NEEDS_ESCAPE.test(value)) return value
  let text = ''
  let index = 0
  for (const character of value) {
    text += escapeCharacter(character, index === 0, index === value.length - 1)
    index += character.length
  }
  return text
}

function escapeCharacter(character: string, isFirst: boolean, isLast: boolean): string {
  if ('"+,;<>\\'.includes(character)) return `\\${character}`
  if (character === ' ') return isFirst || isLast ? '\\ ' : ' '
  if (character === '#') return isFirst ? '\\#' : '#'
  return NEEDS_ESCAPE.test(character) ? hexPairs(character) : character
}

function hexPairs(character: string): string {
  let text = ''
  for (const octet of new TextEncoder().encode(character))
    text += `\\${octet.toString(16).padStart(2, '0').toUpperCase()}`
  return text
}
