import { concatBytes } from '@noble/hashes/utils.js'
import { encodeNull, encodeOctetString, encodeOid, encodeSequence } from '../der/write-der.ts'
import { encodePkcs8 } from './encode-key.ts'
import { bigintOf, modulo, octetsOf, power } from './integer.ts'
import type { EdMaterial, KeyMaterial, RsaMaterial } from './key-material.ts'
import { TEST_SIGNATURE_ALGORITHMS, type TestSignatureAlgorithm } from './signature-algorithms.ts'
import { signEcdsa } from './sign-ecdsa.ts'
import { TEST_HASHES, TEST_HASH_OIDS, type TestHash, type TestHashName } from './test-hashes.ts'
import { platformCrypto } from '../crypto/platform-crypto.ts'

/**
 * Signs bytes. The same key, algorithm and bytes always give the same signature: ECDSA by RFC 6979, RSASSA-PSS with a
 * salt that follows from the message. For test keys only: not constant in time.
 *
 * @throws TypeError if the algorithm is not one of the key's, or the key is too small for it
 */
export async function signWithKey(
  material: KeyMaterial,
  algorithm: TestSignatureAlgorithm,
  message: Uint8Array,
): Promise<Uint8Array> {
  const row = TEST_SIGNATURE_ALGORITHMS[algorithm]
  if (row.family === 'unsigned') return new Uint8Array()
  if (row.family === 'ECDSA' && material.type === 'EC') {
    return signEcdsa(material.curve, material.scalar, TEST_HASHES[row.hash], message)
  }
  if (row.family === 'EdDSA' && material.type === 'Ed' && material.name === row.curve) return signEd(material, message)
  if (row.family === 'PKCS1' && material.type === 'RSA') return signPkcs1(material, row.hash, message)
  if (row.family === 'PSS' && material.type === 'RSA') {
    return applyPrivateKey(material, encodePss(TEST_HASHES[row.hash], message, material.bits - 1))
  }
  throw new TypeError(`"signatureAlgorithm" ${algorithm} does not go with the signer's key`)
}

async function signEd(material: EdMaterial, message: Uint8Array): Promise<Uint8Array> {
  const pkcs8 = Uint8Array.from(encodePkcs8(material))
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, material.name, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign(material.name, key, Uint8Array.from(message)))
}

/** RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2.1). The platform is ten times as fast, but has no MD5, and a page without TLS has none. */
async function signPkcs1(material: RsaMaterial, hash: TestHashName, message: Uint8Array): Promise<Uint8Array> {
  const subtle = platformCrypto()?.subtle
  if (hash === 'MD5' || subtle === undefined) {
    return applyPrivateKey(material, encodePkcs1Digest(hash, message, material.bits))
  }
  const pkcs8 = Uint8Array.from(encodePkcs8({ ...material, use: 'RSA' }))
  const parameters = { name: 'RSASSA-PKCS1-v1_5', hash }
  const key = await subtle.importKey('pkcs8', pkcs8, parameters, false, ['sign'])
  return new Uint8Array(await subtle.sign(parameters.name, key, Uint8Array.from(message)))
}

/** EMSA-PKCS1-v1_5 (RFC 8017 section 9.2). */
function encodePkcs1Digest(hash: TestHashName, message: Uint8Array, bits: number): Uint8Array {
  const algorithm = encodeSequence(encodeOid(TEST_HASH_OIDS[hash]), encodeNull())
  const digestInfo = encodeSequence(algorithm, encodeOctetString(TEST_HASHES[hash](message)))
  const padding = new Uint8Array(bits / 8 - digestInfo.length - 3).fill(0xff)
  return concatBytes(Uint8Array.of(0, 1), padding, Uint8Array.of(0), digestInfo)
}

/** EMSA-PSS with a salt as long as the digest (RFC 8017 section 9.1.1). */
function encodePss(hash: TestHash, message: Uint8Array, bits: number): Uint8Array {
  const digest = hash(message)
  const salt = hash(concatBytes(new TextEncoder().encode('salt'), digest))
  const h = hash(concatBytes(new Uint8Array(8), digest, salt))
  const length = Math.ceil(bits / 8)
  if (length < h.length + salt.length + 2) throw new TypeError('"signatureAlgorithm" needs a larger key')
  const data = new Uint8Array(length - h.length - 1)
  data[data.length - salt.length - 1] = 1
  data.set(salt, data.length - salt.length)
  const mask = generateMask(hash, h, data.length)
  const masked = data.map((octet, index) => octet ^ (mask[index] ?? 0))
  const unusedBits = length * 8 - bits
  masked[0] = (masked[0] ?? 0) & (0xff >> unusedBits)
  return concatBytes(masked, h, Uint8Array.of(0xbc))
}

/** MGF1 (RFC 8017 appendix B.2.1). */
function generateMask(hash: TestHash, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = []
  for (let counter = 0; counter * hash.outputLen < length; counter += 1) {
    blocks.push(hash(concatBytes(seed, octetsOf(BigInt(counter), 4))))
  }
  return concatBytes(...blocks).subarray(0, length)
}

/** RSASP1 by the Chinese remainder theorem (RFC 8017 section 5.2.1). */
function applyPrivateKey(material: RsaMaterial, encoded: Uint8Array): Uint8Array {
  const { prime1, prime2, exponent1, exponent2, coefficient, bits } = material
  const message = bigintOf(encoded)
  const m1 = power(message % prime1, exponent1, prime1)
  const m2 = power(message % prime2, exponent2, prime2)
  return octetsOf(m2 + prime2 * modulo((m1 - m2) * coefficient, prime1), bits / 8)
}
