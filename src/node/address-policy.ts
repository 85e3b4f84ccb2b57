import { parseIpAddress } from '../path/host-name.ts'
import {
  GLOBAL_UNICAST_IPV6,
  LOOPBACK_BLOCKS,
  NAT64_IPV6,
  REFUSED_BLOCKS,
  specialPurposeBlocks,
} from './address-blocks.ts'

/** The addresses, as 4 or 16 octets, to which connections may be made. */
export interface AddressPolicy {
  readonly allows: (address: Uint8Array) => boolean
  /** Those let through by `allowLoopback`; none without it. */
  readonly isOpenLoopback: (address: Uint8Array) => boolean
}

/** What {@link createAddressPolicy} can be told. */
export interface AddressPolicyOptions {
  /** Further blocks to refuse, as `198.51.100.0/24`. */
  readonly refused: readonly string[]
  readonly allowLoopback: boolean
}

interface Block {
  readonly prefix: Uint8Array
  readonly bits: number
}

/**
 * Makes the rule for addresses: refused is all that IANA does not list as globally reachable, all IPv6 that is not global unicast, and
 * {@link REFUSED_BLOCKS}.
 *
 * IPv6 addresses that embed an IPv4 address (mapped, compatible, 6to4, Teredo, local NAT64) are refused whatever they embed, since
 * IANA lists none of these blocks as globally reachable; of NAT64's well-known prefix, which it does list, the embedded address is judged.
 *
 * @throws TypeError if one of `refused` is not a block of addresses
 */
export function createAddressPolicy(options: AddressPolicyOptions): AddressPolicy {
  const refused = [...REFUSED_BLOCKS.map(readBlock), ...options.refused.map(readBlock)]
  const special = specialPurposeBlocks()
    .map(({ block, isGloballyReachable }) => ({ ...readBlock(block), isGloballyReachable }))
    .sort((a, b) => b.bits - a.bits)
  const globalUnicast = readBlock(GLOBAL_UNICAST_IPV6)
  const nat64 = readBlock(NAT64_IPV6)
  const loopback = options.allowLoopback ? LOOPBACK_BLOCKS.map(readBlock) : []

  const isOpenLoopback = (address: Uint8Array): boolean => loopback.some((block) => holds(block, address))

  function isPublic(address: Uint8Array): boolean {
    if (refused.some((block) => holds(block, address))) return false
    if (holds(nat64, address)) return isPublic(address.subarray(12))
    const listed = special.find((block) => holds(block, address))
    return listed?.isGloballyReachable ?? (address.length === 4 || holds(globalUnicast, address))
  }

  return { allows: (address) => isOpenLoopback(address) || isPublic(address), isOpenLoopback }
}

function readBlock(text: string): Block {
  const slash = text.indexOf('/')
  const prefix = parseIpAddress(text.slice(0, Math.max(slash, 0)))
  const length = text.slice(slash + 1)
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : Infinity
  if (prefix === undefined || bits > prefix.length * 8) {
    throw new TypeError(
      `"refusedBlocks" must hold blocks of addresses such as 198.51.100.0/24: ${JSON.stringify(text)}`,
    )
  }
  return { prefix, bits }
}

function holds({ prefix, bits }: Block, address: Uint8Array): boolean {
  if (address.length !== prefix.length) return false
  const octets = bits >> 3
  for (let index = 0; index < octets; index += 1) if (address[index] !== prefix[index]) return false
  const rest = 8 - (bits & 7)
  return rest === 8 || (address[octets] ?? 0) >> rest === (prefix[octets] ?? 0) >> rest
}
