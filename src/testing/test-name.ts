import { BmpString, IA5String, PrintableString, TeletexString, Utf8String } from 'asn1js'
import { AttributeTypeAndValue } from 'pkijs'
import { SET } from '../der/tag.ts'
import { encodeElement, encodeSequence } from '../der/write-der.ts'

/** The string types that an attribute value can be written as. */
export type TestStringType = 'utf8' | 'printable' | 'ia5' | 'bmp' | 'teletex'

/** One attribute of a name. */
export interface TestNameAttribute {
  /** A short name of {@link NAME_ATTRIBUTES}, or a dotted object identifier. */
  readonly type: string
  readonly value: string
  /** @defaultValue `'utf8'`; `'printable'` for a country, `'ia5'` for an e-mail address and a domain component */
  readonly string?: TestStringType | undefined
}

/**
 * A distinguished name: text that is the common name alone; attributes from the root down, where an array inside the
 * array is a relative distinguished name of several values; or the DER of a Name, taken as it is.
 */
export type TestName = string | readonly (TestNameAttribute | readonly TestNameAttribute[])[] | Uint8Array

/** Attribute types by short name (RFC 4519, RFC 5280 appendix A.1). */
export const NAME_ATTRIBUTES: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  SN: '2.5.4.4',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  DC: '0.9.2342.19200300.100.1.25',
  UID: '0.9.2342.19200300.100.1.1',
  emailAddress: '1.2.840.113549.1.9.1',
}

const DEFAULT_STRINGS: Readonly<Record<string, TestStringType>> = {
  C: 'printable',
  serialNumber: 'printable',
  DC: 'ia5',
  emailAddress: 'ia5',
}

/** DER of a Name (RFC 5280 section 4.1.2.4). @throws TypeError if an attribute type is not known */
export function encodeName(name: TestName): Uint8Array {
  if (name instanceof Uint8Array) return name
  const attributes = typeof name === 'string' ? [{ type: 'CN', value: name }] : name
  return encodeSequence(...attributes.map((entry) => encodeRelativeName('type' in entry ? [entry] : entry)))
}

/** DER of a RelativeDistinguishedName; its values in the order given, which for several is the caller's to sort. */
export function encodeRelativeName(attributes: readonly TestNameAttribute[], tag: number = SET): Uint8Array {
  return encodeElement(tag, ...attributes.map(encodeAttribute))
}

function encodeAttribute({ type, value, string }: TestNameAttribute): Uint8Array {
  const oid = NAME_ATTRIBUTES[type] ?? type
  if (!/^\d+(?:\.\d+)+$/.test(oid)) throw new TypeError(`"type" ${type} is neither a known attribute nor an identifier`)
  const encoded = createString(string ?? DEFAULT_STRINGS[type] ?? 'utf8', value)
  return new Uint8Array(new AttributeTypeAndValue({ type: oid, value: encoded }).toSchema().toBER())
}

function createString(
  type: TestStringType,
  value: string,
): Utf8String | PrintableString | IA5String | BmpString | TeletexString {
  switch (type) {
    case 'utf8':
      return new Utf8String({ value })
    case 'printable':
      return new PrintableString({ value })
    case 'ia5':
      return new IA5String({ value })
    case 'bmp':
      return new BmpString({ value })
    case 'teletex':
      return new TeletexString({ value })
  }
}
