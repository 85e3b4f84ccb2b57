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

/** Needs escaping anywhere (RFC 4514 section 2.4), a blank or `#` at the edge, or is invisible or changes the direction of text. */
const NEEDS_ESCAPE =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /["+,;<>\\\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|^[ #]| $/

function escapeValue(value: string): string {
  if (!NEEDS_ESCAPE.test(value)) return value
  let text = ''
  const lastIndex = value.length - 1
  for (let index = 0; index <= lastIndex; index += 1) text += escapeCharacter(value.charAt(index), index, lastIndex)
  return text
}

function escapeCharacter(character: string, index: number, lastIndex: number): string {
  if ('"+,;<>\\'.includes(character)) return `\\${character}`
  if (character === ' ' && (index === 0 || index === lastIndex)) return '\\ '
  if (character === '#' && index === 0) return '\\#'
  return NEEDS_ESCAPE.test(character) && character !== ' ' && character !== '#' ? hexPairs(character) : character
}

function hexPairs(character: string): string {
  let text = ''
  for (const octet of new TextEncoder().encode(character))
    text += `\\${octet.toString(16).padStart(2, '0').toUpperCase()}`
  return text
}
