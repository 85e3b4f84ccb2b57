export { createNobleVerifier, type NobleVerifierOptions } from './create-noble-verifier.ts'
