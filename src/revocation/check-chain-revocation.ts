import type { SignatureVerifier } from '../crypto/signature-verifier.ts'
import { assertOneOf } from '../problem/assert-one-of.ts'
import { createProblem, sortProblems, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import { isChained, linksOf, type Link } from './chain-links.ts'
import { conclude } from './conclude.ts'
import { evidenceUrls, fetchEvidence, judgeCached, type SourcedVerdict } from './fetch-evidence.ts'
import { createFetchDeadline } from './fetch-deadline.ts'
import { findExemption } from './find-exemption.ts'
import { judgeGiven, readEvidence, type GivenEvidence } from './given-evidence.ts'
import { MAX_REQUESTS_PER_CERTIFICATE, type EvidenceFetch } from './load-evidence.ts'
import { enforceStaple, mustStaple } from './must-staple.ts'
import { nextCheck } from './next-check.ts'
import { createRevocationBudget, type RevocationBudget } from './revocation-budget.ts'
import { createRevocationCache, type RevocationCache } from './revocation-cache.ts'
import { signatureBudgetProblem, type CertificateIssuer, type RevocationContext } from './revocation-context.ts'
import type { RevocationOptions } from './revocation-options.ts'
import type { CertificateRevocation, RevocationReport, RevocationStatus } from './revocation-report.ts'

/** As `RevocationOptions`, with what is made for a call that does not say. */
export interface ChainRevocationOptions extends RevocationOptions {
  readonly at: Date
  readonly verifier: SignatureVerifier
}

const MAX_TOLERANCE_MS = 86_400_000
const MAX_AGE_MS = 315_576_000_000

/** Four slow servers. */
const DEFAULT_TIMEOUT_MS = 60_000

/** Enough for a CRL issuer below a CA of its own, whose CRL has a separate issuer again. */
const MAX_SIGNER_DEPTH = 2

/** What `checkRevocation` does, in a file that a page loads with the first chain that is asked about. */
export async function checkChainRevocation(
  chain: readonly Certificate[],
  options: ChainRevocationOptions,
): Promise<RevocationReport> {
  if (chain.length === 0) throw new RangeError('"chain" must hold a certificate')
  const { scope, signal, random } = options
  signal?.throwIfAborted()
  const links = linksOf(chain, options.anchor)
  const call = createCall(chain, links.length, options)
  const results: CertificateRevocation[] = []
  let revokedIssuer: Certificate | undefined
  for (let index = (scope === 'leaf' ? Math.min(1, links.length) : links.length) - 1; index >= 0; index -= 1) {
    signal?.throwIfAborted()
    const path = links.slice(index)
    const certificate = path[0]?.certificate
    const result = revokedIssuer === undefined ? await checkOne(path, forCertificate(call)) : below(revokedIssuer)
    if (result.status === 'revoked') revokedIssuer = certificate
    results.unshift(index === 0 && call.mustStaple ? { ...result, mustStaple: true } : result)
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

function createCall(chain: readonly Certificate[], linkCount: number, options: ChainRevocationOptions): Call {
  const { fetcher, signal, nonce, prefer = 'crl', scope = 'path', timeoutMs = DEFAULT_TIMEOUT_MS } = options
  assertOneOf(prefer, ['crl', 'ocsp'], 'prefer')
  assertOneOf(scope, ['leaf', 'path'], 'scope')
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
    prefer,
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

function createContext(
  crls: readonly Crl[],
  budget: RevocationBudget,
  options: ChainRevocationOptions,
): RevocationContext {
  const { at, toleranceMs = 300_000, signers = [], crlSignKeyUsage = 'required', maxAgeMs } = options
  if (Number.isNaN(at.getTime())) throw new RangeError('"at" must be a valid date')
  if (!(toleranceMs >= 0 && toleranceMs <= MAX_TOLERANCE_MS))
    throw new RangeError('"toleranceMs" must be from 0 to a day')
  if (maxAgeMs !== undefined && !(maxAgeMs >= 0 && maxAgeMs <= MAX_AGE_MS))
    throw new RangeError('"maxAgeMs" must be from 0 to ten years')
  return {
    atMs: Math.floor(at.getTime() / 1000) * 1000,
    toleranceMs,
    verifier: options.verifier,
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
  const isStapleDue = isFirst && call.mustStaple && call.given.staples !== undefined
  return isStapleDue ? enforceStaple(found, verdicts, certificate) : found
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
