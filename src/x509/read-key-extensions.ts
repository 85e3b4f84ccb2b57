import {
  assertAtEnd,
  isAtEnd,
  peekTag,
  readConstructed,
  readElement,
  readNonEmptyList,
  type DerReader,
} from '../der/der-reader.ts'
import { contentHex } from '../der/hex.ts'
import { dottedIdentifier, readObjectIdentifier } from '../der/object-identifier.ts'
import { readBoolean, readInteger, readNamedBitsLenient, readSmallInteger } from '../der/read-primitive.ts'
import { BOOLEAN, constructedContextTag, contextTag, INTEGER, OCTET_STRING, SEQUENCE } from '../der/tag.ts'
import { readGeneralNames, type GeneralName } from './general-name.ts'
import { KEY_PURPOSES } from './key-purposes.ts'
import { serialNumberText } from './serial-number.ts'

/** authorityKeyIdentifier (RFC 5280 section 4.2.1.1). */
export interface AuthorityKeyIdentifier {
  /** Lower-case hex. */
  readonly keyIdentifier: string | undefined
  readonly authorityCertIssuer: readonly GeneralName[] | undefined
  /** Lower-case hex. */
  readonly authorityCertSerialNumber: string | undefined
}

/** The uses that keyUsage can allow (RFC 5280 section 4.2.1.3). */
export type KeyUsage =
  | 'digitalSignature'
  | 'contentCommitment'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly'

/** basicConstraints (RFC 5280 section 4.2.1.9). */
export interface BasicConstraints {
  readonly cA: boolean
  /** How many intermediates that are not self-issued may follow; absent: any number. */
  readonly pathLenConstraint: number | undefined
}

/** One purpose of extendedKeyUsage (RFC 5280 section 4.2.1.12). */
export interface KeyPurpose {
  readonly oid: string
  /** `serverAuth`, `clientAuth` ..., where it is known. */
  readonly name: string | undefined
}

const KEY_USAGES: readonly KeyUsage[] = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
]

/** A path is never longer; greater constraints say the same. */
const MAX_PATH_LENGTH = 0x7fffffff

export function readAuthorityKeyIdentifier(reader: DerReader, structure: string): AuthorityKeyIdentifier {
  const sequence = readConstructed(reader, SEQUENCE, structure)
  const keyIdentifier = peekTag(sequence) === contextTag(0) ? readHex(sequence, contextTag(0), structure) : undefined
  const authorityCertIssuer =
    peekTag(sequence) === constructedContextTag(1)
      ? readGeneralNames(sequence, constructedContextTag(1), structure)
      : undefined
  const authorityCertSerialNumber =
    peekTag(sequence) === contextTag(2) ? readSerialNumber(sequence, structure) : undefined
  assertAtEnd(sequence, structure)
  return { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber }
}

/** subjectKeyIdentifier as lower-case hex (RFC 5280 section 4.2.1.2). */
export function readSubjectKeyIdentifier(reader: DerReader, structure: string): string {
  return readHex(reader, OCTET_STRING, structure)
}

export function readKeyUsage(reader: DerReader, structure: string): readonly KeyUsage[] {
  const bits = readNamedBitsLenient(reader, structure)
  return KEY_USAGES.filter((_, bit) => (bits & (1 << bit)) !== 0)
}

/**
 * Reads basicConstraints. `cA FALSE` written out is a breach of DER (X.690 section 11.5) that CAs committed for twenty years
 * and that every TLS client reads; it means what it says, so it is read here too.
 */
export function readBasicConstraints(reader: DerReader, structure: string): BasicConstraints {
  const sequence = readConstructed(reader, SEQUENCE, structure)
  const cA = peekTag(sequence) === BOOLEAN ? readBoolean(sequence, structure) : false
  const pathLenConstraint =
    peekTag(sequence) === INTEGER ? readSmallInteger(sequence, MAX_PATH_LENGTH, structure) : undefined
  assertAtEnd(sequence, structure)
  return { cA, pathLenConstraint }
}

export function readExtendedKeyUsage(reader: DerReader, structure: string): readonly KeyPurpose[] {
  const list = readNonEmptyList(reader, SEQUENCE, structure)
  const purposes: KeyPurpose[] = []
  while (!isAtEnd(list)) {
    readObjectIdentifier(list, structure)
    if (list.mode === 'check') continue
    const known = KEY_PURPOSES.find(list.bytes, list.start, list.offset)
    purposes.push(known ?? { oid: dottedIdentifier(list.bytes, list.start, list.offset), name: undefined })
  }
  return purposes
}

function readHex(reader: DerReader, tag: number, structure: string): string {
  readElement(reader, tag, structure)
  return contentHex(reader)
}

function readSerialNumber(reader: DerReader, structure: string): string {
  readInteger(reader, structure, contextTag(2))
  return serialNumberText(reader.bytes, reader.start, reader.offset)
}
