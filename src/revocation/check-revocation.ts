import { createWebCryptoVerifier } from '../crypto/create-web-crypto-verifier.ts'
import type { Certificate } from '../x509/certificate.ts'
import { checkChainRevocation } from './check-chain-revocation.ts'
import type { RevocationOptions } from './revocation-options.ts'
import type { RevocationReport } from './revocation-report.ts'

/**
 * Decides whether the certificates of a chain are revoked, by CRLs (RFC 5280 section 6.3) and OCSP (RFC 6960, RFC 9919).
 *
 * All evidence given is judged, then what the cache holds, and any `revoked` in it decides; a hold is lifted by newer evidence. Only then is
 * something fetched: for certificates whose signature by their issuer is valid, which have not expired, and about which nothing is known yet.
 * From the root down: below a revoked CA nothing counts. With `handshake`, a certificate that must be stapled (RFC 7633) needs a valid
 * response in it.
 *
 * Problems say for each certificate why evidence could not be used: `no-revocation-source`, `not-attempted`, `fetch-failed`, `url-blocked`,
 * `revocation-budget`, `evidence-malformed`, `evidence-unsupported`, `evidence-algorithm`, `bad-signature`, `responder-unauthorized`,
 * `responder-error`, `out-of-scope`, `not-covered`, `partial-reasons`, `stale`, `evidence-not-yet-valid`, `crl-rollback`, `issuer-not-found`. What
 * was found: `certificate-revoked`, `issuer-revoked`, `responder-unknown`, `staple-missing`, `revocation-not-applicable`.
 *
 * Not checked: whether the chain leads to a trusted root (`buildChain`); delta CRLs are used where they are given, and not fetched.
 *
 * @param chain - leaf first, as `buildChain` gives it, each followed by its issuer
 * @throws TypeError, RangeError for options that are not what they must be
 * @throws the reason of `signal` where that is aborted
 * @example
 * ```ts
 * const { status, certificates } = await checkRevocation(chain, { fetcher: createGuardedFetcher() })
 * ```
 */
export async function checkRevocation(
  chain: readonly Certificate[],
  options: RevocationOptions = {},
): Promise<RevocationReport> {
  // eslint-disable-next-line no-restricted-syntax -- the default is read once, here at the edge
  const { at = new Date(), verifier = createWebCryptoVerifier() } = options
  return checkChainRevocation(chain, { ...options, at, verifier })
}
