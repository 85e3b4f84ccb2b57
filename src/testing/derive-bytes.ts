import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

/** Bytes that follow from a seed and a label alone (HKDF with SHA-256, RFC 5869): the only source of "randomness" here. */
export function deriveBytes(seed: string, label: string, length: number): Uint8Array {
  return hkdf(sha256, utf8ToBytes(seed), utf8ToBytes('certkeep/testing'), utf8ToBytes(label), length)
}
