import { sha256 } from '@noble/hashes/sha2.js'
import { hexOf } from '../der/hex.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl.ts'
import { evaluateCrl, type EvidenceVerdict } from './evaluate-crl.ts'
import { evaluateOcsp } from './evaluate-ocsp.ts'
import { loadCrl, loadOcsp, type EvidenceFailure, type EvidenceFetch, type LoadedEvidence } from './load-evidence.ts'
import { budgetProblem, RevocationBudgetExceeded } from './revocation-budget.ts'
import type { CacheEntry, CachedEvidence, RevocationCache } from './revocation-cache.ts'
import type { CertificateIssuer, RevocationContext } from './revocation-context.ts'

/** A verdict, and where its evidence comes from. */
export interface SourcedVerdict {
  readonly source: 'crl' | 'ocsp'
  readonly url: string | undefined
  readonly verdict: EvidenceVerdict
  /** Whether the evidence came with the handshake. */
  readonly isStapled?: boolean
  /** When the cache renews the evidence, milliseconds since 1970; absent where it does not come from there. */
  readonly refreshAtMs?: number
}

const MAX_URLS_PER_SOURCE = 4

/** An address that failed is left alone for a minute, then for twice as long each time, up to five minutes. */
const FIRST_BACKOFF_MS = 60_000
const MAX_BACKOFF_MS = 300_000

/** Failures further apart are not counted together. */
const FAILURE_MEMORY_MS = 3_600_000

/** However short the server says that its response is fresh, it is not asked again before. */
const MIN_FRESH_MS = 300_000

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
    const problem = budgetProblem(new RevocationBudgetExceeded('urls', MAX_URLS_PER_SOURCE), omitted)
    verdicts.push({ source, url: omitted, verdict: { kind: 'unusable', problem } })
  }
  return verdicts
}

/** Judges what the cache holds of one kind, and leaves out what cannot be used; nothing is fetched. */
export async function judgeCached(
  certificate: Certificate,
  issuer: CertificateIssuer,
  source: 'crl' | 'ocsp',
  cache: RevocationCache,
  context: RevocationContext,
): Promise<readonly SourcedVerdict[]> {
  const verdicts: SourcedVerdict[] = []
  for (const url of evidenceUrls(certificate, source).slice(0, MAX_URLS_PER_SOURCE)) {
    const known = cache.find(cacheKey(certificate, issuer, source, url), context.atMs)
    if (known === undefined || known.evidence.kind === 'failure') continue
    const verdict = await judge(certificate, issuer, source, known.evidence, url, context)
    if (verdict.kind !== 'unusable') verdicts.push({ source, url, verdict, refreshAtMs: known.refreshAtMs })
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
  const { cache } = fetch
  const { atMs } = context
  const key = cacheKey(certificate, issuer, source, url)
  const judgeIt = (evidence: CachedEvidence): Promise<EvidenceVerdict> =>
    judge(certificate, issuer, source, evidence, url, context)
  const known = cache.find(key, atMs)
  if (known !== undefined && known.refreshAtMs > atMs) {
    const verdict = await judgeIt(known.evidence)
    if (verdict.kind !== 'unusable') fetch.refreshes.push(known.refreshAtMs)
    return verdict
  }
  const loaded = await loadWithin(key, url, fetch, () =>
    source === 'crl'
      ? loadCrl(url, fetch)
      : loadOcsp(certificate, issuer, url, fetch, async (evidence) => (await judgeIt(evidence)).kind !== 'unusable'),
  )
  const previous = known === undefined ? undefined : await judgeIt(known.evidence)
  if ('problem' in loaded) return isUsable(previous) ? previous : loaded
  const judged = await judgeIt(loaded.evidence)
  const verdict = findRollback(judged, issuer, loaded.evidence, known?.evidence, url, cache) ?? judged
  // Evidence past half of its life still holds when no newer can be had, and when an older is sent for it; but what any revokes is revoked.
  if (known !== undefined && isUsable(previous) && isNoNews(verdict, previous)) {
    cache.keep(key, { ...known, ...backoff(known, atMs), expiresAtMs: known.expiresAtMs })
    return isForGood(verdict) ? verdict : previous
  }
  // Only what was verified is kept; and that nothing came back, so that it is not asked for again at once.
  const isSilence = loaded.evidence.kind === 'failure' && loaded.evidence.code !== 'evidence-malformed'
  if (verdict.kind !== 'unusable') {
    const entry = datedEntry(loaded, verdict, context)
    cache.keep(key, entry)
    fetch.refreshes.push(entry.refreshAtMs)
  } else if (isSilence) {
    cache.keep(key, { evidence: loaded.evidence, bytes: 0, ...backoff(known, atMs) })
  }
  return verdict
}

type UsableVerdict = Exclude<EvidenceVerdict, { readonly kind: 'unusable' }>
type UnusableVerdict = Extract<EvidenceVerdict, { readonly kind: 'unusable' }>

function isUsable(verdict: EvidenceVerdict | undefined): verdict is UsableVerdict {
  return verdict !== undefined && verdict.kind !== 'unusable'
}

function isNoNews(verdict: EvidenceVerdict, previous: UsableVerdict): boolean {
  return verdict.kind === 'unusable' || verdict.thisUpdate < previous.thisUpdate
}

function isForGood(verdict: EvidenceVerdict): boolean {
  return verdict.kind === 'revoked' && verdict.reason !== 'certificateHold'
}

/**
 * That a verified CRL has a lower number than one that was seen before (RFC 5280 section 5.2.3). It may still be in date: its entries count,
 * their absence does not.
 */
function findRollback(
  verdict: EvidenceVerdict,
  issuer: CertificateIssuer,
  evidence: CachedEvidence,
  known: CachedEvidence | undefined,
  url: string,
  cache: RevocationCache,
): UnusableVerdict | undefined {
  if (evidence.kind !== 'crl' || verdict.kind === 'unusable') return undefined
  const { crlNumber = 0n } = evidence.crl.extensions
  const scope = crlScope(issuer, evidence.crl)
  const noted = cache.noteCrlNumber?.(scope, crlNumber) ?? 0n
  const kept = known?.kind === 'crl' && crlScope(issuer, known.crl) === scope ? known.crl.extensions.crlNumber : 0n
  const highest = noted > (kept ?? 0n) ? noted : (kept ?? 0n)
  if (highest <= crlNumber || verdict.kind === 'revoked') return undefined
  const detail = { crlNumber: String(crlNumber), highestCrlNumber: String(highest), url }
  return { kind: 'unusable', problem: createProblem('crl-rollback', detail) }
}

/** Within which numbers rise: one CRL issuer, and one issuing distribution point or none. */
function crlScope(issuer: CertificateIssuer, crl: Crl): string {
  const scope = crl.extensions.list.find(({ name }) => name === 'issuingDistributionPoint')?.value
  const parts = [issuer.publicKey.spki, crl.issuer.der, scope ?? new Uint8Array()]
  return parts.map((part) => hexOf(sha256(part))).join(' ')
}

/** What is loaded within the budgets of this check; otherwise a verdict that says which is spent. */
async function loadWithin(
  key: string,
  url: string,
  fetch: EvidenceFetch,
  load: () => Promise<LoadedEvidence>,
): Promise<LoadedEvidence | UnusableVerdict> {
  try {
    fetch.deadline.throwIfOver()
    return await loadOnce(key, fetch, load)
  } catch (error) {
    if (!(error instanceof RevocationBudgetExceeded)) throw error
    return { kind: 'unusable', problem: budgetProblem(error, url) }
  }
}

/** Waits for a load that others may wait for too: if the one who began it has given up, those who have not begin anew. */
async function loadOnce(
  key: string,
  { cache, deadline }: EvidenceFetch,
  begin: () => Promise<LoadedEvidence>,
): Promise<LoadedEvidence> {
  for (;;) {
    const own = { isBegun: false }
    const loading = cache.once(key, async () => {
      own.isBegun = true
      return { ...(await begin()), refreshAtMs: 0, expiresAtMs: 0 }
    })
    try {
      return { maxAgeSeconds: undefined, ...(await deadline.race(loading)) }
    } catch (error) {
      deadline.throwIfOver()
      if (own.isBegun) throw error
    }
  }
}

/** One issuer's data never answers for another's certificate, and an OCSP response for its own only. */
function cacheKey(certificate: Certificate, issuer: CertificateIssuer, source: 'crl' | 'ocsp', url: string): string {
  const issuerKey = hexOf(sha256(issuer.publicKey.spki))
  return source === 'crl' ? `crl ${issuerKey} ${url}` : `ocsp ${issuerKey} ${certificate.serialNumber} ${url}`
}

/** Renewed at half of its life, or as soon as the server says that there may be newer. */
function datedEntry(
  { evidence, bytes, maxAgeSeconds }: LoadedEvidence,
  verdict: UsableVerdict,
  { atMs }: RevocationContext,
): CacheEntry {
  const endMs = verdict.endsAt.getTime()
  const half = (verdict.thisUpdate.getTime() + endMs) / 2
  const renewalMs = half > atMs ? half : (atMs + endMs) / 2
  const isHinted = maxAgeSeconds !== undefined && maxAgeSeconds >= 0
  const freshMs = isHinted ? Math.max(MIN_FRESH_MS, maxAgeSeconds * 1000) : Infinity
  return { evidence, bytes, refreshAtMs: Math.min(renewalMs, atMs + freshMs), expiresAtMs: endMs }
}

function backoff(
  known: CacheEntry | undefined,
  atMs: number,
): Pick<CacheEntry, 'refreshAtMs' | 'expiresAtMs' | 'failures'> {
  const failures = (known?.failures ?? 0) + 1
  const refreshAtMs = atMs + Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1))
  return { refreshAtMs, expiresAtMs: atMs + FAILURE_MEMORY_MS, failures }
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
