import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { encodeObjectIdentifier } from '../der/object-identifier.ts'
import { constructedContextTag, contextTag, UTF8_STRING } from '../der/tag.ts'
import { encodeElement, encodeOid } from '../der/write-der.ts'
import { encodeName, type TestName } from './test-name.ts'

/**
 * A GeneralName (RFC 5280 section 4.2.1.6). Text is sorted by its looks: with `://` a URI, with `@` an e-mail address, an
 * IPv4 or IPv6 address (in name constraints with `/` and a prefix length), else a DNS name. Nothing is checked or
 * converted, so that malformed names can be made; `der` is taken as it is.
 */
export type TestGeneralName =
  | string
  | { readonly dns: string }
  | { readonly email: string }
  | { readonly uri: string }
  | { readonly ip: string | Uint8Array }
  | { readonly directory: TestName }
  | { readonly otherName: { readonly oid: string; readonly utf8: string } }
  | { readonly registeredId: string }
  | { readonly der: Uint8Array }

/** Octets of the groups of an IPv6 address. */
const IPV6_GROUPS = 8

/** DER of a GeneralName. Not by pkijs, which writes an otherName with a SEQUENCE too many. */
export function encodeGeneralName(name: TestGeneralName): Uint8Array {
  if (typeof name === 'string') return encodeGeneralName(sortText(name))
  if ('dns' in name) return encodeElement(contextTag(2), utf8ToBytes(name.dns))
  if ('email' in name) return encodeElement(contextTag(1), utf8ToBytes(name.email))
  if ('uri' in name) return encodeElement(contextTag(6), utf8ToBytes(name.uri))
  if ('ip' in name) return encodeElement(contextTag(7), typeof name.ip === 'string' ? parseAddress(name.ip) : name.ip)
  if ('directory' in name) return encodeElement(constructedContextTag(4), encodeName(name.directory))
  if ('registeredId' in name) return encodeElement(contextTag(8), encodeObjectIdentifier(name.registeredId))
  if ('otherName' in name) {
    const { oid, utf8 } = name.otherName
    const value = encodeElement(constructedContextTag(0), encodeElement(UTF8_STRING, utf8ToBytes(utf8)))
    return encodeElement(constructedContextTag(0), encodeOid(oid), value)
  }
  return name.der
}

/** DER of GeneralNames under a tag. */
export function encodeGeneralNames(tag: number, names: readonly TestGeneralName[]): Uint8Array {
  return encodeElement(tag, ...names.map(encodeGeneralName))
}

/** The first name that is text for a DNS name. */
export function firstDnsName(names: readonly TestGeneralName[]): string | undefined {
  for (const name of names) {
    const sorted = typeof name === 'string' ? sortText(name) : name
    if ('dns' in sorted) return sorted.dns
  }
  return undefined
}

function sortText(text: string): Exclude<TestGeneralName, string> {
  if (text.includes('://')) return { uri: text }
  if (text.includes('@')) return { email: text }
  return isAddress(text) ? { ip: text } : { dns: text }
}

function isAddress(text: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+(?:\/\d+)?$/.test(text) || /^[\da-f]*:[\da-f:.]*(?:\/\d+)?$/i.test(text)
}

/** Octets of an address, followed by those of its mask where a prefix length is given (RFC 5280 section 4.2.1.10). */
function parseAddress(text: string): Uint8Array {
  const [address = '', prefix] = text.split('/')
  const octets = address.includes(':') ? parseIpv6(address) : address.split('.').map(Number)
  if (prefix === undefined) return Uint8Array.from(octets)
  return concatBytes(Uint8Array.from(octets), createMask(octets.length, Number(prefix)))
}

function parseIpv6(address: string): number[] {
  const [head = '', tail] = address.split('::')
  const before = parseGroups(head)
  const after = parseGroups(tail ?? '')
  const zeros = IPV6_GROUPS - before.length - after.length
  if (zeros < 0 || (tail === undefined && zeros > 0)) throw new TypeError(`"ip" ${address} is not an IPv6 address`)
  const groups = [...before, ...Array.from({ length: zeros }, () => 0), ...after]
  return groups.flatMap((group) => [group >> 8, group & 0xff])
}

/** Groups of 16 bits; the last two may be written as an IPv4 address (RFC 4291 section 2.2). */
function parseGroups(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)]
    const [first = 0, second = 0, third = 0, fourth = 0] = group.split('.').map(Number)
    return [first * 256 + second, third * 256 + fourth]
  })
}

function createMask(octets: number, prefix: number): Uint8Array {
  return Uint8Array.from({ length: octets }, (_, index) => {
    const bits = Math.min(8, Math.max(0, prefix - index * 8))
    return 0xff & (0xff00 >> bits)
  })
}
