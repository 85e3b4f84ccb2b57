import { createGuardedFetcher, type GuardedFetcherOptions } from '../../../src/node/create-guarded-fetcher.ts'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import type { Fetcher } from '../../../src/problem/fetcher.ts'
import { checkRevocation } from '../../../src/revocation/check-revocation.ts'
import type { RevocationOptions } from '../../../src/revocation/revocation-options.ts'
import type { RevocationReport } from '../../../src/revocation/revocation-report.ts'
import {
  createTestAuthority,
  TEST_EPOCH,
  type TestAuthority,
  type TestCertificate,
} from '../../../src/testing/index.ts'
import { serveAuthority, type AuthorityServer, type ServeOptions } from '../../../src/testing/serve-authority.ts'
import { closeLater, noLookup } from '../../support/guarded-fetch.ts'

/** The root of the authorities that tests serve. */
export const root: TestAuthority = await createTestAuthority({ seed: 'revocation over the network' })

/** A CA of its own and its server, for the time of the test. */
export async function serveCa(options?: ServeOptions): Promise<{ ca: TestAuthority; server: AuthorityServer }> {
  const ca = await root.intermediate()
  return { ca, server: await serve(ca, options) }
}

/** A server of an authority, for the time of the test. */
export async function serve(authority: TestAuthority, options?: ServeOptions): Promise<AuthorityServer> {
  const server = await serveAuthority(authority, options)
  closeLater(server.close)
  return server
}

/** A guarded fetcher to which loopback is open, and which resolves nothing unless told how. */
export function openFetcher(options: GuardedFetcherOptions = {}): Fetcher {
  return createGuardedFetcher({ dangerouslyAllowLoopback: true, lookup: noLookup, ...options })
}

/** Checks the leaf of a chain at the epoch of the testing kit, by whatever is served on loopback. */
export async function check(
  { chain }: Pick<TestCertificate, 'chain'>,
  options: RevocationOptions = {},
): Promise<RevocationReport> {
  return checkRevocation(
    chain.map(({ certificate }) => certificate),
    { at: new Date(TEST_EPOCH), scope: 'leaf', verifier, fetcher: openFetcher(), ...options },
  )
}

const verifier = createNodeVerifier()

/** Codes of the problems of the leaf; of a fetch that failed with the reason. */
export function codesOf({ certificates }: RevocationReport): readonly string[] {
  return (certificates[0]?.problems ?? []).map((problem) =>
    problem.code === 'fetch-failed' ? `${problem.code} ${problem.detail.reason}` : problem.code,
  )
}

/** Methods and paths of the requests that came in. */
export function requestsTo({ requests }: AuthorityServer): readonly string[] {
  return requests.map(({ method, path }) => `${method} ${path.startsWith('/ocsp/') ? '/ocsp/…' : path}`)
}
