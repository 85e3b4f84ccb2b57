/** The magnitude of an unsigned number, big-endian. */
export function bigintOf(octets: Uint8Array): bigint {
  let hex = '0x0'
  for (const octet of octets) hex += octet.toString(16).padStart(2, '0')
  return BigInt(hex)
}

/**
 * An unsigned number in exactly `length` octets, big-endian.
 *
 * @throws RangeError if it needs more, or is negative
 */
export function octetsOf(value: bigint, length: number): Uint8Array {
  const hex = value.toString(16).padStart(length * 2, '0')
  if (value < 0n || hex.length > length * 2) throw new RangeError('"value" must fit in "length" octets')
  return Uint8Array.from({ length }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16))
}

/** The octets that a number needs. */
export function octetLength(value: bigint): number {
  return Math.ceil(value.toString(16).length / 2)
}

/** The remainder that is never negative. */
export function modulo(value: bigint, modulus: bigint): bigint {
  const remainder = value % modulus
  return remainder < 0n ? remainder + modulus : remainder
}

/**
 * The inverse of `value` modulo `modulus`, by the extended Euclidean algorithm.
 *
 * @throws RangeError if there is none
 */
export function invert(value: bigint, modulus: bigint): bigint {
  let [rest, divisor] = [modulo(value, modulus), modulus]
  let [inverse, next] = [1n, 0n]
  while (divisor !== 0n) {
    const quotient = rest / divisor
    ;[rest, divisor] = [divisor, rest - quotient * divisor]
    ;[inverse, next] = [next, inverse - quotient * next]
  }
  if (rest !== 1n) throw new RangeError('"value" has no inverse')
  return modulo(inverse, modulus)
}

/** `base` to the power of `exponent` modulo `modulus`. Takes longer the more bits are set: for test keys only. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus
    if (bit === '1') result = (result * base) % modulus
  }
  return result
}
