import { createWebCryptoVerifier } from '../crypto/create-web-crypto-verifier.ts'
import type { SignatureVerifier } from '../crypto/signature-verifier.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import type { Fetcher } from '../problem/fetcher.ts'
import { createProblem, sortProblems, type Problem } from '../problem/problem.ts'
import type { NotApplicableReason } from '../problem/revocation-problems.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl.ts'
import type { OcspResponse } from '../x509/ocsp-response.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import { parseCrl } from '../x509/parse-crl.ts'
import { parseOcspResponse } from '../x509/parse-ocsp-response.ts'
import { ALL_REASONS } from './crl-scope.ts'
import { evaluateCrl, issuerOf } from './evaluate-crl.ts'
import { evaluateOcsp } from './evaluate-ocsp.ts'
import { evidenceUrls, fetchEvidence, type EvidenceFetch, type SourcedVerdict } from './fetch-evidence.ts'
import { createRevocationCache, type RevocationCache } from './revocation-cache.ts'
import { verifyEvidence, type CertificateIssuer, type RevocationContext } from './revocation-context.ts'
import type { CertificateRevocation, RevocationReport, RevocationStatus } from './revocation-report.ts'

/** What {@link checkRevocation} works with. */
export interface RevocationOptions {
  /** CRLs at hand: decoded, DER, or PEM of one. Complete, partitioned, delta or indirect. */
  readonly crls?: Iterable<Crl | string | Uint8Array> | undefined
  /** OCSP responses at hand, such as a stapled one. */
  readonly ocspResponses?: Iterable<OcspResponse | Uint8Array> | undefined
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
  /** @defaultValue one for each call */
  readonly cache?: RevocationCache | undefined
  /** @defaultValue one over WebCrypto */
  readonly verifier?: SignatureVerifier | undefined
  /**
   * Whether whoever signs CRLs must have keyUsage with cRLSign, as RFC 10007 demands, or needs cRLSign only where there is keyUsage.
   *
   * @defaultValue 'required'
   */
  readonly crlSignKeyUsage?: 'required' | 'if-present' | undefined
  /** Gives the nonce of an OCSP request, 1 to 128 octets. @defaultValue none is sent */
  readonly nonce?: (() => Uint8Array) | undefined
  /**
   * Relies on evidence that is signed with SHA-1 or DSA.
   *
   * @deprecated Only for old data whose danger is known.
   */
  readonly dangerouslyAllowWeakAlgorithms?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

const MAX_TOLERANCE_MS = 86_400_000
const MAX_URLS = 20

/** Without any evidence it is worth to ask again after this long. */
const RETRY_MS = 3_600_000

/**
 * Decides whether the certificates of a chain are revoked, by CRLs (RFC 5280 section 6.3) and OCSP (RFC 6960, RFC 9919).
 *
 * All evidence given is judged, and any `revoked` in it decides; a hold is lifted by newer evidence. Only then is something fetched: for certificates whose
 * signature by their issuer is valid, which have not expired, and about which nothing is known yet. From the root down: below a revoked CA
 * nothing counts.
 *
 * Problems say for each certificate why evidence could not be used. Not checked: whether the chain leads to a trusted root (`buildChain`);
 * delta CRLs are used where they are given, and not fetched.
 *
 * @param chain - leaf first, as `buildChain` gives it, each followed by its issuer
 * @throws TypeError, RangeError for options that are not what they must be
 * @example
 * ```ts
 * const { status, certificates } = await checkRevocation(chain, { fetcher: createGuardedFetcher() })
 * ```
 */
export async function checkRevocation(
  chain: readonly Certificate[],
  options: RevocationOptions = {},
): Promise<RevocationReport> {
  const given = readEvidence(options)
  const context = createContext(chain, given.crls, options)
  const fetch = createFetch(options)
  const issuers = issuersOf(chain, options.anchor)
  const checked = options.scope === 'leaf' ? issuers.slice(0, 1) : issuers
  const results: CertificateRevocation[] = []
  let revokedIssuer: Certificate | undefined
  for (const { certificate, issuer } of [...checked].reverse()) {
    options.signal?.throwIfAborted()
    const result =
      revokedIssuer === undefined
        ? await checkOne(certificate, issuer, given, fetch, options, context)
        : {
            status: 'unavailable' as const,
            problems: [createProblem('issuer-revoked', { issuer: revokedIssuer.subject.text })],
          }
    if (result.status === 'revoked') revokedIssuer = certificate
    results.unshift(result)
  }
  return { status: worstOf(results), certificates: results, checkAgainAt: nextCheck(results, context.atMs) }
}

/** Evidence that was given, and what could not be read of it. */
interface GivenEvidence {
  readonly crls: readonly Crl[]
  readonly ocspResponses: readonly OcspResponse[]
  readonly problems: readonly Problem[]
}

function readEvidence({ crls = [], ocspResponses = [] }: RevocationOptions): GivenEvidence {
  const problems: Problem[] = []
  const tryRead = <Value>(source: 'crl' | 'ocsp', read: () => Value): readonly Value[] => {
    try {
      return [read()]
    } catch (error) {
      if (!isCertkeepError(error)) throw error
      problems.push(createProblem('evidence-malformed', { source, error: error.code, url: null }))
      return []
    }
  }
  const readCrls = [...crls].flatMap((crl) => (isRaw(crl) ? tryRead('crl', () => parseCrl(crl)) : [crl]))
  const readResponses = [...ocspResponses].flatMap((response) =>
    response instanceof Uint8Array ? tryRead('ocsp', () => parseOcspResponse(response)) : [response],
  )
  return { crls: readCrls, ocspResponses: readResponses, problems }
}

function isRaw(input: unknown): input is string | Uint8Array {
  return typeof input === 'string' || input instanceof Uint8Array
}

function createContext(
  chain: readonly Certificate[],
  crls: readonly Crl[],
  options: RevocationOptions,
): RevocationContext {
  // eslint-disable-next-line no-restricted-syntax -- the default is read once, here at the edge
  const { at = new Date(), toleranceMs = 300_000, signers = [], crlSignKeyUsage = 'required' } = options
  if (Number.isNaN(at.getTime())) throw new RangeError('"at" must be a valid date')
  if (!(toleranceMs >= 0 && toleranceMs <= MAX_TOLERANCE_MS))
    throw new RangeError('"toleranceMs" must be from 0 to a day')
  return {
    atMs: Math.floor(at.getTime() / 1000) * 1000,
    toleranceMs,
    verifier: options.verifier ?? createWebCryptoVerifier(),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is obeyed here
    weakAlgorithms: options.dangerouslyAllowWeakAlgorithms === true ? 'allow' : 'refuse',
    crlSignKeyUsage,
    signers: [...chain, ...Array.from(signers, (signer) => (isRaw(signer) ? parseCertificate(signer) : signer))],
    crls,
  }
}

function createFetch({ fetcher, cache, signal, nonce }: RevocationOptions): EvidenceFetch | undefined {
  if (fetcher === undefined) return undefined
  return { fetcher, cache: cache ?? createRevocationCache(), signal, nonce, urlsLeft: MAX_URLS }
}

interface Link {
  readonly certificate: Certificate
  readonly issuer: CertificateIssuer
}

/** Each certificate with its issuer. The root has none; the last one below a root that is only a name and a key has that. */
function issuersOf(chain: readonly Certificate[], anchor: RevocationOptions['anchor']): readonly Link[] {
  const links: Link[] = []
  for (const [index, certificate] of chain.entries()) {
    const next = chain[index + 1]
    if (next !== undefined) links.push({ certificate, issuer: issuerOf(next) })
    else if (anchor !== undefined && !certificate.isSelfIssued)
      links.push({ certificate, issuer: { ...anchor, certificate: undefined } })
  }
  return links
}

async function checkOne(
  certificate: Certificate,
  issuer: CertificateIssuer,
  given: GivenEvidence,
  fetch: EvidenceFetch | undefined,
  options: RevocationOptions,
  context: RevocationContext,
): Promise<CertificateRevocation> {
  const verdicts = [...(await judgeGiven(certificate, issuer, given, context))]
  const known = conclude(certificate, verdicts)
  if (known !== undefined) return known
  const exemption = findExemption(certificate, context.atMs)
  if (exemption !== undefined) {
    return { status: 'not-applicable', problems: [createProblem('revocation-not-applicable', { reason: exemption })] }
  }
  const order: readonly ('crl' | 'ocsp')[] = options.prefer === 'ocsp' ? ['ocsp', 'crl'] : ['crl', 'ocsp']
  if (fetch !== undefined && (await isSignedBy(certificate, issuer, context))) {
    for (const source of order) {
      verdicts.push(...(await fetchEvidence(certificate, issuer, source, fetch, context)))
      const found = conclude(certificate, verdicts)
      if (found !== undefined) return found
    }
  }
  return unavailable(certificate, verdicts, given.problems, fetch === undefined)
}

async function judgeGiven(
  certificate: Certificate,
  issuer: CertificateIssuer,
  given: GivenEvidence,
  context: RevocationContext,
): Promise<readonly SourcedVerdict[]> {
  const verdicts: SourcedVerdict[] = []
  for (const crl of given.crls) {
    if (crl.extensions.deltaCrlIndicator !== undefined) continue
    verdicts.push({
      source: 'crl',
      url: undefined,
      verdict: await evaluateCrl(certificate, issuer, crl, null, context),
    })
  }
  for (const response of given.ocspResponses) {
    verdicts.push({
      source: 'ocsp',
      url: undefined,
      verdict: await evaluateOcsp(certificate, issuer, response, null, undefined, context),
    })
  }
  return verdicts
}

/** Nothing is fetched for a certificate whose issuer did not sign it: its addresses could be anybody's. */
async function isSignedBy(
  certificate: Certificate,
  issuer: CertificateIssuer,
  context: RevocationContext,
): Promise<boolean> {
  const { signatureAlgorithm: algorithm, tbsCertificate: data, signature } = certificate
  return (await verifyEvidence({ publicKey: issuer.publicKey, algorithm, data, signature }, context)) === 'valid'
}

/** Revoked above unknown above good; good only once the CRLs cover all reasons. `undefined` if the evidence does not suffice. */
function conclude(certificate: Certificate, verdicts: readonly SourcedVerdict[]): CertificateRevocation | undefined {
  const usable = verdicts.filter(({ verdict }) => verdict.kind !== 'unusable')
  const revoked = usable.filter(({ verdict }) => verdict.kind === 'revoked' && !isHoldLifted(verdict, usable))
  const decisive =
    revoked.find(({ verdict }) => verdict.kind === 'revoked' && verdict.reason !== 'certificateHold') ?? revoked[0]
  if (decisive?.verdict.kind === 'revoked') {
    const { revokedAt, reason, invalidityDate, thisUpdate, nextUpdate } = decisive.verdict
    const detail = {
      subject: certificate.subject.text,
      revokedAt: revokedAt.toISOString(),
      reason: reason ?? 'unspecified',
      source: decisive.source,
    }
    return {
      status: 'revoked',
      ...origin(decisive),
      revokedAt,
      ...(reason === undefined ? {} : { reason }),
      ...(invalidityDate === undefined ? {} : { invalidityDate }),
      thisUpdate,
      nextUpdate,
      problems: [createProblem('certificate-revoked', detail)],
    }
  }
  const unknown = usable.find(({ verdict }) => verdict.kind === 'unknown')
  if (unknown?.verdict.kind === 'unknown') {
    const { thisUpdate, nextUpdate } = unknown.verdict
    return {
      status: 'unknown',
      ...origin(unknown),
      thisUpdate,
      nextUpdate,
      problems: [createProblem('responder-unknown', { subject: certificate.subject.text })],
    }
  }
  return concludeGood(usable)
}

function origin({ source, url }: SourcedVerdict): Pick<CertificateRevocation, 'source' | 'url'> {
  return url === undefined ? { source } : { source, url }
}

/** A hold, and only a hold, ends with evidence that is newer and knows nothing of it. */
function isHoldLifted(verdict: SourcedVerdict['verdict'], usable: readonly SourcedVerdict[]): boolean {
  if (verdict.kind !== 'revoked' || verdict.reason !== 'certificateHold') return false
  return usable.some(
    ({ verdict: other }) => other.kind === 'good' && other.thisUpdate > verdict.thisUpdate && coversAll([other]),
  )
}

function concludeGood(usable: readonly SourcedVerdict[]): CertificateRevocation | undefined {
  const good = usable.filter(({ verdict }) => verdict.kind === 'good')
  const [first] = good
  if (first?.verdict.kind !== 'good' || !coversAll(good.map(({ verdict }) => verdict))) return undefined
  const { thisUpdate, nextUpdate } = first.verdict
  return { status: 'good', ...origin(first), thisUpdate, nextUpdate, problems: [] }
}

function coversAll(verdicts: readonly SourcedVerdict['verdict'][]): boolean {
  const reasons = verdicts.map((verdict) => (verdict.kind === 'good' ? verdict.reasons : undefined))
  return (
    reasons.includes('all') ||
    ALL_REASONS.every((reason) => reasons.some((covered) => covered instanceof Set && covered.has(reason)))
  )
}

/** Issued from 2026-03-15 on a certificate of at most 7 days is short-lived, before that one of at most 10 (Baseline Requirements section 1.6.1). */
const SEVEN_DAYS_FROM_MS = 1_773_532_800_000
const TEN_DAYS_FROM_MS = 1_710_460_800_000

/** Why revocation does not apply; a certificate that contradicts itself on this is not exempt (RFC 9608 section 4). */
function findExemption(certificate: Certificate, atMs: number): NotApplicableReason | undefined {
  const { extensions, notBefore, notAfter } = certificate
  const hasPointers =
    extensions.crlDistributionPoints !== undefined ||
    extensions.freshestCrl !== undefined ||
    evidenceUrls(certificate, 'ocsp').length > 0
  const isCa = extensions.basicConstraints?.cA === true
  if (extensions.noRevAvail === true && !hasPointers && !isCa) return 'no-rev-avail'
  if (atMs > notAfter.getTime()) return 'expired'
  const issuedMs = notBefore.getTime()
  const limitDays = issuedMs >= SEVEN_DAYS_FROM_MS ? 7 : issuedMs >= TEN_DAYS_FROM_MS ? 10 : 0
  // Both ends belong to the validity, so that a second is added.
  const isShortLived = notAfter.getTime() - issuedMs + 1000 <= limitDays * 86_400_000
  return isShortLived && !hasPointers && !isCa ? 'short-lived' : undefined
}

function unavailable(
  certificate: Certificate,
  verdicts: readonly SourcedVerdict[],
  given: readonly Problem[],
  isOffline: boolean,
): CertificateRevocation {
  const problems = verdicts.flatMap(({ verdict }) => (verdict.kind === 'unusable' ? [verdict.problem] : []))
  const subject = certificate.subject.text
  if (verdicts.some(({ verdict }) => verdict.kind === 'good'))
    problems.push(createProblem('partial-reasons', { subject }))
  const [url] = [...evidenceUrls(certificate, 'crl'), ...evidenceUrls(certificate, 'ocsp')]
  if (url !== undefined && isOffline) problems.push(createProblem('not-attempted', { url }))
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

/** At half of the life of the evidence that is renewed first, and never after it has ended. */
function nextCheck(results: readonly CertificateRevocation[], atMs: number): Date {
  const instants = results.map(({ status, thisUpdate, nextUpdate }) => {
    if (thisUpdate === undefined || nextUpdate === undefined)
      return status === 'not-applicable' ? Infinity : atMs + RETRY_MS
    const half = (thisUpdate.getTime() + nextUpdate.getTime()) / 2
    return half > atMs ? half : Math.min(nextUpdate.getTime(), atMs + RETRY_MS)
  })
  const earliest = Math.min(...instants)
  return new Date(Number.isFinite(earliest) ? earliest : atMs + MAX_TOLERANCE_MS)
}
