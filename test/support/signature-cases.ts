import {
  generateKeyPairSync,
  privateEncrypt,
  publicDecrypt,
  constants,
  sign,
  type KeyObject,
  type KeyPairKeyObjectResult,
} from 'node:crypto'
import type { SignatureCheck } from '../../src/crypto/signature-verifier.ts'
import { openDer } from '../../src/der/der-reader.ts'
import { readAlgorithmIdentifier } from '../../src/x509/algorithm-identifier.ts'
import { readPublicKey, type PublicKey } from '../../src/x509/public-key.ts'
import { resolveSignatureAlgorithm, type SignatureAlgorithm } from '../../src/x509/signature-algorithm.ts'
import { explicit, integer, nothing, oid, sequence, type Octets } from './der.ts'

export const DATA: Uint8Array = new Uint8Array(Buffer.from('to be signed, '.repeat(90)))

/** Object identifiers of digests, by the names of this library (NIST CSOR, RFC 3279). */
export const HASH_OIDS: Readonly<Record<string, string>> = {
  MD5: '1.2.840.113549.2.5',
  'SHA-1': '1.3.14.3.2.26',
  'SHA-224': '2.16.840.1.101.3.4.2.4',
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
  'SHA-512/224': '2.16.840.1.101.3.4.2.5',
  'SHA-512/256': '2.16.840.1.101.3.4.2.6',
  'SHA3-224': '2.16.840.1.101.3.4.2.7',
  'SHA3-256': '2.16.840.1.101.3.4.2.8',
  'SHA3-384': '2.16.840.1.101.3.4.2.9',
  'SHA3-512': '2.16.840.1.101.3.4.2.10',
}

/** The names that OpenSSL gives to digests. */
const HASH_NAMES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  'SHA-512/224': 'sha512-224',
  'SHA-512/256': 'sha512-256',
  'SHA3-224': 'sha3-224',
  'SHA3-256': 'sha3-256',
  'SHA3-384': 'sha3-384',
  'SHA3-512': 'sha3-512',
}

/** RSASSA-PKCS1-v1_5 by digest (RFC 4055, RFC 8017, NIST CSOR). */
export const PKCS1_OIDS: Readonly<Record<string, string>> = {
  MD5: '1.2.840.113549.1.1.4',
  'SHA-1': '1.2.840.113549.1.1.5',
  'SHA-224': '1.2.840.113549.1.1.14',
  'SHA-256': '1.2.840.113549.1.1.11',
  'SHA-384': '1.2.840.113549.1.1.12',
  'SHA-512': '1.2.840.113549.1.1.13',
  'SHA-512/224': '1.2.840.113549.1.1.15',
  'SHA-512/256': '1.2.840.113549.1.1.16',
  'SHA3-224': '2.16.840.1.101.3.4.3.13',
  'SHA3-256': '2.16.840.1.101.3.4.3.14',
  'SHA3-384': '2.16.840.1.101.3.4.3.15',
  'SHA3-512': '2.16.840.1.101.3.4.3.16',
}

/** ECDSA by digest (RFC 5758, NIST CSOR). */
export const ECDSA_OIDS: Readonly<Record<string, string>> = {
  'SHA-1': '1.2.840.10045.4.1',
  'SHA-224': '1.2.840.10045.4.3.1',
  'SHA-256': '1.2.840.10045.4.3.2',
  'SHA-384': '1.2.840.10045.4.3.3',
  'SHA-512': '1.2.840.10045.4.3.4',
  'SHA3-224': '2.16.840.1.101.3.4.3.9',
  'SHA3-256': '2.16.840.1.101.3.4.3.10',
  'SHA3-384': '2.16.840.1.101.3.4.3.11',
  'SHA3-512': '2.16.840.1.101.3.4.3.12',
}

/** Algorithms that need no parameters (RFC 8410, RFC 9881, RFC 9909). */
export const PLAIN_OIDS: Readonly<Record<string, string>> = {
  Ed25519: '1.3.101.112',
  Ed448: '1.3.101.113',
  'ML-DSA-44': '2.16.840.1.101.3.4.3.17',
  'ML-DSA-65': '2.16.840.1.101.3.4.3.18',
  'ML-DSA-87': '2.16.840.1.101.3.4.3.19',
  'SLH-DSA-SHA2-128f': '2.16.840.1.101.3.4.3.21',
  'SLH-DSA-SHAKE-128f': '2.16.840.1.101.3.4.3.27',
}

/** The value that a table has for a name; a name that it does not have is the test's mistake. */
export function row<Value>(table: Readonly<Record<string, Value>>, name: string): Value {
  const value = table[name]
  if (value === undefined) throw new Error(`no row ${name}`)
  return value
}

/** The signature algorithm of this identifier and these parameters. */
export function algorithmOf(identifier: string, ...parameters: readonly Octets[]): SignatureAlgorithm {
  const encoded = sequence(oid(identifier), ...parameters)
  return resolveSignatureAlgorithm(
    readAlgorithmIdentifier(openDer(encoded), 'signatureAlgorithm'),
    'signatureAlgorithm',
  )
}

/** RSASSA-PKCS1-v1_5 with NULL parameters. */
export const pkcs1 = (hash: string): SignatureAlgorithm => algorithmOf(row(PKCS1_OIDS, hash), nothing)
export const ecdsa = (hash: string): SignatureAlgorithm => algorithmOf(row(ECDSA_OIDS, hash))
export const plain = (name: string): SignatureAlgorithm => algorithmOf(row(PLAIN_OIDS, name))

/** RSASSA-PSS with these parameters (RFC 4055 section 3.1). */
export function pss(hash: string, saltLength: number, maskHash: string = hash): SignatureAlgorithm {
  const mask = sequence(oid('1.2.840.113549.1.1.8'), sequence(oid(row(HASH_OIDS, maskHash)), nothing))
  return algorithmOf(
    '1.2.840.113549.1.1.10',
    sequence(
      explicit(0, sequence(oid(row(HASH_OIDS, hash)), nothing)),
      explicit(1, mask),
      explicit(2, integer(saltLength)),
    ),
  )
}

/** A SubjectPublicKeyInfo, decoded. */
export function publicKeyOf(key: KeyObject | Uint8Array): PublicKey {
  return readPublicKey(openDer(key instanceof Uint8Array ? key : spkiOf(key)))
}

/** The SubjectPublicKeyInfo that OpenSSL writes. */
export function spkiOf(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ type: 'spki', format: 'der' }))
}

/** Made once for all tests of a file: the search for primes takes time. */
const rsaKeys = new Map<string, KeyPairKeyObjectResult>()

/** An RSA key of this size. */
export function rsaKey(bits: number, publicExponent: number = 65537): KeyPairKeyObjectResult {
  const name = `${bits} ${publicExponent}`
  const pair = rsaKeys.get(name) ?? generateKeyPairSync('rsa', { modulusLength: bits, publicExponent })
  rsaKeys.set(name, pair)
  return pair
}

/** A check of what node:crypto signs. */
export function rsaCheck({ publicKey, privateKey }: KeyPairKeyObjectResult, hash: string): SignatureCheck {
  const signature = new Uint8Array(sign(row(HASH_NAMES, hash), DATA, privateKey))
  return { publicKey: publicKeyOf(publicKey), algorithm: pkcs1(hash), data: DATA, signature }
}

/** As {@link rsaCheck}, for RSASSA-PSS. */
export function pssCheck(
  { publicKey, privateKey }: KeyPairKeyObjectResult,
  hash: string,
  saltLength: number,
): SignatureCheck {
  const key = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
  const signature = new Uint8Array(sign(row(HASH_NAMES, hash), DATA, key))
  return { publicKey: publicKeyOf(publicKey), algorithm: pss(hash, saltLength), data: DATA, signature }
}

/** As {@link rsaCheck}, for ECDSA. */
export function ecdsaCheck({ publicKey, privateKey }: KeyPairKeyObjectResult, hash: string): SignatureCheck {
  const signature = new Uint8Array(sign(row(HASH_NAMES, hash), DATA, privateKey))
  return { publicKey: publicKeyOf(publicKey), algorithm: ecdsa(hash), data: DATA, signature }
}

/** As {@link rsaCheck}, for Ed25519 and Ed448. */
export function edwardsCheck(name: 'Ed25519' | 'Ed448'): SignatureCheck {
  const pair = name === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed448')
  const signature = new Uint8Array(sign(null, DATA, pair.privateKey))
  return { publicKey: publicKeyOf(pair.publicKey), algorithm: plain(name), data: DATA, signature }
}

/** The signature whose encoded message is this, whatever it says: the bare private operation. */
export function signEncodedMessage({ privateKey }: KeyPairKeyObjectResult, encodedMessage: Uint8Array): Uint8Array {
  return new Uint8Array(privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encodedMessage))
}

/** The encoded message of a signature: the bare public operation. */
export function encodedMessageOf({ publicKey }: KeyPairKeyObjectResult, signature: Uint8Array): Uint8Array {
  return new Uint8Array(publicDecrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, signature))
}

/** A copy with one bit of one octet changed. */
export function flip(bytes: Uint8Array, index: number, bit: number = index % 8): Uint8Array {
  const copy = bytes.slice()
  copy[index] = (copy[index] ?? 0) ^ (1 << bit)
  return copy
}
