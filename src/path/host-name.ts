import type { GeneralName } from '../x509/general-name.ts'

/** What a client set out to reach. */
export type ReferenceIdentity =
  | { readonly kind: 'dns'; readonly labels: readonly string[] }
  | { readonly kind: 'ip'; readonly octets: Uint8Array }
  | { readonly kind: 'unusable' }

/** Reads a host: an IPv4 or IPv6 address, the latter also in brackets, else a DNS name in ASCII. */
export function parseReferenceIdentity(hostname: string): ReferenceIdentity {
  const octets = parseIpAddress(hostname)
  if (octets !== undefined) return { kind: 'ip', octets }
  const labels = parseDnsName(hostname)
  return labels === undefined ? { kind: 'unusable' } : { kind: 'dns', labels }
}

/**
 * Decides whether one of a certificate's alternative names covers a host (RFC 9525 section 6).
 *
 * Only dNSName and iPAddress count, never the common name. `*` stands for exactly one label, must be the whole left-most
 * one and have two or more labels after it. Addresses are compared as bytes.
 */
export function coversHost(names: readonly GeneralName[], host: ReferenceIdentity): boolean {
  if (host.kind === 'ip') return names.some((name) => name.kind === 'ip' && octetsEqual(name.octets, host.octets))
  if (host.kind === 'unusable') return false
  const lower = host.labels.join('.')
  const wildcard = host.labels.length > 2 ? `*.${host.labels.slice(1).join('.')}` : undefined
  return names.some((name) => name.kind === 'dns' && isMatch(name.value, lower, wildcard))
}

function isMatch(presented: string, host: string, wildcard: string | undefined): boolean {
  // Lengths differ for all but a few of thousands of names, which then cost nothing (CVE-2026-27145).
  if (presented.length !== host.length && presented.length !== wildcard?.length) return false
  const lower = presented.toLowerCase()
  return lower === wildcard || (lower === host && parseDnsName(presented) !== undefined)
}

/** One to 63 letters of ASCII, digits, underscores, and hyphens that are neither first nor last. */
const LABEL = /^[\dA-Za-z_](?:[\dA-Za-z_-]{0,61}[\dA-Za-z_])?$/

/** A last label that makes URLs read the whole as an IPv4 address (WHATWG URL section 3.5): `1`, `0x7f`. */
const NUMBER = /^(?:\d+|0[xX][\dA-Fa-f]*)$/

/**
 * The labels of a DNS name in lower case, or `undefined` if it is none: letters, digits, hyphens or underscores, 253
 * octets in all (RFC 1034 section 3.1), one dot at the end allowed, no number at the end.
 *
 * Labels that claim to be international and decode to ASCII, `xn--example-` (RUSTSEC-2024-0421), end in a hyphen and are refused with all that do.
 */
export function parseDnsName(name: string): readonly string[] | undefined {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name
  if (bare.length === 0 || bare.length > 253) return undefined
  const labels = bare.split('.')
  // Before letters are made small, since the Kelvin sign, which is none of ASCII, becomes a k.
  const isName = labels.every((label) => LABEL.test(label)) && !NUMBER.test(labels.at(-1) ?? '')
  return isName ? labels.map((label) => label.toLowerCase()) : undefined
}

/** The octets of an address in text: four decimal numbers without leading zeros, or RFC 4291 section 2.2 without a zone, also in brackets. */
export function parseIpAddress(text: string): Uint8Array | undefined {
  if (text.startsWith('[')) return text.endsWith(']') ? parseIpv6(text.slice(1, -1)) : undefined
  return parseIpv4(text) ?? parseIpv6(text)
}

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.', 5)
  const isAddress = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
  return isAddress ? Uint8Array.from(parts, Number) : undefined
}

function parseIpv6(text: string): Uint8Array | undefined {
  if (text.length > 45 || !text.includes(':')) return undefined
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = parseGroups(halves[0] ?? '', halves.length === 1)
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', true) : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 16 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined
  return Uint8Array.from([...head, ...new Array<number>(missing).fill(0), ...tail])
}

/** The octets of groups between colons; an IPv4 address may stand in place of the last two. */
function parseGroups(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
  if (text === '') return []
  const groups = text.split(':')
  const octets: number[] = []
  for (const [index, group] of groups.entries()) {
    const ipv4 = mayEndInIpv4 && index === groups.length - 1 ? parseIpv4(group) : undefined
    if (ipv4 !== undefined) octets.push(...ipv4)
    else if (/^[\da-f]{1,4}$/i.test(group))
      octets.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff)
    else return undefined
  }
  return octets
}

function octetsEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
