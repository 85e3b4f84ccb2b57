import { hmac } from '@noble/hashes/hmac.js'
import { scryptAsync } from '@noble/hashes/scrypt.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { md5 } from '@noble/hashes/legacy.js'
import type { Digest, DigestFunction } from './digests.ts'
import { pause, type ScryptCost, type WorkLimits } from './work-limits.ts'
import { platformCrypto } from '../crypto/platform-crypto.ts'

const ITERATIONS_AT_A_TIME = 20_000

/** Each is an HMAC, which takes ten times as long as a digest of one block. */
const HMACS_AT_A_TIME = 2000

/** PBKDF2 (RFC 8018 section 5.2), by WebCrypto where it can, which does not block and takes a tenth of the time. */
export async function derivePbkdf2(
  { function: hash, webName }: Digest,
  passphrase: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  octets: number,
  limits: WorkLimits,
): Promise<Uint8Array> {
  const key =
    (webName === '' ? undefined : await deriveByPlatform(webName, passphrase, salt, iterations, octets)) ??
    (await pbkdf2(hash, passphrase, salt, iterations, octets, limits))
  limits.signal?.throwIfAborted()
  return key
}

/** `undefined` where the platform does not: Cloudflare's refuses more than 100,000 iterations, and others may refuse what else they like. */
async function deriveByPlatform(
  hash: string,
  passphrase: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  octets: number,
): Promise<Uint8Array | undefined> {
  const subtle = platformCrypto()?.subtle
  if (subtle === undefined) return undefined
  try {
    const base = await subtle.importKey('raw', new Uint8Array(passphrase), 'PBKDF2', false, ['deriveBits'])
    const parameters = { name: 'PBKDF2', hash, salt: new Uint8Array(salt), iterations }
    return new Uint8Array(await subtle.deriveBits(parameters, base, octets * 8))
  } catch {
    return undefined
  }
}

/** What the packages have for this takes no signal, and may go on for minutes. */
async function pbkdf2(
  hash: DigestFunction,
  passphrase: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  octets: number,
  limits: WorkLimits,
): Promise<Uint8Array> {
  const keyed = hmac.create(hash, passphrase)
  const derived = new Uint8Array(octets)
  const link = new Uint8Array(hash.outputLen)
  const block = new Uint8Array(hash.outputLen)
  let work = keyed.clone()
  try {
    for (let offset = 0; offset < octets; offset += hash.outputLen) {
      const index = new Uint8Array(4)
      new DataView(index.buffer).setUint32(0, offset / hash.outputLen + 1)
      work = keyed._cloneInto(work).update(salt).update(index)
      work.digestInto(link)
      block.set(link)
      for (let round = 1; round < iterations; round += 1) {
        // Into the same object, which takes half the time that new ones do.
        work = keyed._cloneInto(work).update(link)
        work.digestInto(link)
        for (let at = 0; at < block.length; at += 1) block[at] = (block[at] ?? 0) ^ (link[at] ?? 0)
        if (round % HMACS_AT_A_TIME === 0) await pause(limits)
      }
      derived.set(block.subarray(0, octets - offset), offset)
    }
  } finally {
    keyed.destroy()
    work.destroy()
    link.fill(0)
    block.fill(0)
  }
  return derived
}

/** scrypt (RFC 7914), within the limits already. */
export async function deriveScrypt(
  cost: ScryptCost,
  passphrase: Uint8Array,
  salt: Uint8Array,
  octets: number,
  { signal, maxMemoryBytes }: WorkLimits,
): Promise<Uint8Array> {
  // What the package counts has a little more to it than the two arrays of the standard.
  const maxmem = maxMemoryBytes * 2
  return scryptAsync(passphrase, salt, { ...cost, dkLen: octets, maxmem, onProgress: () => signal?.throwIfAborted() })
}

/** PBKDF1 (RFC 8018 section 5.1); `octets` is at most the length of the digest. */
export async function derivePbkdf1(
  hash: DigestFunction,
  passphrase: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  octets: number,
  limits: WorkLimits,
): Promise<Uint8Array> {
  let digest: Uint8Array = hash(concatBytes(passphrase, salt))
  for (let round = 1; round < iterations; round += 1) {
    digest = hash(digest)
    if (round % ITERATIONS_AT_A_TIME === 0) await pause(limits)
  }
  return digest.slice(0, octets)
}

/** OpenSSL's EVP_BytesToKey with MD5 and one round, which is all that the headers of an encrypted PEM block offer. */
export function deriveLegacyKey(passphrase: Uint8Array, salt: Uint8Array, octets: number): Uint8Array {
  const key = new Uint8Array(octets)
  let block: Uint8Array = new Uint8Array()
  for (let offset = 0; offset < octets; offset += block.length) {
    block = md5(concatBytes(block, passphrase, salt))
    key.set(block.subarray(0, octets - offset), offset)
  }
  return key
}
