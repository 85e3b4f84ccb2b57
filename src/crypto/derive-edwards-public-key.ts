import { sha512 } from '@noble/hashes/sha2.js'
import { shake256 } from '@noble/hashes/sha3.js'
import { bigintOf, bytesOf } from './bigint-bytes.ts'
import { mod, modInverse } from './modular.ts'
import { multiplyBasePoint, type ProjectivePoint as Point } from './multiply-point.ts'

/** A twisted Edwards curve a·x² + y² = 1 + d·x²·y² over the integers modulo p, with its base point (RFC 8032 section 5). */
interface EdwardsCurve {
  readonly p: bigint
  readonly a: bigint
  readonly d: bigint
  readonly x: bigint
  readonly y: bigint
  /** Of an encoded point. */
  readonly octets: number
  /** The secret scalar, little-endian, from the first half of the hash of the private key, pruned. */
  readonly scalarOf: (privateKey: Uint8Array) => Uint8Array
}

const ED25519: EdwardsCurve = {
  p: 0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffedn,
  a: -1n,
  d: 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n,
  x: 0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51an,
  y: 0x6666666666666666666666666666666666666666666666666666666666666658n,
  octets: 32,
  scalarOf: (privateKey) => {
    const scalar = sha512(privateKey).slice(0, 32)
    scalar[0] = (scalar[0] ?? 0) & 0xf8
    scalar[31] = ((scalar[31] ?? 0) & 0x7f) | 0x40
    return scalar
  },
}

const ED448: EdwardsCurve = {
  p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffffffffffffffffffffffffffffffn,
  a: 1n,
  d: -39081n,
  x: 0x4f1970c66bed0ded221d15a622bf36da9e146570470f1767ea6de324a3d3a46412ae1af72ab66511433b80e18b00938e2626a82bc70cc05en,
  y: 0x693f46716eb6bc248876203756c9c7624bea73736ca3984087789c1e05a0c2d73ad3ff1ce67c39c4fdbd132c4ed7c8ad9808795bf230fa14n,
  octets: 57,
  scalarOf: (privateKey) => {
    const scalar = shake256(privateKey, { dkLen: 114 }).slice(0, 57)
    scalar[0] = (scalar[0] ?? 0) & 0xfc
    scalar[55] = (scalar[55] ?? 0) | 0x80
    scalar[56] = 0
    return scalar
  },
}

/**
 * Computes the public key of an Ed25519 or Ed448 private key (RFC 8032 sections 5.1.5 and 5.2.5).
 *
 * As with {@link deriveEcPublicKey}, the time taken depends on the key: for places that cannot sign.
 */
export function deriveEdwardsPublicKey(algorithm: 'Ed25519' | 'Ed448', privateKey: Uint8Array): Uint8Array {
  const curve = algorithm === 'Ed25519' ? ED25519 : ED448
  const scalar = bigintOf(curve.scalarOf(privateKey).reverse())
  const group = {
    neutral: { x: 0n, y: 1n, z: 1n },
    base: { x: curve.x, y: curve.y, z: 1n },
    add: (a: Point, b: Point) => add(curve, a, b),
    bits: curve.octets * 8,
  }
  const point = multiplyBasePoint(group, scalar)
  const inverse = modInverse(point.z, curve.p)
  const x = mod(point.x * inverse, curve.p)
  const encoded = bytesOf(mod(point.y * inverse, curve.p), curve.octets).reverse()
  const last = curve.octets - 1
  encoded[last] = (encoded[last] ?? 0) | ((x & 1n) === 1n ? 0x80 : 0)
  return encoded
}

/** Adds any two points, also equal ones: a is a square and d is not, so the formula has no exceptions (RFC 8032 section 5.2.4). */
function add({ p, a, d }: EdwardsCurve, first: Point, second: Point): Point {
  const zz = mod(first.z * second.z, p)
  const xx = mod(first.x * second.x, p)
  const yy = mod(first.y * second.y, p)
  const product = mod(d * xx * yy, p)
  const square = zz * zz
  const minus = mod(square - product, p)
  const plus = mod(square + product, p)
  const cross = mod((first.x + first.y) * (second.x + second.y) - xx - yy, p)
  return { x: mod(zz * minus * cross, p), y: mod(zz * plus * (yy - a * xx), p), z: mod(minus * plus, p) }
}
