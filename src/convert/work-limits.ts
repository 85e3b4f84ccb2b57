import { derError } from '../der/der-error.ts'
import type { ConvertedContainer } from '../problem/convert-problems.ts'
import { assertInBounds } from './conversion-failure.ts'

/** What a conversion may cost, and what it has cost so far. */
export interface WorkLimits {
  readonly maxIterations: number
  readonly maxMemoryBytes: number
  readonly signal: AbortSignal | undefined
  /** Iterations of all key derivations so far, as often as each was gone through. */
  iterations: number
  /** Octets that scrypt has touched so far. */
  scryptOctets: number
}

/** Bags, certificates and blocks; a keystore of a company holds some hundred. */
export const MAX_OBJECTS = 1000

/** Times that scrypt may go through all the memory that it may take: in JavaScript, some seconds. */
const MAX_SCRYPT_PASSES = 2

/** RFC 8018 demands 8 octets and more; programs were seen to take up to 128. */
const MAX_SALT_OCTETS = 1024

/**
 * Refuses an iteration count below 1 (node-forge made a constant key of 0 iterations) or beyond the limit, also of all
 * derivations together: each of them may have its own count.
 *
 * @param times - how often they are gone through: once for each digest that the derived octets are made of
 */
export function spendIterations(
  limits: WorkLimits,
  container: ConvertedContainer,
  iterations: bigint,
  times: number,
): number {
  assertInBounds(container, 'iterations', iterations, 1, limits.maxIterations)
  const count = Number(iterations)
  assertInBounds(container, 'work', limits.iterations + count * times, 1, limits.maxIterations)
  limits.iterations += count * times
  limits.signal?.throwIfAborted()
  return count
}

/** The parameters of scrypt (RFC 7914 section 2) once they are known to be in bounds. */
export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** Refuses parameters of scrypt that break its rules, or that would take more memory or time than is given. */
export function spendScrypt(
  limits: WorkLimits,
  container: ConvertedContainer,
  { N, r, p }: Readonly<Record<'N' | 'r' | 'p', bigint>>,
): ScryptCost {
  for (const number of [r, p]) assertInBounds(container, 'scrypt', number, 1, MAX_SCRYPT_FACTOR)
  const max = limits.maxMemoryBytes
  // RFC 7914 section 6: N is a power of two below 2^(128 r / 8). The memory bounds it more tightly.
  assertInBounds(container, 'scrypt', N, 2, r === 1n ? 2 ** 15 : 2 ** 30)
  if ((N & (N - 1n)) !== 0n) throw derError('ERR_DER_VALUE', 'not a power of two', 0, 'scrypt-params.costParameter')
  assertInBounds(container, 'memory', 128n * r * N, 1, max)
  const octets = 128n * r * N * p
  assertInBounds(container, 'work', BigInt(limits.scryptOctets) + octets, 1, max * MAX_SCRYPT_PASSES)
  limits.scryptOctets += Number(octets)
  limits.signal?.throwIfAborted()
  return { N: Number(N), r: Number(r), p: Number(p) }
}

const MAX_SCRYPT_FACTOR = 65_536

/** Refuses a salt that is longer than any in use. */
export function assertSalt(container: ConvertedContainer, salt: Uint8Array): void {
  assertInBounds(container, 'salt', salt.length, 0, MAX_SALT_OCTETS)
}

/** Lets other work go on, and looks whether the caller still wants the answer. */
export async function pause({ signal }: WorkLimits): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, 0)
  })
  signal?.throwIfAborted()
}
