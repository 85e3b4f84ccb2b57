import { isCertkeepError } from '../problem/certkeep-error.ts'
import { assertAtEnd, openDer, readConstructed } from '../der/der-reader.ts'
import { readUnsignedInteger } from '../der/read-primitive.ts'
import { SEQUENCE } from '../der/tag.ts'
import { bigintOf } from './bigint-bytes.ts'
import type { EcCurve } from './ec-curve.ts'

/** The two numbers of an ECDSA signature: magnitudes, big-endian, without leading zeros. */
export interface EcdsaSignature {
  readonly r: Uint8Array
  readonly s: Uint8Array
}

const STRUCTURE = 'ECDSA-Sig-Value'

/**
 * Reads an ECDSA-Sig-Value (RFC 3279 section 2.2.3); `undefined` for anything but the one DER encoding of two numbers from 1 to n - 1.
 *
 * Looser readers let one signature be written in many ways (CVE-2020-14966), and zeros have passed as signatures of everything
 * (CVE-2022-21449).
 */
export function readEcdsaSignature(signature: Uint8Array, curve: EcCurve): EcdsaSignature | undefined {
  const numbers = readNumbers(signature)
  return numbers !== undefined && isInRange(numbers.r, curve) && isInRange(numbers.s, curve) ? numbers : undefined
}

function readNumbers(signature: Uint8Array): EcdsaSignature | undefined {
  try {
    const reader = openDer(signature)
    const sequence = readConstructed(reader, SEQUENCE, STRUCTURE)
    assertAtEnd(reader, STRUCTURE)
    const r = readUnsignedInteger(sequence, STRUCTURE)
    const s = readUnsignedInteger(sequence, STRUCTURE)
    assertAtEnd(sequence, STRUCTURE)
    return { r, s }
  } catch (error) {
    if (isCertkeepError(error)) return undefined
    throw error
  }
}

function isInRange(magnitude: Uint8Array, { n, octets }: EcCurve): boolean {
  // The length first: it is the sender's choice.
  if (magnitude.length > octets) return false
  const value = bigintOf(magnitude)
  return value > 0n && value < n
}

/** The two numbers side by side, each as long as the order (IEEE P1363), as everything but X.509 wants them. */
export function encodeFixedWidth({ r, s }: EcdsaSignature, { octets }: EcCurve): Uint8Array {
  const encoded = new Uint8Array(2 * octets)
  encoded.set(r, octets - r.length)
  encoded.set(s, 2 * octets - s.length)
  return encoded
}
