import type { Name, NameAttribute } from './name.ts'

/**
 * Decides whether two names are the same (RFC 5280 section 7.1): as many RDNs in the same order, each with the same
 * set of attributes, whose strings compare after the preparation of RFC 4518. An RDN without attributes, which RFC 5280 does not allow, counts only
 * where another follows that has some.
 */
export function namesEqual(a: Name, b: Name): boolean {
  if (a.attributes.length !== b.attributes.length) return false
  const isSameInOrder = a.attributes.every((attribute, index) => attributesEqual(attribute, b.attributes[index]))
  return isSameInOrder || (isMultiValued(a) && normalizedName(a.attributes) === normalizedName(b.attributes))
}

/**
 * A key that two lists of attributes share exactly if they are the same name by {@link namesEqual}.
 *
 * Every part is preceded by its length, so that no value can pass for a boundary.
 */
export function normalizedName(attributes: readonly NameAttribute[]): string {
  const rdns: (string[] | undefined)[] = []
  for (const attribute of attributes) (rdns[attribute.rdn] ??= []).push(normalizedAttribute(attribute))
  return Array.from(rdns, (rdn = []) => `${String(rdn.length)}[${rdn.sort().join('')}]`).join('')
}

/** Whether an RDN has several attributes, whose order does not count. */
function isMultiValued({ attributes }: Name): boolean {
  return attributes.some(({ rdn }, index) => attributes[index + 1]?.rdn === rdn)
}

function attributesEqual(a: NameAttribute, b: NameAttribute | undefined): boolean {
  if (b === undefined || a.oid !== b.oid || a.rdn !== b.rdn || isText(a) !== isText(b)) return false
  return a.value === b.value || (isText(a) && prepareString(a.value) === prepareString(b.value))
}

function normalizedAttribute(attribute: NameAttribute): string {
  const value = isText(attribute) ? prepareString(attribute.value) : attribute.value
  return `${attribute.oid}:${String(value.length)}${isText(attribute) ? 't' : 'd'}${value}`
}

/** Whether the value is a string, and not the hex of something else. */
function isText({ value, hexValue }: NameAttribute): boolean {
  return value !== hexValue
}

/** Removed before comparing: control characters, joiners, variation selectors and soft hyphens (RFC 4518 section 2.2). */
const MAPPED_TO_NOTHING =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- these characters are what is removed
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u06dd\u070f\u1806\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2063\u206a-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}]/gu

/**
 * Prepares a string for comparison (RFC 4518): mapped, NFKC, without case, runs of blanks as one and none at the edges.
 *
 * Case is folded by lower case, with the two letters for which that is not enough; full folding needs a table
 * that the web platform does not offer.
 */
function prepareString(value: string): string {
  const mapped = isPlainAscii(value) ? value.toLowerCase() : foldUnicode(value)
  // U+0085 is the one blank of RFC 4518 that \s leaves out.
  return mapped.replace(/[\s\u0085]+/g, ' ').trim()
}

function foldUnicode(value: string): string {
  const mapped = value.replace(MAPPED_TO_NOTHING, '').normalize('NFKC')
  return mapped.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ').normalize('NFKC')
}

function isPlainAscii(value: string): boolean {
  return /^[ -~]*$/.test(value)
}
