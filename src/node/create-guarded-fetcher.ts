import type { IncomingHttpHeaders } from 'node:http'
import type { FetchRequest, FetchResponse, Fetcher } from '../problem/fetcher.ts'
import { createAbortListeners } from './abort-listeners.ts'
import { createAddressPolicy } from './address-policy.ts'
import { createDeadline } from './deadline.ts'
import { createDnsLookup, type AddressLookup } from './dns-lookup.ts'
import { createFailures, type CreateFailure } from './fetch-failure.ts'
import { readFetchTarget, type FetchTarget, type TargetRules } from './fetch-target.ts'
import { createHostGate } from './host-gate.ts'
import { resolveTarget, type ResolveRules } from './resolve-target.ts'
import { sendRequest, type ExchangeLimits } from './send-request.ts'

/** What {@link createGuardedFetcher} can be told. */
export interface GuardedFetcherOptions {
  /** For resolving a host name, and again for connecting, TLS included; of several addresses each has an equal share. @defaultValue 3000 */
  readonly connectTimeoutMs?: number | undefined
  /** From the connection to the end of the answer's header. @defaultValue 5000 */
  readonly firstByteTimeoutMs?: number | undefined
  /** For all, redirects included, from when the request's turn has come. @defaultValue 15000 */
  readonly totalTimeoutMs?: number | undefined
  /** So much of a body must come, on average of each `rateWindowMs`. 0 for no limit. @defaultValue 1024 */
  readonly minBytesPerSecond?: number | undefined
  /** @defaultValue 2000 */
  readonly rateWindowMs?: number | undefined
  /** Redirects followed for one request; 0 for none. @defaultValue 3 */
  readonly maxRedirects?: number | undefined
  /** Requests under way at a time; the others wait. @defaultValue 16 */
  readonly maxConcurrent?: number | undefined
  /** Of these to the same host. @defaultValue 4 */
  readonly maxConcurrentPerHost?: number | undefined
  /** @defaultValue [80, 443] */
  readonly ports?: readonly number[] | undefined
  /** What becomes of URLs with an address where the name of the host should be; if accepted, the address must be public. @defaultValue 'reject' */
  readonly onAddressLiteral?: 'reject' | 'accept' | undefined
  /** Addresses to refuse beyond those that are not public, for instance public ones of one's own network: `['198.51.100.0/24']`. */
  readonly refusedBlocks?: readonly string[] | undefined
  /** Roots for https, in PEM, instead of those that Node trusts. */
  readonly httpsRoots?: readonly string[] | undefined
  /** Finds the addresses of a name. By default asks the machine's DNS servers, without its hosts file. */
  readonly lookup?: AddressLookup | undefined
  /**
   * Lets URLs lead to this machine (127.0.0.0/8 and ::1, as addresses on any port), where services trust whoever calls them.
   *
   * @deprecated For tests against a server of one's own, never where certificates come from strangers.
   */
  readonly dangerouslyAllowLoopback?: boolean | undefined
}

/**
 * Makes a fetcher that a server can trust with URLs from strangers' certificates: nothing but public web servers is reached, and none of them
 * for longer, with more or at greater cost than allowed.
 *
 * - http and https only, ports 80 and 443, a DNS name of two labels or more; no user name, no local name
 * - every address of the host must be one that IANA lists as globally reachable; the connection goes to an address that was
 *   checked, without asking the resolver again, and all is checked anew for each redirect
 * - redirects of GET only, three at most, none from https to http
 * - https with the server's certificate verified as Node does; no proxy of the environment, no cookies, no credentials
 * - only status 200, uncompressed, at most `maxBytes`, counted while it comes in, within the times in {@link GuardedFetcherOptions}
 *
 * Rejects with the reason of `signal` when aborted. Errors have in `detail` the `reason` (a {@link FetchFailureReason}), the `url` of the
 * request, escaped, the number of `redirects` followed and, with the reason `status`, the HTTP `status`; nothing else of what was met.
 *
 * Not checked: what the bytes are. Not known: addresses that are public but yours (see `refusedBlocks`) and NAT64 under a prefix of
 * one's own. Rules for outgoing traffic at the network's edge remain the operator's duty; this is the second lock.
 *
 * @throws RangeError if a number among the options is out of range
 * @throws TypeError if another option is not what it should be; the fetcher rejects with both for a request that is none
 * @throws CertkeepError from the fetcher: `ERR_FETCH_BLOCKED` a URL or address may not be reached; `ERR_FETCH_REDIRECT` a redirect may
 * not be followed; `ERR_FETCH_TIMEOUT`, `ERR_FETCH_TOO_LARGE`, `ERR_FETCH_ENCODING` an answer was too slow, too large, or encoded;
 * `ERR_FETCH_FAILED` there was no answer, or not one with status 200
 * @example
 * ```ts
 * const fetcher = createGuardedFetcher({ totalTimeoutMs: 10_000 })
 * const { body } = await fetcher({ url: 'http://crl.example.com/ca.crl', method: 'GET', maxBytes: 33_554_432 })
 * ```
 */
export function createGuardedFetcher(options: GuardedFetcherOptions = {}): Fetcher {
  const settings = readSettings(options)
  const listen = createAbortListeners()
  const gate = createHostGate(settings.maxConcurrent, settings.maxConcurrentPerHost)

  return async (given) => {
    const request = readRequest(given)
    const { url, maxBytes } = request
    let fail = createFailures(url, 0)
    const deadline = createDeadline(request.signal, settings.totalTimeoutMs, () => fail('timeout-total'), listen)
    const { signal } = deadline

    async function exchange(target: FetchTarget): ReturnType<typeof sendRequest> {
      const leave = await gate.enter(target.hostname, signal)
      deadline.start()
      try {
        const addresses = await resolveTarget(target, settings.resolving, fail, signal)
        return await sendRequest(target, addresses, request, { ...settings.limits, maxBytes }, fail, signal)
      } finally {
        leave()
      }
    }

    try {
      signal.throwIfAborted()
      let target = readFetchTarget(url, settings.targets, fail)
      for (let redirects = 0; ; redirects += 1) {
        const answer = await exchange(target)
        if (answer.kind === 'body') return toResponse(answer.body, answer.headers)
        if (request.method === 'POST') throw fail('redirect-of-post')
        if (redirects === settings.maxRedirects) throw fail('redirect-limit')
        fail = createFailures(url, redirects + 1)
        target = readRedirect(target, answer.location, settings.targets, fail)
      }
    } finally {
      deadline.end()
    }
  }
}

function readRedirect(
  from: FetchTarget,
  location: string | undefined,
  rules: TargetRules,
  fail: CreateFailure,
): FetchTarget {
  if (location === undefined) throw fail('redirect-malformed')
  const target = readFetchTarget(location, rules, fail, from.href)
  if (from.isSecure && !target.isSecure) throw fail('redirect-downgrade')
  return target
}

function toResponse(body: Uint8Array, headers: IncomingHttpHeaders): FetchResponse {
  const maxAgeSeconds = maxAgeOf(headers)
  return { status: 200, body, ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }) }
}

/** RFC 9111 sections 4.2 and 5.2.2, as far as a hint needs it. */
function maxAgeOf(headers: IncomingHttpHeaders): number | undefined {
  const directives = (headers['cache-control'] ?? '').split(',').map((directive) => directive.trim().toLowerCase())
  if (directives.some((directive) => directive === 'no-store' || directive === 'no-cache')) return 0
  const maxAge = directives.find((directive) => /^max-age=\d{1,10}$/.test(directive))?.slice('max-age='.length)
  if (maxAge === undefined) return undefined
  const { age = '0' } = headers
  return Math.max(0, Number(maxAge) - (/^\d{1,10}$/.test(age) ? Number(age) : 0))
}

interface Settings {
  readonly targets: TargetRules
  readonly resolving: ResolveRules
  readonly limits: Omit<ExchangeLimits, 'maxBytes'>
  readonly totalTimeoutMs: number
  readonly maxRedirects: number
  readonly maxConcurrent: number
  readonly maxConcurrentPerHost: number
}

/** The longest that a timer waits. */
const MAX_TIMEOUT_MS = 2_147_483_647

function readSettings(options: GuardedFetcherOptions): Settings {
  const { onAddressLiteral = 'reject', ports = [80, 443], lookup = createDnsLookup(), httpsRoots } = options
  if (!['reject', 'accept'].includes(onAddressLiteral))
    throw new TypeError('"onAddressLiteral" must be reject or accept')
  if (typeof lookup !== 'function') throw new TypeError('"lookup" must be a function')
  for (const port of ports) readInteger('ports', port, 0, 1, 65_535)
  const addresses = createAddressPolicy({
    refused: options.refusedBlocks ?? [],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so for those who call
    allowLoopback: options.dangerouslyAllowLoopback === true,
  })
  const connectTimeoutMs = readInteger('connectTimeoutMs', options.connectTimeoutMs, 3000, 1, MAX_TIMEOUT_MS)
  return {
    targets: { addresses, ports: [...ports], onAddressLiteral },
    resolving: { lookup, addresses, timeoutMs: connectTimeoutMs },
    limits: {
      connectTimeoutMs,
      firstByteTimeoutMs: readInteger('firstByteTimeoutMs', options.firstByteTimeoutMs, 5000, 1, MAX_TIMEOUT_MS),
      minBytesPerSecond: readInteger('minBytesPerSecond', options.minBytesPerSecond, 1024, 0, Number.MAX_SAFE_INTEGER),
      rateWindowMs: readInteger('rateWindowMs', options.rateWindowMs, 2000, 1, MAX_TIMEOUT_MS),
      httpsRoots: httpsRoots === undefined ? undefined : [...httpsRoots],
    },
    totalTimeoutMs: readInteger('totalTimeoutMs', options.totalTimeoutMs, 15_000, 1, MAX_TIMEOUT_MS),
    maxRedirects: readInteger('maxRedirects', options.maxRedirects, 3, 0, 20),
    maxConcurrent: readInteger('maxConcurrent', options.maxConcurrent, 16, 1, 10_000),
    maxConcurrentPerHost: readInteger('maxConcurrentPerHost', options.maxConcurrentPerHost, 4, 1, 10_000),
  }
}

function readInteger(name: string, given: number | undefined, otherwise: number, min: number, max: number): number {
  const value = given ?? otherwise
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new RangeError(`"${name}" must be an integer from ${min} to ${max}`)
}

/** A token, a slash and a token (RFC 9110 section 8.3.1); nothing that could begin another header. */
const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+$/

/** Copies a request, so that it cannot change under way. */
function readRequest({ url, method, contentType, body, maxBytes, signal }: FetchRequest): FetchRequest {
  if (typeof url !== 'string') throw new TypeError('"url" must be a string')
  if (contentType !== undefined && !MEDIA_TYPE.test(contentType))
    throw new TypeError('"contentType" must be a media type')
  readInteger('maxBytes', maxBytes, 0, 1, Number.MAX_SAFE_INTEGER)
  switch (method) {
    case 'GET':
      if (body !== undefined) throw new TypeError('"body" goes with the method POST')
      return { url, method, maxBytes, signal }
    case 'POST':
      return { url, method, contentType, body: new Uint8Array(body ?? []), maxBytes, signal }
    default:
      throw new TypeError(`"method" must be GET or POST: ${String(method satisfies never)}`)
  }
}
