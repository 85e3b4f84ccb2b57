import type { PssParameters } from '../x509/pss-parameters.ts'
import type { PublicKey } from '../x509/public-key.ts'
import { bigintOf } from './bigint-bytes.ts'
import { toUncompressedPoint } from './derive-ec-public-key.ts'
import { findEcCurve, type EcCurve } from './ec-curve.ts'
import { isSoundEdwardsKey, type EdwardsCurveName } from './edwards-encoding.ts'
import { isPostQuantumName, type PostQuantumName } from './post-quantum-sizes.ts'

/** A public key that was found fit for arithmetic. Its bytes are copies, so that keeping it keeps nothing else and nobody can write to them. */
export type VerificationKey =
  RsaVerificationKey | EcVerificationKey | EdwardsVerificationKey | PostQuantumVerificationKey

/** An RSA key; `modulus` has no leading zeros, so its length is that of every signature. */
export interface RsaVerificationKey {
  readonly kind: 'RSA'
  readonly modulus: Uint8Array
  readonly exponent: Uint8Array
  readonly bits: number
  /** `any`: rsaEncryption. `pss`: id-RSASSA-PSS, which no other padding may be used with (RFC 4055 section 1.2). */
  readonly padding: 'any' | 'pss'
  /** What an id-RSASSA-PSS key is restricted to, if it is. */
  readonly pss: PssParameters | undefined
}

/** The curves that are worked with (SP 800-186). */
export type EcCurveName = 'P-256' | 'P-384' | 'P-521'

/** A point of a named curve. */
export interface EcVerificationKey {
  readonly kind: 'EC'
  readonly curveName: EcCurveName
  readonly curve: EcCurve
  /** Uncompressed, whatever the certificate holds (SEC 1 section 2.3.3). */
  readonly point: Uint8Array
}

/** A canonical point of more than small order. */
export interface EdwardsVerificationKey {
  readonly kind: 'Edwards'
  readonly curveName: EdwardsCurveName
  readonly key: Uint8Array
}

/** A key of ML-DSA or SLH-DSA. */
export interface PostQuantumVerificationKey {
  readonly kind: 'post-quantum'
  readonly name: PostQuantumName
  readonly key: Uint8Array
}

/** Why a key is not computed with; as verdicts, since every signature under it gets the same. */
export type KeyRefusal = 'invalid' | 'unsupported'

/** Below, a key can be factored in hours; engines disagree on whether they import it. */
const MIN_RSA_BITS = 512

/** As in Go since CVE-2023-29409: a larger key costs its user more than any honest CA would ask. */
const MAX_RSA_BITS = 8192

/** OpenSSL's limit for large moduli; 65537 takes three octets, and BoringSSL stops at 33 bits. */
const MAX_RSA_EXPONENT_OCTETS = 8

const CURVE_NAMES: readonly EcCurveName[] = ['P-256', 'P-384', 'P-521']

/**
 * Decides whether a public key may be computed with, before any platform is shown it, and brings it to one form.
 *
 * - RSA: modulus and exponent odd, exponent 3 or more (RFC 8017 section 3.1), else `invalid`; a modulus of other than 512 to 8192 bits
 *   or an exponent above 64 bits is `unsupported`, and nothing is raised to any power to say so.
 * - EC: P-256, P-384 and P-521 by name. Parameters in full are `invalid` (RFC 5480 section 2.1.1), for they let the generator be chosen
 *   (CVE-2020-0601); so are a point off the curve, infinity and hybrid forms. A compressed point is decompressed here, since not all
 *   platforms do. Other curves are `unsupported`.
 * - Ed25519, Ed448: a coordinate that is not reduced (RFC 8032 section 5.1.3) and a point of small order, under which anybody can sign,
 *   are `invalid`.
 * - ML-DSA, SLH-DSA: any octets of the right number, which the decoder has counted.
 * - Anything else, DSA included, is `unsupported`.
 *
 * Not decided: whether the key is strong enough to rely on, see `findKeyWeakness`.
 */
export function openVerificationKey(publicKey: PublicKey): VerificationKey | KeyRefusal {
  const { algorithm } = publicKey
  switch (algorithm) {
    case 'RSA':
    case 'RSA-PSS':
      return openRsa(publicKey)
    case 'EC':
      return openEc(publicKey)
    case 'Ed25519':
      return openEdwards('Ed25519', publicKey)
    case 'Ed448':
      return openEdwards('Ed448', publicKey)
    default:
      return isPostQuantumName(algorithm)
        ? { kind: 'post-quantum', name: algorithm, key: new Uint8Array(publicKey.subjectPublicKey) }
        : 'unsupported'
  }
}

function openRsa({ algorithm, bits, rsa, pss }: PublicKey): RsaVerificationKey | KeyRefusal {
  if (rsa === undefined || !isOdd(rsa.modulus) || !isOdd(rsa.exponent) || isOne(rsa.exponent)) return 'invalid'
  if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS || rsa.exponent.length > MAX_RSA_EXPONENT_OCTETS) return 'unsupported'
  return {
    kind: 'RSA',
    modulus: new Uint8Array(rsa.modulus),
    exponent: new Uint8Array(rsa.exponent),
    bits,
    padding: algorithm === 'RSA-PSS' ? 'pss' : 'any',
    pss,
  }
}

function openEdwards(
  curveName: EdwardsCurveName,
  { subjectPublicKey }: PublicKey,
): EdwardsVerificationKey | KeyRefusal {
  const key = new Uint8Array(subjectPublicKey)
  return isSoundEdwardsKey(curveName, key) ? { kind: 'Edwards', curveName, key } : 'invalid'
}

function isOdd(magnitude: Uint8Array): boolean {
  return ((magnitude.at(-1) ?? 0) & 1) === 1
}

function isOne(magnitude: Uint8Array): boolean {
  return magnitude.length === 1 && magnitude[0] === 1
}

function openEc({ curve: namedCurve, subjectPublicKey }: PublicKey): EcVerificationKey | KeyRefusal {
  if (namedCurve === undefined || namedCurve === 'explicit') return 'invalid'
  const curveName = CURVE_NAMES.find((name) => name === namedCurve)
  const curve = curveName === undefined ? undefined : findEcCurve(curveName)
  if (curveName === undefined || curve === undefined) return 'unsupported'
  const point = toUncompressedPoint(curve, new Uint8Array(subjectPublicKey))
  return point !== undefined && isOnCurve(curve, point) ? { kind: 'EC', curveName, curve, point } : 'invalid'
}

/** That the point is in the right group follows: the three curves have prime order. */
function isOnCurve({ p, b, octets }: EcCurve, point: Uint8Array): boolean {
  const x = bigintOf(point.subarray(1, 1 + octets))
  const y = bigintOf(point.subarray(1 + octets))
  return x < p && y < p && (y * y - x * x * x + 3n * x - b) % p === 0n
}
