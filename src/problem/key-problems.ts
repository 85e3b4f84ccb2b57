import type { ProblemFacts } from './problem.ts'

/** The containers in which an encrypted private key is met; each needs its own command to decrypt. */
export type EncryptedKeyContainer = 'pkcs8' | 'legacy-rsa' | 'legacy-ec' | 'legacy-dsa' | 'openssh' | 'unknown'

/**
 * Why a key that could be read is not worked with.
 *
 * - `algorithm`: not one of those that serve a certificate here
 * - `curve`: an elliptic curve other than P-256, P-384 and P-521, or one given by its parameters
 * - `size`: an RSA modulus or exponent out of bounds
 * - `multi-prime`: an RSA key of more than two primes
 * - `key-agreement`: X25519 and X448 cannot sign
 */
export type KeyUnsupportedReason = 'algorithm' | 'curve' | 'size' | 'multi-prime' | 'key-agreement'

/** What ties the private numbers of a key to its public ones; the first that does not hold is named. */
export type KeyConsistencyCheck =
  | 'embedded-public-key'
  | 'modulus-is-product-of-primes'
  | 'private-exponent-inverts'
  | 'crt-exponents'
  | 'crt-coefficient'
  | 'private-value-in-range'
  | 'public-key-derives'
  | 'seed-expands'
  | 'signature-verifies'

/** Problems of private keys, and of a key beside a certificate. */
export interface KeyProblemDetails {
  /** The key is encrypted (RFC 5958 section 3, RFC 1421 section 4.6.1.3); it was recognised by its header, and nothing was decrypted. */
  'key-encrypted': { readonly container: EncryptedKeyContainer; readonly cipher: string }
  /**
   * The key's container cannot be read (RFC 5958, RFC 8017 appendix A, RFC 5915): `error` is the decoder's code, `offset` where in the
   * DER.
   */
  'key-malformed': { readonly error: string; readonly structure: string; readonly offset: number }
  /** The key is of an algorithm, curve or size that this library does not work with; `curve` is empty for any key but EC. */
  'key-unsupported': { readonly algorithm: string; readonly curve: string; readonly reason: KeyUnsupportedReason }
  /** The private key's public part is not the certificate's (RFC 5280 section 4.1.2.7: algorithm, parameters and key). */
  'key-mismatch': {
    readonly keyAlgorithm: string
    readonly certificateAlgorithm: string
    readonly difference: 'algorithm' | 'curve' | 'size' | 'parameters' | 'public-key'
  }
  /** The private numbers do not belong to the public ones in the same file (RFC 8017 section 3.2, SEC 1 section 3.2.1, RFC 8032). */
  'key-inconsistent': { readonly algorithm: string; readonly check: KeyConsistencyCheck }
}

/** Group, severity and rank of each code. */
export const KEY_PROBLEMS: Readonly<Record<keyof KeyProblemDetails, ProblemFacts>> = {
  'key-encrypted': { kind: 'encrypted-key', severity: 'error', rank: 360 },
  'key-malformed': { kind: 'format', severity: 'error', rank: 350 },
  'key-inconsistent': { kind: 'format', severity: 'error', rank: 345 },
  'key-unsupported': { kind: 'unusable', severity: 'error', rank: 340 },
  'key-mismatch': { kind: 'key-mismatch', severity: 'error', rank: 335 },
}
