import { afterEach, vi } from 'vitest'
import { createGuardedFetcher, type GuardedFetcherOptions } from '../../src/node/create-guarded-fetcher.ts'
import type { AddressLookup } from '../../src/node/dns-lookup.ts'
import { isCertkeepError } from '../../src/problem/certkeep-error.ts'
import type { FetchRequest, FetchResponse } from '../../src/problem/fetcher.ts'
import { createTestAuthority } from '../../src/testing/create-test-authority.ts'
import { serveAuthority, type AuthorityServer, type ServerFault } from '../../src/testing/serve-authority.ts'
import { httpAnswer, startRawServer, type RawServer } from './raw-server.ts'

/** Where names are of no importance, none is resolved. */
export const noLookup: AddressLookup = () => Promise.reject(new Error('nothing is to be resolved'))

/** Where servers of tests are. */
export const toLoopback: AddressLookup = () => Promise.resolve(['127.0.0.1'])

/** What a request may have beside its URL. */
export type RequestRest = Partial<Omit<FetchRequest, 'url'>>

/** Fetches by a fetcher of its own, to which loopback is open. */
export async function fetchWith(
  options: GuardedFetcherOptions,
  url: string,
  rest: RequestRest = {},
): Promise<FetchResponse> {
  const fetcher = createGuardedFetcher({ dangerouslyAllowLoopback: true, lookup: noLookup, ...options })
  return fetcher({ url, method: 'GET', maxBytes: 1_000_000, ...rest })
}

/** Fetches as in service: loopback is closed. */
export async function fetchGuarded(options: GuardedFetcherOptions, url: string): Promise<FetchResponse> {
  const fetcher = createGuardedFetcher({ lookup: noLookup, ...options })
  return fetcher({ url, method: 'GET', maxBytes: 1_000_000 })
}

/** Why a fetch failed. */
export interface FetchFailureFacts {
  readonly code: string
  readonly reason: unknown
  readonly error: Error
}

/** The error with which a fetch fails; what is no error of the library is thrown on, and success is an error. */
export async function failureOf(promise: Promise<unknown>): Promise<FetchFailureFacts> {
  try {
    await promise
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    return { code: error.code, reason: error.detail['reason'], error }
  }
  throw new Error('nothing failed')
}

/** Code and reason of {@link failureOf}: `ERR_FETCH_BLOCKED port`. */
export async function codeAndReasonOf(promise: Promise<unknown>): Promise<string> {
  const { code, reason } = await failureOf(promise)
  return `${code} ${String(reason)}`
}

/** The CA of the servers below. Its certificates are valid now, as node:tls demands. */
export const authority = await createTestAuthority({ at: new Date(), algorithm: 'P-256' })

const closers: (() => Promise<void>)[] = []

afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(closers.splice(0).map(async (close) => close()))
})

/** Closes something after the test. */
export function closeLater(close: () => Promise<void>): void {
  closers.push(close)
}

/** Starts a server for the time of the test. */
export async function startRaw(answer: Parameters<typeof startRawServer>[0]): Promise<RawServer> {
  const server = await startRawServer(answer)
  closeLater(server.close)
  return server
}

/** Starts a server that gives the same answer to all. */
export async function startAnswer(fields: readonly string[], body: string, status?: string): Promise<RawServer> {
  return startRaw((socket) => socket.end(httpAnswer(fields, body, status), 'latin1'))
}

/** Starts the server of a CA, of which requests to `path` go wrong. */
export async function startAuthority(fault?: ServerFault, path = '/ca.cer'): Promise<AuthorityServer> {
  const server = await serveAuthority(authority)
  closeLater(server.close)
  server.fault(path, fault)
  return server
}
