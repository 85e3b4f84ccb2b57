import type { RsaNumbers } from '../keys/private-key-material.ts'
import type { KeyConsistencyCheck } from '../problem/key-problems.ts'
import { bigintOf } from './bigint-bytes.ts'

/**
 * Decides whether the private numbers of an RSA key belong to its modulus and public exponent; names the first relation of
 * RFC 8017 section 3.2 that does not hold.
 *
 * n = p·q; e·d ≡ 1 modulo p - 1 and q - 1; e·dP ≡ 1 modulo p - 1 and e·dQ ≡ 1 modulo q - 1;
 * q·qInv ≡ 1 modulo p, which two equal factors never fulfil. Nothing is raised to a power, so a check costs microseconds. That p and q are prime is not
 * tested: nobody can write a foreign modulus as a product, which is what a lying key would have to do.
 * The reader has bounded all numbers by the length of the modulus, and the caller that length; it has refused factors below 3.
 */
export function checkRsaNumbers(numbers: RsaNumbers): KeyConsistencyCheck | undefined {
  const p = bigintOf(numbers.prime1)
  const q = bigintOf(numbers.prime2)
  if (p * q !== bigintOf(numbers.modulus)) return 'modulus-is-product-of-primes'
  const e = bigintOf(numbers.publicExponent)
  const d = bigintOf(numbers.privateExponent)
  const dP = bigintOf(numbers.exponent1)
  const dQ = bigintOf(numbers.exponent2)
  if (dP >= p || dQ >= q || (e * dP) % (p - 1n) !== 1n || (e * dQ) % (q - 1n) !== 1n) return 'crt-exponents'
  // e has an inverse, so e·d ≡ 1 says no more than d ≡ dP and d ≡ dQ.
  if (d % (p - 1n) !== dP || d % (q - 1n) !== dQ) return 'private-exponent-inverts'
  const qInv = bigintOf(numbers.coefficient)
  return qInv < p && (q * qInv) % p === 1n ? undefined : 'crt-coefficient'
}
