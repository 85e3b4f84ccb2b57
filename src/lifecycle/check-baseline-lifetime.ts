import type { CertificateInput } from '../path/build-chain.ts'
import { createProblem, type ProblemOf } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import { baselineLifetimeLimit, type BaselineLifetimeLimit } from './baseline-lifetime-limit.ts'
import { readCertificate } from './read-certificate.ts'
import { DAY_MS, SECOND_MS } from './read-instant.ts'

/** How far notBefore may be from the instant of issue (Baseline Requirements section 7.1.2.7). */
const BACKDATING_MS = 172_800_000

/**
 * Decides whether a public TLS certificate is valid for longer than its CA might have made it (Baseline Requirements section 6.3.2).
 *
 * - `within`: it keeps to the limit
 * - `exceeds`: it does not, whenever it was issued
 * - `cannot-tell`: it was issued so near to the change of a limit that either may hold
 * - `not-applicable`: it is a CA's, or from before there was a limit in days
 *
 * The limit goes by the instant of issue, from which notBefore may differ by 48 hours. A timestamp of a transparency log in the
 * certificate settles it, since certificates are issued as soon as the logs have answered.
 */
export type LifetimeVerdict = 'within' | 'exceeds' | 'cannot-tell' | 'not-applicable'

/** What {@link checkBaselineLifetime} found. */
export interface LifetimeReport {
  readonly verdict: LifetimeVerdict
  /** Days of validity, a part of a day counted as one. */
  readonly days: number
  /** `lifetime-exceeds-baseline`, a warning, for `exceeds` and `cannot-tell`. */
  readonly problems: readonly ProblemOf<'lifetime-exceeds-baseline'>[]
}

/**
 * Decides whether a certificate is valid for longer than public CAs may issue; see {@link LifetimeVerdict}.
 *
 * notBefore and notAfter both belong to the validity, so that 200 days end one second before 200 times 86,400 seconds have passed.
 *
 * Not checked: whether the certificate leads to a public root; nobody else must keep to the limit.
 *
 * @throws CertkeepError if a certificate given as text or bytes cannot be read
 * @example
 * ```ts
 * const { verdict, problems } = checkBaselineLifetime(certificate)
 * ```
 */
export function checkBaselineLifetime(input: CertificateInput): LifetimeReport {
  const certificate = readCertificate(input)
  const { notBefore, notAfter, subject } = certificate
  const lifeMs = notAfter.getTime() - notBefore.getTime() + SECOND_MS
  const days = Math.ceil(lifeMs / DAY_MS)
  const [earliest, latest] = issueWindow(certificate).map((ms) => baselineLifetimeLimit(new Date(ms)))
  const isCa = certificate.extensions.basicConstraints?.cA === true
  if (isCa || latest === undefined) return { verdict: 'not-applicable', days, problems: [] }
  const exceeds = (limit: BaselineLifetimeLimit): boolean => lifeMs > limit.days * DAY_MS
  if (!exceeds(latest)) return { verdict: 'within', days, problems: [] }
  const certain = earliest !== undefined && exceeds(earliest)
  const { days: limitDays, since } = certain ? earliest : latest
  const detail = { subject: subject.text, days, limitDays, since: since.toISOString(), certain }
  return {
    verdict: certain ? 'exceeds' : 'cannot-tell',
    days,
    problems: [createProblem('lifetime-exceeds-baseline', detail)],
  }
}

/** The first and the last instant at which it may have been issued. */
function issueWindow({ notBefore, extensions }: Certificate): readonly [number, number] {
  const stamped = (extensions.signedCertificateTimestamps ?? []).flatMap(({ timestamp }) =>
    timestamp === undefined ? [] : [timestamp.getTime()],
  )
  const beginMs = notBefore.getTime()
  const range: readonly [number, number] = [beginMs - BACKDATING_MS, beginMs + BACKDATING_MS]
  // A timestamp that is further off than a certificate may be dated says nothing that can be relied on.
  const near = stamped.filter((ms) => ms >= range[0] && ms <= range[1])
  return near.length === 0 ? range : [Math.max(...near), Math.max(...near)]
}
