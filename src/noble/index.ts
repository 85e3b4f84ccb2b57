export { createNobleVerifier, type NobleVerifierOptions } from './create-noble-verifier.ts'
export { createFallbackVerifier } from '../crypto/create-fallback-verifier.ts'
