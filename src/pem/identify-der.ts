import type { PemObject } from '../problem/pem-problems.ts'
import { readElementHeader, type ElementHeader } from './read-element-header.ts'

/** Kinds of objects that DER can be told to hold, `unknown` for any other. */
export type DerObject = Extract<
  PemObject,
  | 'certificate'
  | 'privateKey'
  | 'encryptedPrivateKey'
  | 'publicKey'
  | 'certificateRequest'
  | 'crl'
  | 'pkcs7'
  | 'pkcs12'
  | 'parameters'
  | 'unknown'
>

/** Objects by the tags of their outermost elements, in hex; for signed ones also those of what is signed. */
const OUTLINES: readonly (readonly [object: DerObject, outline: RegExp, inner?: RegExp])[] = [
  // RFC 5280 section 4.1: in version 1, the serial number comes first
  ['certificate', /^30 30 03$/, /^(?:a0 )?02 30 30 30 30 30/],
  // RFC 5280 section 5.1: thisUpdate is a time
  ['crl', /^30 30 03$/, /^(?:02 )?30 30 1[78]/],
  // RFC 2986 section 4.1
  ['certificateRequest', /^30 30 03$/, /^02 30 30(?: a0)?$/],
  // RFC 5280 section 4.1.2.7
  ['publicKey', /^30 03$/],
  // RFC 5958 section 3
  ['encryptedPrivateKey', /^30 04$/],
  // RFC 5652 section 3
  ['pkcs7', /^06 a0$/],
  // RFC 7292 section 4
  ['pkcs12', /^02 30(?: 30)?$/],
  // RFC 5958 section 2
  ['privateKey', /^02 30 04/],
  // RFC 5915 section 3
  ['privateKey', /^02 04(?: a0)?(?: a1)?$/],
  // RFC 8017 appendix A.1.2, and what OpenSSL writes for DSA
  ['privateKey', /^02 02 02 02 02 02(?: 02 02 02(?: 30)?)?$/],
  // Two numbers: RFC 8017 appendix A.1.1; three are the parameters of DSA (RFC 3279 section 2.3.2)
  ['publicKey', /^02 02$/],
  ['parameters', /^02 02 02$/],
]

/** More elements than any of these objects has. */
const MAX_ELEMENTS = 12

/**
 * Tells what kind of object DER is, from the outermost elements alone; nothing else of it is judged.
 *
 * Bytes after the object do not matter, bytes missing from it do as far as they hide elements.
 */
export function identifyDer(der: Uint8Array): DerObject {
  const outer = elementAt(der, 0, der.length)
  if (outer === undefined) return 'unknown'
  // ECParameters that name a curve (RFC 5480 section 2.1.1)
  if (outer.tag === 0x06) return 'parameters'
  if (outer.tag !== 0x30) return 'unknown'
  const tags = tagsIn(der, outer)
  const first = elementAt(der, outer.start, outer.end)
  const inner = first === undefined || first.tag !== 0x30 ? '' : tagsIn(der, first)
  return OUTLINES.find(([, outline, signed]) => outline.test(tags) && (signed?.test(inner) ?? true))?.[0] ?? 'unknown'
}

/** How long an object says that it is, header included; `undefined` if its first bytes are no SEQUENCE header. */
export function readObjectLength(der: Uint8Array): number | undefined {
  const header = der[0] === 0x30 ? readHeader(der, 0) : undefined
  return header?.end
}

function tagsIn(der: Uint8Array, { start, end }: ElementHeader): string {
  const tags: string[] = []
  let index = start
  while (index < end && tags.length < MAX_ELEMENTS) {
    const element = elementAt(der, index, end)
    if (element === undefined) return `${tags.join(' ')} ?`
    tags.push(element.tag.toString(16).padStart(2, '0'))
    index = element.end
  }
  return tags.join(' ')
}

function elementAt(der: Uint8Array, at: number, end: number): ElementHeader | undefined {
  const element = at < end ? readHeader(der, at) : undefined
  return element === undefined || element.end > end ? undefined : element
}

function readHeader(der: Uint8Array, at: number): ElementHeader | undefined {
  return readElementHeader((place) => der[place], at)
}
