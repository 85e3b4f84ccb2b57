import { shake128, shake256 } from '@noble/hashes/sha3.js'
import { Q, type Polynomial } from './ml-dsa-ring.ts'

const DEGREE = 256
/** What one permutation of SHAKE128 and of SHAKE256 gives. */
const SHAKE128_BLOCK = 168
const SHAKE256_BLOCK = 136

/** Entry (row, column) of the public matrix, already transformed (FIPS 204 algorithms 30 and 32). */
export function sampleMatrixEntry(rho: Uint8Array, row: number, column: number): Polynomial {
  const stream = shake128.create().update(rho).update(Uint8Array.of(column, row))
  const polynomial = new Int32Array(DEGREE)
  let filled = 0
  while (filled < DEGREE) {
    const block = stream.xof(SHAKE128_BLOCK)
    for (let index = 0; index < SHAKE128_BLOCK && filled < DEGREE; index += 3) {
      const value = (block[index] ?? 0) | ((block[index + 1] ?? 0) << 8) | (((block[index + 2] ?? 0) & 0x7f) << 16)
      if (value < Q) {
        polynomial[filled] = value
        filled += 1
      }
    }
  }
  return polynomial
}

/** A secret polynomial with coefficients from -eta to eta (FIPS 204 algorithms 31 and 33). */
export function sampleSecret(seed: Uint8Array, index: number, eta: 2 | 4): Polynomial {
  const stream = shake256.create().update(seed).update(Uint8Array.of(index, 0))
  const polynomial = new Int32Array(DEGREE)
  let filled = 0
  while (filled < DEGREE) {
    for (const octet of stream.xof(SHAKE256_BLOCK)) {
      for (const half of [octet & 15, octet >> 4]) {
        const value = secretCoefficient(half, eta)
        if (value !== undefined && filled < DEGREE) {
          polynomial[filled] = value
          filled += 1
        }
      }
    }
  }
  return polynomial
}

/** FIPS 204 algorithm 15. */
function secretCoefficient(half: number, eta: 2 | 4): number | undefined {
  if (eta === 2) return half < 15 ? 2 - (half % 5) : undefined
  return half < 9 ? 4 - half : undefined
}
