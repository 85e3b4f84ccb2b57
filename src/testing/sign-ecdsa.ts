import { hmac } from '@noble/hashes/hmac.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { encodeSequence, encodeUnsignedInteger } from '../der/write-der.ts'
import { multiplyBasePoint, type TestCurve } from './elliptic-curve.ts'
import { bigintOf, invert, modulo, octetLength, octetsOf } from './integer.ts'
import type { TestHash } from './test-hashes.ts'

/**
 * Signs with ECDSA, the nonce following from key and message (RFC 6979), so that a hierarchy is the same to the byte each
 * time it is made. Returns the DER of Ecdsa-Sig-Value (RFC 3279 section 2.2.3). For test keys only: not constant in time.
 */
export function signEcdsa(curve: TestCurve, privateScalar: bigint, hash: TestHash, message: Uint8Array): Uint8Array {
  const digest = hash(message)
  const e = truncate(digest, curve)
  for (const k of nonces(curve, privateScalar, hash, digest)) {
    const r = multiplyBasePoint(curve, k).x % curve.n
    const s = modulo(invert(k, curve.n) * (e + r * privateScalar), curve.n)
    if (r !== 0n && s !== 0n) return encodeSequence(encodeInteger(r), encodeInteger(s))
  }
  throw new RangeError('no nonce gives a signature')
}

function encodeInteger(value: bigint): Uint8Array {
  return encodeUnsignedInteger(octetsOf(value, octetLength(value)))
}

/** The left-most bits of a digest, as many as the order has (RFC 6979 section 2.3.2). */
function truncate(digest: Uint8Array, curve: TestCurve): bigint {
  const surplus = digest.length * 8 - curve.bits
  return surplus > 0 ? bigintOf(digest) >> BigInt(surplus) : bigintOf(digest)
}

/** Candidates for the nonce, in order (RFC 6979 section 3.2). */
function* nonces(curve: TestCurve, privateScalar: bigint, hash: TestHash, digest: Uint8Array): Generator<bigint> {
  const octets = Math.ceil(curve.bits / 8)
  const seed = concatBytes(octetsOf(privateScalar, octets), octetsOf(truncate(digest, curve) % curve.n, octets))
  let value = new Uint8Array(hash.outputLen).fill(1)
  let key = new Uint8Array(hash.outputLen)
  for (const separator of [0, 1]) {
    key = Uint8Array.from(hmac(hash, key, concatBytes(value, Uint8Array.of(separator), seed)))
    value = Uint8Array.from(hmac(hash, key, value))
  }
  for (;;) {
    const blocks: Uint8Array[] = []
    for (let length = 0; length < octets; length += hash.outputLen) {
      value = Uint8Array.from(hmac(hash, key, value))
      blocks.push(value)
    }
    const candidate = truncate(concatBytes(...blocks).subarray(0, octets), curve)
    if (candidate >= 1n && candidate < curve.n) yield candidate
    key = Uint8Array.from(hmac(hash, key, concatBytes(value, Uint8Array.of(0))))
    value = Uint8Array.from(hmac(hash, key, value))
  }
}
