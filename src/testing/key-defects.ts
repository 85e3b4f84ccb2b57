import { concatBytes } from '@noble/hashes/utils.js'
import { constructedContextTag } from '../der/tag.ts'
import { encodeElement, encodeOctetString, encodeOid, encodeSequence } from '../der/write-der.ts'
import { encodePem } from './base64.ts'
import { multiplyBasePoint, TEST_CURVES } from './elliptic-curve.ts'
import { encodeKeyAlgorithm, encodeNumber, encodePkcs1, encodePkcs8, encodePoint } from './encode-key.ts'
import { octetsOf } from './integer.ts'
import { takeRsaMaterial, type EcMaterial, type KeyMaterial, type RsaMaterial } from './key-material.ts'
import type { RsaPoolBits } from './rsa-key-pool.ts'
import { findDefect, type DefectDescription } from './defect-description.ts'

/** What can be wrong with a private key's file. */
export type KeyDefect =
  | 'lying-embedded-public-key'
  | 'wrong-private-exponent'
  | 'missing-crt-values'
  | 'even-public-exponent'
  | 'zero-private-value'
  | 'private-value-out-of-range'
  | 'contradicting-curves'
  | 'explicit-curve-parameters'
  | 'wrong-version'
  | 'truncated'
  | 'trailing-bytes'

interface KeyDefectRow extends DefectDescription {
  /** The PrivateKeyInfo; `undefined` where a key of this algorithm cannot have the defect. */
  readonly encode: (material: KeyMaterial) => Uint8Array | undefined
}

/** Each {@link KeyDefect}, and what it does to a PrivateKeyInfo. */
export const KEY_DEFECTS: Readonly<Record<KeyDefect, KeyDefectRow>> = {
  'lying-embedded-public-key': {
    description: 'The public key inside is another one: the EC point, the RSA modulus or the Edwards-curve publicKey.',
    reference: 'RFC 5958 section 2, RFC 5915 section 3',
    encode: encodeLyingKey,
  },
  'wrong-private-exponent': {
    description: 'RSA: the private exponent does not invert the public one, though the CRT values do.',
    reference: 'RFC 8017 section 3.2',
    encode: (material) => encodeRsa(material, ({ privateExponent }) => ({ privateExponent: privateExponent + 2n })),
  },
  'missing-crt-values': {
    description: 'RSA: primes, CRT exponents and coefficient are zero.',
    reference: 'RFC 8017 appendix A.1.2',
    encode: (material) =>
      encodeRsa(material, () => ({ prime1: 0n, prime2: 0n, exponent1: 0n, exponent2: 0n, coefficient: 0n })),
  },
  'even-public-exponent': {
    description: 'RSA: the public exponent is 65536.',
    reference: 'RFC 8017 section 3.1',
    encode: (material) => encodeRsa(material, () => ({ publicExponent: 65_536n })),
  },
  'zero-private-value': {
    description: 'EC: the private value is zero.',
    reference: 'SEC 1 section 3.2.1',
    encode: (material) => encodeEc(material, () => ({ scalar: 0n })),
  },
  'private-value-out-of-range': {
    description: 'EC: the private value has every bit set, which is above the order of the curve.',
    reference: 'SEC 1 section 3.2.1',
    encode: (material) => encodeEc(material, ({ curve }) => ({ scalar: 2n ** BigInt(curve.bits) - 1n })),
  },
  'contradicting-curves': {
    description: 'EC: the algorithm names one curve, the key inside another.',
    reference: 'RFC 5915 section 1',
    encode: encodeContradictingCurves,
  },
  'explicit-curve-parameters': {
    description: 'EC: the curve is given by its parameters instead of its name.',
    reference: 'RFC 5480 section 2.1.1',
    encode: (material) => (material.type === 'EC' ? encodePkcs8(material, { parameters: 'explicit' }) : undefined),
  },
  'wrong-version': {
    description: 'The version is 2, which no PrivateKeyInfo has.',
    reference: 'RFC 5958 section 2',
    encode: (material) =>
      Uint8Array.from(encodePkcs8(material), (octet, index) => (index === versionOffset(material) ? 2 : octet)),
  },
  truncated: {
    description: 'The last 16 octets are missing.',
    reference: 'X.690 section 8.1.3',
    encode: (material) => encodePkcs8(material).subarray(0, -16),
  },
  'trailing-bytes': {
    description: 'Two octets follow the end of the key.',
    reference: 'X.690 section 10.1',
    encode: (material) => concatBytes(encodePkcs8(material), Uint8Array.of(5, 0)),
  },
}

/** A private key as PEM with a defect. @throws TypeError if a key of this algorithm cannot have it */
export function encodeDefectiveKey(material: KeyMaterial, defect: KeyDefect): string {
  const der = findDefect(KEY_DEFECTS, defect).encode(material)
  if (der === undefined) throw new TypeError(`"${defect}" is for another kind of key`)
  return encodePem('PRIVATE KEY', der)
}

function encodeLyingKey(material: KeyMaterial): Uint8Array {
  switch (material.type) {
    case 'RSA':
      return wrapPkcs1({ ...material, modulus: otherModulus(material) })
    case 'EC': {
      const other = multiplyBasePoint(material.curve, (material.scalar % (material.curve.n - 2n)) + 1n)
      return encodePkcs8(material, { embedded: encodePoint(material.curve, other) })
    }
    case 'Ed':
      return encodePkcs8(material, {
        embedded: material.publicKey.map((octet, index) => (index === 0 ? octet ^ 1 : octet)),
      })
  }
}

function otherModulus({ bits, modulus }: RsaMaterial): bigint {
  const size = RSA_SIZES.find((candidate) => candidate === bits) ?? 2048
  const [first, second] = [0, 1].map((index) => takeRsaMaterial(size, index, 65_537n, 'RSA').modulus)
  return (first === modulus ? second : first) ?? modulus
}

const RSA_SIZES: readonly RsaPoolBits[] = [1024, 2048, 3072, 4096]

function encodeRsa(
  material: KeyMaterial,
  change: (material: RsaMaterial) => Partial<RsaMaterial>,
): Uint8Array | undefined {
  return material.type === 'RSA' ? wrapPkcs1({ ...material, ...change(material) }) : undefined
}

function wrapPkcs1(material: RsaMaterial): Uint8Array {
  return encodeSequence(encodeNumber(0n), encodeKeyAlgorithm(material), encodeOctetString(encodePkcs1(material)))
}

function encodeEc(
  material: KeyMaterial,
  change: (material: EcMaterial) => Partial<EcMaterial>,
): Uint8Array | undefined {
  return material.type === 'EC' ? encodePkcs8({ ...material, ...change(material) }) : undefined
}

function encodeContradictingCurves(material: KeyMaterial): Uint8Array | undefined {
  if (material.type !== 'EC') return undefined
  const { curve, scalar } = material
  const other = curve.name === 'P-256' ? TEST_CURVES['P-384'] : TEST_CURVES['P-256']
  const inner = encodeSequence(
    encodeNumber(1n),
    encodeOctetString(octetsOf(scalar, curve.octets)),
    encodeElement(constructedContextTag(0), encodeOid(other.oid)),
  )
  return encodeSequence(encodeNumber(0n), encodeKeyAlgorithm(material), encodeOctetString(inner))
}

/** Where the content of the version lies: after the header of the SEQUENCE and its own. */
function versionOffset(material: KeyMaterial): number {
  const lengthOctet = encodePkcs8(material)[1] ?? 0
  return (lengthOctet < 0x80 ? 2 : 2 + (lengthOctet & 0x7f)) + 2
}
