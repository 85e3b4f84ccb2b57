import { bigintOf } from './bigint-bytes.ts'

/** The curves of EdDSA (RFC 8032). */
export type EdwardsCurveName = 'Ed25519' | 'Ed448'

interface EdwardsEncoding {
  readonly p: bigint
  /** The order of the base point. */
  readonly order: bigint
  /** Of a point and of a scalar. */
  readonly octets: number
  /** Whether points of order 8 have this y, besides those of order 1, 2 and 4, for which it is 1, -1 and 0. */
  readonly isOfOrderEight: (y: bigint) => boolean
}

const ENCODINGS: Readonly<Record<EdwardsCurveName, EdwardsEncoding>> = /* @__PURE__ */ createEncodings()

/** In a function, so that a bundler sees that nothing happens at import. */
function createEncodings(): Readonly<Record<EdwardsCurveName, EdwardsEncoding>> {
  const ed25519P = 2n ** 255n - 19n
  return {
    Ed25519: {
      p: ed25519P,
      order: 2n ** 252n + 27742317777372353535851937790883648493n,
      octets: 32,
      // Doubling must give y = 0, so y² = -x²; with -x² + y² = 1 + d·x²·y² that is d·y⁴ + 2y² = 1, and d = -121665/121666.
      isOfOrderEight: (y) => (121666n * (2n * y * y - 1n) - 121665n * y ** 4n) % ed25519P === 0n,
    },
    Ed448: {
      p: 2n ** 448n - 2n ** 224n - 1n,
      order: 2n ** 446n - 13818066809895115352007386748515426880336692474882178609894547503885n,
      octets: 57,
      isOfOrderEight: () => false,
    },
  }
}

/**
 * Decides whether an encoded public key can be an honest one: y is reduced (RFC 8032 sections 5.1.3 and 5.2.3) and the point is not of
 * small order, for which some signatures hold over any message.
 *
 * Whether any x goes with this y is not checked: no signature holds if none does.
 */
export function isSoundEdwardsKey(curve: EdwardsCurveName, key: Uint8Array): boolean {
  const { p, octets, isOfOrderEight } = ENCODINGS[curve]
  if (key.length !== octets) return false
  const encoded = littleEndianBigint(key)
  const y = encoded & (2n ** BigInt(octets * 8 - 1) - 1n)
  return y > 1n && y < p - 1n && !isOfOrderEight(y)
}

/** Decides whether a signature has the right length and its second half is below the group's order, as RFC 8032 section 5.1.7 demands. */
export function isSoundEdwardsSignature(curve: EdwardsCurveName, signature: Uint8Array): boolean {
  const { order, octets } = ENCODINGS[curve]
  return signature.length === 2 * octets && littleEndianBigint(signature.subarray(octets)) < order
}

/** The number whose octets are `bytes`, the least first (RFC 8032 section 5.1.2). Not `slice`: of a Buffer that is no copy. */
export function littleEndianBigint(bytes: Uint8Array): bigint {
  return bigintOf(new Uint8Array(bytes).reverse())
}
