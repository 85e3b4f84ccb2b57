import { bigintOf, bytesOf } from '../crypto/bigint-bytes.ts'
import { bytesEqual } from '../crypto/bytes-equal.ts'
import { modPow } from '../crypto/modular.ts'
import type { SignatureHash } from '../crypto/prepare-signature.ts'
import type { RsaVerificationKey } from '../crypto/verification-key.ts'
import { encodeNull, encodeOctetString, encodeOid, encodeSequence } from '../der/write-der.ts'
import { HASH_ALGORITHMS } from '../x509/hash-algorithms.ts'
import { HASH_FUNCTIONS } from './hash-functions.ts'

/**
 * Decides whether an RSASSA-PKCS1-v1_5 signature holds (RFC 8017 section 8.2.2). The gate has bounded all sizes.
 *
 * The one encoding that is right is made anew and compared: whoever takes the padding apart instead is forged
 * (Bleichenbacher 2006, CVE-2022-24771).
 */
export function verifyRsaPkcs1(
  key: RsaVerificationKey,
  hash: SignatureHash,
  signature: Uint8Array,
  data: Uint8Array,
): boolean {
  const digestInfo = encodeDigestInfo(hash, HASH_FUNCTIONS[hash](data))
  const padding = key.modulus.length - digestInfo.length - 3
  if (padding < 8) return false
  const expected = new Uint8Array(key.modulus.length).fill(0xff)
  expected[0] = 0
  expected[1] = 1
  expected[padding + 2] = 0
  expected.set(digestInfo, padding + 3)
  return bytesEqual(recoverMessage(key, signature), expected)
}

/**
 * Decides whether an RSASSA-PSS signature holds, with the digest also in MGF1 (RFC 8017 sections 8.1.2 and 9.1.2). The gate has seen to
 * it that the modulus has room for digest and salt.
 */
export function verifyRsaPss(
  key: RsaVerificationKey,
  hash: SignatureHash,
  saltLength: number,
  signature: Uint8Array,
  data: Uint8Array,
): boolean {
  const hashFunction = HASH_FUNCTIONS[hash]
  const messageDigest = hashFunction(data)
  const encodedLength = Math.ceil((key.bits - 1) / 8)
  const recovered = recoverMessage(key, signature)
  const encoded = recovered.subarray(recovered.length - encodedLength)
  // Where the modulus has one bit more than whole octets, the encoding has one octet less.
  if (recovered.length !== encodedLength && recovered[0] !== 0) return false
  const maskLength = encodedLength - messageDigest.length - 1
  const digest = encoded.subarray(maskLength, -1)
  if (encoded.at(-1) !== 0xbc) return false
  const unusedBits = 8 * encodedLength - (key.bits - 1)
  if ((encoded[0] ?? 0) >> (8 - unusedBits) !== 0) return false
  const block = maskGeneration(hashFunction, digest, maskLength)
  for (let index = 0; index < maskLength; index += 1) block[index] = (block[index] ?? 0) ^ (encoded[index] ?? 0)
  block[0] = (block[0] ?? 0) & (0xff >> unusedBits)
  const saltStart = maskLength - saltLength
  if (block.findIndex((octet) => octet !== 0) !== saltStart - 1 || block[saltStart - 1] !== 1) return false
  return bytesEqual(digest, hashFunction(concatenate(new Uint8Array(8), messageDigest, block.subarray(saltStart))))
}

/** The signature to the power of the public exponent, as many octets as the modulus (RFC 8017 section 5.2.2). */
function recoverMessage({ modulus, exponent }: RsaVerificationKey, signature: Uint8Array): Uint8Array {
  return bytesOf(modPow(bigintOf(signature), bigintOf(exponent), bigintOf(modulus)), modulus.length)
}

/** DigestInfo (RFC 8017 section 9.2); its parameters are NULL. */
function encodeDigestInfo(hash: SignatureHash, digest: Uint8Array): Uint8Array {
  const oid = HASH_ALGORITHMS.rows.find(({ name }) => name === hash)?.oid ?? ''
  return encodeSequence(encodeSequence(encodeOid(oid), encodeNull()), encodeOctetString(digest))
}

/** MGF1 (RFC 8017 appendix B.2.1). */
function maskGeneration(hashFunction: (bytes: Uint8Array) => Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const mask = new Uint8Array(length)
  for (let offset = 0, counter = 0; offset < length; counter += 1) {
    const block = hashFunction(concatenate(seed, bytesOf(BigInt(counter), 4)))
    mask.set(block.subarray(0, length - offset), offset)
    offset += block.length
  }
  return mask
}

function concatenate(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
