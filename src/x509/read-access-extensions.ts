import {
  assertAtEnd,
  isAtEnd,
  readAnyElement,
  readConstructed,
  readNonEmptyList,
  type DerReader,
} from '../der/der-reader.ts'
import { hexOf } from '../der/hex.ts'
import {
  createIdentifierTable,
  dottedIdentifier,
  readDottedIdentifier,
  readObjectIdentifier,
  type IdentifierTable,
} from '../der/object-identifier.ts'
import { readSmallInteger } from '../der/read-primitive.ts'
import { SEQUENCE, SET } from '../der/tag.ts'
import { readGeneralName, type GeneralName } from './general-name.ts'

/** One entry of authorityInfoAccess or subjectInfoAccess (RFC 5280 sections 4.2.2.1 and 4.2.2.2). */
export interface AccessDescription {
  /** The access method's object identifier. */
  readonly oid: string
  /** `ocsp`, `caIssuers` ..., where it is known. */
  readonly method: string | undefined
  readonly location: GeneralName
}

/** One attribute of subjectDirectoryAttributes (RFC 5280 section 4.2.1.8), with its values as hex of the DER. */
export interface DirectoryAttribute {
  readonly oid: string
  readonly values: readonly string[]
}

const ACCESS_METHODS: IdentifierTable<{ readonly oid: string; readonly method: string }> =
  /* @__PURE__ */ createIdentifierTable([
    { oid: '1.3.6.1.5.5.7.48.1', method: 'ocsp' },
    { oid: '1.3.6.1.5.5.7.48.2', method: 'caIssuers' },
    { oid: '1.3.6.1.5.5.7.48.3', method: 'timeStamping' },
    { oid: '1.3.6.1.5.5.7.48.5', method: 'caRepository' },
  ])

/** The greatest number of a TLS extension. */
const MAX_TLS_EXTENSION = 0xffff

export function readAccessDescriptions(reader: DerReader, structure: string): readonly AccessDescription[] {
  const list = readNonEmptyList(reader, SEQUENCE, structure)
  const descriptions: AccessDescription[] = []
  while (!isAtEnd(list)) {
    const description = readConstructed(list, SEQUENCE, structure)
    readObjectIdentifier(description, structure)
    const { bytes, start, offset } = description
    const location = readGeneralName(description, structure)
    assertAtEnd(description, structure)
    if (list.mode === 'check') continue
    const known = ACCESS_METHODS.find(bytes, start, offset)
    descriptions.push({ oid: known?.oid ?? dottedIdentifier(bytes, start, offset), method: known?.method, location })
  }
  return descriptions
}

/** tlsFeature: numbers of TLS extensions that the server must support; 5 is status_request, "must-staple" (RFC 7633). */
export function readTlsFeature(reader: DerReader, structure: string): readonly number[] {
  const list = readNonEmptyList(reader, SEQUENCE, structure)
  const features: number[] = []
  while (!isAtEnd(list)) features.push(readSmallInteger(list, MAX_TLS_EXTENSION, structure))
  return features
}

export function readDirectoryAttributes(reader: DerReader, structure: string): readonly DirectoryAttribute[] {
  const list = readNonEmptyList(reader, SEQUENCE, structure)
  const attributes: DirectoryAttribute[] = []
  while (!isAtEnd(list)) {
    const attribute = readConstructed(list, SEQUENCE, structure)
    const oid = readDottedIdentifier(attribute, structure)
    const set = readConstructed(attribute, SET, structure)
    assertAtEnd(attribute, structure)
    attributes.push({ oid, values: readHexValues(set, structure) })
  }
  return attributes
}

function readHexValues(set: DerReader, structure: string): readonly string[] {
  const values: string[] = []
  while (!isAtEnd(set)) {
    const start = set.offset
    readAnyElement(set, structure)
    values.push(hexOf(set.bytes, start, set.offset))
  }
  return values
}
