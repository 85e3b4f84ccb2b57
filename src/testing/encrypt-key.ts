import { md5 } from '@noble/hashes/legacy.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { encodeNull, encodeOctetString, encodeOid, encodeSequence } from '../der/write-der.ts'
import { encodePem } from './base64.ts'
import { deriveBytes } from './derive-bytes.ts'
import { encodeNumber, encodePkcs1, encodePkcs8, encodeSec1, encodeSubjectPublicKeyInfo } from './encode-key.ts'
import type { KeyMaterial } from './key-material.ts'

/** Ciphers that private keys are encrypted with here. */
export type KeyCipher = 'AES-128-CBC' | 'AES-192-CBC' | 'AES-256-CBC'

/** How a private key is encrypted. */
export interface KeyEncryptionOptions {
  /**
   * `pkcs8`: EncryptedPrivateKeyInfo (RFC 5958 section 3) with PBES2. `pkcs1`, `sec1`: the older form of OpenSSL, with
   * `Proc-Type` and `DEK-Info` headers and a key from one round of MD5.
   *
   * @defaultValue `'pkcs8'`
   */
  readonly container?: 'pkcs8' | 'pkcs1' | 'sec1' | undefined
  /** @defaultValue `'AES-256-CBC'` */
  readonly cipher?: KeyCipher | undefined
  /**
   * Iterations of PBKDF2 in PKCS#8. Few by default, so that tests do not wait.
   *
   * @defaultValue 2048
   */
  readonly iterations?: number | undefined
  /** What the file says of the iterations: a lie, to try bounds with. */
  readonly claimedIterations?: number | undefined
}

interface CipherRow {
  readonly oid: string
  readonly keyOctets: number
}

/** NIST's object identifiers for AES in CBC mode (RFC 8018 appendix B.2.5). */
const CIPHERS: Readonly<Record<KeyCipher, CipherRow>> = {
  'AES-128-CBC': { oid: '2.16.840.1.101.3.4.1.2', keyOctets: 16 },
  'AES-192-CBC': { oid: '2.16.840.1.101.3.4.1.22', keyOctets: 24 },
  'AES-256-CBC': { oid: '2.16.840.1.101.3.4.1.42', keyOctets: 32 },
}

const PBES2 = '1.2.840.113549.1.5.13'
const PBKDF2 = '1.2.840.113549.1.5.12'
const HMAC_WITH_SHA256 = '1.2.840.113549.2.9'
const IV_OCTETS = 16
const SALT_OCTETS = 16
/** EVP_BytesToKey takes the first eight octets of the IV for its salt. */
const LEGACY_SALT_OCTETS = 8

/** Encrypts a private key into PEM. @throws TypeError if the container is not one of the key's algorithm */
export async function encryptKey(
  material: KeyMaterial,
  passphrase: string,
  options: KeyEncryptionOptions = {},
): Promise<string> {
  const { container = 'pkcs8', cipher = 'AES-256-CBC' } = options
  const seed = `${bytesToHex(encodeSubjectPublicKeyInfo(material))}/${passphrase}`
  const iv = deriveBytes(seed, 'iv', IV_OCTETS)
  if (container === 'pkcs8') {
    const salt = deriveBytes(seed, 'salt', SALT_OCTETS)
    return encodePem('ENCRYPTED PRIVATE KEY', await encryptPkcs8(encodePkcs8(material), passphrase, salt, iv, options))
  }
  const [label, der] = encodeTraditional(material, container)
  const key = legacyKey(utf8ToBytes(passphrase), iv.subarray(0, LEGACY_SALT_OCTETS), CIPHERS[cipher].keyOctets)
  const headers = ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${cipher},${bytesToHex(iv).toUpperCase()}`]
  return encodePem(label, await encryptCbc(key, iv, der), headers)
}

function encodeTraditional(material: KeyMaterial, container: 'pkcs1' | 'sec1'): readonly [string, Uint8Array] {
  if (container === 'pkcs1' && material.type === 'RSA') return ['RSA PRIVATE KEY', encodePkcs1(material)]
  if (container === 'sec1' && material.type === 'EC') return ['EC PRIVATE KEY', encodeSec1(material)]
  throw new TypeError(`"container" ${container} is not for this key`)
}

/** EncryptedPrivateKeyInfo with PBES2, PBKDF2 and HMAC-SHA-256 (RFC 8018 section 6.2, appendix A). */
async function encryptPkcs8(
  pkcs8: Uint8Array,
  passphrase: string,
  salt: Uint8Array,
  iv: Uint8Array,
  { cipher = 'AES-256-CBC', iterations = 2048, claimedIterations = iterations }: KeyEncryptionOptions,
): Promise<Uint8Array> {
  const { oid, keyOctets } = CIPHERS[cipher]
  const base = await crypto.subtle.importKey('raw', Uint8Array.from(utf8ToBytes(passphrase)), 'PBKDF2', false, [
    'deriveBits',
  ])
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: Uint8Array.from(salt), iterations }
  const key = new Uint8Array(await crypto.subtle.deriveBits(parameters, base, keyOctets * 8))
  const derivation = encodeSequence(
    encodeOid(PBKDF2),
    encodeSequence(
      encodeOctetString(salt),
      encodeNumber(BigInt(claimedIterations)),
      encodeSequence(encodeOid(HMAC_WITH_SHA256), encodeNull()),
    ),
  )
  const scheme = encodeSequence(encodeOid(oid), encodeOctetString(iv))
  const algorithm = encodeSequence(encodeOid(PBES2), encodeSequence(derivation, scheme))
  return encodeSequence(algorithm, encodeOctetString(await encryptCbc(key, iv, pkcs8)))
}

/** EVP_BytesToKey with MD5 and one iteration, which is all that `DEK-Info` has. */
function legacyKey(passphrase: Uint8Array, salt: Uint8Array, octets: number): Uint8Array {
  let block = new Uint8Array()
  let key = new Uint8Array()
  while (key.length < octets) {
    block = Uint8Array.from(md5(concatBytes(block, passphrase, salt)))
    key = Uint8Array.from(concatBytes(key, block))
  }
  return key.subarray(0, octets)
}

async function encryptCbc(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey('raw', Uint8Array.from(key), 'AES-CBC', false, ['encrypt'])
  const parameters = { name: 'AES-CBC', iv: Uint8Array.from(iv) }
  return new Uint8Array(await crypto.subtle.encrypt(parameters, imported, Uint8Array.from(plaintext)))
}
