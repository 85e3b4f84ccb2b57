import {
  assertAtEnd,
  contentOf,
  isAtEnd,
  openContent,
  openDer,
  openDerAt,
  peekTag,
  readAnyElement,
  readConstructed,
  readElement,
  type DerReader,
} from '../der/der-reader.ts'
import { dottedIdentifier, readObjectIdentifier } from '../der/object-identifier.ts'
import { readOctetAlignedBitString, readSmallInteger } from '../der/read-primitive.ts'
import { constructedContextTag, contextTag, INTEGER, OCTET_STRING, SEQUENCE, SET } from '../der/tag.ts'
import { CertkeepError } from '../problem/certkeep-error.ts'
import {
  hasNoParameters,
  hasNullParameters,
  readAlgorithmIdentifier,
  type AlgorithmIdentifier,
} from '../x509/algorithm-identifier.ts'
import { KEY_ALGORITHMS, type KeyAlgorithmRow } from '../x509/key-algorithms.ts'
import { readPssParameters } from '../x509/pss-parameters.ts'
import { identifyEncryptedKey } from './identify-encrypted-key.ts'
import { malformedKeyError, unsupportedKeyError } from './key-error.ts'
import type { OctetMaterial, PrivateKeyMaterial } from './private-key-material.ts'
import { readEcPrivateKey, readNamedCurve } from './read-ec-private-key.ts'
import { readMlDsaPrivateKey } from './read-ml-dsa-private-key.ts'
import { readRsaPrivateKey } from './read-rsa-private-key.ts'

const STRUCTURE = 'PrivateKeyInfo'

/** Elements of the DSA key that OpenSSL wrote before PKCS#8: a version of 0, p, q, g, y and x. */
const TRADITIONAL_DSA_ELEMENTS = 6

/** Octets of a CurvePrivateKey (RFC 7748 section 5, RFC 8032 sections 5.1.5 and 5.2.5). */
const CURVE_PRIVATE_KEY_OCTETS: Readonly<Record<OctetMaterial['algorithm'], number>> = {
  Ed25519: 32,
  Ed448: 57,
  X25519: 32,
  X448: 56,
}

/**
 * Takes a private key apart, whichever container it is in; the same checks and errors as {@link parsePrivateKey}.
 * The result holds views of `der`: the caller keeps `der` to itself.
 */
export function readPrivateKey(der: Uint8Array): PrivateKeyMaterial {
  const reader = openDer(der)
  const sequence = readConstructed(reader, SEQUENCE, 'private key')
  assertAtEnd(reader, 'private key')
  // EncryptedPrivateKeyInfo is the one container of a private key that starts with a SEQUENCE and not with its version.
  if (peekTag(sequence) === SEQUENCE) throwIfEncrypted(der)
  readElement(sequence, INTEGER, 'private key version')
  switch (peekTag(sequence)) {
    case SEQUENCE:
      return readPkcs8(der)
    case OCTET_STRING:
      return readSec1(der)
    case INTEGER:
      return readPkcs1(der)
    default:
      throw malformedKeyError('neither PKCS#8, PKCS#1 nor SEC 1', sequence.offset, 'private key')
  }
}

function throwIfEncrypted(der: Uint8Array): void {
  const encrypted = identifyEncryptedKey(der)
  if (encrypted === undefined) return
  throw new CertkeepError('ERR_KEY_ENCRYPTED', `private key: encrypted with ${encrypted.cipher}`, {
    detail: { ...encrypted },
  })
}

function readPkcs1(der: Uint8Array): PrivateKeyMaterial {
  if (countElements(der) === TRADITIONAL_DSA_ELEMENTS) throw unsupportedKeyError('DSA', 'algorithm')
  const { numbers, bits } = readRsaPrivateKey(openDer(der))
  return {
    algorithm: 'RSA',
    container: 'pkcs1',
    bits,
    numbers,
    pss: undefined,
    pssParameters: new Uint8Array(),
    embeddedPublicKeys: [],
  }
}

function countElements(der: Uint8Array): number {
  const sequence = readConstructed(openDer(der), SEQUENCE, 'private key')
  let count = 0
  for (; !isAtEnd(sequence); count += 1) readAnyElement(sequence, 'private key')
  return count
}

function readSec1(der: Uint8Array): PrivateKeyMaterial {
  const { curve, privateValue, embeddedPublicKeys } = readEcPrivateKey(openDer(der), undefined)
  return { algorithm: 'EC', container: 'sec1', bits: curve.bits, curve: curve.name, privateValue, embeddedPublicKeys }
}

/** OneAsymmetricKey (RFC 5958 section 2), of which PrivateKeyInfo (RFC 5208) is version 1. */
function readPkcs8(der: Uint8Array): PrivateKeyMaterial {
  const sequence = readConstructed(openDer(der), SEQUENCE, STRUCTURE)
  const version = readSmallInteger(sequence, 1, `${STRUCTURE}.version`)
  const identifier = readAlgorithmIdentifier(sequence, `${STRUCTURE}.privateKeyAlgorithm`)
  readElement(sequence, OCTET_STRING, `${STRUCTURE}.privateKey`)
  const privateKey = openContent(sequence, `${STRUCTURE}.privateKey`)
  skipAttributes(sequence)
  const publicKeys = readPublicKeys(sequence, version)
  assertAtEnd(sequence, STRUCTURE)
  const row = KEY_ALGORITHMS.find(identifier.bytes, identifier.oidStart, identifier.oidEnd)
  if (row === undefined) {
    throw unsupportedKeyError(dottedIdentifier(identifier.bytes, identifier.oidStart, identifier.oidEnd), 'algorithm')
  }
  const material = readKnownKey(row, identifier, privateKey, publicKeys)
  assertAtEnd(privateKey, `${STRUCTURE}.privateKey`)
  return material
}

/** attributes `[0]`: looked through for its form alone, since none says anything about which key this is. */
function skipAttributes(sequence: DerReader): void {
  if (peekTag(sequence) !== constructedContextTag(0)) return
  const attributes = readConstructed(sequence, constructedContextTag(0), `${STRUCTURE}.attributes`)
  while (!isAtEnd(attributes)) {
    const attribute = readConstructed(attributes, SEQUENCE, `${STRUCTURE}.attributes`)
    readObjectIdentifier(attribute, `${STRUCTURE}.attributes`)
    readElement(attribute, SET, `${STRUCTURE}.attributes`)
    assertAtEnd(attribute, `${STRUCTURE}.attributes`)
  }
}

/** publicKey `[1]`, which makes the version 2, and whose lack makes it 1 (RFC 5958 section 2). */
function readPublicKeys(sequence: DerReader, version: number): readonly Uint8Array[] {
  const isPresent = peekTag(sequence) === contextTag(1)
  if (isPresent !== (version === 1)) {
    throw malformedKeyError('a version that does not go with the publicKey', sequence.offset, `${STRUCTURE}.version`)
  }
  if (!isPresent) return []
  readOctetAlignedBitString(sequence, `${STRUCTURE}.publicKey`, contextTag(1))
  return [contentOf(sequence)]
}

function readKnownKey(
  row: KeyAlgorithmRow,
  identifier: AlgorithmIdentifier,
  privateKey: DerReader,
  publicKeys: readonly Uint8Array[],
): PrivateKeyMaterial {
  const common = { container: 'pkcs8', embeddedPublicKeys: publicKeys } as const
  switch (row.name) {
    case 'RSA':
    case 'RSA-PSS': {
      const { bytes, parametersStart, end } = identifier
      const isRestricted = row.name === 'RSA-PSS' && !hasNoParameters(identifier)
      if (!isRestricted && !hasNoParameters(identifier) && !hasNullParameters(identifier))
        throw parametersError(identifier)
      const pss = isRestricted ? readPssParameters(identifier, `${STRUCTURE}.privateKeyAlgorithm`) : undefined
      const pssParameters = isRestricted ? bytes.subarray(parametersStart, end) : new Uint8Array()
      const { numbers, bits } = readRsaPrivateKey(privateKey)
      return { ...common, algorithm: row.name, bits, numbers, pss, pssParameters }
    }
    case 'EC': {
      if (hasNoParameters(identifier)) throw parametersError(identifier)
      const outerCurve = readNamedCurve(openDerAt(identifier.bytes, identifier.parametersStart, identifier.end))
      const { curve, privateValue, embeddedPublicKeys } = readEcPrivateKey(privateKey, outerCurve)
      return {
        ...common,
        algorithm: 'EC',
        bits: curve.bits,
        curve: curve.name,
        privateValue,
        embeddedPublicKeys: [...embeddedPublicKeys, ...publicKeys],
      }
    }
    case 'Ed25519':
    case 'Ed448':
    case 'X25519':
    case 'X448':
      if (!hasNoParameters(identifier)) throw parametersError(identifier)
      return { ...common, algorithm: row.name, bits: row.bits, privateKey: readCurvePrivateKey(privateKey, row.name) }
    case 'ML-DSA-44':
    case 'ML-DSA-65':
    case 'ML-DSA-87':
      if (!hasNoParameters(identifier)) throw parametersError(identifier)
      return { ...common, algorithm: row.name, bits: row.bits, ...readMlDsaPrivateKey(privateKey, row.name) }
    default:
      throw unsupportedKeyError(row.name, 'algorithm')
  }
}

function readCurvePrivateKey(reader: DerReader, algorithm: OctetMaterial['algorithm']): Uint8Array {
  readElement(reader, OCTET_STRING, 'CurvePrivateKey')
  const octets = contentOf(reader)
  const length = CURVE_PRIVATE_KEY_OCTETS[algorithm]
  if (octets.length !== length) throw malformedKeyError(`not ${String(length)} octets`, reader.start, 'CurvePrivateKey')
  return octets
}

function parametersError(identifier: AlgorithmIdentifier): CertkeepError {
  return malformedKeyError(
    'parameters that the algorithm does not have',
    identifier.parametersStart,
    `${STRUCTURE}.privateKeyAlgorithm`,
  )
}
