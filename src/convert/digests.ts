import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512, sha512_256 } from '@noble/hashes/sha2.js'

/** A digest that containers are protected with. */
export interface Digest {
  readonly name: string
  /** Of the digest itself, as PKCS#12's MAC and PBKDF1 have it. */
  readonly oid: string
  /** Of HMAC with it, as PBKDF2 and PBMAC1 have it; empty where there is none in use. */
  readonly hmacOid: string
  /** What WebCrypto calls it; empty where it does not know it. */
  readonly webName: string
  readonly function: DigestFunction
}

/** What the packages take for a digest. */
export type DigestFunction =
  typeof md5 | typeof sha224 | typeof sha256 | typeof sha384 | typeof sha512 | typeof sha512_256

const DIGESTS: readonly Digest[] = /* @__PURE__ */ listDigests()

/** In a function, so that a bundler sees that nothing happens at import (RFC 8018 appendix B.1, RFC 5754). */
function listDigests(): readonly Digest[] {
  const row = (name: string, oid: string, hmacOid: string, webName: string, hash: DigestFunction): Digest => ({
    name,
    oid,
    hmacOid,
    webName,
    function: hash,
  })
  return [
    row('MD5', '1.2.840.113549.2.5', '', '', md5),
    row('SHA-1', '1.3.14.3.2.26', '1.2.840.113549.2.7', 'SHA-1', sha1),
    row('SHA-224', '2.16.840.1.101.3.4.2.4', '1.2.840.113549.2.8', '', sha224),
    row('SHA-256', '2.16.840.1.101.3.4.2.1', '1.2.840.113549.2.9', 'SHA-256', sha256),
    row('SHA-384', '2.16.840.1.101.3.4.2.2', '1.2.840.113549.2.10', 'SHA-384', sha384),
    row('SHA-512', '2.16.840.1.101.3.4.2.3', '1.2.840.113549.2.11', 'SHA-512', sha512),
    row('SHA-512/256', '2.16.840.1.101.3.4.2.6', '1.2.840.113549.2.13', '', sha512_256),
  ]
}

/** The digest of an object identifier. */
export function digestOf(oid: string): Digest | undefined {
  return DIGESTS.find((digest) => digest.oid === oid)
}

/** The digest of the object identifier of an HMAC. */
export function digestOfHmac(oid: string): Digest | undefined {
  return DIGESTS.find(({ hmacOid }) => hmacOid === oid)
}
