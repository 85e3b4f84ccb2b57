import { CertkeepError } from '../problem/certkeep-error.ts'
import type { SealContext } from './key-sealer.ts'

/** Octets of an AES-256 key. */
export const KEY_OCTETS = 32
/** Octets of the nonce of GCM (NIST SP 800-38D section 5.2.1.1). */
export const NONCE_OCTETS = 12
const TAG_OCTETS = 16
const COMMITMENT_OCTETS = 32
const WRAPPED_OCTETS = 48

/** First octets of everything sealed: `CKS`, and the version of the form. */
const MAGIC = [0x43, 0x4b, 0x53]
const VERSION = 1

/** Longest id of a key in UTF-8, whose length takes one octet. */
const MAX_ID_OCTETS = 255

/**
 * A sealed key, taken apart. In octets, one after the other: `CKS`, version 1, length of the key id, the key id in UTF-8, nonce of the wrap,
 * wrapped data key, commitment to the data key, nonce, ciphertext with its tag.
 */
export interface SealedParts {
  readonly keyId: string
  readonly wrapNonce: Uint8Array
  readonly wrappedKey: Uint8Array
  readonly commitment: Uint8Array
  readonly nonce: Uint8Array
  readonly ciphertext: Uint8Array
}

/** Puts a sealed key together. */
export function encodeSealed({ keyId, wrapNonce, wrappedKey, commitment, nonce, ciphertext }: SealedParts): Uint8Array {
  const id = new TextEncoder().encode(keyId)
  const header = Uint8Array.from([...MAGIC, VERSION, id.length, ...id])
  return joinOctets(header, wrapNonce, wrappedKey, commitment, nonce, ciphertext)
}

/**
 * Takes a sealed key apart; nothing is believed yet.
 *
 * @throws CertkeepError `ERR_SEALER_FORMAT`, `ERR_SEALER_VERSION`
 */
export function decodeSealed(sealed: Uint8Array): SealedParts {
  if (MAGIC.some((octet, index) => sealed[index] !== octet)) throw formatError(0)
  const version = sealed[MAGIC.length]
  if (version === undefined) throw formatError(sealed.length)
  if (version !== VERSION) {
    throw new CertkeepError('ERR_SEALER_VERSION', 'the key is sealed in a form that is not known', {
      detail: { version },
    })
  }
  let offset = MAGIC.length + 1
  const take = (octets: number): Uint8Array => {
    const part = sealed.subarray(offset, offset + octets)
    if (part.length < octets) throw formatError(sealed.length)
    offset += octets
    return part
  }
  const [idOctets = 0] = take(1)
  const id = take(idOctets)
  const wrapNonce = take(NONCE_OCTETS)
  const wrappedKey = take(WRAPPED_OCTETS)
  const commitment = take(COMMITMENT_OCTETS)
  const nonce = take(NONCE_OCTETS)
  const ciphertext = take(Math.max(sealed.length - offset, TAG_OCTETS))
  return { keyId: readId(id), wrapNonce, wrappedKey, commitment, nonce, ciphertext }
}

/**
 * What the ciphertext is bound to. The id of the sealing key is part of it for the wrapped data key only, so that a rotation wraps that anew
 * and leaves the rest as it is; the commitment ties the two together. JSON, since it keeps apart whatever the parts hold.
 */
export function boundTo({ recordId, namespace, publicKeySha256 }: SealContext, keyId?: string): Uint8Array {
  const parts = ['certkeep sealed key', VERSION, recordId, namespace, publicKeySha256]
  return new TextEncoder().encode(JSON.stringify(keyId === undefined ? parts : [...parts, keyId]))
}

/** Checks the id of a sealing key. @throws TypeError, RangeError */
export function checkKeyId(id: unknown): asserts id is string {
  if (typeof id !== 'string') throw new TypeError('"keys" must have ids that are strings')
  const octets = new TextEncoder().encode(id)
  if (
    octets.length === 0 ||
    octets.length > MAX_ID_OCTETS ||
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets) !== id
  ) {
    throw new RangeError(`"keys" must have ids of 1 to ${MAX_ID_OCTETS} octets of UTF-8`)
  }
}

function readId(octets: Uint8Array): string {
  const offset = MAGIC.length + 2
  if (octets.length === 0) throw formatError(offset - 1)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets)
  } catch {
    throw formatError(offset)
  }
}

function formatError(offset: number): CertkeepError {
  return new CertkeepError('ERR_SEALER_FORMAT', 'these bytes are no sealed key, or were cut off', {
    detail: { offset },
  })
}

function joinOctets(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}
