import { concatBytes } from '@noble/hashes/utils.js'
import type { DigestFunction } from './digests.ts'
import { pause, type WorkLimits } from './work-limits.ts'

/** What derived bytes are for (RFC 7292 appendix B.3). */
export type Pkcs12Purpose = 'key' | 'iv' | 'mac'

const IDENTIFIERS: Readonly<Record<Pkcs12Purpose, number>> = { key: 1, iv: 2, mac: 3 }

/** Some ten milliseconds of work between two pauses. */
const ITERATIONS_AT_A_TIME = 20_000

/**
 * Derives bytes from a passphrase by PKCS#12's own method (RFC 7292 appendix B.2).
 *
 * @param iterations - 1 or more, and within the limits already
 */
export async function derivePkcs12Key(
  hash: DigestFunction,
  purpose: Pkcs12Purpose,
  passphrase: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  octets: number,
  limits: WorkLimits,
): Promise<Uint8Array> {
  const { blockLen: v, outputLen: u } = hash
  const diversifier = new Uint8Array(v).fill(IDENTIFIERS[purpose])
  const input = concatBytes(repeatToBlocks(salt, v), repeatToBlocks(passphrase, v))
  const derived = new Uint8Array(octets)
  for (let offset = 0; offset < octets; offset += u) {
    let digest: Uint8Array = hash(concatBytes(diversifier, input))
    for (let round = 1; round < iterations; round += 1) {
      digest = hash(digest)
      if (round % ITERATIONS_AT_A_TIME === 0) await pause(limits)
    }
    derived.set(digest.subarray(0, Math.min(u, octets - offset)), offset)
    addToBlocks(input, repeatToBlocks(digest, v).subarray(0, v))
  }
  input.fill(0)
  return derived
}

/** As many whole blocks as the bytes need, filled with them over and over; none for no bytes. */
function repeatToBlocks(bytes: Uint8Array, blockOctets: number): Uint8Array {
  const filled = new Uint8Array(Math.ceil(bytes.length / blockOctets) * blockOctets)
  return filled.map((_, index) => bytes[index % bytes.length] ?? 0)
}

/** Adds `summand` and one to each block, as a number in big-endian order, modulo its size. */
function addToBlocks(input: Uint8Array, summand: Uint8Array): void {
  for (let start = 0; start < input.length; start += summand.length) {
    let carry = 1
    for (let index = summand.length - 1; index >= 0; index -= 1) {
      const sum = (input[start + index] ?? 0) + (summand[index] ?? 0) + carry
      input[start + index] = sum & 0xff
      carry = sum >> 8
    }
  }
}
