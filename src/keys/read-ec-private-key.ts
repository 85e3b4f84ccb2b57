import { assertAtEnd, contentOf, peekTag, readConstructed, readElement, type DerReader } from '../der/der-reader.ts'
import { dottedIdentifier, readObjectIdentifier } from '../der/object-identifier.ts'
import { readOctetAlignedBitString, readSmallInteger } from '../der/read-primitive.ts'
import { constructedContextTag, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE } from '../der/tag.ts'
import { CURVES } from '../x509/key-algorithms.ts'
import { malformedKeyError, unsupportedKeyError } from './key-error.ts'

const STRUCTURE = 'ECPrivateKey'

/** A curve as an AlgorithmIdentifier or an ECPrivateKey names it. */
export interface NamedCurve {
  /** The object identifier where the curve is not recognised. */
  readonly name: string
  /** Size of the field; 0 where the curve is not recognised. */
  readonly bits: number
}

/** An ECPrivateKey taken apart. */
export interface EcPrivateKeyFields {
  readonly curve: NamedCurve
  readonly privateValue: Uint8Array
  readonly embeddedPublicKeys: readonly Uint8Array[]
}

/**
 * Reads ECParameters (RFC 5480 section 2.1.1) of a named curve.
 *
 * A curve given by its parameters is unsupported even if they are those of a named one: who may choose the generator can make a
 * private key for anyone's public key (CVE-2020-0601).
 */
export function readNamedCurve(reader: DerReader): NamedCurve {
  if (peekTag(reader) !== OBJECT_IDENTIFIER) throw unsupportedKeyError('EC', 'curve', 'explicit')
  readObjectIdentifier(reader, 'ECParameters')
  const row = CURVES.find(reader.bytes, reader.start, reader.offset)
  return { name: row?.name ?? dottedIdentifier(reader.bytes, reader.start, reader.offset), bits: row?.bits ?? 0 }
}

/**
 * Reads an ECPrivateKey (RFC 5915 section 3).
 *
 * The private value of a NIST curve is brought to the length of the field: GnuTLS wrote it with zeros in front and old
 * versions of OpenSSL without those that belong there (golang/go#13699). Whether it is in range, and whether the
 * public key is its own, is not decided here.
 *
 * @param outerCurve - the curve that PKCS#8 has named around this structure, and that it then may leave out but not contradict
 */
export function readEcPrivateKey(reader: DerReader, outerCurve: NamedCurve | undefined): EcPrivateKeyFields {
  const sequence = readConstructed(reader, SEQUENCE, STRUCTURE)
  if (readSmallInteger(sequence, 255, `${STRUCTURE}.version`) !== 1) {
    throw malformedKeyError('a version other than 1', sequence.start, `${STRUCTURE}.version`)
  }
  readElement(sequence, OCTET_STRING, `${STRUCTURE}.privateKey`)
  const valueStart = sequence.start
  const value = contentOf(sequence)
  const curve = readInnerCurve(sequence) ?? outerCurve
  if (curve === undefined) throw malformedKeyError('no curve named', sequence.offset, `${STRUCTURE}.parameters`)
  if (outerCurve !== undefined && outerCurve.name !== curve.name) {
    throw malformedKeyError('another curve than in the AlgorithmIdentifier', sequence.start, `${STRUCTURE}.parameters`)
  }
  const embeddedPublicKeys = readPublicKeys(sequence)
  assertAtEnd(sequence, STRUCTURE)
  return { curve, privateValue: toFieldLength(value, curve, valueStart), embeddedPublicKeys }
}

function readInnerCurve(sequence: DerReader): NamedCurve | undefined {
  if (peekTag(sequence) !== constructedContextTag(0)) return undefined
  const field = readConstructed(sequence, constructedContextTag(0), `${STRUCTURE}.parameters`)
  const curve = readNamedCurve(field)
  assertAtEnd(field, `${STRUCTURE}.parameters`)
  return curve
}

function readPublicKeys(sequence: DerReader): readonly Uint8Array[] {
  if (peekTag(sequence) !== constructedContextTag(1)) return []
  const field = readConstructed(sequence, constructedContextTag(1), `${STRUCTURE}.publicKey`)
  readOctetAlignedBitString(field, `${STRUCTURE}.publicKey`)
  const publicKey = contentOf(field)
  assertAtEnd(field, `${STRUCTURE}.publicKey`)
  return [publicKey]
}

function toFieldLength(value: Uint8Array, curve: NamedCurve, offset: number): Uint8Array {
  if (value.length === 0) throw malformedKeyError('no private value', offset, `${STRUCTURE}.privateKey`)
  if (!/^P-(?:256|384|521)$/.test(curve.name)) return value
  const length = Math.ceil(curve.bits / 8)
  const surplus = value.length - length
  if (surplus <= 0) {
    const padded = new Uint8Array(length)
    padded.set(value, -surplus)
    return padded
  }
  if (value.subarray(0, surplus).some((octet) => octet !== 0)) {
    throw malformedKeyError('a private value longer than its curve', offset, `${STRUCTURE}.privateKey`)
  }
  return value.subarray(surplus)
}
