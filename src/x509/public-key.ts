import { derError } from '../der/der-error.ts'
import { assertAtEnd, openDerAt, peekTag, readAnyElement, readConstructed, type DerReader } from '../der/der-reader.ts'
import { dottedIdentifier, readObjectIdentifier } from '../der/object-identifier.ts'
import { readOctetAlignedBitString, readSmallInteger, readUnsignedInteger } from '../der/read-primitive.ts'
import { OBJECT_IDENTIFIER, SEQUENCE } from '../der/tag.ts'
import {
  hasNoParameters,
  hasNullParameters,
  readAlgorithmIdentifier,
  type AlgorithmIdentifier,
} from './algorithm-identifier.ts'
import { CURVES, KEY_ALGORITHMS, type KeyAlgorithmName, type KeyAlgorithmRow } from './key-algorithms.ts'
import { readPssParameters, type PssParameters } from './pss-parameters.ts'
import { algorithmParametersError } from './signature-algorithm.ts'

export type { KeyAlgorithmName } from './key-algorithms.ts'

/** A SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). */
export interface PublicKey {
  /** The object identifier where the algorithm is not recognised. */
  readonly algorithm: KeyAlgorithmName | (string & {})
  readonly oid: string
  /** The size people name: bits of the RSA modulus, of the DSA prime or of the curve's field, 256 for Ed25519; 0 where there is no such size. */
  readonly bits: number
  /** EC only: `P-256`, `brainpoolP256r1` ...; the object identifier of any other; `explicit` for parameters in full. */
  readonly curve: string | undefined
  /** RSA only. Magnitudes, big-endian, without leading zeros. */
  readonly rsa: { readonly modulus: Uint8Array; readonly exponent: Uint8Array } | undefined
  /** RSA-PSS only, where the key is restricted to these (RFC 4055 section 3.1). */
  readonly pss: PssParameters | undefined
  /** The whole SubjectPublicKeyInfo in DER. */
  readonly spki: Uint8Array
  /** The octets of the subjectPublicKey BIT STRING. */
  readonly subjectPublicKey: Uint8Array
}

const STRUCTURE = 'SubjectPublicKeyInfo'

/** A class for its getters: views of the certificate cost more memory than the numbers they are made from. */
class DecodedPublicKey implements PublicKey {
  readonly algorithm: KeyAlgorithmName | (string & {})
  readonly oid: string
  readonly bits: number
  readonly curve: string | undefined
  readonly pss: PssParameters | undefined
  readonly #bytes: Uint8Array
  readonly #start: number
  readonly #keyStart: number
  readonly #end: number

  constructor(bytes: Uint8Array, start: number, keyStart: number, end: number, facts: KeyFacts) {
    this.algorithm = facts.algorithm
    this.oid = facts.oid
    this.bits = facts.bits
    this.curve = facts.curve
    this.pss = facts.pss
    this.#bytes = bytes
    this.#start = start
    this.#keyStart = keyStart
    this.#end = end
  }

  get spki(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end)
  }

  get subjectPublicKey(): Uint8Array {
    return this.#bytes.subarray(this.#keyStart, this.#end)
  }

  get rsa(): { readonly modulus: Uint8Array; readonly exponent: Uint8Array } | undefined {
    return isRsa(this.algorithm) ? readRsaPublicKey(openDerAt(this.#bytes, this.#keyStart, this.#end)) : undefined
  }
}

interface KeyFacts {
  readonly algorithm: KeyAlgorithmName | (string & {})
  readonly oid: string
  readonly bits: number
  readonly curve: string | undefined
  readonly pss: PssParameters | undefined
}

/**
 * Reads a SubjectPublicKeyInfo.
 *
 * Of a recognised algorithm the parameters and the form of the key are checked; that a point lies on its curve or
 * that a modulus is strong is not. @throws CertkeepError `ERR_DER_*`, `ERR_X509_ALGORITHM_PARAMETERS`
 */
export function readPublicKey(reader: DerReader): PublicKey {
  const start = reader.offset
  const sequence = readConstructed(reader, SEQUENCE, STRUCTURE)
  const identifier = readAlgorithmIdentifier(sequence, STRUCTURE)
  readOctetAlignedBitString(sequence, STRUCTURE)
  assertAtEnd(sequence, STRUCTURE)
  const keyStart = sequence.start
  const row = KEY_ALGORITHMS.find(identifier.bytes, identifier.oidStart, identifier.oidEnd)
  const facts = row === undefined ? unknownKey(identifier) : readKnownKey(row, identifier, keyStart, sequence.end)
  return new DecodedPublicKey(reader.bytes, start, keyStart, reader.offset, facts)
}

function unknownKey({ bytes, oidStart, oidEnd }: AlgorithmIdentifier): KeyFacts {
  const oid = dottedIdentifier(bytes, oidStart, oidEnd)
  return { algorithm: oid, oid, bits: 0, curve: undefined, pss: undefined }
}

function readKnownKey(
  row: KeyAlgorithmRow,
  identifier: AlgorithmIdentifier,
  keyStart: number,
  keyEnd: number,
): KeyFacts {
  assertParameters(row, identifier)
  if (row.octets !== undefined && row.octets !== keyEnd - keyStart) {
    throw derError('ERR_DER_VALUE', `a key of ${row.name} must have ${String(row.octets)} octets`, keyStart, STRUCTURE)
  }
  const facts = { algorithm: row.name, oid: row.oid, bits: row.bits, curve: undefined, pss: undefined }
  if (isRsa(row.name)) {
    const { modulus } = readRsaPublicKey(openDerAt(identifier.bytes, keyStart, keyEnd))
    const pss =
      row.parameters === 'null' || hasNoParameters(identifier) ? undefined : readPssParameters(identifier, STRUCTURE)
    return { ...facts, bits: bitLength(modulus), pss }
  }
  if (row.parameters === 'curve') return { ...facts, ...readCurve(identifier) }
  return row.parameters === 'dsa' && !hasNoParameters(identifier) ? { ...facts, bits: readDsaBits(identifier) } : facts
}

function isRsa(algorithm: string): boolean {
  return algorithm === 'RSA' || algorithm === 'RSA-PSS'
}

function assertParameters(row: KeyAlgorithmRow, identifier: AlgorithmIdentifier): void {
  if (!hasParameters(row.parameters, identifier))
    throw algorithmParametersError(row.name, identifier.parametersStart, STRUCTURE)
}

function hasParameters(demanded: KeyAlgorithmRow['parameters'], identifier: AlgorithmIdentifier): boolean {
  switch (demanded) {
    case 'null':
      return hasNoParameters(identifier) || hasNullParameters(identifier)
    case 'absent':
      return hasNoParameters(identifier)
    case 'curve':
      return !hasNoParameters(identifier) && !hasNullParameters(identifier)
    case 'pss-or-absent':
    case 'dsa':
    case 'any':
      return true
  }
}

/** RSAPublicKey (RFC 8017 appendix A.1.1). */
function readRsaPublicKey(reader: DerReader): { readonly modulus: Uint8Array; readonly exponent: Uint8Array } {
  const key = readConstructed(reader, SEQUENCE, 'RSAPublicKey')
  const modulus = readUnsignedInteger(key, 'RSAPublicKey')
  const exponent = readUnsignedInteger(key, 'RSAPublicKey')
  assertAtEnd(key, 'RSAPublicKey')
  assertAtEnd(reader, STRUCTURE)
  return { modulus, exponent }
}

/** The size of the prime p in Dss-Parms (RFC 3279 section 2.3.2). */
function readDsaBits({ bytes, parametersStart, end }: AlgorithmIdentifier): number {
  const parameters = readConstructed(openDerAt(bytes, parametersStart, end), SEQUENCE, 'Dss-Parms')
  return bitLength(readUnsignedInteger(parameters, 'Dss-Parms'))
}

/** Bits of a magnitude without leading zero octets. */
function bitLength(magnitude: Uint8Array): number {
  return magnitude.length * 8 - Math.clz32(magnitude[0] ?? 0) + 24
}

/** ECParameters (RFC 5480 section 2.1.1): a named curve, or the parameters in full, which certificates must not have. */
function readCurve(identifier: AlgorithmIdentifier): { readonly curve: string; readonly bits: number } {
  const { bytes, parametersStart, end } = identifier
  const reader = openDerAt(bytes, parametersStart, end)
  if (peekTag(reader) !== OBJECT_IDENTIFIER) return { curve: 'explicit', bits: explicitFieldBits(reader) }
  readObjectIdentifier(reader, STRUCTURE)
  const row = CURVES.find(bytes, reader.start, reader.offset)
  return { curve: row?.name ?? dottedIdentifier(bytes, reader.start, reader.offset), bits: row?.bits ?? 0 }
}

/** The size of a prime field in SpecifiedECDomain (SEC 1 appendix C.2); 0 for any other field. */
function explicitFieldBits(reader: DerReader): number {
  const domain = readConstructed(reader, SEQUENCE, 'ECParameters')
  readSmallInteger(domain, 3, 'ECParameters')
  const field = readConstructed(domain, SEQUENCE, 'FieldID')
  readObjectIdentifier(field, 'FieldID')
  const isPrime = dottedIdentifier(field.bytes, field.start, field.offset) === '1.2.840.10045.1.1'
  if (!isPrime) {
    readAnyElement(field, 'FieldID')
    return 0
  }
  return bitLength(readUnsignedInteger(field, 'FieldID'))
}
