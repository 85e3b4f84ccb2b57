/** A request for bytes that a certificate points at. */
export interface FetchRequest {
  /** As found in the certificate; the fetcher decides whether it may be followed. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly contentType?: string | undefined
  readonly body?: Uint8Array | undefined
  /** The fetcher must give up when a response is longer. */
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
}

/** What came back. */
export interface FetchResponse {
  /** The HTTP status; only 200 counts. */
  readonly status: number
  readonly body: Uint8Array
  /** Seconds for which the response may be reused, where the server said so. A hint only. */
  readonly maxAgeSeconds?: number | undefined
}

/**
 * The network, as the library is given it. Rejects when nothing came back; a `CertkeepError` says why by its code
 * (`ERR_FETCH_BLOCKED`, `ERR_FETCH_REDIRECT`, `ERR_FETCH_TIMEOUT`, `ERR_FETCH_TOO_LARGE`, `ERR_FETCH_ENCODING`, `ERR_FETCH_FAILED`), and
 * that of `createGuardedFetcher` in `certkeep/node` in more detail by `detail.reason`. When `signal` is aborted it rejects with its reason.
 *
 * URLs come from strangers' certificates: a fetcher on a server must guard itself.
 */
export type Fetcher = (request: FetchRequest) => Promise<FetchResponse>
