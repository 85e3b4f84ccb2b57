import { hexOf } from '../der/hex.ts'
import { dottedIdentifier, readObjectIdentifier } from '../der/object-identifier.ts'
import { assertAtEnd, isAtEnd, openDer, readAnyElement, readConstructed, type DerReader } from '../der/der-reader.ts'
import { stringText } from '../der/read-text.ts'
import { SEQUENCE, SET } from '../der/tag.ts'
import { ATTRIBUTE_TYPES } from './attribute-types.ts'
import { formatName } from './format-name.ts'

/** One attribute of a distinguished name. */
export interface NameAttribute {
  /** The attribute's type as a dotted object identifier. */
  readonly oid: string
  /** The short name of RFC 4514 or of common use (`CN`, `O`, `serialNumber` ...), where there is one. */
  readonly name: string | undefined
  /** The value as text, unescaped; `hexValue` where it is not a string. */
  readonly value: string
  /** Identifier octet of the value's string type. */
  readonly tag: number
  /** `#` and hex of the value's DER, where RFC 4514 section 2.4 writes that instead of text: unnamed types and values that are no string. */
  readonly hexValue: string | undefined
  /** Index of the relative distinguished name that it belongs to; attributes of one multi-valued RDN share it. */
  readonly rdn: number
}

/** A distinguished name (RFC 5280 section 4.1.2.4). */
export interface Name {
  /** As RFC 4514 writes it: last RDN first, special and control characters escaped. For display; never compare by it. */
  readonly text: string
  /** In the order of the encoding, unescaped. */
  readonly attributes: readonly NameAttribute[]
  readonly der: Uint8Array
}

/** A class, though the house prefers functions: one closure per getter would cost more memory than the name itself. */
class DecodedName implements Name {
  readonly #bytes: Uint8Array
  readonly #start: number
  readonly #end: number
  readonly attributes: readonly NameAttribute[]

  constructor(bytes: Uint8Array, start: number, end: number, attributes: readonly NameAttribute[]) {
    this.#bytes = bytes
    this.#start = start
    this.#end = end
    this.attributes = attributes
  }

  get der(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end)
  }

  get text(): string {
    return formatName(this.attributes)
  }

  toJSON(): string {
    return this.text
  }
}

/** Decodes a Name from its DER. @throws CertkeepError `ERR_DER_*` with offset */
export function parseName(der: Uint8Array): Name {
  const reader = openDer(der)
  const name = readName(reader, 'Name')
  assertAtEnd(reader, 'Name')
  return name
}

/** Reads a Name; `tag` is that of the RDNSequence or of an implicit tag over it. */
export function readName(reader: DerReader, structure: string, tag: number = SEQUENCE): Name {
  const start = reader.offset
  const rdns = readConstructed(reader, tag, structure)
  const attributes: NameAttribute[] = []
  for (let rdn = 0; !isAtEnd(rdns); rdn += 1) {
    const set = readConstructed(rdns, SET, structure)
    readRelativeDistinguishedName(set, rdn, attributes, structure)
  }
  return new DecodedName(reader.bytes, start, reader.offset, attributes)
}

/**
 * Reads the attributes of one RDN and adds them to `attributes`.
 *
 * Lenient by two points, since neither changes what a name means and every other reader accepts them: the attributes
 * may be in any order (X.690 section 11.6), and there may be none (`SET SIZE (1..MAX)`).
 */
export function readRelativeDistinguishedName(
  set: DerReader,
  rdn: number,
  attributes: NameAttribute[],
  structure: string,
): void {
  while (!isAtEnd(set)) {
    const attribute = readConstructed(set, SEQUENCE, structure)
    readAttribute(attribute, rdn, attributes, structure)
    assertAtEnd(attribute, structure)
  }
}

function readAttribute(reader: DerReader, rdn: number, attributes: NameAttribute[], structure: string): void {
  const { bytes } = reader
  readObjectIdentifier(reader, structure)
  const oidStart = reader.start
  const valueStart = reader.offset
  const tag = readAnyElement(reader, structure)
  const text = stringText(tag, reader, structure)
  if (reader.mode === 'check') return
  const known = ATTRIBUTE_TYPES.find(bytes, oidStart, valueStart)
  const oid = known?.oid ?? dottedIdentifier(bytes, oidStart, valueStart)
  const hexValue = text === undefined || known === undefined ? `#${hexOf(bytes, valueStart, reader.offset)}` : undefined
  attributes.push({ oid, name: known?.name, value: text ?? hexValue ?? '', tag, hexValue, rdn })
}
