import { bytesEqual } from '../crypto/bytes-equal.ts'
import { CertkeepError } from '../problem/certkeep-error.ts'
import type { KeySealer, SealContext } from './key-sealer.ts'
import {
  boundTo,
  checkKeyId,
  decodeSealed,
  encodeSealed,
  KEY_OCTETS,
  NONCE_OCTETS,
  type SealedParts,
} from './sealed-key.ts'
import {
  createSealingCipher,
  refusal,
  type PlatformKey,
  type SealingCipher,
  type SealingCrypto,
} from './sealing-crypto.ts'
import { platformCrypto } from '../crypto/platform-crypto.ts'

/** A key that seals. */
export interface SealingKey {
  /** Kept with what it sealed, in clear: 1 to 255 octets of UTF-8. Never give another key the same id. */
  readonly id: string
  /** 32 octets that nobody can foresee, or a key of WebCrypto for AES-GCM with 256 bits that may encrypt and decrypt, best not extractable. */
  readonly key: Uint8Array | PlatformKey
}

/** What {@link aesGcmSealer} can be told. */
export interface AesGcmSealerOptions {
  /** Does the cryptography. @defaultValue `crypto.subtle` of the platform */
  readonly subtle?: SealingCrypto | undefined
  /** So many octets that nobody can foresee. @defaultValue `crypto.getRandomValues` */
  readonly random?: ((octets: number) => Uint8Array) | undefined
}

/** What a sealer with rotation is. */
export type RotatingSealer = Required<KeySealer>

/** A sealing key, imported or on its way. */
interface OpenKey {
  readonly id: string
  readonly handle: Promise<PlatformKey>
}

/** The data key of one record, and the keys that are made of it. */
interface DataKey {
  readonly octets: Uint8Array
  readonly key: PlatformKey
  readonly commitment: Uint8Array
}

/**
 * Makes a sealer with AES-256-GCM (NIST SP 800-38D) over WebCrypto. The first of `keys` seals; each opens what it sealed.
 *
 * Every call of `seal` draws a data key, which encrypts the private key and is itself encrypted ("wrapped") with the first sealing key, each with
 * a fresh nonce of 96 bits. Deleting the sealed bytes thus destroys the key, and `rewrap` wraps the data key anew and leaves the rest as it is.
 * Record id, namespace, public key and the version of the form are authenticated for both, the id of the sealing key for the wrap. A commitment
 * to the data key keeps two keys from opening the same bytes to different keys, which GCM alone allows. One sealing key may seal 2³² times.
 *
 * To rotate: put a new key first, keep the old ones behind it, `rewrap` everything, then leave the old ones out.
 *
 * Not done: keeping the sealing keys, which is for the operator's secret store, and hiding how long a private key is.
 *
 * @throws TypeError, RangeError if `keys` is empty, names an id twice, or has a key of another kind or size; if the platform has no WebCrypto
 * @example
 * ```ts
 * const sealer = aesGcmSealer([{ id: '2026-11', key: crypto.getRandomValues(new Uint8Array(32)) }])
 * ```
 */
export function aesGcmSealer(keys: readonly SealingKey[], options: AesGcmSealerOptions = {}): RotatingSealer {
  const subtle: SealingCrypto | undefined = options.subtle ?? platformCrypto()?.subtle
  if (subtle === undefined) throw new TypeError('"subtle" must be given where the platform has no WebCrypto')
  const cipher = createSealingCipher(subtle)
  const { random = randomOctets } = options
  const openKeys = openAll(keys, cipher)
  const [present] = openKeys.values()
  if (present === undefined) throw new RangeError('"keys" must hold at least one key')

  const draw = (octets: number): Uint8Array => {
    const drawn = random(octets)
    if (drawn.length !== octets) throw new RangeError(`"random" must give ${octets} octets`)
    return drawn
  }

  const wrap = async (
    octets: Uint8Array,
    context: SealContext,
  ): Promise<Pick<SealedParts, 'keyId' | 'wrapNonce' | 'wrappedKey'>> => {
    const wrapNonce = draw(NONCE_OCTETS)
    const binding = { nonce: wrapNonce, boundTo: boundTo(context, present.id) }
    return { keyId: present.id, wrapNonce, wrappedKey: await cipher.encrypt(await present.handle, octets, binding) }
  }

  const unwrap = async (
    { keyId, wrapNonce, wrappedKey, commitment }: SealedParts,
    context: SealContext,
  ): Promise<DataKey> => {
    const sealingKey = openKeys.get(keyId)
    if (sealingKey === undefined) {
      throw new CertkeepError('ERR_SEALER_UNKNOWN_KEY', 'the key is sealed under a key that was not given', {
        detail: { keyId },
      })
    }
    const binding = { nonce: wrapNonce, boundTo: boundTo(context, keyId) }
    const octets = await cipher.decrypt(await sealingKey.handle, wrappedKey, binding)
    const derived = await cipher.derive(octets)
    if (!bytesEqual(derived.commitment, commitment)) throw refusal()
    return { octets, ...derived }
  }

  return {
    seal: async (plaintext, context, { signal } = {}) => {
      checkBytes(plaintext, 'plaintext')
      const bound = checkContext(context)
      signal?.throwIfAborted()
      const copy = new Uint8Array(plaintext)
      const octets = draw(KEY_OCTETS)
      try {
        const { key, commitment } = await cipher.derive(octets)
        const nonce = draw(NONCE_OCTETS)
        const ciphertext = await cipher.encrypt(key, copy, { nonce, boundTo: boundTo(bound) })
        return encodeSealed({ ...(await wrap(octets, bound)), commitment, nonce, ciphertext })
      } finally {
        octets.fill(0)
        copy.fill(0)
      }
    },
    open: async (sealed, context, { signal } = {}) => {
      checkBytes(sealed, 'sealed')
      const bound = checkContext(context)
      signal?.throwIfAborted()
      const parts = decodeSealed(new Uint8Array(sealed))
      const { octets, key } = await unwrap(parts, bound)
      octets.fill(0)
      return cipher.decrypt(key, parts.ciphertext, { nonce: parts.nonce, boundTo: boundTo(bound) })
    },
    rewrap: async (sealed, context, { signal } = {}) => {
      checkBytes(sealed, 'sealed')
      const bound = checkContext(context)
      signal?.throwIfAborted()
      const copy = new Uint8Array(sealed)
      const parts = decodeSealed(copy)
      const { octets } = await unwrap(parts, bound)
      try {
        return parts.keyId === present.id ? copy : encodeSealed({ ...parts, ...(await wrap(octets, bound)) })
      } finally {
        octets.fill(0)
      }
    },
  }
}

function randomOctets(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count))
}

function openAll(keys: readonly SealingKey[], cipher: SealingCipher): ReadonlyMap<string, OpenKey> {
  const opened = new Map<string, OpenKey>()
  for (const { id, key } of keys) {
    checkKeyId(id)
    if (opened.has(id)) throw new RangeError('"keys" must not name an id twice')
    checkKey(key)
    const handle = key instanceof Uint8Array ? cipher.importKey(key) : Promise.resolve(key)
    // Whoever needs the key is told; before that nobody may be.
    handle.catch(() => undefined)
    opened.set(id, { id, handle })
  }
  return opened
}

function checkKey(key: Uint8Array | PlatformKey): void {
  if (key instanceof Uint8Array) {
    if (key.length !== KEY_OCTETS) throw new RangeError(`"keys" must be of ${KEY_OCTETS} octets each`)
    return
  }
  const { name, length }: KeyAlgorithm & { readonly length?: number } = key.algorithm
  if (name !== 'AES-GCM' || length !== KEY_OCTETS * 8) throw new TypeError('"keys" must be for AES-GCM with 256 bits')
  if (!key.usages.includes('encrypt') || !key.usages.includes('decrypt')) {
    throw new TypeError('"keys" must be allowed to encrypt and decrypt')
  }
}

function checkBytes(value: unknown, name: string): void {
  if (!(value instanceof Uint8Array)) throw new TypeError(`"${name}" must be a Uint8Array`)
}

/** A copy, so that it stays what it was. */
function checkContext({ recordId, namespace, publicKeySha256 }: SealContext): SealContext {
  for (const [name, value] of Object.entries({ recordId, namespace })) {
    if (typeof value !== 'string' || value === '')
      throw new TypeError(`"context.${name}" must be a string that is not empty`)
  }
  if (typeof publicKeySha256 !== 'string' || !/^[\da-f]{64}$/.test(publicKeySha256)) {
    throw new TypeError('"context.publicKeySha256" must be 64 digits of lower-case hex')
  }
  return { recordId, namespace, publicKeySha256 }
}
