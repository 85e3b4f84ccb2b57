import { sha256 } from '@noble/hashes/sha2.js'
import { hexOf } from '../der/hex.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import type { Fetcher, FetchRequest } from '../problem/fetcher.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
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
  return [...new Set(urls)].slice(0, MAX_URLS_PER_SOURCE)
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
  for (const url of evidenceUrls(certificate, source)) {
    const verdict = await fetchOne(certificate, issuer, source, url, fetch, context)
    verdicts.push({ source, url, verdict })
    // The points of a certificate may split the reasons, so that one good CRL of several need not be all.
    if (verdict.kind !== 'unusable' && (source === 'ocsp' || isConclusive(verdict))) break
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
  if (known !== undefined && (known.refreshAtMs > context.atMs || known.evidence.kind === 'failure')) {
    return judge(certificate, issuer, known.evidence, url, undefined, context)
  }
  const nonce = source === 'ocsp' ? fetch.nonce?.() : undefined
  const entry = await fetch.cache.once(key, () => load(certificate, issuer, source, url, nonce, fetch, context))
  // Evidence past half of its life still holds when no newer can be had.
  const evidence = entry.evidence.kind === 'failure' && known !== undefined ? known.evidence : entry.evidence
  const verdict = await judge(certificate, issuer, evidence, url, nonce, context)
  // Only what was verified is kept; a failure, so that it is not asked for again at once.
  if (evidence === entry.evidence && (verdict.kind !== 'unusable' || evidence.kind === 'failure')) {
    fetch.cache.keep(key, datedEntry(entry, verdict, context))
  }
  return verdict
}

/** One issuer's data never answers for another's certificate, and an OCSP response for its own only. */
function cacheKey(certificate: Certificate, issuer: CertificateIssuer, source: 'crl' | 'ocsp', url: string): string {
  const issuerKey = hexOf(sha256(issuer.publicKey.spki))
  return `${source} ${issuerKey} ${source === 'ocsp' ? certificate.serialNumber : ''} ${url}`
}

function datedEntry(entry: CacheEntry, verdict: EvidenceVerdict, { atMs }: RevocationContext): CacheEntry {
  if (verdict.kind === 'unusable')
    return { ...entry, refreshAtMs: atMs + FAILURE_LIFE_MS, expiresAtMs: atMs + FAILURE_LIFE_MS }
  const from = verdict.thisUpdate.getTime()
  const to = verdict.nextUpdate.getTime()
  return { ...entry, refreshAtMs: from + (to - from) / 2, expiresAtMs: to }
}

async function load(
  certificate: Certificate,
  issuer: CertificateIssuer,
  source: 'crl' | 'ocsp',
  url: string,
  nonce: Uint8Array | undefined,
  fetch: EvidenceFetch,
  context: RevocationContext,
): Promise<CacheEntry> {
  if (fetch.urlsLeft <= 0) return failure('fetch-failed', 'budget')
  fetch.urlsLeft -= 1
  try {
    if (source === 'crl') return await loadCrl(url, fetch)
    const first = await loadOcsp(url, createOcspRequest(certificate, issuer, { nonce }), fetch)
    const isUnderstood = (await judge(certificate, issuer, first.evidence, url, nonce, context)).kind !== 'unusable'
    if (
      isUnderstood ||
      first.evidence.kind !== 'ocsp' ||
      !isWorthAsking(first.evidence.response.status, first, certificate)
    )
      return first
    // Old responders know SHA-1 only (RFC 9919).
    return await loadOcsp(url, createOcspRequest(certificate, issuer, { nonce, hash: 'SHA-1' }), fetch)
  } catch (error) {
    fetch.signal?.throwIfAborted()
    if (error instanceof TypeError || error instanceof RangeError) throw error
    const isBlocked = isCertkeepError(error) && error.code === 'ERR_FETCH_BLOCKED'
    return failure(isBlocked ? 'url-blocked' : 'fetch-failed', isCertkeepError(error) ? error.code : 'network')
  }
}

/** Whether the same question with SHA-1 may be answered: the responder is not allowed to say, or spoke of another CertID. */
function isWorthAsking(status: string, { evidence }: CacheEntry, certificate: Certificate): boolean {
  if (status === 'unauthorized') return true
  return (
    evidence.kind === 'ocsp' &&
    evidence.response.basic?.responses.every(({ certId }) => certId.serialNumber !== certificate.serialNumber) === true
  )
}

async function loadCrl(url: string, { fetcher, signal }: EvidenceFetch): Promise<CacheEntry> {
  const body = await fetchBody(fetcher, { url, method: 'GET', maxBytes: MAX_CRL_BYTES, signal })
  if (typeof body === 'string') return failure('fetch-failed', body)
  return loaded({ kind: 'crl', crl: parseCrl(body) }, body.length)
}

async function loadOcsp(url: string, request: Uint8Array, { fetcher, signal }: EvidenceFetch): Promise<CacheEntry> {
  const transport = ocspTransport(url, request)
  const contentType = transport.method === 'POST' ? 'application/ocsp-request' : undefined
  const body = await fetchBody(fetcher, { ...transport, contentType, maxBytes: MAX_OCSP_BYTES, signal })
  if (typeof body === 'string') return failure('fetch-failed', body)
  return loaded({ kind: 'ocsp', response: parseOcspResponse(body) }, body.length)
}

/** The body of a good response, or why there is none. */
async function fetchBody(fetcher: Fetcher, request: FetchRequest): Promise<Uint8Array | string> {
  const { status, body } = await fetcher(request)
  if (status !== 200) return `http-${String(status)}`
  return body.length > request.maxBytes ? 'too-large' : body
}

function loaded(evidence: CachedEvidence, bytes: number): CacheEntry {
  return { evidence, refreshAtMs: 0, expiresAtMs: 0, bytes }
}

function failure(code: 'fetch-failed' | 'url-blocked', reason: string): CacheEntry {
  return { evidence: { kind: 'failure', code, reason }, refreshAtMs: 0, expiresAtMs: 0, bytes: 0 }
}

async function judge(
  certificate: Certificate,
  issuer: CertificateIssuer,
  evidence: CachedEvidence,
  url: string,
  nonce: Uint8Array | undefined,
  context: RevocationContext,
): Promise<EvidenceVerdict> {
  switch (evidence.kind) {
    case 'crl':
      return evaluateCrl(certificate, issuer, evidence.crl, url, context)
    case 'ocsp':
      return evaluateOcsp(
        certificate,
        issuer,
        evidence.response,
        url,
        nonce === undefined ? undefined : hexOf(nonce),
        context,
      )
    case 'failure':
      return { kind: 'unusable', problem: failureProblem(evidence.code, evidence.reason, url) }
  }
}

function failureProblem(code: 'fetch-failed' | 'url-blocked', reason: string, url: string): Problem {
  return code === 'url-blocked' ? createProblem('url-blocked', { url }) : createProblem('fetch-failed', { url, reason })
}
