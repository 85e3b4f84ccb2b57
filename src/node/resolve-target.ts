import { parseIpAddress } from '../path/host-name.ts'
import { ipText } from '../x509/ip-text.ts'
import type { AddressPolicy } from './address-policy.ts'
import { createDeadline } from './deadline.ts'
import type { AddressLookup } from './dns-lookup.ts'
import type { CreateFailure } from './fetch-failure.ts'
import type { FetchTarget } from './fetch-target.ts'
import { raceSignal } from '../problem/race-signal.ts'

/** An address to which a connection may be made; node:dns has the same shape. */
export interface CheckedAddress {
  readonly address: string
  readonly family: 4 | 6
}

/** Of each family, no more are tried. */
const MAX_ADDRESSES = 4

/** How host names become addresses. */
export interface ResolveRules {
  readonly lookup: AddressLookup
  readonly addresses: AddressPolicy
  readonly timeoutMs: number
}

/**
 * Finds the addresses of a target and checks every one: a single address that is not public refuses the host, since which one would be
 * taken is for the resolver, and so for a stranger, to say.
 *
 * @throws CertkeepError `ERR_FETCH_BLOCKED`, `ERR_FETCH_FAILED`, `ERR_FETCH_TIMEOUT`
 */
export async function resolveTarget(
  target: FetchTarget,
  { lookup, addresses, timeoutMs }: ResolveRules,
  fail: CreateFailure,
  signal: AbortSignal,
): Promise<readonly CheckedAddress[]> {
  if (target.address !== undefined) return [checkedAddress(target.address)]
  const found = await lookUp(target.hostname, lookup, timeoutMs, fail, signal)
  const checked = found.map((text) => {
    const octets = parseIpAddress(text)
    if (octets === undefined || !addresses.allows(octets)) throw fail('address-not-public')
    return checkedAddress(octets)
  })
  if (checked.length === 0) throw fail('not-resolved')
  const ofFamily = (wanted: 4 | 6): readonly CheckedAddress[] =>
    checked.filter(({ family }) => family === wanted).slice(0, MAX_ADDRESSES)
  return [...ofFamily(4), ...ofFamily(6)]
}

/** The text is made of the octets that were checked, so that nothing can read it otherwise. */
function checkedAddress(octets: Uint8Array): CheckedAddress {
  return { address: ipText(octets, 0, octets.length), family: octets.length === 4 ? 4 : 6 }
}

async function lookUp(
  hostname: string,
  lookup: AddressLookup,
  timeoutMs: number,
  fail: CreateFailure,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const deadline = createDeadline(signal, timeoutMs, () => fail('timeout-resolve'))
  deadline.start()
  try {
    return await raceSignal(lookup(hostname, { signal: deadline.signal }), deadline.signal)
  } catch {
    deadline.signal.throwIfAborted()
    // What a resolver says names servers and search domains.
    throw fail('not-resolved')
  } finally {
    deadline.end()
  }
}
