/** The residue of `value` from 0 to `modulus` - 1, also of a negative value. */
export function mod(value: bigint, modulus: bigint): bigint {
  const residue = value % modulus
  return residue < 0n ? residue + modulus : residue
}

/** `base` to the power of `exponent`, which is public: the time taken depends on it. */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = mod(base, modulus)
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** The inverse modulo a prime, by Fermat's theorem; 0 for 0. */
export function modInverse(value: bigint, prime: bigint): bigint {
  return modPow(value, prime - 2n, prime)
}
