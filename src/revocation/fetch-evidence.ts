import { sha256 } from '@noble/hashes/sha2.js'
import { hexOf } from '../der/hex.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import type { Fetcher, FetchRequest } from '../problem/fetcher.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { OcspResponse } from '../x509/ocsp-response.ts'
import { parseCrl } from '../x509/parse-crl.ts'
import { parseOcspResponse } from '../x509/parse-ocsp-response.ts'
import { createOcspRequest, ocspTransport } from './create-ocsp-request.ts'
import { evaluateCrl, type EvidenceVerdict } from './evaluate-crl.ts'
import { evaluateOcsp } from './evaluate-ocsp.ts'
import type { CacheEntry, CachedEvidence, RevocationCache } from './revocation-cache.ts'
import type { CertificateIssuer, RevocationContext } from './revocation-context.ts'

/** A verdict, and where its evidence comes from. */
export interface SourcedVerdict {
  readonly source: 'crl' | 'ocsp'
  readonly url: string | undefined
  readonly verdict: EvidenceVerdict
}

/** The network as one check uses it. */
export interface EvidenceFetch {
  readonly fetcher: Fetcher
  readonly cache: RevocationCache
  readonly signal: AbortSignal | undefined
  /** Asks for the nonce of a request, where nonces are used. */
  readonly nonce: (() => Uint8Array) | undefined
  /** How many more addresses may be asked in this call. */
  urlsLeft: number
}

type EvidenceFailure = Extract<CachedEvidence, { readonly kind: 'failure' }>

const MAX_URLS_PER_SOURCE = 4
const MAX_OCSP_BYTES = 65_536
const MAX_CRL_BYTES = 33_554_432

/** An address that failed is left alone for this long. */
const FAILURE_LIFE_MS = 120_000

/** The http and https addresses at which a certificate says that evidence of a kind is published. */
export function evidenceUrls({ extensions }: Certificate, source: 'crl' | 'ocsp'): readonly string[] {
  const names =
    source === 'crl'
      ? (extensions.crlDistributionPoints ?? []).flatMap(({ fullName }) => fullName ?? [])
      : (extensions.authorityInfoAccess ?? []).filter(({ method }) => method === 'ocsp').map(({ location }) => location)
  const urls = names.flatMap((name) => (name.kind === 'uri' && /^https?:\/\//i.test(name.value) ? [name.value] : []))
  return [...new Set(urls)]
}

/** Fetches evidence of one kind, from one address after the other until it says something, and judges it. */
export async function fetchEvidence(
  certificate: Certificate,
  issuer: CertificateIssuer,
  source: 'crl' | 'ocsp',
  fetch: EvidenceFetch,
  context: RevocationContext,
): Promise<readonly SourcedVerdict[]> {
  const verdicts: SourcedVerdict[] = []
  const urls = evidenceUrls(certificate, source)
  for (const url of urls.slice(0, MAX_URLS_PER_SOURCE)) {
    const verdict = await fetchOne(certificate, issuer, source, url, fetch, context)
    verdicts.push({ source, url, verdict })
    // The points of a certificate may split the reasons, so that one good CRL of several need not be all.
    if (verdict.kind !== 'unusable' && (source === 'ocsp' || isConclusive(verdict))) return verdicts
  }
  const omitted = urls[MAX_URLS_PER_SOURCE]
  if (omitted !== undefined) {
    const problem = createProblem('fetch-failed', { url: omitted, reason: 'budget' })
    verdicts.push({ source, url: omitted, verdict: { kind: 'unusable', problem } })
  }
  return verdicts
}

/** Judges what the cache holds of one kind; nothing is fetched. */
export async function judgeCached(
  certificate: Certificate,
  issuer: CertificateIssuer,
  source: 'crl' | 'ocsp',
  { cache }: EvidenceFetch,
  context: RevocationContext,
): Promise<readonly SourcedVerdict[]> {
  const verdicts: SourcedVerdict[] = []
  for (const url of evidenceUrls(certificate, source).slice(0, MAX_URLS_PER_SOURCE)) {
    const known = cache.find(cacheKey(certificate, issuer, source, url), context.atMs)
    if (known === undefined) continue
    verdicts.push({ source, url, verdict: await judge(certificate, issuer, source, known.evidence, url, context) })
  }
  return verdicts
}

/** Whether no other CRL can change the verdict. */
function isConclusive(verdict: EvidenceVerdict): boolean {
  return (
    verdict.kind === 'revoked' || (verdict.kind === 'good' && (verdict.reasons === 'all' || verdict.reasons.size === 8))
  )
}

async function fetchOne(
  certificate: Certificate,
  issuer: CertificateIssuer,
  source: 'crl' | 'ocsp',
  url: string,
  fetch: EvidenceFetch,
  context: RevocationContext,
): Promise<EvidenceVerdict> {
  const key = cacheKey(certificate, issuer, source, url)
  const known = fetch.cache.find(key, context.atMs)
  if (known !== undefined && known.refreshAtMs > context.atMs) {
    return judge(certificate, issuer, source, known.evidence, url, context)
  }
  const entry = await loadOnce(key, fetch, () => load(certificate, issuer, source, url, fetch, context))
  // Evidence past half of its life still holds when no newer can be had, and when an older is sent for it.
  if (known !== undefined && (entry.evidence.kind === 'failure' || isRollback(entry, known))) {
    fetch.cache.keep(key, { ...known, refreshAtMs: Math.min(context.atMs + FAILURE_LIFE_MS, known.expiresAtMs) })
    return judge(certificate, issuer, source, known.evidence, url, context)
  }
  const verdict = await judge(certificate, issuer, source, entry.evidence, url, context)
  // Only what was verified is kept; and that nothing came back, so that it is not asked for again at once.
  const isSilence = entry.evidence.kind === 'failure' && entry.evidence.code !== 'evidence-malformed'
  if (verdict.kind !== 'unusable' || isSilence) fetch.cache.keep(key, datedEntry(entry, verdict, context))
  return verdict
}

/** Waits for a load that others may wait for too: if the one who began it has given up, those who have not begin anew. */
async function loadOnce(
  key: string,
  { cache, signal }: EvidenceFetch,
  begin: () => Promise<CacheEntry>,
): Promise<CacheEntry> {
  for (;;) {
    const own = { isBegun: false }
    const loading = cache.once(key, () => {
      own.isBegun = true
      return begin()
    })
    try {
      return await abortable(loading, signal)
    } catch (error) {
      signal?.throwIfAborted()
      if (own.isBegun) throw error
    }
  }
}

/** The same promise, but given up when the signal is. */
async function abortable<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return promise
  signal.throwIfAborted()
  let stop = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a signal's reason is passed on as it is
      reject(signal.reason)
    }
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Whether a CRL has a lower number than the one already known from there. */
function isRollback({ evidence }: CacheEntry, { evidence: known }: CacheEntry): boolean {
  if (evidence.kind !== 'crl' || known.kind !== 'crl') return false
  return (evidence.crl.extensions.crlNumber ?? 0n) < (known.crl.extensions.crlNumber ?? 0n)
}

/** One issuer's data never answers for another's certificate, and an OCSP response for its own only. */
function cacheKey(certificate: Certificate, issuer: CertificateIssuer, source: 'crl' | 'ocsp', url: string): string {
  const issuerKey = hexOf(sha256(issuer.publicKey.spki))
  return `${source} ${issuerKey} ${source === 'ocsp' ? certificate.serialNumber : ''} ${url}`
}

function datedEntry(entry: CacheEntry, verdict: EvidenceVerdict, { atMs }: RevocationContext): CacheEntry {
  if (verdict.kind === 'unusable')
    return { ...entry, refreshAtMs: atMs + FAILURE_LIFE_MS, expiresAtMs: atMs + FAILURE_LIFE_MS }
  const to = verdict.nextUpdate.getTime()
  const half = (verdict.thisUpdate.getTime() + to) / 2
  return { ...entry, refreshAtMs: half > atMs ? half : (atMs + to) / 2, expiresAtMs: to }
}

async function load(
  certificate: Certificate,
  issuer: CertificateIssuer,
  source: 'crl' | 'ocsp',
  url: string,
  fetch: EvidenceFetch,
  context: RevocationContext,
): Promise<CacheEntry> {
  if (fetch.urlsLeft <= 0) return failure('fetch-failed', 'budget')
  fetch.urlsLeft -= 1
  if (source === 'crl') return loadCrl(url, fetch)
  const nonce = fetch.nonce?.()
  const first = await loadOcsp(url, createOcspRequest(certificate, issuer, { nonce }), nonce, fetch)
  const { evidence } = first
  if (evidence.kind !== 'ocsp' || !isWorthAsking(evidence.response, certificate)) return first
  if ((await judge(certificate, issuer, source, evidence, url, context)).kind !== 'unusable') return first
  // Old responders know SHA-1 only (RFC 9919).
  return loadOcsp(url, createOcspRequest(certificate, issuer, { nonce, hash: 'SHA-1' }), nonce, fetch)
}

/** Whether the same question with SHA-1 may be answered: the responder is not allowed to say, or spoke of another certificate. */
function isWorthAsking({ status, basic }: OcspResponse, { serialNumber }: Certificate): boolean {
  if (status === 'unauthorized') return true
  return basic?.responses.every(({ certId }) => certId.serialNumber !== serialNumber) === true
}

async function loadCrl(url: string, fetch: EvidenceFetch): Promise<CacheEntry> {
  const body = await fetchBody({ url, method: 'GET', maxBytes: MAX_CRL_BYTES }, fetch)
  if (!(body instanceof Uint8Array)) return body
  return readBody(body, () => ({ kind: 'crl', crl: parseCrl(body) }))
}

async function loadOcsp(
  url: string,
  request: Uint8Array,
  nonce: Uint8Array | undefined,
  fetch: EvidenceFetch,
): Promise<CacheEntry> {
  const transport = ocspTransport(url, request)
  const contentType = transport.method === 'POST' ? 'application/ocsp-request' : undefined
  const body = await fetchBody({ ...transport, contentType, maxBytes: MAX_OCSP_BYTES }, fetch)
  if (!(body instanceof Uint8Array)) return body
  return readBody(body, () => {
    return { kind: 'ocsp', response: parseOcspResponse(body), nonce: nonce === undefined ? undefined : hexOf(nonce) }
  })
}

/** The body of a good response, or why there is none. */
async function fetchBody(
  request: Omit<FetchRequest, 'signal'>,
  { fetcher, signal }: EvidenceFetch,
): Promise<Uint8Array | CacheEntry> {
  try {
    const { status, body } = await fetcher({ ...request, signal })
    if (status !== 200) return failure('fetch-failed', `http-${String(status)}`)
    return body.length > request.maxBytes ? failure('fetch-failed', 'too-large') : body
  } catch (error) {
    signal?.throwIfAborted()
    // Whatever the fetcher rejects with, a TypeError of the platform's fetch() included, is the network's failure.
    const code = isCertkeepError(error) ? error.code : 'network'
    return failure(code === 'ERR_FETCH_BLOCKED' ? 'url-blocked' : 'fetch-failed', code)
  }
}

function readBody(body: Uint8Array, read: () => CachedEvidence): CacheEntry {
  try {
    return { evidence: read(), refreshAtMs: 0, expiresAtMs: 0, bytes: body.length }
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    return failure('evidence-malformed', error.code)
  }
}

function failure(code: EvidenceFailure['code'], reason: string): CacheEntry {
  return { evidence: { kind: 'failure', code, reason }, refreshAtMs: 0, expiresAtMs: 0, bytes: 0 }
}

async function judge(
  certificate: Certificate,
  issuer: CertificateIssuer,
  source: 'crl' | 'ocsp',
  evidence: CachedEvidence,
  url: string,
  context: RevocationContext,
): Promise<EvidenceVerdict> {
  switch (evidence.kind) {
    case 'crl':
      return evaluateCrl(certificate, evidence.crl, url, context)
    case 'ocsp':
      return evaluateOcsp(certificate, issuer, evidence.response, url, evidence.nonce, context)
    case 'failure':
      return { kind: 'unusable', problem: failureProblem(evidence, source, url) }
  }
}

function failureProblem({ code, reason }: EvidenceFailure, source: 'crl' | 'ocsp', url: string): Problem {
  switch (code) {
    case 'url-blocked':
      return createProblem(code, { url })
    case 'fetch-failed':
      return createProblem(code, { url, reason })
    case 'evidence-malformed':
      return createProblem(code, { source, error: reason, url })
  }
}
