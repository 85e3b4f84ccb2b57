import { concatBytes } from '@noble/hashes/utils.js'
import { constructedContextTag, contextTag } from '../der/tag.ts'
import {
  encodeBitString,
  encodeElement,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  encodeUnsignedInteger,
} from '../der/write-der.ts'
import type { AffinePoint, TestCurve } from './elliptic-curve.ts'
import { octetLength, octetsOf } from './integer.ts'
import type { EcMaterial, EdMaterial, KeyMaterial, RsaMaterial } from './key-material.ts'

const RSA_OIDS: Readonly<Record<RsaMaterial['use'], string>> = {
  RSA: '1.2.840.113549.1.1.1',
  'RSA-PSS': '1.2.840.113549.1.1.10',
}
const EC_PUBLIC_KEY = '1.2.840.10045.2.1'
const PRIME_FIELD = '1.2.840.10045.1.1'
const ED_OIDS: Readonly<Record<EdMaterial['name'], string>> = { Ed25519: '1.3.101.112', Ed448: '1.3.101.113' }

/** What may differ from the usual form of a key. */
export interface KeyEncodingOptions {
  /** `explicit`: the curve's parameters instead of its name, which RFC 5480 section 2.1.1 forbids. Default `named`. */
  readonly parameters?: 'named' | 'explicit' | undefined
  /** The public key inside the private one: the right one by default. */
  readonly embedded?: Uint8Array | 'none' | undefined
}

/** An INTEGER that is not negative. */
export function encodeNumber(value: bigint): Uint8Array {
  return encodeUnsignedInteger(octetsOf(value, Math.max(1, octetLength(value))))
}

/** The octets of the public key, without the BIT STRING around them. */
export function encodePublicKeyOctets(material: KeyMaterial): Uint8Array {
  switch (material.type) {
    case 'RSA':
      return encodeRsaPublicKey(material.modulus, material.publicExponent)
    case 'EC':
      return encodePoint(material.curve, material.point)
    case 'Ed':
      return material.publicKey
  }
}

/** RSAPublicKey (RFC 8017 appendix A.1.1). */
export function encodeRsaPublicKey(modulus: bigint, publicExponent: bigint): Uint8Array {
  return encodeSequence(encodeNumber(modulus), encodeNumber(publicExponent))
}

/** ECPoint, uncompressed (RFC 5480 section 2.2, SEC 1 section 2.3.3). */
export function encodePoint(curve: TestCurve, { x, y }: AffinePoint): Uint8Array {
  return concatBytes(Uint8Array.of(4), octetsOf(x, curve.octets), octetsOf(y, curve.octets))
}

/** SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). */
export function encodeSubjectPublicKeyInfo(material: KeyMaterial, options: KeyEncodingOptions = {}): Uint8Array {
  return encodeSequence(encodeKeyAlgorithm(material, options), encodeBitString(encodePublicKeyOctets(material)))
}

/** AlgorithmIdentifier of a key (RFC 4055 section 1.2, RFC 5480 section 2.1, RFC 8410 section 3). */
export function encodeKeyAlgorithm(material: KeyMaterial, { parameters }: KeyEncodingOptions = {}): Uint8Array {
  switch (material.type) {
    case 'RSA':
      return encodeSequence(encodeOid(RSA_OIDS[material.use]), ...(material.use === 'RSA' ? [encodeNull()] : []))
    case 'EC':
      return encodeSequence(encodeOid(EC_PUBLIC_KEY), encodeCurve(material.curve, parameters))
    case 'Ed':
      return encodeSequence(encodeOid(ED_OIDS[material.name]))
  }
}

/** PrivateKeyInfo, or OneAsymmetricKey where an Edwards-curve key embeds a public one (RFC 5958 section 2). */
export function encodePkcs8(material: KeyMaterial, options: KeyEncodingOptions = {}): Uint8Array {
  switch (material.type) {
    case 'RSA':
      return wrapPkcs8(encodeKeyAlgorithm(material), encodePkcs1(material))
    case 'EC':
      return wrapPkcs8(encodeKeyAlgorithm(material, options), encodeEcPrivateKey(material, [], options))
    case 'Ed': {
      const { embedded } = options
      if (!(embedded instanceof Uint8Array)) return encodeEdPrivateKey(material.name, material.secret)
      const publicKey = encodeElement(contextTag(1), Uint8Array.of(0), embedded)
      return wrapPkcs8(encodeKeyAlgorithm(material), encodeOctetString(material.secret), publicKey)
    }
  }
}

/** The PrivateKeyInfo of an Edwards-curve key (RFC 8410 section 7). */
export function encodeEdPrivateKey(name: EdMaterial['name'], secret: Uint8Array): Uint8Array {
  return wrapPkcs8(encodeSequence(encodeOid(ED_OIDS[name])), encodeOctetString(secret))
}

/** RSAPrivateKey (RFC 8017 appendix A.1.2). */
export function encodePkcs1(material: RsaMaterial): Uint8Array {
  const { modulus, publicExponent, privateExponent, prime1, prime2, exponent1, exponent2, coefficient } = material
  const numbers = [0n, modulus, publicExponent, privateExponent, prime1, prime2, exponent1, exponent2, coefficient]
  return encodeSequence(...numbers.map(encodeNumber))
}

/** ECPrivateKey with its curve (RFC 5915 section 3). */
export function encodeSec1(material: EcMaterial, options: KeyEncodingOptions = {}): Uint8Array {
  const curve = encodeElement(constructedContextTag(0), encodeCurve(material.curve, options.parameters))
  return encodeEcPrivateKey(material, [curve], options)
}

function encodeEcPrivateKey(
  { curve, scalar, point }: EcMaterial,
  parameters: readonly Uint8Array[],
  { embedded = encodePoint(curve, point) }: KeyEncodingOptions,
): Uint8Array {
  const publicKey = embedded === 'none' ? [] : [encodeElement(constructedContextTag(1), encodeBitString(embedded))]
  return encodeSequence(
    encodeNumber(1n),
    encodeOctetString(octetsOf(scalar, curve.octets)),
    ...parameters,
    ...publicKey,
  )
}

function wrapPkcs8(algorithm: Uint8Array, privateKey: Uint8Array, ...rest: readonly Uint8Array[]): Uint8Array {
  const version = encodeNumber(rest.length === 0 ? 0n : 1n)
  return encodeSequence(version, algorithm, encodeOctetString(privateKey), ...rest)
}

function encodeCurve(curve: TestCurve, parameters: KeyEncodingOptions['parameters'] = 'named'): Uint8Array {
  return parameters === 'named' ? encodeOid(curve.oid) : encodeExplicitCurve(curve)
}

/** ECParameters, spelled out (SEC 1 appendix C.2). */
function encodeExplicitCurve(curve: TestCurve): Uint8Array {
  return encodeSequence(
    encodeNumber(1n),
    encodeSequence(encodeOid(PRIME_FIELD), encodeNumber(curve.p)),
    encodeSequence(
      encodeOctetString(octetsOf(curve.p - 3n, curve.octets)),
      encodeOctetString(octetsOf(curve.b, curve.octets)),
    ),
    encodeOctetString(encodePoint(curve, curve)),
    encodeNumber(curve.n),
    encodeNumber(1n),
  )
}
