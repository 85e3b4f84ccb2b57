import { createWebCryptoVerifier } from '../crypto/create-web-crypto-verifier.ts'
import type { SignatureVerifier } from '../crypto/signature-verifier.ts'
import type { Fetcher } from '../problem/fetcher.ts'
import { createProblem, sortProblems, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl.ts'
import type { OcspResponse } from '../x509/ocsp-response.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import { isChained, linksOf, type Link } from './chain-links.ts'
import { conclude } from './conclude.ts'
import { evidenceUrls, fetchEvidence, judgeCached, type SourcedVerdict } from './fetch-evidence.ts'
import { createFetchDeadline } from './fetch-deadline.ts'
import { findExemption } from './find-exemption.ts'
import { judgeGiven, readEvidence, type GivenEvidence, type HandshakeEvidence } from './given-evidence.ts'
import { MAX_REQUESTS_PER_CERTIFICATE, type EvidenceFetch } from './load-evidence.ts'
import { enforceStaple, mustStaple } from './must-staple.ts'
import { nextCheck } from './next-check.ts'
import { createRevocationBudget, type RevocationBudget, type RevocationLimits } from './revocation-budget.ts'
import { createRevocationCache, type RevocationCache } from './revocation-cache.ts'
import { signatureBudgetProblem, type CertificateIssuer, type RevocationContext } from './revocation-context.ts'
import type { CertificateRevocation, RevocationReport, RevocationStatus } from './revocation-report.ts'

/** What {@link checkRevocation} works with. */
export interface RevocationOptions {
  /** CRLs at hand: decoded, DER, or PEM of one. Complete, partitioned, delta or indirect. */
  readonly crls?: Iterable<Crl | string | Uint8Array> | undefined
  /** OCSP responses at hand, such as a stapled one. */
  readonly ocspResponses?: Iterable<OcspResponse | Uint8Array> | undefined
  /**
   * Says that this is a TLS handshake, and what OCSP responses came with it; they are evidence like any other. A certificate that must be
   * stapled (RFC 7633) is then `unavailable` with `staple-missing` unless one of them is a valid response about it.
   *
   * @defaultValue no handshake: must-staple is reported and not enforced
   */
  readonly handshake?: HandshakeEvidence | undefined
  /** Other certificates that may have signed evidence, such as those of separate CRL issuers. */
  readonly signers?: Iterable<Certificate | string | Uint8Array> | undefined
  /** The root, where the chain ends below it because it is only a name and a key. */
  readonly anchor?: Pick<CertificateIssuer, 'name' | 'publicKey'> | undefined
  /** @defaultValue none: nothing is fetched */
  readonly fetcher?: Fetcher | undefined
  /** Which kind of evidence is fetched first; the other follows if it says nothing. @defaultValue 'crl' */
  readonly prefer?: 'crl' | 'ocsp' | undefined
  /** @defaultValue 'path': every certificate but the root */
  readonly scope?: 'leaf' | 'path' | undefined
  /** Floored to the second. @defaultValue now */
  readonly at?: Date | undefined
  /** How far clocks may be apart; at most a day. @defaultValue 300000 */
  readonly toleranceMs?: number | undefined
  /**
   * How old evidence may be at most, from its thisUpdate, even if its nextUpdate is later; at most ten years. Where it is given, evidence without
   * nextUpdate is used up to that age. OCSP responses and CRLs about servers' certificates live for at most 864,000,000 (ten days) under the
   * Baseline Requirements (sections 4.9.10 and 7.2), CRLs about CAs for twelve months.
   *
   * @defaultValue nextUpdate alone decides, and evidence without it is not used
   */
  readonly maxAgeMs?: number | undefined
  /** Also asked where there is no `fetcher`. @defaultValue one for each call */
  readonly cache?: RevocationCache | undefined
  /** @defaultValue one over WebCrypto */
  readonly verifier?: SignatureVerifier | undefined
  /**
   * Whether whoever signs CRLs must have keyUsage with cRLSign, as RFC 10007 demands, or needs cRLSign only where there is keyUsage.
   *
   * @defaultValue 'required'
   */
  readonly crlSignKeyUsage?: 'required' | 'if-present' | undefined
  /** How long the call may wait for the network, from its first request on; then `revocation-budget`. @defaultValue 60000 */
  readonly timeoutMs?: number | undefined
  /** What the call may spend on requests, octets and signatures; then `revocation-budget`. */
  readonly limits?: RevocationLimits | undefined
  /** From 0 to 1: by how much of a tenth of the wait `checkAgainAt` is put off, so that many checks do not fall together. @defaultValue 0 */
  readonly random?: (() => number) | undefined
  /** Gives the nonce of an OCSP request, 1 to 128 octets. @defaultValue none is sent */
  readonly nonce?: (() => Uint8Array) | undefined
  /**
   * Relies on evidence that is signed with SHA-1 or DSA.
   *
   * @deprecated Only for old data whose danger is known.
   */
  readonly dangerouslyAllowWeakAlgorithms?: boolean | undefined
  /** Ends the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
}

const MAX_TOLERANCE_MS = 86_400_000
const MAX_AGE_MS = 315_576_000_000

/** Four slow servers. */
const DEFAULT_TIMEOUT_MS = 60_000

/** Enough for a CRL issuer below a CA of its own, whose CRL has a separate issuer again. */
const MAX_SIGNER_DEPTH = 2

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
  if (chain.length === 0) throw new RangeError('"chain" must hold a certificate')
  const { scope, signal, random } = options
  signal?.throwIfAborted()
  const links = linksOf(chain, options.anchor)
  const call = createCall(chain, links.length, options)
  const results: CertificateRevocation[] = []
  let revokedIssuer: Certificate | undefined
  for (let index = scope === 'leaf' ? 0 : links.length - 1; index >= 0; index -= 1) {
    signal?.throwIfAborted()
    const path = links.slice(index)
    const certificate = path[0]?.certificate
    const result = revokedIssuer === undefined ? await checkOne(path, forCertificate(call)) : below(revokedIssuer)
    if (result.status === 'revoked') revokedIssuer = certificate
    results.unshift(result)
  }
  const checkAgainAt = nextCheck(results, call.refreshes, random, call.context)
  return { status: worstOf(results), certificates: results, checkAgainAt }
}

/** One call, with what it has spent. */
interface Call {
  readonly given: GivenEvidence
  readonly context: RevocationContext
  readonly cache: RevocationCache | undefined
  readonly fetch: EvidenceFetch | undefined
  readonly prefer: RevocationOptions['prefer']
  /** When the cache renews what was used. */
  readonly refreshes: number[]
  readonly mustStaple: boolean
  readonly linkCount: number
}

function createCall(chain: readonly Certificate[], linkCount: number, options: RevocationOptions): Call {
  const { fetcher, signal, nonce, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const given = readEvidence(options)
  const budget = createRevocationBudget(options.limits)
  const deadline = createFetchDeadline(signal, timeoutMs)
  const refreshes: number[] = []
  const cache = options.cache ?? (fetcher === undefined ? undefined : createRevocationCache())
  const ofCertificate = { requestsLeft: MAX_REQUESTS_PER_CERTIFICATE }
  return {
    given,
    context: createContext(given.crls, budget, options),
    cache,
    fetch:
      fetcher === undefined || cache === undefined
        ? undefined
        : { fetcher, cache, deadline, nonce, budget, refreshes, ofCertificate },
    prefer: options.prefer,
    refreshes,
    mustStaple: mustStaple(chain),
    linkCount,
  }
}

/** The same call, in which the next certificate has its own share of requests. */
function forCertificate(call: Call): Call {
  const ofCertificate = { requestsLeft: MAX_REQUESTS_PER_CERTIFICATE }
  return call.fetch === undefined ? call : { ...call, fetch: { ...call.fetch, ofCertificate } }
}

function below({ subject }: Certificate): CertificateRevocation {
  return { status: 'unavailable', problems: [createProblem('issuer-revoked', { issuer: subject.text })] }
}

function isRaw(input: unknown): input is string | Uint8Array {
  return typeof input === 'string' || input instanceof Uint8Array
}

function createContext(crls: readonly Crl[], budget: RevocationBudget, options: RevocationOptions): RevocationContext {
  // eslint-disable-next-line no-restricted-syntax -- the default is read once, here at the edge
  const { at = new Date(), toleranceMs = 300_000, signers = [], crlSignKeyUsage = 'required', maxAgeMs } = options
  if (Number.isNaN(at.getTime())) throw new RangeError('"at" must be a valid date')
  if (!(toleranceMs >= 0 && toleranceMs <= MAX_TOLERANCE_MS))
    throw new RangeError('"toleranceMs" must be from 0 to a day')
  if (maxAgeMs !== undefined && !(maxAgeMs >= 0 && maxAgeMs <= MAX_AGE_MS))
    throw new RangeError('"maxAgeMs" must be from 0 to ten years')
  return {
    atMs: Math.floor(at.getTime() / 1000) * 1000,
    toleranceMs,
    verifier: options.verifier ?? createWebCryptoVerifier(),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is obeyed here
    weakAlgorithms: options.dangerouslyAllowWeakAlgorithms === true ? 'allow' : 'refuse',
    crlSignKeyUsage,
    trusted: [],
    signers: Array.from(signers, (signer) => (isRaw(signer) ? parseCertificate(signer) : signer)),
    crls,
    signerDepth: MAX_SIGNER_DEPTH,
    maxAgeMs,
    isResponderGood: undefined,
    budget,
    checked: new WeakMap(),
  }
}

/** Checks the first certificate of a path. */
async function checkOne(path: readonly Link[], call: Call): Promise<CertificateRevocation> {
  const trusted = path.flatMap(({ issuer }) => (issuer === undefined ? [] : [issuer]))
  const certificate = path[0]?.certificate
  const [issuer] = trusted
  if (certificate === undefined || issuer === undefined || path[0]?.issuer === undefined)
    return withoutIssuer(certificate)
  const context = contextOf(path, trusted, call)
  const verdicts = [...(await judgeGiven(certificate, issuer, call.given, context))]
  const found = unlessExhausted(await findStatus(path, certificate, issuer, verdicts, call, context), context)
  const isFirst = path.length === call.linkCount
  if (!isFirst || !call.mustStaple) return found
  const reported = call.given.staples === undefined ? found : enforceStaple(found, verdicts, certificate)
  return { ...reported, mustStaple: true }
}

/**
 * Asks what is at hand, then the cache, then the network, and adds to `verdicts` what was found. What the cache should renew settles nothing
 * while it can be renewed; but a revocation at hand is never passed over.
 */
async function findStatus(
  path: readonly Link[],
  certificate: Certificate,
  issuer: CertificateIssuer,
  verdicts: SourcedVerdict[],
  call: Call,
  context: RevocationContext,
): Promise<CertificateRevocation> {
  const { fetch, given, cache } = call
  const cached = cache === undefined ? [] : await judgeAllCached(certificate, issuer, cache, context)
  const fresh = cached.filter(({ refreshAtMs = 0 }) => refreshAtMs > context.atMs || fetch === undefined)
  call.refreshes.push(...fresh.map(({ refreshAtMs = 0 }) => refreshAtMs))
  verdicts.push(...fresh)
  const settled = conclude(certificate, verdicts)
  verdicts.push(...cached.filter((known) => known.verdict.kind === 'revoked' && !fresh.includes(known)))
  const known = conclude(certificate, verdicts)
  if (known !== undefined && settled !== undefined && (settled.status !== 'unknown' || fetch === undefined))
    return known
  const exemption = findExemption(certificate, context.atMs)
  if (exemption !== undefined && known === undefined) {
    return { status: 'not-applicable', problems: [createProblem('revocation-not-applicable', { reason: exemption })] }
  }
  const mayFetch = fetch !== undefined && exemption === undefined && (await isChained(path, context))
  const found = mayFetch ? await conclusionFetched(certificate, issuer, verdicts, fetch, call, context) : known
  return found ?? unavailable(certificate, verdicts, given.problems, !mayFetch)
}

/** Adds to `verdicts` what is fetched, until they suffice. That a responder does not know the certificate leaves open what CRLs say. */
async function conclusionFetched(
  certificate: Certificate,
  issuer: CertificateIssuer,
  verdicts: SourcedVerdict[],
  fetch: EvidenceFetch,
  { prefer }: Call,
  context: RevocationContext,
): Promise<CertificateRevocation | undefined> {
  const [first, second] = prefer === 'ocsp' ? (['ocsp', 'crl'] as const) : (['crl', 'ocsp'] as const)
  verdicts.push(...(await fetchEvidence(certificate, issuer, first, fetch, context)))
  const found = conclude(certificate, verdicts)
  if (found?.status === 'revoked') return found
  const more =
    found?.status === 'good'
      ? await judgeCached(certificate, issuer, second, fetch.cache, context)
      : await fetchEvidence(certificate, issuer, second, fetch, context)
  verdicts.push(...more)
  return conclude(certificate, verdicts)
}

async function judgeAllCached(
  certificate: Certificate,
  issuer: CertificateIssuer,
  cache: RevocationCache,
  context: RevocationContext,
): Promise<readonly SourcedVerdict[]> {
  return [
    ...(await judgeCached(certificate, issuer, 'crl', cache, context)),
    ...(await judgeCached(certificate, issuer, 'ocsp', cache, context)),
  ]
}

/** Nothing counts as good once signatures were left unchecked: what was not looked at may have revoked it. */
function unlessExhausted(found: CertificateRevocation, context: RevocationContext): CertificateRevocation {
  if (!context.budget.isExhausted('signatures') || found.status === 'revoked' || found.status === 'unknown')
    return found
  const problem = signatureBudgetProblem(null, context)
  const others = found.status === 'unavailable' ? found.problems : []
  const isSaid = others.some(
    ({ code, detail }) => code === problem.code && 'budget' in detail && detail.budget === 'signatures',
  )
  return { status: 'unavailable', problems: isSaid ? others : sortProblems([problem, ...others]) }
}

/** The context of one certificate, with the way to look up those who sign OCSP responses about it. */
function contextOf(
  path: readonly Link[],
  trusted: readonly CertificateIssuer[],
  { context: base, fetch }: Call,
): RevocationContext {
  const context = { ...base, trusted }
  if (fetch === undefined) return context
  const ask = async (responder: Certificate, issuer: CertificateIssuer): Promise<boolean> => {
    if (evidenceUrls(responder, 'crl').length === 0) return true
    if (!(await isChained(path, context))) return false
    const verdicts = await fetchEvidence(responder, issuer, 'crl', fetch, context)
    return conclude(responder, verdicts)?.status === 'good'
  }
  // One response is judged more than once.
  const asked = new WeakMap<Certificate, Promise<boolean>>()
  return {
    ...context,
    isResponderGood: (responder, issuer) => {
      const known = asked.get(responder) ?? ask(responder, issuer)
      asked.set(responder, known)
      return known
    },
  }
}

function withoutIssuer(certificate: Certificate | undefined): CertificateRevocation {
  const issuer = certificate?.issuer.text ?? ''
  const keyIdentifier = certificate?.extensions.authorityKeyIdentifier?.keyIdentifier ?? null
  return { status: 'unavailable', problems: [createProblem('issuer-not-found', { issuer, keyIdentifier, url: null })] }
}

function unavailable(
  certificate: Certificate,
  verdicts: readonly SourcedVerdict[],
  given: readonly Problem[],
  isNotAttempted: boolean,
): CertificateRevocation {
  const problems = verdicts.flatMap(({ verdict }) => (verdict.kind === 'unusable' ? [verdict.problem] : []))
  const subject = certificate.subject.text
  if (verdicts.some(({ verdict }) => verdict.kind === 'good'))
    problems.push(createProblem('partial-reasons', { subject }))
  const [url] = [...evidenceUrls(certificate, 'crl'), ...evidenceUrls(certificate, 'ocsp')]
  if (url !== undefined && isNotAttempted) problems.push(createProblem('not-attempted', { url }))
  if (url === undefined && verdicts.length === 0) problems.push(createProblem('no-revocation-source', { subject }))
  return { status: 'unavailable', problems: sortProblems([...problems, ...given]) }
}

const ORDER: readonly RevocationStatus[] = ['revoked', 'unknown', 'unavailable', 'good']

function worstOf(results: readonly CertificateRevocation[]): RevocationStatus {
  return (
    ORDER.find((status) => results.some((result) => result.status === status)) ??
    (results.length === 0 ? 'good' : 'not-applicable')
  )
}
