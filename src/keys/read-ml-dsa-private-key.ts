import { assertAtEnd, contentOf, peekTag, readConstructed, readElement, type DerReader } from '../der/der-reader.ts'
import { contextTag, OCTET_STRING, SEQUENCE } from '../der/tag.ts'
import { malformedKeyError } from './key-error.ts'
import type { MlDsaMaterial } from './private-key-material.ts'

const SEED_OCTETS = 32

/** FIPS 204 table 2: the length of a private key in its expanded form. */
const EXPANDED_OCTETS: Readonly<Record<MlDsaMaterial['algorithm'], number>> = {
  'ML-DSA-44': 2560,
  'ML-DSA-65': 4032,
  'ML-DSA-87': 4896,
}

/**
 * Reads an ML-DSA-PrivateKey (RFC 9881 section 6): seed `[0]`, expandedKey, or a SEQUENCE of both.
 * Whether seed and expandedKey agree is not decided here.
 */
export function readMlDsaPrivateKey(
  reader: DerReader,
  algorithm: MlDsaMaterial['algorithm'],
): Pick<MlDsaMaterial, 'seed' | 'expandedKey'> {
  switch (peekTag(reader)) {
    case contextTag(0):
      return { seed: readOctets(reader, contextTag(0), SEED_OCTETS, 'seed'), expandedKey: undefined }
    case SEQUENCE: {
      const both = readConstructed(reader, SEQUENCE, 'ML-DSA-PrivateKey.both')
      const seed = readOctets(both, OCTET_STRING, SEED_OCTETS, 'seed')
      const expandedKey = readOctets(both, OCTET_STRING, EXPANDED_OCTETS[algorithm], 'expandedKey')
      assertAtEnd(both, 'ML-DSA-PrivateKey.both')
      return { seed, expandedKey }
    }
    default:
      return {
        seed: undefined,
        expandedKey: readOctets(reader, OCTET_STRING, EXPANDED_OCTETS[algorithm], 'expandedKey'),
      }
  }
}

function readOctets(reader: DerReader, tag: number, length: number, field: string): Uint8Array {
  const structure = `ML-DSA-PrivateKey.${field}`
  readElement(reader, tag, structure)
  const octets = contentOf(reader)
  if (octets.length !== length) throw malformedKeyError(`not ${String(length)} octets`, reader.start, structure)
  return octets
}
