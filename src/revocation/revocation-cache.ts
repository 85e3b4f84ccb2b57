import type { Crl } from '../x509/crl.ts'
import type { OcspResponse } from '../x509/ocsp-response.ts'

/** Evidence that was fetched, and verified for one issuer. */
export type CachedEvidence =
  | { readonly kind: 'crl'; readonly crl: Crl }
  /** `nonce` is that of the request, lower-case hex. */
  | { readonly kind: 'ocsp'; readonly response: OcspResponse; readonly nonce: string | undefined }
  | {
      readonly kind: 'failure'
      readonly code: 'fetch-failed' | 'url-blocked' | 'evidence-malformed'
      readonly reason: string
    }

/** An entry and its dates. */
export interface CacheEntry {
  readonly evidence: CachedEvidence
  /** Milliseconds since 1970 from when it should be fetched anew: half of its life. */
  readonly refreshAtMs: number
  /** Milliseconds since 1970 until when it may be used. */
  readonly expiresAtMs: number
  readonly bytes: number
  /** How many times in a row the address has failed, where the last time it did. */
  readonly failures?: number | undefined
}

/**
 * Keeps fetched evidence between checks. Keys name the issuer's key beside the address, so that the data of one issuer never answers for
 * another's certificate.
 */
export interface RevocationCache {
  /** What is kept under the key and may still be used at `atMs`; `undefined` where there is nothing. */
  readonly find: (key: string, atMs: number) => CacheEntry | undefined
  /** Keeps an entry in place of any former one; may drop others. */
  readonly keep: (key: string, entry: CacheEntry) => void
  /** Runs `load`, or waits for the same load that is under way. */
  readonly once: (key: string, load: () => Promise<CacheEntry>) => Promise<CacheEntry>
  /**
   * Optional. Notes the number of a verified CRL of one scope, and answers the highest that was ever noted, also of CRLs that are forgotten.
   * Without it, an older CRL that is sent again is recognised only while the newer one is kept.
   */
  readonly noteCrlNumber?: ((scope: string, crlNumber: bigint) => bigint) | undefined
}

/** Bounds of a cache. */
export interface RevocationCacheOptions {
  /** @defaultValue 1,000 */
  readonly maxEntries?: number | undefined
  /** Of evidence kept, in octets. @defaultValue 128 MiB */
  readonly maxBytes?: number | undefined
}

/** Makes a cache in memory that forgets the entry used longest ago when it is full, and as many numbers of CRLs as it may have entries. */
export function createRevocationCache(options: RevocationCacheOptions = {}): RevocationCache {
  const { maxEntries = 1000, maxBytes = 128 * 1024 * 1024 } = options
  const entries = new Map<string, CacheEntry>()
  const underWay = new Map<string, Promise<CacheEntry>>()
  const crlNumbers = new Map<string, bigint>()
  let bytes = 0
  const forget = (key: string): void => {
    bytes -= entries.get(key)?.bytes ?? 0
    entries.delete(key)
  }
  return {
    find: (key, atMs) => {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entries.delete(key)
      if (entry.expiresAtMs <= atMs) {
        bytes -= entry.bytes
        return undefined
      }
      entries.set(key, entry)
      return entry
    },
    keep: (key, entry) => {
      forget(key)
      if (entry.bytes > maxBytes || maxEntries < 1) return
      entries.set(key, entry)
      bytes += entry.bytes
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries && bytes <= maxBytes) break
        forget(oldest)
      }
    },
    once: (key, load) => {
      const known = underWay.get(key)
      if (known !== undefined) return known
      const loading = load().finally(() => underWay.delete(key))
      underWay.set(key, loading)
      return loading
    },
    noteCrlNumber: (scope, crlNumber) => {
      const known = crlNumbers.get(scope) ?? crlNumber
      const highest = known > crlNumber ? known : crlNumber
      crlNumbers.delete(scope)
      crlNumbers.set(scope, highest)
      const [oldest] = crlNumbers.keys()
      if (crlNumbers.size > maxEntries && oldest !== undefined) crlNumbers.delete(oldest)
      return highest
    },
  }
}
