/** A polynomial of Z_q[X]/(X^256 + 1) by its coefficients, or its transform by the values (FIPS 204 section 2.3). */
export type Polynomial = Int32Array

/** FIPS 204 table 1. */
export const Q = 8_380_417

const DEGREE = 256
/** A 512th root of unity modulo q. */
const ZETA = 1753
/** 256 to the power of -1 modulo q. */
const INVERSE_OF_256 = 8_347_681

/** The coefficient at an index below 256. */
export function coefficient(polynomial: Polynomial, index: number): number {
  return polynomial[index] ?? 0
}

/** Transforms a polynomial in its place (FIPS 204 algorithm 41). Coefficients from -q + 1 to q - 1 become values from 0 to q - 1. */
export function transform(polynomial: Polynomial): Polynomial {
  let zeta = 0
  for (let length = DEGREE / 2; length >= 1; length /= 2) {
    for (let start = 0; start < DEGREE; start += 2 * length) {
      zeta += 1
      const root = rootOfUnity(zeta)
      for (let index = start; index < start + length; index += 1) {
        const even = coefficient(polynomial, index)
        const odd = (root * coefficient(polynomial, index + length)) % Q
        polynomial[index] = residue(even + odd)
        polynomial[index + length] = residue(even - odd)
      }
    }
  }
  return polynomial
}

/** Undoes {@link transform} in its place (FIPS 204 algorithm 42). */
export function transformBack(polynomial: Polynomial): Polynomial {
  let zeta = DEGREE
  for (let length = 1; length < DEGREE; length *= 2) {
    for (let start = 0; start < DEGREE; start += 2 * length) {
      zeta -= 1
      const root = rootOfUnity(zeta)
      for (let index = start; index < start + length; index += 1) {
        const first = coefficient(polynomial, index)
        const second = coefficient(polynomial, index + length)
        polynomial[index] = residue(first + second)
        polynomial[index + length] = residue((second - first) * root)
      }
    }
  }
  return polynomial.map((value) => (value * INVERSE_OF_256) % Q)
}

/** Adds the product of two transforms to a third, in its place. */
export function addProduct(sum: Polynomial, a: Polynomial, b: Polynomial): void {
  for (let index = 0; index < DEGREE; index += 1) {
    sum[index] = residue(coefficient(sum, index) + coefficient(a, index) * coefficient(b, index))
  }
}

/** From 0 to q - 1. Products of two residues stay below 2^46, which a number keeps exactly. */
export function residue(value: number): number {
  const remainder = value % Q
  return remainder < 0 ? remainder + Q : remainder
}

let roots: Int32Array | undefined

/** ZETA to the power of the eight bits of `index` in reverse order (FIPS 204 appendix B). Computed at the first use. */
function rootOfUnity(index: number): number {
  roots ??= computeRoots()
  return roots[index] ?? 0
}

function computeRoots(): Int32Array {
  const table = new Int32Array(DEGREE)
  let power = 1
  for (let exponent = 0; exponent < DEGREE; exponent += 1) {
    table[reverseBits(exponent)] = power
    power = (power * ZETA) % Q
  }
  return table
}

function reverseBits(value: number): number {
  let reversed = 0
  for (let bit = 0; bit < 8; bit += 1) reversed |= ((value >> bit) & 1) << (7 - bit)
  return reversed
}
