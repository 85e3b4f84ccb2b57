import type { KeyAlgorithmName } from '../x509/public-key.ts'

/** The containers of an unencrypted private key: RFC 5958, RFC 8017 appendix A.1.2, RFC 5915. */
export type PrivateKeyContainer = 'pkcs8' | 'pkcs1' | 'sec1'

/**
 * A private key that was read, and keeps itself to itself.
 *
 * It shows as `[private key]` in JSON, in strings and in a console, and `structuredClone` and `postMessage` refuse it.
 * Its bytes leave only by the `export` methods. JavaScript cannot promise that memory is wiped.
 */
export interface PrivateKey {
  readonly algorithm: KeyAlgorithmName
  /** Bits of the RSA modulus or of the curve's field; 256 for Ed25519; 0 where there is no such size. */
  readonly bits: number
  /** EC only: `P-256`, `brainpoolP256r1` ...; the object identifier of a curve that is not recognised. */
  readonly curve?: string
  readonly container: PrivateKeyContainer
  /** A copy of the container as it was given. */
  readonly exportDer: () => Uint8Array
  /** The key as PrivateKeyInfo (RFC 5958), whatever it came in. */
  readonly exportPkcs8: () => Uint8Array
  /** The kind of key, and nothing of it. */
  readonly toJSON: () => string
  /** The kind of key, and nothing of it. */
  readonly toString: () => string
  /** The kind of key, and nothing of it. */
  readonly [Symbol.toPrimitive]: () => string
}
