import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { CHash } from '@noble/hashes/utils.js'

/** A digest that test signatures can be made with. */
export type TestHashName = 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

/** A digest function with its sizes in octets, as `@noble/hashes` makes them. */
export type TestHash = CHash

/** Digest functions by name. */
export const TEST_HASHES: Readonly<Record<TestHashName, TestHash>> = {
  MD5: md5,
  'SHA-1': sha1,
  'SHA-256': sha256,
  'SHA-384': sha384,
  'SHA-512': sha512,
}

/** Object identifiers of digests (RFC 3279 section 2.2, RFC 5754 section 2). */
export const TEST_HASH_OIDS: Readonly<Record<TestHashName, string>> = {
  MD5: '1.2.840.113549.2.5',
  'SHA-1': '1.3.14.3.2.26',
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
}
