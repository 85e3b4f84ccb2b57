import { invert, modulo } from './integer.ts'

/** The curves that test keys lie on (FIPS 186-5, SP 800-186 section 3.2.1): y² = x³ - 3x + b modulo p. */
export type TestCurveName = 'P-256' | 'P-384' | 'P-521'

/** A curve with its base point, whose order is `n` and cofactor 1. */
export interface TestCurve {
  readonly name: TestCurveName
  readonly oid: string
  /** Octets of a coordinate. */
  readonly octets: number
  /** Bits of the order. */
  readonly bits: number
  readonly p: bigint
  readonly b: bigint
  readonly n: bigint
  readonly x: bigint
  readonly y: bigint
}

/** A point other than the one at infinity. */
export interface AffinePoint {
  readonly x: bigint
  readonly y: bigint
}

/** x/z² and y/z³; z is 0 at infinity. */
interface JacobianPoint {
  readonly x: bigint
  readonly y: bigint
  readonly z: bigint
}

/** Parameters of the curves (SP 800-186 sections 3.2.1.3 to 3.2.1.5). */
export const TEST_CURVES: Readonly<Record<TestCurveName, TestCurve>> = {
  'P-256': {
    name: 'P-256',
    oid: '1.2.840.10045.3.1.7',
    octets: 32,
    bits: 256,
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
    y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
  },
  'P-384': {
    name: 'P-384',
    oid: '1.3.132.0.34',
    octets: 48,
    bits: 384,
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    x: 0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
    y: 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn,
  },
  'P-521': {
    name: 'P-521',
    oid: '1.3.132.0.35',
    octets: 66,
    bits: 521,
    p: 2n ** 521n - 1n,
    b: 0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    n: 0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    x: 0x00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66n,
    y: 0x011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650n,
  },
}

/** The base point is multiplied four bits at a time, each by one addition from a table of its multiples. */
const WINDOW_BITS = 4
const WINDOW_SIZE = 2 ** WINDOW_BITS
const INFINITY: JacobianPoint = { x: 1n, y: 1n, z: 0n }

/** Tables are kept, since every key and every signature needs one: at most three, of 0.1 to 0.5 MB. */
const TABLES: Map<TestCurveName, readonly AffinePoint[]> = /* @__PURE__ */ new Map()

/**
 * `scalar` times the base point. Its time depends on the scalar: for test keys only.
 *
 * @throws RangeError if `scalar` is not in 1 to n - 1
 */
export function multiplyBasePoint(curve: TestCurve, scalar: bigint): AffinePoint {
  if (scalar < 1n || scalar >= curve.n) throw new RangeError('"scalar" must be in 1 to n - 1')
  const table = tableOf(curve)
  let sum = INFINITY
  let rest = scalar
  for (let window = 0; rest > 0n; window += 1) {
    const multiple = table[window * WINDOW_SIZE + Number(rest % BigInt(WINDOW_SIZE))]
    if (multiple !== undefined && multiple !== NOTHING) sum = add(sum, { ...multiple, z: 1n }, curve.p)
    rest >>= BigInt(WINDOW_BITS)
  }
  return toAffine([sum], curve.p)[0] ?? NOTHING
}

/** Stands for zero times a window's base. */
const NOTHING: AffinePoint = { x: 0n, y: 0n }

function tableOf(curve: TestCurve): readonly AffinePoint[] {
  const known = TABLES.get(curve.name)
  if (known !== undefined) return known
  const table = buildTable(curve)
  TABLES.set(curve.name, table)
  return table
}

/** For each window w and each digit d: d · 2^(4w) times the base point. */
function buildTable(curve: TestCurve): readonly AffinePoint[] {
  const multiples: JacobianPoint[] = []
  let base: JacobianPoint = { x: curve.x, y: curve.y, z: 1n }
  for (let window = 0; window * WINDOW_BITS < curve.bits; window += 1) {
    let multiple = INFINITY
    for (let digit = 0; digit < WINDOW_SIZE; digit += 1) {
      multiples.push(multiple)
      multiple = add(multiple, base, curve.p)
    }
    base = multiple
  }
  return toAffine(multiples, curve.p)
}

/** Divides by all the z at once, with a single inversion. */
function toAffine(points: readonly JacobianPoint[], p: bigint): readonly AffinePoint[] {
  const products: bigint[] = []
  let product = 1n
  for (const { z } of points) {
    products.push(product)
    if (z !== 0n) product = (product * z) % p
  }
  let inverse = invert(product, p)
  const affine: AffinePoint[] = []
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const { x, y, z } = points[index] ?? INFINITY
    if (z === 0n) {
      affine.push(NOTHING)
      continue
    }
    const zInverse = (inverse * (products[index] ?? 1n)) % p
    inverse = (inverse * z) % p
    const square = (zInverse * zInverse) % p
    affine.push({ x: (x * square) % p, y: (((y * square) % p) * zInverse) % p })
  }
  return affine.reverse()
}

/** Sum of two points (Cohen, Miyaji, Ono 1998), which may be equal or at infinity. */
function add(first: JacobianPoint, second: JacobianPoint, p: bigint): JacobianPoint {
  if (first.z === 0n) return second
  if (second.z === 0n) return first
  const z1z1 = (first.z * first.z) % p
  const z2z2 = (second.z * second.z) % p
  const u1 = (first.x * z2z2) % p
  const s1 = (((first.y * z2z2) % p) * second.z) % p
  const h = modulo(second.x * z1z1 - u1, p)
  const r = modulo(((second.y * z1z1) % p) * first.z - s1, p)
  if (h === 0n) return r === 0n ? double(first, p) : INFINITY
  const hh = (h * h) % p
  const hhh = (h * hh) % p
  const v = (u1 * hh) % p
  const x = modulo(r * r - hhh - 2n * v, p)
  return { x, y: modulo(r * (v - x) - s1 * hhh, p), z: (((h * first.z) % p) * second.z) % p }
}

/** Twice a point, for curves whose a is -3 (Bernstein and Lange, dbl-2001-b). */
function double({ x, y, z }: JacobianPoint, p: bigint): JacobianPoint {
  const delta = (z * z) % p
  const gamma = (y * y) % p
  const beta = (x * gamma) % p
  const alpha = modulo(3n * (x - delta) * (x + delta), p)
  const doubled = modulo(alpha * alpha - 8n * beta, p)
  return {
    x: doubled,
    y: modulo(alpha * (4n * beta - doubled) - 8n * gamma * gamma, p),
    z: modulo((y + z) * (y + z) - gamma - delta, p),
  }
}
