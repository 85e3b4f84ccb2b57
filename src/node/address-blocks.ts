/** A block of addresses in the registries of special-purpose addresses. */
export interface AddressBlock {
  /** Prefix and its length in bits, in text. */
  readonly block: string
  /** What IANA says under "Globally Reachable"; `false` also where it says nothing or refers to another block. */
  readonly isGloballyReachable: boolean
}

const reachable = (block: string): AddressBlock => ({ block, isGloballyReachable: true })
const special = (block: string): AddressBlock => ({ block, isGloballyReachable: false })

/**
 * The blocks of the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190), in their order:
 * https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry.
 * The most specific block that holds an address decides.
 */
export function specialPurposeBlocks(): readonly AddressBlock[] {
  return [
    special('0.0.0.0/8'),
    special('0.0.0.0/32'),
    special('10.0.0.0/8'),
    special('100.64.0.0/10'),
    special('127.0.0.0/8'),
    special('169.254.0.0/16'),
    special('172.16.0.0/12'),
    special('192.0.0.0/24'),
    special('192.0.0.0/29'),
    special('192.0.0.8/32'),
    reachable('192.0.0.9/32'),
    reachable('192.0.0.10/32'),
    special('192.0.0.170/32'),
    special('192.0.0.171/32'),
    special('192.0.2.0/24'),
    reachable('192.31.196.0/24'),
    reachable('192.52.193.0/24'),
    special('192.88.99.0/24'),
    special('192.88.99.2/32'),
    special('192.168.0.0/16'),
    reachable('192.175.48.0/24'),
    special('198.18.0.0/15'),
    special('198.51.100.0/24'),
    special('203.0.113.0/24'),
    special('240.0.0.0/4'),
    special('255.255.255.255/32'),
    special('::1/128'),
    special('::/128'),
    special('::ffff:0:0/96'),
    reachable('64:ff9b::/96'),
    special('64:ff9b:1::/48'),
    special('100::/64'),
    special('100:0:0:1::/64'),
    special('2001::/23'),
    special('2001::/32'),
    reachable('2001:1::1/128'),
    reachable('2001:1::2/128'),
    reachable('2001:1::3/128'),
    special('2001:2::/48'),
    reachable('2001:3::/32'),
    reachable('2001:4:112::/48'),
    special('2001:10::/28'),
    reachable('2001:20::/28'),
    reachable('2001:30::/28'),
    special('2001:db8::/32'),
    special('2002::/16'),
    reachable('2620:4f:8000::/48'),
    special('3fff::/20'),
    special('5f00::/16'),
    special('fc00::/7'),
    special('fe80::/10'),
  ]
}

/** What is refused though no registry of special-purpose addresses says so. */
export const REFUSED_BLOCKS: readonly string[] = [
  // Multicast (RFC 5771, RFC 4291 section 2.7).
  '224.0.0.0/4',
  'ff00::/8',
  // Anycast that the nearest gateway answers, which is inside one's own network (RFC 7723, RFC 8155, RFC 9665).
  '192.0.0.9/32',
  '192.0.0.10/32',
  '2001:1::1/128',
  '2001:1::2/128',
  '2001:1::3/128',
  // Where Azure's host answers its virtual machines, in a range that is public otherwise.
  '168.63.129.16/32',
]

/** Of IPv6, what has been allocated as global unicast (RFC 4291 section 2.4, IANA's IPv6 address space): all else is reserved. */
export const GLOBAL_UNICAST_IPV6 = '2000::/3'

/** Addresses that stand for the IPv4 address in their last 32 bits, to which a translator connects (RFC 6052 section 2.1). */
export const NAT64_IPV6 = '64:ff9b::/96'

/** Loopback, as far as tests of one's own may reach. */
export const LOOPBACK_BLOCKS: readonly string[] = ['127.0.0.0/8', '::1/128']
