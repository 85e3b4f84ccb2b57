/**
 * The public roots that Mozilla trusts for TLS servers, as of a date, with the dates from which some are distrusted.
 *
 * @packageDocumentation
 * @module certkeep/roots
 */
export { mozillaRoots } from './mozilla-roots.ts'
export { rootsAgeDays } from './roots-age-days.ts'
export { ROOTS_SNAPSHOT } from './mozilla-roots.data.ts'
export type { RootsSnapshot } from './roots-snapshot.ts'
export type { CertificateAnchor } from '../path/create-trust-anchor.ts'
export type { TrustAnchor } from '../path/trust-anchor.ts'
