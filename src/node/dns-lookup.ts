import { Resolver } from 'node:dns/promises'

/**
 * Finds the addresses of a host name, in text. Rejects or resolves to none where there are none.
 *
 * All that is returned is checked before a connection is made to any of it. Nobody waits for it once `signal` is aborted.
 */
export type AddressLookup = (hostname: string, options: { readonly signal: AbortSignal }) => Promise<readonly string[]>

/** For each of two attempts at each server, the second twice as long: below the limit for the whole. */
const ATTEMPT_MS = 800
const ATTEMPTS = 2

/** How long addresses of IPv6 may be later than those of IPv4; some servers never answer for them. RFC 8305 section 3 says 50. */
const RESOLUTION_DELAY_MS = 50

/**
 * Makes the lookup that asks the machine's DNS servers themselves.
 *
 * Not `getaddrinfo`, which occupies one of four threads of the process for as long as a stranger's DNS server keeps silent, cannot
 * be stopped, and also answers from the hosts file and from search domains, which are local by nature.
 *
 * @param servers - instead of the machine's, as `192.0.2.1:53`
 */
export function createDnsLookup(servers?: readonly string[]): AddressLookup {
  return async (hostname, { signal }) => {
    const resolver = new Resolver({ timeout: ATTEMPT_MS, tries: ATTEMPTS })
    if (servers !== undefined) resolver.setServers(servers)
    const cancel = (): void => {
      resolver.cancel()
    }
    signal.addEventListener('abort', cancel, { once: true })
    try {
      const ipv6 = noneOnFailure(resolver.resolve6(hostname))
      const ipv4 = await noneOnFailure(resolver.resolve4(hostname))
      if (ipv4.length === 0) return await ipv6
      return [...ipv4, ...(await Promise.race([ipv6, noneAfter(RESOLUTION_DELAY_MS)]))]
    } finally {
      signal.removeEventListener('abort', cancel)
      cancel()
    }
  }
}

async function noneOnFailure(addresses: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await addresses
  } catch {
    // No such name, no address of this family, or no answer: all the same to one who wants to connect.
    return []
  }
}

async function noneAfter(delayMs: number): Promise<readonly string[]> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve([])
    }, delayMs)
  })
}
