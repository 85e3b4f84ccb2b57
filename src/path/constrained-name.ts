import type { GeneralName } from '../x509/general-name.ts'
import type { NameAttribute } from '../x509/name.ts'
import { normalizedName } from '../x509/names-equal.ts'
import type { GeneralSubtree } from '../x509/read-name-constraints.ts'
import { parseDnsName } from './host-name.ts'

/** A name of a certificate made ready to be compared with constraints, or why it cannot be. */
export type ConstrainedName =
  | { readonly kind: 'dns'; readonly host: string; readonly isWildcard: boolean }
  | { readonly kind: 'email'; readonly local: string; readonly host: string }
  | { readonly kind: 'uri'; readonly host: string }
  | { readonly kind: 'ip'; readonly octets: Uint8Array }
  | { readonly kind: 'directory'; readonly rdns: readonly string[] }
  | { readonly kind: 'malformed' | 'unsupported' }

/** Which hosts a base covers: itself, what is below it, both, or every host there is. */
export type HostScope = 'itself' | 'below' | 'itself and below' | 'everything'

/** The base of a subtree made ready. */
export type ConstraintBase =
  | { readonly kind: 'dns' | 'email' | 'uri'; readonly host: string; readonly scope: HostScope }
  | { readonly kind: 'mailbox'; readonly local: string; readonly host: string }
  | { readonly kind: 'ip'; readonly octets: Uint8Array }
  | { readonly kind: 'directory'; readonly rdns: readonly string[] }
  | { readonly kind: 'unsupported' }

/** How the DNS name `.example.com` is read, which RFC 5280 does not know as a constraint, and which CAs of the web write. */
export type LeadingDot = 'refuse' | 'subdomains'

/** Makes a name ready. What cannot be compared safely is `malformed`, and what is not compared at all `unsupported`. */
export function readConstrainedName(name: GeneralName): ConstrainedName {
  switch (name.kind) {
    case 'dns':
      return readDnsName(name.value)
    case 'email': {
      const mailbox = splitMailbox(name.value)
      return mailbox === undefined ? { kind: 'malformed' } : { kind: 'email', ...mailbox }
    }
    case 'uri': {
      const host = uriHost(name.value)
      return host === undefined ? { kind: 'malformed' } : { kind: 'uri', host }
    }
    case 'ip':
      return name.octets.length === 4 || name.octets.length === 16
        ? { kind: 'ip', octets: name.octets }
        : { kind: 'malformed' }
    case 'directory':
      return { kind: 'directory', rdns: normalizedRdns(name.name.attributes) }
    default:
      return { kind: 'unsupported' }
  }
}

/** Makes the base of a subtree ready, or answers `undefined` if RFC 5280 section 4.2.1.10 does not allow it. */
export function readConstraintBase(
  { base, minimum, maximum }: GeneralSubtree,
  leadingDot: LeadingDot,
): ConstraintBase | undefined {
  if (minimum !== 0 || maximum !== undefined) return undefined
  switch (base.kind) {
    case 'dns':
      return readDnsBase(base.value, leadingDot)
    case 'email':
      return base.value.includes('@') ? readMailboxBase(base.value) : readHostBase('email', base.value)
    case 'uri':
      return readHostBase('uri', base.value)
    case 'ip':
      return isAddressWithMask(base.octets) ? { kind: 'ip', octets: base.octets } : undefined
    case 'directory':
      return { kind: 'directory', rdns: normalizedRdns(base.name.attributes) }
    default:
      return { kind: 'unsupported' }
  }
}

function readDnsName(value: string): ConstrainedName {
  const isWildcard = value.startsWith('*.')
  const host = hostOf(isWildcard ? value.slice(2) : value)
  return host === undefined ? { kind: 'malformed' } : { kind: 'dns', host, isWildcard }
}

function readDnsBase(value: string, leadingDot: LeadingDot): ConstraintBase | undefined {
  if (value === '') return { kind: 'dns', host: '', scope: 'everything' }
  const isBelow = value.startsWith('.')
  const host = hostOf(isBelow ? value.slice(1) : value)
  if (host === undefined || (isBelow && leadingDot === 'refuse')) return undefined
  return { kind: 'dns', host, scope: isBelow ? 'below' : 'itself and below' }
}

/** A host for itself, or with a leading dot for what is below it. */
function readHostBase(kind: 'email' | 'uri', value: string): ConstraintBase | undefined {
  const isBelow = value.startsWith('.')
  const host = hostOf(isBelow ? value.slice(1) : value)
  return host === undefined ? undefined : { kind, host, scope: isBelow ? 'below' : 'itself' }
}

function readMailboxBase(value: string): ConstraintBase | undefined {
  const mailbox = splitMailbox(value)
  return mailbox === undefined ? undefined : { kind: 'mailbox', ...mailbox }
}

function hostOf(name: string): string | undefined {
  return parseDnsName(name)?.join('.')
}

/** 64 octets before the `@` (RFC 5321 section 4.5.3.1.1) and a DNS name after it. */
const MAX_MAILBOX_LENGTH = 64 + 1 + 254

/**
 * The parts of an address: the local part with its case, and a DNS name (RFC 5321 section 4.1.2). Quotes and escapes are
 * taken away from the local part, for `"a"@example.com` is the mailbox `a@example.com`.
 */
function splitMailbox(address: string): { readonly local: string; readonly host: string } | undefined {
  const at = address.lastIndexOf('@')
  if (at === -1 || address.length > MAX_MAILBOX_LENGTH) return undefined
  const local = unquoteLocalPart(address.slice(0, at))
  const host = hostOf(address.slice(at + 1))
  return local === undefined || host === undefined ? undefined : { local, host }
}

function unquoteLocalPart(text: string): string | undefined {
  if (/^[^\s"@\\]+$/.test(text)) return text
  return /^"(?:[^"\\]|\\.)*"$/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : undefined
}

/**
 * The host of a URI with an authority, or `undefined` if it has none that a constraint could apply to: user names,
 * addresses, zone identifiers and escapes are refused, since readers differ on what they mean (CVE-2024-45341).
 */
function uriHost(uri: string): string | undefined {
  const host = /^[a-z][\d+.a-z-]{0,31}:\/\/([\w.-]{1,254})(?::\d{0,5})?(?:[#/?]|$)/i.exec(uri)?.[1]
  return host === undefined ? undefined : hostOf(host)
}

/** A key for each relative distinguished name, from the root down. */
function normalizedRdns(attributes: readonly NameAttribute[]): readonly string[] {
  const rdns: (NameAttribute[] | undefined)[] = []
  for (const attribute of attributes) (rdns[attribute.rdn] ??= []).push({ ...attribute, rdn: 0 })
  // One without attributes leaves a gap.
  return Array.from(rdns, (rdn) => normalizedName(rdn ?? []))
}

/** An address of 4 or 16 octets and a mask of as many, whose ones come first (RFC 4632, RFC 5280 section 4.2.1.10). */
function isAddressWithMask(octets: Uint8Array): boolean {
  if (octets.length !== 8 && octets.length !== 32) return false
  const mask = Array.from(octets.subarray(octets.length / 2), (value) => value.toString(2).padStart(8, '0')).join('')
  return !mask.includes('01')
}
