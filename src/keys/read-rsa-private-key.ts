import { assertAtEnd, readConstructed, type DerReader } from '../der/der-reader.ts'
import { readSmallInteger, readUnsignedInteger } from '../der/read-primitive.ts'
import { SEQUENCE } from '../der/tag.ts'
import { malformedKeyError, unsupportedKeyError } from './key-error.ts'
import type { RsaNumbers } from './private-key-material.ts'

const STRUCTURE = 'RSAPrivateKey'

/**
 * Sizes of the modulus in bits. Below 512 nothing can be signed with SHA-256; 16384 is the largest that
 * OpenSSL computes with (OPENSSL_RSA_MAX_MODULUS_BITS).
 */
const MIN_MODULUS_BITS = 512
const MAX_MODULUS_BITS = 16_384

/** OpenSSL takes no longer exponent with a large modulus (OPENSSL_RSA_MAX_PUBEXP_BITS); all in use have 17 bits or 2. */
const MAX_PUBLIC_EXPONENT_BITS = 64

/**
 * Reads a two-prime RSAPrivateKey (RFC 8017 appendix A.1.2), and judges each number by itself: all there, none zero, sizes in
 * bounds and none longer than the modulus; modulus, primes and public exponent odd. Whether they belong together is not decided here.
 */
export function readRsaPrivateKey(reader: DerReader): { readonly numbers: RsaNumbers; readonly bits: number } {
  const sequence = readConstructed(reader, SEQUENCE, STRUCTURE)
  if (readSmallInteger(sequence, 1, `${STRUCTURE}.version`) === 1) throw unsupportedKeyError('RSA', 'multi-prime')
  const modulus = readOdd(sequence, 'modulus')
  const publicExponent = readOdd(sequence, 'publicExponent')
  const bits = bitLength(modulus)
  if (bits < MIN_MODULUS_BITS || bits > MAX_MODULUS_BITS || bitLength(publicExponent) > MAX_PUBLIC_EXPONENT_BITS) {
    throw unsupportedKeyError('RSA', 'size')
  }
  const maxOctets = modulus.length
  const privateExponent = readPositive(sequence, 'privateExponent', maxOctets)
  const prime1 = readOdd(sequence, 'prime1', maxOctets)
  const prime2 = readOdd(sequence, 'prime2', maxOctets)
  const exponent1 = readPositive(sequence, 'exponent1', maxOctets)
  const exponent2 = readPositive(sequence, 'exponent2', maxOctets)
  const coefficient = readPositive(sequence, 'coefficient', maxOctets)
  assertAtEnd(sequence, STRUCTURE)
  return {
    numbers: { modulus, publicExponent, privateExponent, prime1, prime2, exponent1, exponent2, coefficient },
    bits,
  }
}

/** Zero is how the CRT values are left out, which RFC 8017 does not allow (Go: CVE-2025-22865). */
function readPositive(reader: DerReader, field: string, maxOctets: number = Infinity): Uint8Array {
  const magnitude = readUnsignedInteger(reader, `${STRUCTURE}.${field}`)
  if (magnitude[0] === 0) throw malformedKeyError('zero', reader.start, `${STRUCTURE}.${field}`)
  if (magnitude.length > maxOctets)
    throw malformedKeyError('longer than the modulus', reader.start, `${STRUCTURE}.${field}`)
  return magnitude
}

function readOdd(reader: DerReader, field: string, maxOctets?: number): Uint8Array {
  const magnitude = readPositive(reader, field, maxOctets)
  const last = magnitude[magnitude.length - 1] ?? 0
  if (last % 2 === 0 || (magnitude.length === 1 && last === 1)) {
    throw malformedKeyError('not an odd number of 3 or more', reader.start, `${STRUCTURE}.${field}`)
  }
  return magnitude
}

/** Bits of a magnitude without leading zero octets. */
function bitLength(magnitude: Uint8Array): number {
  return magnitude.length * 8 - Math.clz32(magnitude[0] ?? 0) + 24
}
