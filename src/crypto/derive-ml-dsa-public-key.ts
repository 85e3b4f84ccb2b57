import { shake256 } from '@noble/hashes/sha3.js'
import type { MlDsaMaterial } from '../keys/private-key-material.ts'
import { bytesEqual } from './bytes-equal.ts'
import { addProduct, coefficient, residue, transform, transformBack, type Polynomial } from './ml-dsa-ring.ts'
import { sampleMatrixEntry, sampleSecret } from './ml-dsa-sample.ts'

/** FIPS 204 table 1. */
interface MlDsaParameters {
  /** Rows and columns of the public matrix. */
  readonly k: number
  readonly l: number
  /** Bound of the secret coefficients, and the bits that one is packed in. */
  readonly eta: 2 | 4
  readonly etaBits: 3 | 4
}

const PARAMETERS: Readonly<Record<MlDsaMaterial['algorithm'], MlDsaParameters>> = {
  'ML-DSA-44': { k: 4, l: 4, eta: 2, etaBits: 3 },
  'ML-DSA-65': { k: 6, l: 5, eta: 4, etaBits: 4 },
  'ML-DSA-87': { k: 8, l: 7, eta: 2, etaBits: 3 },
}

const DEGREE = 256
/** Bits of t that the public key leaves out, and those that it holds. */
const DROPPED_BITS = 13
const KEPT_BITS = 10

/** The secret from which the rest of an expanded key follows. */
interface Secret {
  readonly rho: Uint8Array
  readonly signingKey: Uint8Array
  readonly s1: readonly Polynomial[]
  readonly s2: readonly Polynomial[]
}

/**
 * Computes the public key of an ML-DSA private key (FIPS 204 section 5.1), from the seed where there is one.
 *
 * `undefined` if the key contradicts itself: seed and expanded key differ (which RFC 9881 section 8.1 has refused), or an expanded key's
 * secret vectors are out of range or do not give its t0 and tr. The time taken depends on the key in places; the result is compared
 * and thrown away.
 */
export function deriveMlDsaPublicKey({ algorithm, seed, expandedKey }: MlDsaMaterial): Uint8Array | undefined {
  const parameters = PARAMETERS[algorithm]
  const secret =
    seed === undefined ? unpackSecret(parameters, expandedKey ?? new Uint8Array()) : expandSeed(parameters, seed)
  if (secret === undefined) return undefined
  const key = completeKey(parameters, secret)
  return expandedKey === undefined || bytesEqual(key.expandedKey, expandedKey) ? key.publicKey : undefined
}

/** FIPS 204 algorithm 6, lines 1 to 4. */
function expandSeed({ k, l, eta }: MlDsaParameters, seed: Uint8Array): Secret {
  const expanded = shake256.create().update(seed).update(Uint8Array.of(k, l)).xof(128)
  const secretSeed = expanded.subarray(32, 96)
  const sample = (index: number): Polynomial => sampleSecret(secretSeed, index, eta)
  return {
    rho: expanded.subarray(0, 32),
    signingKey: expanded.subarray(96),
    s1: Array.from({ length: l }, (_, index) => sample(index)),
    s2: Array.from({ length: k }, (_, index) => sample(l + index)),
  }
}

/** FIPS 204 algorithm 25, as far as the secret goes; the caller compares the rest. */
function unpackSecret({ k, l, eta, etaBits }: MlDsaParameters, expandedKey: Uint8Array): Secret | undefined {
  const octets = (DEGREE * etaBits) / 8
  const vectors: Polynomial[] = []
  for (let index = 0; index < k + l; index += 1) {
    const start = 128 + index * octets
    const packed = unpackBits(expandedKey.subarray(start, start + octets), etaBits)
    if (packed.some((value) => value > 2 * eta)) return undefined
    vectors.push(packed.map((value) => eta - value))
  }
  return {
    rho: expandedKey.subarray(0, 32),
    signingKey: expandedKey.subarray(32, 64),
    s1: vectors.slice(0, l),
    s2: vectors.slice(l),
  }
}

/** FIPS 204 algorithm 6, lines 5 to 10: both encoded keys. */
function completeKey(
  { eta, etaBits }: MlDsaParameters,
  { rho, signingKey, s1, s2 }: Secret,
): { readonly publicKey: Uint8Array; readonly expandedKey: Uint8Array } {
  const transformed = s1.map((polynomial) => transform(polynomial.slice()))
  const t = s2.map((error, row) => {
    const sum = new Int32Array(DEGREE)
    transformed.forEach((polynomial, column) => addProduct(sum, sampleMatrixEntry(rho, row, column), polynomial))
    return transformBack(sum).map((value, index) => residue(value + coefficient(error, index)))
  })
  const high = t.map((polynomial) => polynomial.map(highPart))
  const low = t.map((polynomial, row) =>
    polynomial.map((value, index) => value - coefficient(high[row] ?? polynomial, index) * 2 ** DROPPED_BITS),
  )
  const publicKey = concat([rho, ...high.map((polynomial) => packBits(polynomial, KEPT_BITS))])
  const packSecret = (polynomial: Polynomial): Uint8Array =>
    packBits(
      polynomial.map((value) => eta - value),
      etaBits,
    )
  const packLow = (polynomial: Polynomial): Uint8Array =>
    packBits(
      polynomial.map((value) => 2 ** (DROPPED_BITS - 1) - value),
      DROPPED_BITS,
    )
  const trace = shake256(publicKey, { dkLen: 64 })
  return {
    publicKey,
    expandedKey: concat([rho, signingKey, trace, ...s1.map(packSecret), ...s2.map(packSecret), ...low.map(packLow)]),
  }
}

/** The nearest multiple of 2^13, ties going down, by its factor (FIPS 204 algorithm 35). */
function highPart(value: number): number {
  return (value + 2 ** (DROPPED_BITS - 1) - 1) >> DROPPED_BITS
}

/** Packs 256 values of so many bits, least significant bit first (FIPS 204 algorithm 16). */
function packBits(values: Polynomial, bits: number): Uint8Array {
  const packed = new Uint8Array((DEGREE * bits) / 8)
  let buffer = 0
  let buffered = 0
  let offset = 0
  for (const value of values) {
    buffer |= value << buffered
    buffered += bits
    for (; buffered >= 8; buffered -= 8) {
      packed[offset] = buffer & 0xff
      offset += 1
      buffer >>>= 8
    }
  }
  return packed
}

/** Undoes {@link packBits}. */
function unpackBits(packed: Uint8Array, bits: number): Polynomial {
  const values = new Int32Array(DEGREE)
  let buffer = 0
  let buffered = 0
  let filled = 0
  for (const octet of packed) {
    buffer |= octet << buffered
    buffered += 8
    for (; buffered >= bits; buffered -= bits) {
      values[filled] = buffer & (2 ** bits - 1)
      filled += 1
      buffer >>>= bits
    }
  }
  return values
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
