export { createNodeVerifier, type NodeVerifierOptions } from './create-node-verifier.ts'
export { systemRoots } from './system-roots.ts'
export type { RootSource, SystemRoots, SystemRootsOptions } from './system-roots.ts'
