import { hexOf } from '../der/hex.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import type { Fetcher, FetchRequest } from '../problem/fetcher.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { OcspResponse } from '../x509/ocsp-response.ts'
import { decodeCrl } from '../x509/decode-crl.ts'
import { decodeOcspResponse } from '../x509/decode-ocsp-response.ts'
import { createOcspRequest, ocspTransport } from './create-ocsp-request.ts'
import type { FetchDeadline } from './fetch-deadline.ts'
import { RevocationBudgetExceeded, type RevocationBudget } from './revocation-budget.ts'
import type { CachedEvidence, RevocationCache } from './revocation-cache.ts'
import type { CertificateIssuer } from './revocation-context.ts'

/** The network as one check uses it. */
export interface EvidenceFetch {
  readonly fetcher: Fetcher
  readonly cache: RevocationCache
  readonly deadline: FetchDeadline
  /** Asks for the nonce of a request, where nonces are used. */
  readonly nonce: (() => Uint8Array) | undefined
  readonly budget: RevocationBudget
  /** When the cache renews what was used, milliseconds since 1970. */
  readonly refreshes: number[]
  /** How many more requests may be made for the certificate that is being checked. */
  readonly ofCertificate: { requestsLeft: number }
}

/** What came of a request. */
export interface LoadedEvidence {
  readonly evidence: CachedEvidence
  readonly bytes: number
  /** For how long the server says that its response is fresh. Unsigned, and no more than a hint. */
  readonly maxAgeSeconds: number | undefined
}

/** The failures among what was loaded. */
export type EvidenceFailure = Extract<CachedEvidence, { readonly kind: 'failure' }>

/** A CRLDP of ten thousand addresses costs no more than this. */
export const MAX_REQUESTS_PER_CERTIFICATE = 8
const MAX_OCSP_BYTES = 65_536
const MAX_CRL_BYTES = 33_554_432

/** Fetches a CRL and decodes it. */
export async function loadCrl(url: string, fetch: EvidenceFetch): Promise<LoadedEvidence> {
  return loadBody({ url, method: 'GET', maxBytes: MAX_CRL_BYTES }, fetch, (body) => ({
    kind: 'crl',
    crl: decodeCrl(body),
  }))
}

/**
 * Asks a responder, with SHA-256 in the CertID, and once more with SHA-1 where the first answer is of no use: old responders know
 * nothing else (RFC 9919).
 *
 * @param isUsable - whether a response says something about the certificate
 */
export async function loadOcsp(
  certificate: Certificate,
  issuer: CertificateIssuer,
  url: string,
  fetch: EvidenceFetch,
  isUsable: (evidence: CachedEvidence) => Promise<boolean>,
): Promise<LoadedEvidence> {
  const nonce = fetch.nonce?.()
  const ask = async (hash: 'SHA-256' | 'SHA-1'): Promise<LoadedEvidence> => {
    const transport = ocspTransport(url, createOcspRequest(certificate, issuer, { nonce, hash }))
    const contentType = transport.method === 'POST' ? 'application/ocsp-request' : undefined
    return loadBody({ ...transport, contentType, maxBytes: MAX_OCSP_BYTES }, fetch, (body) => ({
      kind: 'ocsp',
      response: decodeOcspResponse(body),
      nonce: nonce === undefined ? undefined : hexOf(nonce),
    }))
  }
  const first = await ask('SHA-256')
  const { evidence } = first
  const isAskedAgain = evidence.kind === 'ocsp' && isWorthAsking(evidence.response, certificate)
  return isAskedAgain && !(await isUsable(evidence)) ? ask('SHA-1') : first
}

/** Whether the same question with SHA-1 may be answered: the responder is not allowed to say, or spoke of another certificate. */
function isWorthAsking({ status, basic }: OcspResponse, { serialNumber }: Certificate): boolean {
  if (status === 'unauthorized') return true
  return basic?.responses.every(({ certId }) => certId.serialNumber !== serialNumber) === true
}

async function loadBody(
  request: Omit<FetchRequest, 'signal'>,
  fetch: EvidenceFetch,
  read: (body: Uint8Array) => CachedEvidence,
): Promise<LoadedEvidence> {
  const { budget, deadline, fetcher } = fetch
  const maxBytes = Math.min(request.maxBytes, budget.left('bytes'))
  const isCut = maxBytes < request.maxBytes
  if (maxBytes === 0) throw new RevocationBudgetExceeded('bytes', budget.limit('bytes'))
  takeRequest(fetch)
  const tooLarge = (): LoadedEvidence => {
    budget.drain('bytes', maxBytes)
    if (isCut) throw new RevocationBudgetExceeded('bytes', budget.limit('bytes'))
    return failure('fetch-failed', 'too-large')
  }
  try {
    const { status, body, maxAgeSeconds } = await deadline.race(
      fetcher({ ...request, maxBytes, signal: deadline.signal() }),
    )
    if (body.length > maxBytes) return tooLarge()
    budget.drain('bytes', body.length)
    if (status !== 200) return failure('fetch-failed', `http-${String(status)}`)
    return readBody(body, maxAgeSeconds, read)
  } catch (error) {
    if (error instanceof RevocationBudgetExceeded) throw error
    deadline.throwIfOver()
    // Whatever the fetcher rejects with, a TypeError of the platform's fetch() included, is the network's failure.
    const code = isCertkeepError(error) ? error.code : 'network'
    if (code === 'ERR_FETCH_TOO_LARGE' && isCut) return tooLarge()
    if (code === 'ERR_FETCH_TOO_LARGE') budget.drain('bytes', maxBytes)
    return failure(code === 'ERR_FETCH_BLOCKED' ? 'url-blocked' : 'fetch-failed', code)
  }
}

function takeRequest({ budget, ofCertificate }: EvidenceFetch): void {
  if (ofCertificate.requestsLeft <= 0) throw new RevocationBudgetExceeded('urls', MAX_REQUESTS_PER_CERTIFICATE)
  if (!budget.spend('urls', 1)) throw new RevocationBudgetExceeded('urls', budget.limit('urls'))
  ofCertificate.requestsLeft -= 1
}

function readBody(
  body: Uint8Array,
  maxAgeSeconds: number | undefined,
  read: (body: Uint8Array) => CachedEvidence,
): LoadedEvidence {
  try {
    return { evidence: read(body), bytes: body.length, maxAgeSeconds }
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    return failure('evidence-malformed', error.code)
  }
}

function failure(code: EvidenceFailure['code'], reason: string): LoadedEvidence {
  return { evidence: { kind: 'failure', code, reason }, bytes: 0, maxAgeSeconds: undefined }
}
