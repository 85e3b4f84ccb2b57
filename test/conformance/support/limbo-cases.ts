import type { ChainProfile } from '../../../src/path/profile-rules.ts'
import { readCorpus } from './corpus.ts'

/** One case of limbo.json.gz; see INDEX.md of the data for what each field means. */
export interface LimboCase {
  readonly id: string
  readonly features: readonly string[]
  readonly validation_kind: 'SERVER' | 'CLIENT'
  readonly trusted_certs: readonly string[]
  readonly untrusted_intermediates: readonly string[]
  readonly peer_certificate: string
  readonly validation_time: string | null
  readonly expected_result: 'SUCCESS' | 'FAILURE'
  readonly expected_peer_name: { readonly kind: string; readonly value: string } | null
  readonly extended_key_usage: readonly string[]
  readonly max_chain_depth: number | null
  /** PEM; whoever checks revocation must do so for the whole chain. */
  readonly crls: readonly string[]
  /** BetterTLS itself calls a failure of the case a warning. */
  readonly soft?: boolean
}

/** By which demands a namespace is judged, and why. */
export interface LimboNamespace {
  readonly prefix: string
  readonly profiles: readonly ChainProfile[]
  readonly reason: string
}

/**
 * The suite asks different things of one certificate in different namespaces (`conflicts_with`), so that each has a profile; the first
 * prefix that fits decides.
 */
const LIMBO_NAMESPACES: readonly LimboNamespace[] = [
  { prefix: 'webpki::', profiles: ['webpki'], reason: 'written to the Baseline Requirements' },
  { prefix: 'online::', profiles: ['webpki'], reason: 'real servers under public roots' },
  {
    prefix: 'cve::',
    profiles: ['webpki'],
    reason: 'attacks on TLS clients; chains that the web would accept otherwise',
  },
  { prefix: 'rfc5280::', profiles: ['rfc5280'], reason: 'written to RFC 5280 alone' },
  { prefix: 'pathlen::', profiles: ['rfc5280'], reason: 'RFC 5280 section 6.1.4 (l) and (m)' },
  {
    prefix: 'pathological::',
    profiles: ['rfc5280'],
    reason: 'cost of the search; the contents are not those of the web',
  },
  { prefix: 'invalid::', profiles: ['rfc5280'], reason: 'unreadable under any profile' },
  { prefix: 'crl::', profiles: ['rfc5280'], reason: 'RFC 5280 section 6.3' },
  {
    prefix: 'bettertls::',
    profiles: ['rfc5280', 'webpki'],
    reason: 'sound for either; both must give the same answer',
  },
]

/** The profile of a case by its namespace. */
export function limboNamespace(id: string): LimboNamespace {
  const namespace = LIMBO_NAMESPACES.find(({ prefix }) => id.startsWith(prefix))
  if (namespace === undefined) throw new Error(`${id} is of no namespace that is known here`)
  return namespace
}

/** The cases of the corpus. */
export function readLimboCases(): readonly LimboCase[] {
  return readCorpus<{ readonly testcases: readonly LimboCase[] }>('x509-limbo/limbo.json.gz').testcases
}
