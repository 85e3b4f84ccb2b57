import { parseDnsName, parseIpAddress } from '../path/host-name.ts'
import type { AddressPolicy } from './address-policy.ts'
import type { CreateFailure } from './fetch-failure.ts'

/** A URL that may be followed, as far as its text tells. */
export interface FetchTarget {
  readonly isSecure: boolean
  /** A name, or an address without brackets. */
  readonly hostname: string
  /** The octets, where `hostname` is an address. */
  readonly address?: Uint8Array
  readonly port: number
  /** For the field `Host`. */
  readonly authority: string
  /** With the query. */
  readonly path: string
  /** In the form of the URL standard, for resolving a redirect. */
  readonly href: string
}

/** What the text of a URL is held against. */
export interface TargetRules {
  readonly addresses: AddressPolicy
  readonly ports: readonly number[]
  readonly onAddressLiteral: 'reject' | 'accept'
}

/** In UTF-16 code units. Longest URL in certificates met: below 500. */
const MAX_URL_LENGTH = 2048

/** U+0000 to U+001F and U+007F to U+009F, of which the URL parser drops some without a word. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

/**
 * Decides by its text whether a URL may be followed, and takes it apart, once: what is connected to is what was checked.
 *
 * The URL parser has by then turned all spellings of an IPv4 address (`0x7f.1`, `2130706433`, full-width digits) into one.
 *
 * @param base - what a relative URL, as redirects have it, is relative to
 * @throws CertkeepError `ERR_FETCH_BLOCKED`
 */
export function readFetchTarget(text: string, rules: TargetRules, fail: CreateFailure, base?: string): FetchTarget {
  if (text.length > MAX_URL_LENGTH) throw fail('url-too-long')
  if (CONTROL.test(text)) throw fail('url-control-character')
  const url = parseUrl(text, base)
  if (url === undefined) throw fail('url-malformed')
  if (url.href.length > MAX_URL_LENGTH) throw fail('url-too-long')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw fail('scheme')
  if (url.username !== '' || url.password !== '') throw fail('userinfo')
  const isSecure = url.protocol === 'https:'
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port)
  const place = { isSecure, port, authority: url.host, path: url.pathname + url.search, href: url.href }
  const address = parseIpAddress(url.hostname)
  if (address !== undefined) {
    checkAddress(address, port, rules, fail)
    return { ...place, hostname: url.hostname.replace(/^\[|\]$/g, ''), address }
  }
  checkName(url.hostname, fail)
  if (!rules.ports.includes(port)) throw fail('port')
  return { ...place, hostname: url.hostname }
}

function parseUrl(text: string, base: string | undefined): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    // Its error says no more than that.
    return undefined
  }
}

function checkAddress(address: Uint8Array, port: number, rules: TargetRules, fail: CreateFailure): void {
  // Servers of tests listen where there is room.
  if (rules.addresses.isOpenLoopback(address)) return
  if (rules.onAddressLiteral === 'reject') throw fail('host-address')
  if (!rules.addresses.allows(address)) throw fail('address-not-public')
  if (!rules.ports.includes(port)) throw fail('port')
}

/** A resolver may complete names of one label, or take those below `localhost` to be this machine (RFC 6761 section 6.3). */
function checkName(hostname: string, fail: CreateFailure): void {
  if (hostname.endsWith('.')) throw fail('host-trailing-dot')
  const labels = parseDnsName(hostname)
  if (labels === undefined) throw fail('host-malformed')
  if (labels.length === 1 || labels.at(-1) === 'localhost') throw fail('host-local')
}
