import type { PortOptions } from './port-options.ts'

/** What a sealed key belongs to, and is bound to. */
export interface SealContext {
  readonly recordId: string
  readonly namespace: string
  /** SHA-256 of the DER of the key's SubjectPublicKeyInfo, 64 digits of lower-case hex. */
  readonly publicKeySha256: string
}

/**
 * Seals private keys before they reach a store.
 *
 * - `open(await seal(p, c), c)` is `p`, byte for byte, also in another process that was given the same keys.
 * - A context that differs in any member, and any change of the sealed bytes, is refused: sealed keys cannot be swapped between rows.
 * - Sealing the same key twice gives different bytes.
 * - Which key opens is written in the sealed bytes, and never found out by trying.
 * - What is given is not kept and not changed, nor is it wiped; what is returned is the caller's own, to be wiped by the caller as far
 *   as JavaScript can. JavaScript cannot promise that memory is wiped.
 * - Every method may be called at once with others.
 *
 * Refusals reject with a `CertkeepError`, which holds nothing of plaintext or keys:
 *
 * - `ERR_SEALER_FORMAT`: these are no sealed bytes, or were cut off; `detail.offset`
 * - `ERR_SEALER_VERSION`: sealed in a form that this version does not know; `detail.version`
 * - `ERR_SEALER_UNKNOWN_KEY`: sealed under a key that the sealer was not given; `detail.keyId`
 * - `ERR_SEALER_REFUSED`: the bytes were changed, or belong to another record, namespace or public key
 * - `ERR_SEALER_FAILED`: the service or the platform that keeps the keys failed; it can be tried again
 *
 * TypeError or RangeError for what is no bytes or no context.
 */
export interface KeySealer {
  /** Encrypts a private key and binds it to `context`; never twice to the same bytes. */
  readonly seal: (plaintext: Uint8Array, context: SealContext, options?: PortOptions) => Promise<Uint8Array>
  /** Gives back what was sealed. Rejects where the bytes or `context` differ from those of `seal`. */
  readonly open: (sealed: Uint8Array, context: SealContext, options?: PortOptions) => Promise<Uint8Array>
  /**
   * Seals under the present key what was sealed under an older one, without making the private key visible to the caller; sealed bytes
   * that are under the present key already are given back as they are. Without this method, a rotation opens and seals again.
   */
  readonly rewrap?: (sealed: Uint8Array, context: SealContext, options?: PortOptions) => Promise<Uint8Array>
}
