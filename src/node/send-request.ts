import * as http from 'node:http'
import * as https from 'node:https'
import type { LookupFunction } from 'node:net'
import { createByteCollector } from './byte-collector.ts'
import type { CreateFailure, FetchFailureReason } from './fetch-failure.ts'
import type { FetchTarget } from './fetch-target.ts'
import type { CheckedAddress } from './resolve-target.ts'
import { createStopwatch, type Stopwatch } from './stopwatch.ts'

/** What is sent; of a POST there is a body, of a GET none. */
export interface Message {
  readonly method: 'GET' | 'POST'
  readonly contentType?: string | undefined
  readonly body?: Uint8Array | undefined
}

/** How long each step may take, and what may come back. */
export interface ExchangeLimits {
  readonly connectTimeoutMs: number
  readonly firstByteTimeoutMs: number
  /** So much of the body must come in each `rateWindowMs`. */
  readonly minBytesPerSecond: number
  readonly rateWindowMs: number
  readonly maxBytes: number
  /** In PEM; Node's own where there are none. */
  readonly httpsRoots?: readonly string[] | undefined
}

/** What came back. */
export type Exchange =
  | { readonly kind: 'body'; readonly body: Uint8Array; readonly headers: http.IncomingHttpHeaders }
  | { readonly kind: 'redirect'; readonly location: string | undefined }

/** Node's own limit may be raised by a flag of the process. */
const MAX_HEADER_BYTES = 16_384

/** Without a version: what runs here is nobody's business. */
const USER_AGENT = 'certkeep'

/**
 * Sends one request to one of the addresses given, over a connection of its own, and reads the body.
 *
 * Headers are these alone: no cookies, no authorisation, no referrer. Proxies of the environment and sockets of other requests are not used.
 *
 * @param signal - breaks the connection; the promise then rejects with its reason
 * @throws CertkeepError `ERR_FETCH_TIMEOUT`, `ERR_FETCH_TOO_LARGE`, `ERR_FETCH_ENCODING`, `ERR_FETCH_FAILED`
 */
export async function sendRequest(
  target: FetchTarget,
  addresses: readonly CheckedAddress[],
  message: Message,
  limits: ExchangeLimits,
  fail: CreateFailure,
  signal: AbortSignal,
): Promise<Exchange> {
  signal.throwIfAborted()
  const request = createRequest(target, addresses, message, limits)
  const stopwatch = createStopwatch()
  const abort = (): void => {
    request.destroy()
  }
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await new Promise<Exchange>((resolve, reject) => {
      const give = (reason: FetchFailureReason, status?: number): void => {
        reject(fail(reason, status))
      }
      watchConnection(request, target.isSecure, limits, stopwatch, give)
      request.on('response', (response) => {
        readResponse(response, limits, stopwatch, resolve, give)
      })
      request.end(message.body)
    })
  } catch (error) {
    // What breaks when the signal breaks it is no failure of the other side.
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
    stopwatch.stop()
    request.destroy()
  }
}

type Give = (reason: FetchFailureReason, status?: number) => void

function createRequest(
  target: FetchTarget,
  addresses: readonly CheckedAddress[],
  message: Message,
  { connectTimeoutMs, httpsRoots }: ExchangeLimits,
): http.ClientRequest {
  const connection = {
    keepAlive: false,
    autoSelectFamily: true,
    // Node gives up an address after 250 ms, and all of them where the last one, mostly of IPv6, leads nowhere.
    autoSelectFamilyAttemptTimeout: Math.ceil(connectTimeoutMs / addresses.length),
  }
  const options: http.RequestOptions = {
    method: message.method,
    host: target.hostname,
    port: target.port,
    path: target.path,
    headers: headersOf(target, message),
    lookup: answerWith(addresses),
    maxHeaderSize: MAX_HEADER_BYTES,
    insecureHTTPParser: false,
  }
  if (!target.isSecure) return http.request({ ...options, agent: new http.Agent(connection) })
  return https.request({
    ...options,
    agent: new https.Agent({ ...connection, maxCachedSessions: 0 }),
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    rejectUnauthorized: true,
    servername: target.address === undefined ? target.hostname : '',
    ca: httpsRoots === undefined ? undefined : [...httpsRoots],
  })
}

function headersOf({ authority }: FetchTarget, { body, contentType }: Message): http.OutgoingHttpHeaders {
  return {
    host: authority,
    'user-agent': USER_AGENT,
    accept: '*/*',
    'accept-encoding': 'identity',
    connection: 'close',
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...(body === undefined ? {} : { 'content-length': body.length }),
  }
}

/** Answers node:net with what was checked: between check and connection nothing is resolved. */
function answerWith(addresses: readonly CheckedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses
    if (first === undefined) callback(new Error('no address'), '')
    else if (options.all === true) callback(null, [...addresses])
    else callback(null, first.address, first.family)
  }
}

/** Up to the answer: limits the time of each step, and tells what an error means at it. */
function watchConnection(
  request: http.ClientRequest,
  isSecure: boolean,
  limits: ExchangeLimits,
  stopwatch: Stopwatch,
  give: Give,
): void {
  let failure: FetchFailureReason = 'connection-failed'
  stopwatch.start(limits.connectTimeoutMs, () => {
    give('timeout-connect')
  })
  request.on('socket', (socket) => {
    socket.once('connect', () => {
      if (isSecure) failure = 'tls-failed'
    })
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      failure = 'no-answer'
      stopwatch.start(limits.firstByteTimeoutMs, () => {
        give('timeout-first-byte')
      })
    })
  })
  request.on('response', () => {
    failure = 'cut-off'
  })
  request.on('error', (error) => {
    give('code' in error && String(error.code).startsWith('HPE_') ? 'not-http' : failure)
  })
  request.on('close', () => {
    // Once there is a response, its own events tell; the last of them may come after this.
    if (failure !== 'cut-off') give(failure)
  })
}

function readResponse(
  response: http.IncomingMessage,
  limits: ExchangeLimits,
  stopwatch: Stopwatch,
  resolve: (exchange: Exchange) => void,
  give: Give,
): void {
  const { statusCode = 0, headers } = response
  // Before anything else: an error that nobody hears ends the process.
  response.on('error', () => {
    give('cut-off')
  })
  if (REDIRECTS.includes(statusCode)) {
    resolve({ kind: 'redirect', location: headers.location })
    return
  }
  const refusal = refusalOf(statusCode, headers)
  if (refusal !== undefined) {
    give(refusal, refusal === 'status' ? statusCode : undefined)
    return
  }
  const collector = createByteCollector(limits.maxBytes)
  watchRate(collector.length, limits, stopwatch, give)
  response.on('data', (piece: Uint8Array) => {
    if (!collector.add(piece)) give('too-large')
  })
  response.on('close', () => {
    give('cut-off')
  })
  response.on('end', () => {
    // Not every runtime makes an error of a connection that broke.
    if (response.complete) resolve({ kind: 'body', body: collector.toBytes(), headers })
    else give('cut-off')
  })
}

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

/** Node undoes `chunked` and nothing else; what is left compressed would be judged as it is. */
function refusalOf(status: number, headers: http.IncomingHttpHeaders): FetchFailureReason | undefined {
  if (status !== 200) return 'status'
  if (!isAmong(headers['content-encoding'], 'identity')) return 'content-encoding'
  return isAmong(headers['transfer-encoding'], 'chunked') ? undefined : 'transfer-encoding'
}

function isAmong(field: string | undefined, only: string): boolean {
  return field === undefined || field.trim().toLowerCase() === only
}

function watchRate(length: () => number, limits: ExchangeLimits, stopwatch: Stopwatch, give: Give): void {
  const wanted = (limits.minBytesPerSecond * limits.rateWindowMs) / 1000
  let before = 0
  const check = (): void => {
    if (length() - before < wanted) {
      give('too-slow')
      return
    }
    before = length()
    stopwatch.start(limits.rateWindowMs, check)
  }
  stopwatch.start(limits.rateWindowMs, check)
}
