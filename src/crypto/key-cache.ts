import type { PublicKey } from '../x509/public-key.ts'
import { bytesEqual } from './bytes-equal.ts'
import { quickHash } from './quick-hash.ts'

/** Remembers what was made of keys, by the bytes of their SubjectPublicKeyInfo. */
export interface KeyCache<Made> {
  readonly find: (publicKey: PublicKey) => Made
}

/** Enough for every issuer of a large pool; an imported key costs a few kB. */
const DEFAULT_MAX_KEYS = 256

/** Larger than any key that is worked with; others are not worth remembering. */
const MAX_SPKI_OCTETS = 4096

interface Entry<Made> {
  readonly spki: Uint8Array
  readonly made: Made
}

/**
 * Makes a cache that calls `make` for a key that it does not remember, and forgets the key used least recently above `maxKeys`.
 *
 * @throws RangeError if `maxKeys` is not a positive integer
 */
export function createKeyCache<Made>(
  make: (publicKey: PublicKey) => Made,
  maxKeys: number = DEFAULT_MAX_KEYS,
): KeyCache<Made> {
  if (!Number.isSafeInteger(maxKeys) || maxKeys < 1) throw new RangeError('"maxKeys" must be a positive integer')
  // In order of use. Of two keys with the same hash the later one takes the place: whoever seeks such pairs only slows himself down.
  const entries = new Map<number, Entry<Made>>()
  return {
    find: (publicKey) => {
      const { spki } = publicKey
      if (spki.length > MAX_SPKI_OCTETS) return make(publicKey)
      const hash = quickHash(spki)
      const known = entries.get(hash)
      entries.delete(hash)
      const entry =
        known !== undefined && bytesEqual(known.spki, spki)
          ? known
          : { spki: new Uint8Array(spki), made: make(publicKey) }
      entries.set(hash, entry)
      if (entries.size > maxKeys) forgetOldest(entries)
      return entry.made
    },
  }
}

function forgetOldest(entries: Map<number, unknown>): void {
  for (const hash of entries.keys()) {
    entries.delete(hash)
    return
  }
}
