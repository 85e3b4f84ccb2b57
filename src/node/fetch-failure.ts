import { CertkeepError } from '../problem/certkeep-error.ts'
import { escapeText } from '../report/escape-text.ts'

/** The codes that {@link createGuardedFetcher} rejects with. */
export type FetchErrorCode =
  | 'ERR_FETCH_BLOCKED'
  | 'ERR_FETCH_REDIRECT'
  | 'ERR_FETCH_TIMEOUT'
  | 'ERR_FETCH_TOO_LARGE'
  | 'ERR_FETCH_ENCODING'
  | 'ERR_FETCH_FAILED'

/** Why nothing came back: `detail.reason` of the error. Each belongs to one code. */
export type FetchFailureReason =
  | 'url-too-long'
  | 'url-control-character'
  | 'url-malformed'
  | 'scheme'
  | 'userinfo'
  | 'host-malformed'
  | 'host-trailing-dot'
  | 'host-local'
  | 'host-address'
  | 'port'
  | 'address-not-public'
  | 'redirect-malformed'
  | 'redirect-limit'
  | 'redirect-downgrade'
  | 'redirect-of-post'
  | 'timeout-resolve'
  | 'timeout-connect'
  | 'timeout-first-byte'
  | 'timeout-total'
  | 'too-slow'
  | 'too-large'
  | 'content-encoding'
  | 'transfer-encoding'
  | 'not-resolved'
  | 'connection-failed'
  | 'tls-failed'
  | 'no-answer'
  | 'not-http'
  | 'status'
  | 'cut-off'

interface FetchFailure {
  readonly code: FetchErrorCode
  readonly text: string
}

/** The code of each reason, and its words. */
const FETCH_FAILURES: Readonly<Record<FetchFailureReason, FetchFailure>> = {
  'url-too-long': { code: 'ERR_FETCH_BLOCKED', text: 'the URL is too long' },
  'url-control-character': { code: 'ERR_FETCH_BLOCKED', text: 'the URL contains a control character' },
  'url-malformed': { code: 'ERR_FETCH_BLOCKED', text: 'the URL cannot be read' },
  scheme: { code: 'ERR_FETCH_BLOCKED', text: 'the scheme is neither http nor https' },
  userinfo: { code: 'ERR_FETCH_BLOCKED', text: 'the URL contains a user name or password' },
  'host-malformed': { code: 'ERR_FETCH_BLOCKED', text: 'the host is not a DNS name' },
  'host-trailing-dot': { code: 'ERR_FETCH_BLOCKED', text: 'the host ends in a dot' },
  'host-local': { code: 'ERR_FETCH_BLOCKED', text: 'the host is a local name' },
  'host-address': { code: 'ERR_FETCH_BLOCKED', text: 'the host is an address instead of a name' },
  port: { code: 'ERR_FETCH_BLOCKED', text: 'the port is not allowed' },
  'address-not-public': { code: 'ERR_FETCH_BLOCKED', text: 'the host has an address that is not public' },
  'redirect-malformed': { code: 'ERR_FETCH_REDIRECT', text: 'the redirect does not say where to' },
  'redirect-limit': { code: 'ERR_FETCH_REDIRECT', text: 'there are too many redirects' },
  'redirect-downgrade': { code: 'ERR_FETCH_REDIRECT', text: 'the redirect leads from https to http' },
  'redirect-of-post': { code: 'ERR_FETCH_REDIRECT', text: 'a request with a body was redirected' },
  'timeout-resolve': { code: 'ERR_FETCH_TIMEOUT', text: 'the host name was not resolved in time' },
  'timeout-connect': { code: 'ERR_FETCH_TIMEOUT', text: 'no connection was made in time' },
  'timeout-first-byte': { code: 'ERR_FETCH_TIMEOUT', text: 'no answer began in time' },
  'timeout-total': { code: 'ERR_FETCH_TIMEOUT', text: 'the answer was not complete in time' },
  'too-slow': { code: 'ERR_FETCH_TIMEOUT', text: 'the answer came too slowly' },
  'too-large': { code: 'ERR_FETCH_TOO_LARGE', text: 'the answer is too large' },
  'content-encoding': { code: 'ERR_FETCH_ENCODING', text: 'the answer is compressed, which was not asked for' },
  'transfer-encoding': { code: 'ERR_FETCH_ENCODING', text: 'the answer has an unknown transfer encoding' },
  'not-resolved': { code: 'ERR_FETCH_FAILED', text: 'the host name has no address' },
  'connection-failed': { code: 'ERR_FETCH_FAILED', text: 'no connection could be made' },
  'tls-failed': { code: 'ERR_FETCH_FAILED', text: 'no trustworthy TLS connection could be made' },
  'no-answer': { code: 'ERR_FETCH_FAILED', text: 'the connection ended without an answer' },
  'not-http': { code: 'ERR_FETCH_FAILED', text: 'the answer is not HTTP' },
  status: { code: 'ERR_FETCH_FAILED', text: 'the answer has another status than 200' },
  'cut-off': { code: 'ERR_FETCH_FAILED', text: 'the answer was cut off' },
}

/** Makes the error of one request for a reason; `status` is given with the reason `status` alone. */
export type CreateFailure = (reason: FetchFailureReason, status?: number) => CertkeepError

/** Longest part of a URL that an error repeats, in UTF-16 code units: all of any URL that would be followed. */
const MAX_URL_TEXT = 2048

/**
 * Makes the errors of one request. They carry the URL of the certificate, escaped, and neither the address it resolved to, nor where a
 * redirect led, nor anything that was received but the status: what a server sees inside its network must not show outside.
 *
 * @param redirects - how many were followed
 */
export function createFailures(url: string, redirects: number): CreateFailure {
  const shown = url.length > MAX_URL_TEXT ? `${escapeText(url.slice(0, MAX_URL_TEXT))}…` : escapeText(url)
  return (reason, status) => {
    const { code, text } = FETCH_FAILURES[reason]
    const detail = { reason, url: shown, redirects, ...(status === undefined ? {} : { status }) }
    // No cause: errors of node:net and node:tls name addresses and certificates.
    return new CertkeepError(code, `cannot fetch ${shown}: ${text}`, { detail })
  }
}
