import type { NameAttribute } from '../../../src/x509/name.ts'

/** Types that OpenSSL 3.0 has a short name for and this library has none. */
const OPENSSL_NAMES: Readonly<Record<string, string>> = {
  '1.2.643.3.131.1.1': 'INN',
  '1.2.643.100.1': 'OGRN',
  '1.2.643.100.3': 'SNILS',
}

/**
 * A name as OpenSSL prints it (`-nameopt RFC2253`, with every octet above ASCII escaped): RDN by RDN, the last first,
 * and the attributes of each sorted, since OpenSSL prints those in the reverse order.
 */
export function opensslNameOf(attributes: readonly NameAttribute[]): readonly string[] {
  const rdns: string[][] = []
  for (const attribute of attributes) (rdns[attribute.rdn] ??= []).push(formatAttribute(attribute))
  return Array.from(rdns, (rdn: readonly string[] | undefined = []) => rdn.toSorted().join('+')).reverse()
}

/** The RDNs of a name that OpenSSL has printed, in the same form. */
export function splitOpensslName(text: string): readonly string[] {
  return splitUnescaped(text, ',').map((rdn) => splitUnescaped(rdn, '+').sort().join('+'))
}

function formatAttribute({ oid, name, value, hexValue, tag }: NameAttribute): string {
  const opensslName = OPENSSL_NAMES[oid]
  if (opensslName !== undefined && isStringTag(tag)) return `${opensslName}=${escape(value)}`
  return `${name ?? oid}=${hexValue?.toUpperCase() ?? escape(value)}`
}

function isStringTag(tag: number): boolean {
  return tag === 0x0c || (tag >= 0x12 && tag <= 0x1e)
}

function escape(value: string): string {
  const octets = [...new TextEncoder().encode(value)]
  return octets.map((octet, index) => escapeOctet(octet, index === 0, index === octets.length - 1)).join('')
}

function escapeOctet(octet: number, isFirst: boolean, isLast: boolean): string {
  const character = String.fromCharCode(octet)
  if (octet < 0x20 || octet > 0x7e) return `\\${octet.toString(16).padStart(2, '0').toUpperCase()}`
  const isEdge = (character === ' ' && (isFirst || isLast)) || (character === '#' && isFirst)
  return isEdge || '"+,;<>\\'.includes(character) ? `\\${character}` : character
}

/** Splits at a separator that has no backslash before it; no parts for no text. */
function splitUnescaped(text: string, separator: string): string[] {
  if (text === '') return []
  const parts: string[] = ['']
  for (const piece of text.match(/\\.|[^\\]/gsu) ?? []) {
    if (piece === separator) parts.push('')
    else parts.push((parts.pop() ?? '') + piece)
  }
  return parts
}
