/** A point in projective coordinates: x = X/Z, y = Y/Z. */
export interface ProjectivePoint {
  readonly x: bigint
  readonly y: bigint
  readonly z: bigint
}

/** A group of points. */
export interface PointGroup {
  readonly neutral: ProjectivePoint
  readonly base: ProjectivePoint
  /** Complete: right for any two points, also for twice the same. */
  readonly add: (a: ProjectivePoint, b: ProjectivePoint) => ProjectivePoint
  /** So many bits a scalar may have. */
  readonly bits: number
}

/** Multiplies the base point by a ladder: each bit costs the same two additions, whatever it is. */
export function multiplyBasePoint({ neutral, base, add, bits }: PointGroup, scalar: bigint): ProjectivePoint {
  let low = neutral
  let high = base
  for (let bit = BigInt(bits - 1); bit >= 0n; bit -= 1n) {
    const sum = add(low, high)
    if (((scalar >> bit) & 1n) === 1n) {
      high = add(high, high)
      low = sum
    } else {
      low = add(low, low)
      high = sum
    }
  }
  return low
}
