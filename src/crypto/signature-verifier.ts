import type { PublicKey } from '../x509/public-key.ts'
import type { SignatureAlgorithm } from '../x509/signature-algorithm.ts'

/** One signature to be checked: over a certificate, a CRL or an OCSP answer. */
export interface SignatureCheck {
  /** The key of the one who is said to have signed. */
  readonly publicKey: PublicKey
  /** The algorithm that the signed object names; never the signer's own. */
  readonly algorithm: SignatureAlgorithm
  /** The bytes as received, not encoded anew. */
  readonly data: Uint8Array
  readonly signature: Uint8Array
}

/**
 * - `valid`: the key made this signature over these bytes
 * - `invalid`: it did not, or the key or the signature is not what the algorithm demands
 * - `unsupported`: nobody here can tell, since the platform lacks the algorithm; never to be taken for `valid` or `invalid`
 */
export type SignatureVerdict = 'valid' | 'invalid' | 'unsupported'

/**
 * Checks signatures. Implementations keep imported keys, and answer at once where the platform can.
 *
 * Whether an algorithm or a key is strong enough is not theirs to decide: they check what they are given, save for
 * encodings that no honest signer produces.
 */
export interface SignatureVerifier {
  /** Whether the signature is right, wrong, or not one that can be checked here. */
  readonly verify: (check: SignatureCheck) => SignatureVerdict | Promise<SignatureVerdict>
}
