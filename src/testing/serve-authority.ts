/**
 * Answers for an authority of `certkeep/testing` over HTTP on the loopback interface, with faults on request. Node only.
 *
 * @packageDocumentation
 * @module certkeep/testing/server
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeBase64 } from './base64.ts'
import type { CrlOptions } from './crl-options.ts'
import type { OcspOptions } from './ocsp-options.ts'
import { readOcspRequest } from './read-ocsp-request.ts'
import { sendAnswer, sendFaulty, type Answer, type ServerFault, type TransportFault } from './server-faults.ts'
import type { TestAuthority } from './test-authority.ts'
import type { TestUrls } from './certificate-options.ts'

export type { ServerFault } from './server-faults.ts'

/** What a server publishes, beside the complete CRL. */
export interface ServeOptions {
  /** How OCSP responses are made, for instance `{ responder: 'delegated' }`. */
  readonly ocsp?: OcspOptions | undefined
  /** How the CRL is made. */
  readonly crl?: CrlOptions | undefined
  /** Further CRLs by path, for instance `'/shard-1.crl'`; a function is given the URL, for issuingDistributionPoint. */
  readonly crls?: Readonly<Record<string, (url: string) => CrlOptions>> | undefined
}

/** A request that came in. */
export interface ServedRequest {
  readonly method: string
  /** With the query, as it was sent. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** A CA on the loopback interface. */
export interface AuthorityServer {
  /** Of the server, without a path. */
  readonly url: string
  readonly ocspUrl: string
  readonly crlUrl: string
  readonly caIssuersUrl: string
  /** To be written into certificates. */
  readonly urls: TestUrls
  /** What came in so far, oldest first. */
  readonly requests: readonly ServedRequest[]
  /**
   * Lets requests to a path go wrong: the next `times`, or all until another fault or `undefined` is set.
   *
   * @param path - `/ocsp`, `/ca.crl`, `/ca.cer`, or one of `crls`
   * @throws RangeError if `times` is not a positive integer or Infinity
   */
  readonly fault: (path: string, fault: ServerFault | undefined, options?: { readonly times?: number }) => void
  /** Breaks what is open and frees the port. A second time changes nothing. */
  readonly close: () => Promise<void>
}

const OCSP_PATH = '/ocsp'
const CRL_PATH = '/ca.crl'
const CA_ISSUERS_PATH = '/ca.cer'

/** Far above any OCSP request, of which this server takes no other. */
const MAX_REQUEST_BYTES = 1_048_576

const CRL_TYPE = 'application/pkix-crl'
const OCSP_TYPE = 'application/ocsp-response'

/**
 * Serves an authority over HTTP on the loopback interface, at a free port: OCSP by GET and POST (RFC 6960 appendix A), its CRL
 * and its certificate. All is made when asked for, so that a revocation shows at once. Node only.
 *
 * @example
 * ```ts
 * const server = await serveAuthority(intermediate)
 * const leaf = await intermediate.leaf({ urls: server.urls })
 * server.fault('/ocsp', { kind: 'slow', delayMs: 50 })
 * await server.close()
 * ```
 */
export async function serveAuthority(authority: TestAuthority, options: ServeOptions = {}): Promise<AuthorityServer> {
  const requests: ServedRequest[] = []
  const faults = new Map<string, { readonly fault: ServerFault; left: number }>()
  const server = createServer((request, response) => {
    answerRequest(request, response).catch((error: unknown) => {
      // A client that went away, or options that do not go together: shown to the client, which is the test.
      if (response.headersSent) response.destroy()
      else
        sendAnswer(response, { status: 500, contentType: 'text/plain', body: new TextEncoder().encode(String(error)) })
    })
  })
  const url = await listen(server)
  let closing: Promise<void> | undefined

  async function answerRequest(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message)
    requests.push(request)
    const path = resourceOf(request.path)
    const fault = takeFault(path)
    const answer = await createAnswer(authority, options, url, request, fault)
    if (isTransportFault(fault)) sendFaulty(response, answer, fault)
    else sendAnswer(response, answer)
  }

  function takeFault(path: string): ServerFault | undefined {
    const set = faults.get(path)
    if (set === undefined) return undefined
    set.left -= 1
    if (set.left <= 0) faults.delete(path)
    return set.fault
  }

  const [ocspUrl, crlUrl, caIssuersUrl] = [url + OCSP_PATH, url + CRL_PATH, url + CA_ISSUERS_PATH]
  return {
    url,
    ocspUrl,
    crlUrl,
    caIssuersUrl,
    urls: { ocsp: [ocspUrl], crl: [crlUrl], caIssuers: [caIssuersUrl] },
    get requests() {
      return [...requests]
    },
    fault: (path, fault, { times = Infinity } = {}) => {
      if (times !== Infinity && !(Number.isSafeInteger(times) && times > 0)) {
        throw new RangeError('"times" must be a positive integer or Infinity')
      }
      if (fault === undefined) faults.delete(path)
      else faults.set(path, { fault, left: times })
    },
    close: () => (closing ??= close(server)),
  }
}

async function createAnswer(
  authority: TestAuthority,
  options: ServeOptions,
  url: string,
  request: ServedRequest,
  fault: ServerFault | undefined,
): Promise<Answer> {
  const path = resourceOf(request.path)
  if (path === OCSP_PATH) return answerOcsp(authority, request, { ...options.ocsp, ...ocspChanges(fault) })
  const shard = options.crls?.[path]?.(url + path)
  if (path === CRL_PATH || shard !== undefined) {
    const crl = await authority.crl({ ...(shard ?? options.crl), ...crlChanges(fault) })
    return { status: 200, contentType: CRL_TYPE, body: crl.der }
  }
  if (path === CA_ISSUERS_PATH) return { status: 200, contentType: 'application/pkix-cert', body: authority.der }
  return { status: 404, contentType: 'text/plain', body: new Uint8Array() }
}

async function answerOcsp(authority: TestAuthority, request: ServedRequest, options: OcspOptions): Promise<Answer> {
  const question = readOcspRequest(ocspRequestOf(request), authority)
  const { der } =
    typeof question === 'string'
      ? await authority.ocsp({ status: question })
      : await authority.ocsp({ responses: question.entries, nonce: question.nonce, ...options })
  return { status: 200, contentType: OCSP_TYPE, body: der }
}

/** The body of a POST, or what a GET has after the path: base64, percent-encoded. Empty where it is neither. */
function ocspRequestOf({ method, path, body }: ServedRequest): Uint8Array {
  if (method === 'POST') return body
  try {
    return decodeBase64(decodeURIComponent(path.slice(OCSP_PATH.length + 1)))
  } catch {
    // Not base64 or not percent-encoded: answered as a malformed request.
    return new Uint8Array()
  }
}

function ocspChanges(fault: ServerFault | undefined): OcspOptions {
  if (fault?.kind === 'ocsp') return fault.options
  return fault?.kind === 'stale' ? { defects: ['stale'] } : {}
}

function crlChanges(fault: ServerFault | undefined): CrlOptions {
  if (fault?.kind === 'crl') return fault.options
  return fault?.kind === 'stale' ? { defects: ['stale'] } : {}
}

function isTransportFault(fault: ServerFault | undefined): fault is TransportFault {
  return fault !== undefined && fault.kind !== 'stale' && fault.kind !== 'crl' && fault.kind !== 'ocsp'
}

/** The path without query, and without the request that a GET to the responder carries. */
function resourceOf(path: string): string {
  const [resource = ''] = path.split('?')
  return resource.startsWith(`${OCSP_PATH}/`) ? OCSP_PATH : resource
}

async function readRequest(message: IncomingMessage): Promise<ServedRequest> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of message) {
    if (!(chunk instanceof Uint8Array)) continue
    length += chunk.length
    if (length > MAX_REQUEST_BYTES) message.destroy()
    chunks.push(chunk)
  }
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers,
    body: Uint8Array.from(Buffer.concat(chunks)),
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${String(portOf(server.address()))}`
}

function portOf(address: string | AddressInfo | null): number {
  if (typeof address !== 'object' || address === null) throw new TypeError('the server has no port')
  return address.port
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve()
      else reject(error)
    })
    server.closeAllConnections()
  })
}
