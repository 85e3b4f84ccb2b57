import { encodeFixedWidth } from './ecdsa-signature.ts'
import { encodePlainPublicKey } from './encode-public-key.ts'
import { createKeyCache } from './key-cache.ts'
import { prepareSignature, type PreparedSignature } from './prepare-signature.ts'
import type { SignatureVerdict, SignatureVerifier } from './signature-verifier.ts'
import {
  openVerificationKey,
  type KeyRefusal,
  type RsaVerificationKey,
  type VerificationKey,
} from './verification-key.ts'
import { platformCrypto } from './platform-crypto.ts'

/** The members of WebCrypto's SubtleCrypto that verifying takes; `crypto.subtle` is one. */
export interface VerifyingCrypto {
  /** As `SubtleCrypto.importKey`. */
  importKey(
    format: 'jwk',
    keyData: RsaJsonWebKey,
    algorithm: VerifyingAlgorithm,
    extractable: boolean,
    keyUsages: 'verify'[],
  ): Promise<unknown>
  /** As `SubtleCrypto.importKey`. */
  importKey(
    format: 'raw' | 'spki',
    keyData: ArrayBuffer | ArrayBufferView,
    algorithm: VerifyingAlgorithm,
    extractable: boolean,
    keyUsages: 'verify'[],
  ): Promise<unknown>
  /** As `SubtleCrypto.verify`. */
  verify(
    algorithm: VerifyingAlgorithm,
    key: unknown,
    signature: ArrayBuffer | ArrayBufferView,
    data: ArrayBuffer | ArrayBufferView,
  ): Promise<boolean>
}

/** One object for importing and for verifying: WebCrypto takes from it the members that it needs. */
export interface VerifyingAlgorithm {
  readonly name: string
  readonly hash?: string
  readonly namedCurve?: string
  readonly saltLength?: number
}

/** An RSA public key (RFC 7518 section 6.3.1). */
export interface RsaJsonWebKey {
  readonly kty: 'RSA'
  readonly n: string
  readonly e: string
}

/** What {@link createWebCryptoVerifier} can be told. */
export interface WebCryptoVerifierOptions {
  /** Checks the signatures. @defaultValue `crypto.subtle` of the platform, if it has one */
  readonly subtle?: VerifyingCrypto | undefined
  /** Imported keys to keep. @defaultValue 256 */
  readonly maxKeys?: number | undefined
}

/** A key, and what the platform made of it for each use; `undefined` where it would not. */
interface ImportedKey {
  readonly key: VerificationKey | KeyRefusal
  readonly imports: Map<string, Promise<{ readonly handle: unknown } | undefined>>
}

/**
 * Makes a verifier over WebCrypto, which every browser and server runtime has.
 *
 * The form of keys and signatures is judged here and not by the platform (see `prepareSignature`). What passes goes to the platform, and
 * whether it knows the algorithm is found out by asking: where it refuses to import the key or to verify, be it for want of SHA-224, SHA-3,
 * Ed448 or ML-DSA, for the size of the key or for a fault of its own, the verdict is `unsupported`, since nothing was found wrong with the
 * signature. Pages without TLS have no WebCrypto at all: everything is `unsupported`, and `certkeep/noble` is for them.
 *
 * Each key is imported once for each use, however many calls wait for it. The verdict on what the gate refuses comes at once. The
 * bytes of a check must not change before its verdict is there.
 *
 * @throws RangeError if `maxKeys` is not a positive integer
 * @example
 * ```ts
 * const verifier = createWebCryptoVerifier()
 * const { publicKey } = issuer
 * const { signatureAlgorithm: algorithm, tbsCertificate: data, signature } = certificate
 * if ((await verifier.verify({ publicKey, algorithm, data, signature })) !== 'valid') refuse()
 * ```
 */
export function createWebCryptoVerifier(options: WebCryptoVerifierOptions = {}): SignatureVerifier {
  const subtle: VerifyingCrypto | undefined = options.subtle ?? platformCrypto()?.subtle
  const keys = createKeyCache<ImportedKey>((publicKey) => {
    return { key: openVerificationKey(publicKey), imports: new Map() }
  }, options.maxKeys)
  return {
    verify: (check) => {
      const imported = keys.find(check.publicKey)
      const prepared = prepareSignature(check, imported.key)
      if (typeof prepared === 'string') return prepared
      return subtle === undefined ? 'unsupported' : verifyWith(subtle, prepared, imported, check.signature, check.data)
    },
  }
}

async function verifyWith(
  subtle: VerifyingCrypto,
  prepared: PreparedSignature,
  { imports }: ImportedKey,
  signature: Uint8Array,
  data: Uint8Array,
): Promise<SignatureVerdict> {
  const algorithm = describeAlgorithm(prepared)
  const use = `${algorithm.name} ${algorithm.hash ?? ''}`
  const pending = imports.get(use) ?? importKey(subtle, prepared, algorithm)
  imports.set(use, pending)
  const imported = await pending
  if (imported === undefined) return 'unsupported'
  const encoded = prepared.scheme === 'ECDSA' ? encodeFixedWidth(prepared.numbers, prepared.key.curve) : signature
  try {
    const isValid = await subtle.verify(algorithm, imported.handle, unshared(encoded), unshared(data))
    return isValid ? 'valid' : 'invalid'
  } catch {
    // No verdict: a wrong signature gives false.
    return 'unsupported'
  }
}

function describeAlgorithm(prepared: PreparedSignature): VerifyingAlgorithm {
  switch (prepared.scheme) {
    case 'RSASSA-PKCS1-v1_5':
      return { name: 'RSASSA-PKCS1-v1_5', hash: prepared.hash }
    case 'RSASSA-PSS':
      return { name: 'RSA-PSS', hash: prepared.hash, saltLength: prepared.saltLength }
    case 'ECDSA':
      return { name: 'ECDSA', namedCurve: prepared.key.curveName, hash: prepared.hash }
    case 'EdDSA':
      return { name: prepared.key.curveName }
    case 'post-quantum':
      return { name: prepared.key.name }
  }
}

/** Fulfils with `undefined` where the platform does not import the key, for engines do not agree on which error means what. */
async function importKey(
  subtle: VerifyingCrypto,
  { key }: PreparedSignature,
  algorithm: VerifyingAlgorithm,
): Promise<{ readonly handle: unknown } | undefined> {
  try {
    switch (key.kind) {
      case 'RSA':
        // Five times as fast as SubjectPublicKeyInfo in Node, which moreover takes none of id-RSASSA-PSS.
        return { handle: await subtle.importKey('jwk', encodeRsaJsonWebKey(key), algorithm, false, ['verify']) }
      case 'EC':
        return { handle: await subtle.importKey('raw', key.point, algorithm, false, ['verify']) }
      case 'Edwards':
        return { handle: await subtle.importKey('raw', key.key, algorithm, false, ['verify']) }
      case 'post-quantum': {
        const spki = encodePlainPublicKey(key.name, key.key)
        return { handle: await subtle.importKey('spki', spki, algorithm, false, ['verify']) }
      }
    }
  } catch {
    return undefined
  }
}

function encodeRsaJsonWebKey({ modulus, exponent }: RsaVerificationKey): RsaJsonWebKey {
  return { kty: 'RSA', n: encodeBase64Url(modulus), e: encodeBase64Url(exponent) }
}

function encodeBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** WebCrypto takes no shared memory. */
function unshared(bytes: Uint8Array): Uint8Array {
  return bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes)
}
