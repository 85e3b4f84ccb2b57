import { bigintOf, bytesOf } from './bigint-bytes.ts'
import { mod, modInverse, modPow } from './modular.ts'
import { multiplyBasePoint, type ProjectivePoint as Point } from './multiply-point.ts'
import type { EcCurve } from './ec-curve.ts'

const INFINITY: Point = { x: 0n, y: 1n, z: 0n }

/** Whether a private value is from 1 to n - 1 (SEC 1 section 3.2.1). */
export function isPrivateValueInRange(curve: EcCurve, privateValue: Uint8Array): boolean {
  const d = bigintOf(privateValue)
  return d > 0n && d < curve.n
}

/**
 * Computes the public key d·G of a private value in range, as an uncompressed point (SEC 1 section 2.3.3).
 *
 * Each bit costs the same two additions, but arithmetic on bigints takes a time that depends on the numbers. It is for places
 * that cannot sign, and the result is compared and thrown away.
 */
export function deriveEcPublicKey(curve: EcCurve, privateValue: Uint8Array): Uint8Array {
  const group = {
    neutral: INFINITY,
    base: { x: curve.gx, y: curve.gy, z: 1n },
    add: (a: Point, b: Point) => add(curve, a, b),
    bits: curve.octets * 8,
  }
  const { x, y, z } = multiplyBasePoint(group, bigintOf(privateValue))
  const inverse = modInverse(z, curve.p)
  return encodePoint(curve, mod(x * inverse, curve.p), mod(y * inverse, curve.p))
}

/**
 * Brings a point to its uncompressed form, since RFC 5480 section 2.2 allows both for one key.
 * `undefined` for what is neither form, or for an x that no point of the curve has; other points are not checked.
 */
export function toUncompressedPoint(curve: EcCurve, point: Uint8Array): Uint8Array | undefined {
  const form = point[0]
  if (form === 4 && point.length === 1 + 2 * curve.octets) return point
  if ((form !== 2 && form !== 3) || point.length !== 1 + curve.octets) return undefined
  const { p, b } = curve
  const x = bigintOf(point.subarray(1))
  const square = mod(x * x * x - 3n * x + b, p)
  // All three primes are 3 modulo 4, for which this is the square root if there is one.
  const root = modPow(square, (p + 1n) / 4n, p)
  if (x >= p || (root * root) % p !== square) return undefined
  const isOdd = (root & 1n) === 1n
  return encodePoint(curve, x, isOdd === (form === 3) ? root : mod(-root, p))
}

function encodePoint({ octets }: EcCurve, x: bigint, y: bigint): Uint8Array {
  const encoded = new Uint8Array(1 + 2 * octets)
  encoded[0] = 4
  encoded.set(bytesOf(x, octets), 1)
  encoded.set(bytesOf(y, octets), 1 + octets)
  return encoded
}

/**
 * Adds any two points, also equal ones and infinity, by one and the same formula
 * (Bosma and Lenstra 1995; Renes, Costello and Batina 2016, equation 2), with a = -3.
 */
function add({ p, b }: EcCurve, first: Point, second: Point): Point {
  const xx = first.x * second.x
  const yy = first.y * second.y
  const zz = first.z * second.z
  const xy = mod(first.x * second.y + second.x * first.y, p)
  const xz = mod(first.x * second.z + second.x * first.z, p)
  const yz = mod(first.y * second.z + second.y * first.z, p)
  const slope = mod(3n * (xx - zz), p)
  const shift = mod(3n * (b * zz - xz), p)
  const cross = mod(3n * (b * xz - xx - 3n * zz), p)
  const minus = mod(yy - shift, p)
  const plus = mod(yy + shift, p)
  return {
    x: mod(xy * minus - yz * cross, p),
    y: mod(slope * cross + plus * minus, p),
    z: mod(yz * plus + xy * slope, p),
  }
}
