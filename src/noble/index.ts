/**
 * Signatures in JavaScript, for places without WebCrypto or an algorithm. Needs `@noble/curves`, and `@noble/post-quantum` for ML-DSA.
 *
 * @packageDocumentation
 * @module certkeep/noble
 */
export type { SynchronousVerifier } from '../crypto/synchronous-verifier.ts'
export { createNobleVerifier, type NobleVerifierOptions } from './create-noble-verifier.ts'
