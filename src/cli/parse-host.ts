import { domainToASCII } from 'node:url'
import { parseReferenceIdentity } from '../path/host-name.ts'

/** No host name is longer in ASCII (RFC 1034 section 3.1), and none in letters of the world is longer than it is in ASCII. */
const MAX_LENGTH = 255

const ASCII = /^\p{ASCII}*$/u

/**
 * Reads a host as a person writes it: a DNS name or an address. A name in other letters than those of ASCII becomes its
 * A-label (RFC 5890), which is what certificates hold. `undefined` if it is none of these, as a URL is not.
 */
export function parseHost(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined
  // Names in ASCII are left alone: URLs would make addresses of numbers.
  const host = ASCII.test(text) ? text : domainToASCII(text)
  return parseReferenceIdentity(host).kind === 'unusable' ? undefined : host
}
