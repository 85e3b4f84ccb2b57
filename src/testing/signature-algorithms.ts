import { constructedContextTag } from '../der/tag.ts'
import { encodeElement, encodeNull, encodeOid, encodeSequence } from '../der/write-der.ts'
import { encodeNumber } from './encode-key.ts'
import type { KeyMaterial } from './key-material.ts'
import { TEST_HASHES, TEST_HASH_OIDS, type TestHashName } from './test-hashes.ts'

/** How a test certificate, CRL or OCSP response can be signed. `id-alg-unsigned` leaves the signature empty (RFC 9925). */
export type TestSignatureAlgorithm =
  | 'md5WithRSAEncryption'
  | 'sha1WithRSAEncryption'
  | 'sha256WithRSAEncryption'
  | 'sha384WithRSAEncryption'
  | 'sha512WithRSAEncryption'
  | 'RSASSA-PSS-SHA1'
  | 'RSASSA-PSS-SHA256'
  | 'RSASSA-PSS-SHA384'
  | 'RSASSA-PSS-SHA512'
  | 'ecdsa-with-SHA1'
  | 'ecdsa-with-SHA256'
  | 'ecdsa-with-SHA384'
  | 'ecdsa-with-SHA512'
  | 'Ed25519'
  | 'Ed448'
  | 'id-alg-unsigned'

/** How one signature algorithm is written and made. */
export type SignatureAlgorithmRow =
  | { readonly family: 'PKCS1' | 'PSS' | 'ECDSA'; readonly oid: string; readonly hash: TestHashName }
  | { readonly family: 'EdDSA'; readonly oid: string; readonly curve: 'Ed25519' | 'Ed448' }
  | { readonly family: 'unsigned'; readonly oid: string }

const PSS = '1.2.840.113549.1.1.10'
const MGF1 = '1.2.840.113549.1.1.8'

/** Signature algorithms (RFC 4055, 5758, 8410, 9925). */
export const TEST_SIGNATURE_ALGORITHMS: Readonly<Record<TestSignatureAlgorithm, SignatureAlgorithmRow>> = {
  md5WithRSAEncryption: { family: 'PKCS1', oid: '1.2.840.113549.1.1.4', hash: 'MD5' },
  sha1WithRSAEncryption: { family: 'PKCS1', oid: '1.2.840.113549.1.1.5', hash: 'SHA-1' },
  sha256WithRSAEncryption: { family: 'PKCS1', oid: '1.2.840.113549.1.1.11', hash: 'SHA-256' },
  sha384WithRSAEncryption: { family: 'PKCS1', oid: '1.2.840.113549.1.1.12', hash: 'SHA-384' },
  sha512WithRSAEncryption: { family: 'PKCS1', oid: '1.2.840.113549.1.1.13', hash: 'SHA-512' },
  'RSASSA-PSS-SHA1': { family: 'PSS', oid: PSS, hash: 'SHA-1' },
  'RSASSA-PSS-SHA256': { family: 'PSS', oid: PSS, hash: 'SHA-256' },
  'RSASSA-PSS-SHA384': { family: 'PSS', oid: PSS, hash: 'SHA-384' },
  'RSASSA-PSS-SHA512': { family: 'PSS', oid: PSS, hash: 'SHA-512' },
  'ecdsa-with-SHA1': { family: 'ECDSA', oid: '1.2.840.10045.4.1', hash: 'SHA-1' },
  'ecdsa-with-SHA256': { family: 'ECDSA', oid: '1.2.840.10045.4.3.2', hash: 'SHA-256' },
  'ecdsa-with-SHA384': { family: 'ECDSA', oid: '1.2.840.10045.4.3.3', hash: 'SHA-384' },
  'ecdsa-with-SHA512': { family: 'ECDSA', oid: '1.2.840.10045.4.3.4', hash: 'SHA-512' },
  Ed25519: { family: 'EdDSA', oid: '1.3.101.112', curve: 'Ed25519' },
  Ed448: { family: 'EdDSA', oid: '1.3.101.113', curve: 'Ed448' },
  'id-alg-unsigned': { family: 'unsigned', oid: '1.3.6.1.5.5.7.6.36' },
}

/** What a key signs with unless told otherwise: a hash as strong as its curve, and SHA-256 for RSA. */
export function defaultSignatureAlgorithm(material: KeyMaterial): TestSignatureAlgorithm {
  switch (material.type) {
    case 'RSA':
      return material.use === 'RSA' ? 'sha256WithRSAEncryption' : 'RSASSA-PSS-SHA256'
    case 'EC':
      return EC_SIGNATURE_ALGORITHMS[material.curve.name]
    case 'Ed':
      return material.name
  }
}

/** What a key signs with if it is to use SHA-1. */
export function sha1SignatureAlgorithm(material: KeyMaterial): TestSignatureAlgorithm {
  switch (material.type) {
    case 'RSA':
      return material.use === 'RSA' ? 'sha1WithRSAEncryption' : 'RSASSA-PSS-SHA1'
    case 'EC':
      return 'ecdsa-with-SHA1'
    case 'Ed':
      throw new TypeError('"sha1-signature" needs an issuer with an RSA or EC key')
  }
}

const EC_SIGNATURE_ALGORITHMS: Readonly<Record<'P-256' | 'P-384' | 'P-521', TestSignatureAlgorithm>> = {
  'P-256': 'ecdsa-with-SHA256',
  'P-384': 'ecdsa-with-SHA384',
  'P-521': 'ecdsa-with-SHA512',
}

/** AlgorithmIdentifier of a signature: NULL parameters for PKCS #1 (RFC 4055 section 5), none for the others but PSS. */
export function encodeSignatureAlgorithm(name: TestSignatureAlgorithm): Uint8Array {
  const row = TEST_SIGNATURE_ALGORITHMS[name]
  switch (row.family) {
    case 'PKCS1':
      return encodeSequence(encodeOid(row.oid), encodeNull())
    case 'PSS':
      return encodeSequence(encodeOid(row.oid), encodePssParameters(row.hash))
    case 'ECDSA':
    case 'EdDSA':
    case 'unsigned':
      return encodeSequence(encodeOid(row.oid))
  }
}

/** RSASSA-PSS-params (RFC 4055 section 3.1): one hash throughout, a salt of its length; the defaults, all SHA-1, are left out. */
function encodePssParameters(hash: TestHashName): Uint8Array {
  if (hash === 'SHA-1') return encodeSequence()
  const identifier = encodeSequence(encodeOid(TEST_HASH_OIDS[hash]), encodeNull())
  return encodeSequence(
    encodeElement(constructedContextTag(0), identifier),
    encodeElement(constructedContextTag(1), encodeSequence(encodeOid(MGF1), identifier)),
    encodeElement(constructedContextTag(2), encodeNumber(BigInt(TEST_HASHES[hash].outputLen))),
  )
}
