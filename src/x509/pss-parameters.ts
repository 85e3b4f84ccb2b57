import { derError } from '../der/der-error.ts'
import { assertAtEnd, openDerAt, peekTag, readConstructed, type DerReader } from '../der/der-reader.ts'
import { dottedIdentifier } from '../der/object-identifier.ts'
import { readSmallInteger } from '../der/read-primitive.ts'
import { constructedContextTag, SEQUENCE } from '../der/tag.ts'
import {
  hasNoParameters,
  hasNullParameters,
  readAlgorithmIdentifier,
  type AlgorithmIdentifier,
} from './algorithm-identifier.ts'
import { HASH_ALGORITHMS, type HashName } from './hash-algorithms.ts'

/** RSASSA-PSS parameters (RFC 4055 section 3.1); a digest that is not recognised is `undefined`. */
export interface PssParameters {
  /** @defaultValue SHA-1 */
  readonly hash: HashName | undefined
  /** The digest of the mask generation function MGF1. @defaultValue SHA-1 */
  readonly maskHash: HashName | undefined
  /** In octets. @defaultValue 20 */
  readonly saltLength: number
}

const MGF1 = '1.2.840.113549.1.1.8'

/** Longer than the modulus of any key that is accepted. */
const MAX_SALT_LENGTH = 2048

/** Reads the parameters of an id-RSASSA-PSS AlgorithmIdentifier. Whether their choice is a good one is not judged here. */
export function readPssParameters(identifier: AlgorithmIdentifier, structure: string): PssParameters {
  const outer = openDerAt(identifier.bytes, identifier.parametersStart, identifier.end)
  const reader = readConstructed(outer, SEQUENCE, structure)
  const hash =
    peekTag(reader) === constructedContextTag(0)
      ? readHash(readConstructed(reader, constructedContextTag(0), structure), structure)
      : 'SHA-1'
  const maskHash = peekTag(reader) === constructedContextTag(1) ? readMaskHash(reader, structure) : 'SHA-1'
  const saltLength = peekTag(reader) === constructedContextTag(2) ? readExplicitNumber(reader, 2, structure) : 20
  if (peekTag(reader) === constructedContextTag(3) && readExplicitNumber(reader, 3, structure) !== 1) {
    throw derError('ERR_DER_VALUE', 'a trailer field other than 1', reader.start, structure)
  }
  assertAtEnd(reader, structure)
  return { hash, maskHash, saltLength }
}

function readHash(wrapper: DerReader, structure: string): HashName | undefined {
  const identifier = readAlgorithmIdentifier(wrapper, structure)
  assertAtEnd(wrapper, structure)
  if (!hasNoParameters(identifier) && !hasNullParameters(identifier)) {
    throw derError('ERR_DER_VALUE', 'a digest with parameters', identifier.parametersStart, structure)
  }
  return HASH_ALGORITHMS.find(identifier.bytes, identifier.oidStart, identifier.oidEnd)?.name
}

function readMaskHash(reader: DerReader, structure: string): HashName | undefined {
  const wrapper = readConstructed(reader, constructedContextTag(1), structure)
  const generator = readAlgorithmIdentifier(wrapper, structure)
  assertAtEnd(wrapper, structure)
  if (dottedIdentifier(generator.bytes, generator.oidStart, generator.oidEnd) !== MGF1) return undefined
  return readHash(openDerAt(generator.bytes, generator.parametersStart, generator.end), structure)
}

function readExplicitNumber(reader: DerReader, number: number, structure: string): number {
  const wrapper = readConstructed(reader, constructedContextTag(number), structure)
  const value = readSmallInteger(wrapper, MAX_SALT_LENGTH, structure)
  assertAtEnd(wrapper, structure)
  return value
}
