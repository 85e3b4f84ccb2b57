import { ed25519 } from '@noble/curves/ed25519.js'
import { ed448 } from '@noble/curves/ed448.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { shake256 } from '@noble/hashes/sha3.js'
import { bytesEqual } from '../crypto/bytes-equal.ts'
import { littleEndianBigint } from '../crypto/edwards-encoding.ts'
import type { EdwardsVerificationKey } from '../crypto/verification-key.ts'

/** RFC 8032 section 5.2: "SigEd448", neither pre-hashed nor with a context. */
const DOM4 = Uint8Array.of(0x53, 0x69, 0x67, 0x45, 0x64, 0x34, 0x34, 0x38, 0, 0)

const CURVES = {
  Ed25519: { Point: ed25519.Point, hash: (message: Uint8Array) => sha512(message), prefix: new Uint8Array() },
  Ed448: { Point: ed448.Point, hash: (message: Uint8Array) => shake256(message, { dkLen: 114 }), prefix: DOM4 },
}

/**
 * Decides whether a PureEdDSA signature holds (RFC 8032 sections 5.1.7 and 5.2.7), by the equation without the cofactor: R must be the
 * encoding of S·B - k·A.
 *
 * `@noble/curves` itself multiplies by the cofactor, and so takes signatures that OpenSSL and BoringSSL do not; a certificate must not
 * be good in one place and bad in another. Small-order and unreduced keys and an S out of range were refused by the gate.
 */
export function verifyEdwards(
  { curveName, key }: EdwardsVerificationKey,
  signature: Uint8Array,
  data: Uint8Array,
): boolean {
  const { Point, hash, prefix } = CURVES[curveName]
  const commitment = signature.subarray(0, key.length)
  const message = new Uint8Array(prefix.length + 2 * key.length + data.length)
  message.set(prefix)
  message.set(commitment, prefix.length)
  message.set(key, prefix.length + key.length)
  message.set(data, prefix.length + 2 * key.length)
  const challenge = littleEndianBigint(hash(message)) % Point.Fn.ORDER
  const scalar = littleEndianBigint(signature.subarray(key.length))
  const publicPoint = decodePoint(Point, key)
  if (publicPoint === undefined) return false
  const difference = Point.BASE.multiplyUnsafe(scalar).subtract(publicPoint.multiplyUnsafe(challenge))
  return bytesEqual(difference.toBytes(), commitment)
}

type EdwardsPointClass = (typeof CURVES)[keyof typeof CURVES]['Point']

/** `undefined` where no point has this y. */
function decodePoint(Point: EdwardsPointClass, key: Uint8Array): InstanceType<EdwardsPointClass> | undefined {
  try {
    return Point.fromBytes(key)
  } catch {
    return undefined
  }
}
