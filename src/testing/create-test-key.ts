import { sha1 } from '@noble/hashes/legacy.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { encodePem } from './base64.ts'
import {
  encodePkcs1,
  encodePkcs8,
  encodePublicKeyOctets,
  encodeSec1,
  encodeSubjectPublicKeyInfo,
} from './encode-key.ts'
import { deriveBytes } from './derive-bytes.ts'
import { encryptKey, type KeyEncryptionOptions } from './encrypt-key.ts'
import { bigintOf } from './integer.ts'
import { encodeDefectiveKey, type KeyDefect } from './key-defects.ts'
import { deriveEcMaterial, deriveEdMaterial, takeRsaMaterial, type KeyMaterial } from './key-material.ts'
import type { RsaPoolBits } from './rsa-key-pool.ts'
import { signWithKey } from './sign-with-key.ts'
import { defaultSignatureAlgorithm, type TestSignatureAlgorithm } from './signature-algorithms.ts'

/** What a test key can be. RSA-1024 is weak on purpose. */
export type TestKeyAlgorithm =
  'P-256' | 'P-384' | 'P-521' | 'RSA-1024' | 'RSA-2048' | 'RSA-3072' | 'RSA-4096' | 'RSA-PSS-2048' | 'Ed25519' | 'Ed448'

/** Where a test key comes from. */
export interface TestKeyOptions {
  /** @defaultValue `'P-256'` */
  readonly algorithm?: TestKeyAlgorithm | undefined
  /**
   * The same seed gives the same key; for RSA it picks one of a few keys that are part of this package.
   *
   * @defaultValue `'certkeep'`
   */
  readonly seed?: string | number | undefined
  /**
   * RSA only: 3 or 65537.
   *
   * @defaultValue 65537
   */
  readonly publicExponent?: 3 | 65_537 | undefined
}

/**
 * A key pair for tests: FOR TESTS ONLY, since its private part follows from a seed or, for RSA, is published with this
 * package. PEM in every container, encrypted or with a defect on request. `JSON.stringify` shows the algorithm alone.
 */
export interface TestKey {
  readonly algorithm: TestKeyAlgorithm
  /** What it signs with unless told otherwise. */
  readonly signatureAlgorithm: TestSignatureAlgorithm
  /** DER of the SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). */
  readonly subjectPublicKeyInfo: Uint8Array
  /** SHA-1 of the public key's octets in lower-case hex (RFC 5280 section 4.2.1.2, method 1). */
  readonly keyIdentifier: string
  /** The public key as PEM. */
  readonly publicPem: string
  /** PrivateKeyInfo as PEM (RFC 5958). */
  readonly pkcs8: string
  /** DER of the same. */
  readonly pkcs8Der: Uint8Array
  /** RSAPrivateKey as PEM (RFC 8017). Reading it throws TypeError unless this is an RSA key. */
  readonly pkcs1: string
  /** ECPrivateKey as PEM (RFC 5915). Reading it throws TypeError unless this is an EC key. */
  readonly sec1: string
  /** The numbers, for what this interface does not offer. */
  readonly material: KeyMaterial
  /**
   * The private key as encrypted PEM: `ENCRYPTED PRIVATE KEY` with PBES2 (RFC 8018), or PKCS#1 or SEC 1 with `DEK-Info`.
   * Salt and IV follow from key and passphrase.
   */
  readonly encrypted: (passphrase: string, options?: KeyEncryptionOptions) => Promise<string>
  /**
   * The private key as PEM with something wrong; {@link KEY_DEFECTS} tells what.
   *
   * @throws TypeError if a key of this algorithm cannot have the defect
   */
  readonly defective: (defect: KeyDefect) => string
  /**
   * Signs bytes, each time alike.
   *
   * @throws TypeError if the algorithm is not one of the key's, or the key is too small for it
   */
  readonly sign: (message: Uint8Array, algorithm?: TestSignatureAlgorithm) => Promise<Uint8Array>
  /** The algorithm alone. */
  readonly toJSON: () => string
}

/**
 * Makes a key pair for tests.
 *
 * @throws CertkeepError `ERR_TESTING_ALGORITHM_UNAVAILABLE` if the platform cannot compute with an Edwards curve
 *
 * @example
 * ```ts
 * const key = await createTestKey({ algorithm: 'RSA-2048' })
 * const pem = await key.encrypted('secret', { container: 'pkcs1' })
 * ```
 */
export async function createTestKey(options: TestKeyOptions = {}): Promise<TestKey> {
  const { algorithm = 'P-256', seed = 'certkeep', publicExponent = 65_537 } = options
  const poolIndex = Number(bigintOf(deriveBytes(String(seed), 'pool-index', 4)))
  return deriveTestKey({ algorithm, seed: String(seed), label: 'key', poolIndex, publicExponent })
}

/** Where in a hierarchy a key belongs. */
export interface KeySource {
  readonly algorithm: TestKeyAlgorithm
  readonly seed: string
  readonly label: string
  /** Which key of the pool, for RSA. */
  readonly poolIndex: number
  readonly publicExponent?: 3 | 65_537 | undefined
}

/** Makes the key at a place. */
export async function deriveTestKey(source: KeySource): Promise<TestKey> {
  return wrapMaterial(source.algorithm, await deriveMaterial(source))
}

/** The size of modulus that an algorithm's keys have; `undefined` for what is not RSA. */
export function rsaBitsOf(algorithm: TestKeyAlgorithm): RsaPoolBits | undefined {
  return RSA_BITS[algorithm]
}

const RSA_BITS: Readonly<Partial<Record<TestKeyAlgorithm, RsaPoolBits>>> = {
  'RSA-1024': 1024,
  'RSA-2048': 2048,
  'RSA-3072': 3072,
  'RSA-4096': 4096,
  'RSA-PSS-2048': 2048,
}

function deriveMaterial(source: KeySource): KeyMaterial | Promise<KeyMaterial> {
  const { algorithm, seed, label, poolIndex, publicExponent = 65_537 } = source
  switch (algorithm) {
    case 'P-256':
    case 'P-384':
    case 'P-521':
      return deriveEcMaterial(algorithm, seed, label)
    case 'Ed25519':
    case 'Ed448':
      return deriveEdMaterial(algorithm, seed, label)
    case 'RSA-PSS-2048':
      return takeRsaMaterial(2048, poolIndex, BigInt(publicExponent), 'RSA-PSS')
    case 'RSA-1024':
      return takeRsaMaterial(1024, poolIndex, BigInt(publicExponent), 'RSA')
    case 'RSA-2048':
      return takeRsaMaterial(2048, poolIndex, BigInt(publicExponent), 'RSA')
    case 'RSA-3072':
      return takeRsaMaterial(3072, poolIndex, BigInt(publicExponent), 'RSA')
    case 'RSA-4096':
      return takeRsaMaterial(4096, poolIndex, BigInt(publicExponent), 'RSA')
    default:
      throw new TypeError(`"algorithm" ${String(algorithm satisfies never)} is not known`)
  }
}

function wrapMaterial(algorithm: TestKeyAlgorithm, material: KeyMaterial): TestKey {
  const subjectPublicKeyInfo = encodeSubjectPublicKeyInfo(material)
  const keyIdentifier = bytesToHex(sha1(encodePublicKeyOctets(material)))
  const signatureAlgorithm = defaultSignatureAlgorithm(material)
  return {
    algorithm,
    signatureAlgorithm,
    subjectPublicKeyInfo,
    keyIdentifier,
    // Getters, also so that a console shows no private numbers.
    get material() {
      return material
    },
    get publicPem() {
      return encodePem('PUBLIC KEY', subjectPublicKeyInfo)
    },
    get pkcs8() {
      return encodePem('PRIVATE KEY', encodePkcs8(material))
    },
    get pkcs8Der() {
      return encodePkcs8(material)
    },
    get pkcs1() {
      if (material.type !== 'RSA') throw new TypeError('PKCS#1 is for RSA keys')
      return encodePem('RSA PRIVATE KEY', encodePkcs1(material))
    },
    get sec1() {
      if (material.type !== 'EC') throw new TypeError('SEC 1 is for EC keys')
      return encodePem('EC PRIVATE KEY', encodeSec1(material))
    },
    encrypted: (passphrase, options) => encryptKey(material, passphrase, options),
    defective: (defect) => encodeDefectiveKey(material, defect),
    sign: (message, chosen = signatureAlgorithm) => signWithKey(material, chosen, message),
    toJSON: () => `[test key ${algorithm}]`,
  }
}
