/**
 * What a server adds: signatures over `node:crypto`, a fetcher that is safe with strangers' addresses, and the roots of the machine.
 *
 * @packageDocumentation
 * @module certkeep/node
 */
export { createGuardedFetcher, type GuardedFetcherOptions } from './create-guarded-fetcher.ts'
export { createNodeVerifier, type NodeVerifierOptions } from './create-node-verifier.ts'
export type { AddressLookup } from './dns-lookup.ts'
export type { FetchErrorCode, FetchFailureReason } from './fetch-failure.ts'
export type { SynchronousVerifier } from '../crypto/synchronous-verifier.ts'
export { systemRoots } from './system-roots.ts'
export type { RootSource, SystemRoots, SystemRootsOptions } from './system-roots.ts'
