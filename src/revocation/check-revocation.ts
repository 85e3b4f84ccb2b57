import { bytesEqual } from '../crypto/bytes-equal.ts'
import { createWebCryptoVerifier } from '../crypto/create-web-crypto-verifier.ts'
import type { SignatureVerifier } from '../crypto/signature-verifier.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import type { Fetcher } from '../problem/fetcher.ts'
import { createProblem, sortProblems, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl.ts'
import { namesEqual } from '../x509/names-equal.ts'
import type { OcspResponse } from '../x509/ocsp-response.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import { parseCrl } from '../x509/parse-crl.ts'
import { parseOcspResponse } from '../x509/parse-ocsp-response.ts'
import { conclude } from './conclude.ts'
import { evaluateCrl, issuerOf } from './evaluate-crl.ts'
import { evaluateOcsp } from './evaluate-ocsp.ts'
import { evidenceUrls, fetchEvidence, judgeCached, type EvidenceFetch, type SourcedVerdict } from './fetch-evidence.ts'
import { findExemption } from './find-exemption.ts'
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

/** Enough for a CRL issuer below a CA of its own, whose CRL has a separate issuer again. */
const MAX_SIGNER_DEPTH = 2

/** Without any evidence it is worth to ask again after this long. */
const RETRY_MS = 3_600_000
const TOLERATED_MS = 60_000

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
  if (chain.length === 0) throw new RangeError('"chain" must hold a certificate')
  const given = readEvidence(options)
  const context = createContext(given.crls, options)
  const fetch = createFetch(options)
  const links = linksOf(chain, options.anchor)
  const results: CertificateRevocation[] = []
  let revokedIssuer: Certificate | undefined
  for (let index = options.scope === 'leaf' ? 0 : links.length - 1; index >= 0; index -= 1) {
    options.signal?.throwIfAborted()
    const path = links.slice(index)
    const certificate = path[0]?.certificate
    const result =
      revokedIssuer === undefined ? await checkOne(path, given, fetch, options, context) : below(revokedIssuer)
    if (result.status === 'revoked') revokedIssuer = certificate
    results.unshift(result)
  }
  return { status: worstOf(results), certificates: results, checkAgainAt: nextCheck(results, context.atMs) }
}

function below({ subject }: Certificate): CertificateRevocation {
  return { status: 'unavailable', problems: [createProblem('issuer-revoked', { issuer: subject.text })] }
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

function createContext(crls: readonly Crl[], options: RevocationOptions): RevocationContext {
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
    trusted: [],
    signers: Array.from(signers, (signer) => (isRaw(signer) ? parseCertificate(signer) : signer)),
    crls,
    signerDepth: MAX_SIGNER_DEPTH,
    checked: new WeakMap(),
  }
}

function createFetch({ fetcher, cache, signal, nonce }: RevocationOptions): EvidenceFetch | undefined {
  if (fetcher === undefined) return undefined
  return { fetcher, cache: cache ?? createRevocationCache(), signal, nonce, urlsLeft: MAX_URLS }
}

interface Link {
  readonly certificate: Certificate
  /** `undefined` where the chain ends before its root. */
  readonly issuer: CertificateIssuer | undefined
}

/** Each certificate that is not the root, with its issuer. */
function linksOf(chain: readonly Certificate[], anchor: RevocationOptions['anchor']): readonly Link[] {
  return chain.flatMap((certificate, index): readonly Link[] => {
    const next = chain[index + 1]
    if (next !== undefined) return [{ certificate, issuer: issuerOf(next) }]
    if (anchor === undefined) return certificate.isSelfIssued ? [] : [{ certificate, issuer: undefined }]
    const isAnchor =
      namesEqual(certificate.subject, anchor.name) && bytesEqual(certificate.publicKey.spki, anchor.publicKey.spki)
    return isAnchor ? [] : [{ certificate, issuer: { ...anchor, certificate: undefined } }]
  })
}

/** Checks the first certificate of a path. */
async function checkOne(
  path: readonly Link[],
  given: GivenEvidence,
  fetch: EvidenceFetch | undefined,
  options: RevocationOptions,
  base: RevocationContext,
): Promise<CertificateRevocation> {
  const trusted = path.flatMap(({ issuer }) => (issuer === undefined ? [] : [issuer]))
  const certificate = path[0]?.certificate
  const [issuer] = trusted
  if (certificate === undefined || issuer === undefined || path[0]?.issuer === undefined)
    return withoutIssuer(certificate)
  const context = { ...base, trusted }
  const verdicts = [...(await judgeGiven(certificate, issuer, given, context))]
  const known = conclude(certificate, verdicts)
  if (known !== undefined && (known.status !== 'unknown' || fetch === undefined)) return known
  const exemption = findExemption(certificate, context.atMs)
  if (exemption !== undefined && known === undefined) {
    return { status: 'not-applicable', problems: [createProblem('revocation-not-applicable', { reason: exemption })] }
  }
  const mayFetch = fetch !== undefined && exemption === undefined && (await isChained(path, context))
  const found = mayFetch ? await conclusionFetched(certificate, issuer, verdicts, fetch, options, context) : known
  return found ?? unavailable(certificate, verdicts, given.problems, !mayFetch)
}

/** Adds to `verdicts` what is fetched, until they suffice. That a responder does not know the certificate leaves open what CRLs say. */
async function conclusionFetched(
  certificate: Certificate,
  issuer: CertificateIssuer,
  verdicts: SourcedVerdict[],
  fetch: EvidenceFetch,
  { prefer }: RevocationOptions,
  context: RevocationContext,
): Promise<CertificateRevocation | undefined> {
  const [first, second] = prefer === 'ocsp' ? (['ocsp', 'crl'] as const) : (['crl', 'ocsp'] as const)
  verdicts.push(...(await fetchEvidence(certificate, issuer, first, fetch, context)))
  const found = conclude(certificate, verdicts)
  const isEnough = found?.status === 'revoked' || found?.status === 'good'
  const more = isEnough ? judgeCached : fetchEvidence
  verdicts.push(...(await more(certificate, issuer, second, fetch, context)))
  return conclude(certificate, verdicts)
}

function withoutIssuer(certificate: Certificate | undefined): CertificateRevocation {
  const issuer = certificate?.issuer.text ?? ''
  const keyIdentifier = certificate?.extensions.authorityKeyIdentifier?.keyIdentifier ?? null
  return { status: 'unavailable', problems: [createProblem('issuer-not-found', { issuer, keyIdentifier, url: null })] }
}

async function judgeGiven(
  certificate: Certificate,
  issuer: CertificateIssuer,
  given: GivenEvidence,
  context: RevocationContext,
): Promise<readonly SourcedVerdict[]> {
  const verdicts: SourcedVerdict[] = []
  for (const crl of given.crls) {
    verdicts.push({ source: 'crl', url: undefined, verdict: await evaluateCrl(certificate, crl, null, context) })
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

/** Nothing is fetched for a certificate that is not signed by its issuer, and so up to the root: its addresses could be anybody's. */
async function isChained(path: readonly Link[], context: RevocationContext): Promise<boolean> {
  for (const { certificate, issuer } of path) {
    const { signatureAlgorithm: algorithm, tbsCertificate: data, signature } = certificate
    if (issuer === undefined) return false
    if ((await verifyEvidence({ publicKey: issuer.publicKey, algorithm, data, signature }, context)) !== 'valid')
      return false
  }
  return true
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

/** At half of the life of the evidence that is renewed first, and never after it has ended. */
function nextCheck(results: readonly CertificateRevocation[], atMs: number): Date {
  const instants = results.map(({ status, thisUpdate, nextUpdate }) => {
    if (thisUpdate === undefined || nextUpdate === undefined)
      return status === 'not-applicable' ? Infinity : atMs + RETRY_MS
    const half = (thisUpdate.getTime() + nextUpdate.getTime()) / 2
    if (half > atMs) return half
    // Evidence that ended within the tolerance has no end to come.
    return nextUpdate.getTime() > atMs ? Math.min(nextUpdate.getTime(), atMs + RETRY_MS) : atMs + TOLERATED_MS
  })
  const earliest = Math.min(...instants)
  return new Date(Number.isFinite(earliest) ? earliest : atMs + MAX_TOLERANCE_MS)
}
