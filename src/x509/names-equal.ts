import type { Name, NameAttribute } from './name.ts'

/**
 * Decides whether two names are the same (RFC 5280 section 7.1): as many RDNs in the same order, each with the same
 * set of attributes, whose strings compare after the preparation of RFC 4518.
 */
export function namesEqual(a: Name, b: Name): boolean {
  return bytesEqual(a.der, b.der) || normalizedName(a.attributes) === normalizedName(b.attributes)
}

/**
 * A key that two lists of attributes share exactly if they are the same name by {@link namesEqual}.
 *
 * Every part is preceded by its length, so that no value can pass for a boundary.
 */
export function normalizedName(attributes: readonly NameAttribute[]): string {
  const rdns: string[][] = []
  for (const attribute of attributes) (rdns[attribute.rdn] ??= []).push(normalizedAttribute(attribute))
  return rdns.map((rdn) => `${String(rdn.length)}[${rdn.sort().join('')}]`).join('')
}

function normalizedAttribute({ oid, value, hexValue, name }: NameAttribute): string {
  const isText = hexValue === undefined || (name === undefined && value !== hexValue)
  const prepared = isText ? prepareString(value) : value
  return `${oid}:${String(prepared.length)}${isText ? 't' : 'd'}${prepared}`
}

/** Removed before comparing: control characters, joiners, variation selectors and soft hyphens (RFC 4518 section 2.2). */
// eslint-disable-next-line no-control-regex, no-misleading-character-class -- these characters are what is removed
const MAPPED_TO_NOTHING = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u1806\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2063\u206a-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc]/g

/**
 * Prepares a string for comparison (RFC 4518): mapped, NFKC, without case, runs of blanks as one and none at the edges.
 *
 * Case is folded by lower case, with the two letters for which that is not enough; full folding needs a table
 * that the web platform does not offer.
 */
function prepareString(value: string): string {
  const mapped = isPlainAscii(value) ? value.toLowerCase() : foldUnicode(value)
  return mapped.replace(/\s+/g, ' ').trim()
}

function foldUnicode(value: string): string {
  const mapped = value.replace(MAPPED_TO_NOTHING, '').normalize('NFKC')
  return mapped.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ').normalize('NFKC')
}

function isPlainAscii(value: string): boolean {
  return /^[ -~]*$/.test(value)
}

function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index += 1) {
    if (a[index] !== b[index]) return false
  }
  return true
}
