import type { ProblemFacts } from './problem.ts'

/** The containers in which an encrypted private key is met; each needs its own command to decrypt. */
export type EncryptedKeyContainer = 'pkcs8' | 'legacy-rsa' | 'legacy-ec' | 'legacy-dsa' | 'openssh' | 'unknown'

/** Problems of private keys, and of a key beside a certificate. */
export interface KeyProblemDetails {
  /** The key is encrypted; it was recognised by its header and nothing was decrypted. */
  'key-encrypted': { readonly container: EncryptedKeyContainer; readonly cipher: string }
  /** The key's container cannot be read: `error` is the decoder's code, `offset` where in the DER. */
  'key-malformed': { readonly error: string; readonly structure: string; readonly offset: number }
  /** The key is of an algorithm, curve or size that this library does not work with. */
  'key-unsupported': { readonly algorithm: string }
  /** The private key's public part is not the certificate's. */
  'key-mismatch': {
    readonly keyAlgorithm: string
    readonly certificateAlgorithm: string
    readonly difference: 'algorithm' | 'curve' | 'size' | 'parameters' | 'public-key'
  }
  /** The private numbers do not belong to the public ones in the same file (RFC 8017 section 3.2, SEC 1 section 3.2.1, RFC 8032). */
  'key-inconsistent': { readonly algorithm: string; readonly check: string }
}

/** Group, severity and rank of each code. */
export const KEY_PROBLEMS: Readonly<Record<keyof KeyProblemDetails, ProblemFacts>> = {
  'key-encrypted': { kind: 'encrypted-key', severity: 'error', rank: 360 },
  'key-malformed': { kind: 'format', severity: 'error', rank: 350 },
  'key-inconsistent': { kind: 'format', severity: 'error', rank: 345 },
  'key-unsupported': { kind: 'unusable', severity: 'error', rank: 340 },
  'key-mismatch': { kind: 'key-mismatch', severity: 'error', rank: 335 },
}
