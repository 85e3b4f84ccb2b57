import { constants, createPublicKey, verify, type KeyObject } from 'node:crypto'
import { encodeEcPublicKey, encodePlainPublicKey } from '../crypto/encode-public-key.ts'
import { createKeyCache } from '../crypto/key-cache.ts'
import { prepareSignature, type PreparedSignature, type SignatureHash } from '../crypto/prepare-signature.ts'
import type { SignatureVerdict } from '../crypto/signature-verifier.ts'
import type { SynchronousVerifier } from '../crypto/synchronous-verifier.ts'
import {
  openVerificationKey,
  type EcVerificationKey,
  type KeyRefusal,
  type VerificationKey,
} from '../crypto/verification-key.ts'

/** What {@link createNodeVerifier} can be told. */
export interface NodeVerifierOptions {
  /** Imported keys to keep. @defaultValue 256 */
  readonly maxKeys?: number | undefined
}

interface ImportedKey {
  readonly key: VerificationKey | KeyRefusal
  /** `undefined` where OpenSSL would not import the key. */
  readonly keyObject: KeyObject | undefined
}

/** OpenSSL's names. */
const HASH_NAMES: Readonly<Record<SignatureHash, string>> = {
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

/**
 * Makes a verifier over node:crypto, which answers at once and takes a fraction of WebCrypto's time for a short message.
 *
 * The form of keys and signatures is judged before OpenSSL sees them (see `prepareSignature`). Whatever OpenSSL then knows is checked:
 * RSA and ECDSA with every digest from SHA-1 to SHA-3, Ed25519, Ed448, and from OpenSSL 3.5 on ML-DSA and SLH-DSA. Where it refuses the key,
 * the algorithm or the digest, be it by a policy of the system, the verdict is `unsupported`. Each key is imported once.
 *
 * @throws RangeError if `maxKeys` is not a positive integer
 * @example
 * ```ts
 * const { ok } = await buildChain(certificate, { anchors, verifier: createNodeVerifier() })
 * ```
 */
export function createNodeVerifier(options: NodeVerifierOptions = {}): SynchronousVerifier {
  const keys = createKeyCache<ImportedKey>((publicKey) => {
    const key = openVerificationKey(publicKey)
    return { key, keyObject: typeof key === 'string' ? undefined : importKey(key, publicKey.subjectPublicKey) }
  }, options.maxKeys)
  return {
    verify: (check) => {
      const { key, keyObject } = keys.find(check.publicKey)
      const prepared = prepareSignature(check, key)
      if (typeof prepared === 'string') return prepared
      return keyObject === undefined ? 'unsupported' : verifyWith(keyObject, prepared, check.signature, check.data)
    },
  }
}

function verifyWith(
  keyObject: KeyObject,
  prepared: PreparedSignature,
  signature: Uint8Array,
  data: Uint8Array,
): SignatureVerdict {
  try {
    return isValid(keyObject, prepared, signature, data) ? 'valid' : 'invalid'
  } catch {
    // No verdict: a wrong signature gives false.
    return 'unsupported'
  }
}

function isValid(keyObject: KeyObject, prepared: PreparedSignature, signature: Uint8Array, data: Uint8Array): boolean {
  switch (prepared.scheme) {
    case 'RSASSA-PKCS1-v1_5':
    case 'ECDSA':
      return verify(HASH_NAMES[prepared.hash], data, keyObject, signature)
    case 'RSASSA-PSS': {
      const { hash, saltLength } = prepared
      const key = { key: keyObject, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
      return verify(HASH_NAMES[hash], data, key, signature)
    }
    case 'EdDSA':
    case 'post-quantum':
      return verify(null, data, keyObject, signature)
  }
}

/** In the form that OpenSSL decodes fastest: SubjectPublicKeyInfo takes ten times as long for RSA and EdDSA. */
function importKey(key: VerificationKey, subjectPublicKey: Uint8Array): KeyObject | undefined {
  try {
    switch (key.kind) {
      case 'RSA':
        // Without the AlgorithmIdentifier, whose restriction of RSASSA-PSS was checked already.
        return createPublicKey({ key: Buffer.from(subjectPublicKey), format: 'der', type: 'pkcs1' })
      case 'EC':
        return importEc(key)
      case 'Edwards':
        return createPublicKey({ key: { kty: 'OKP', crv: key.curveName, x: encodeBase64Url(key.key) }, format: 'jwk' })
      case 'post-quantum':
        return importSpki(encodePlainPublicKey(key.name, key.key))
    }
  } catch {
    return undefined
  }
}

/** OpenSSL multiplies a point that comes as a JWK by the order, which is fast for P-256 alone. */
function importEc({ curve, curveName, point }: EcVerificationKey): KeyObject {
  if (curveName !== 'P-256') return importSpki(encodeEcPublicKey(curveName, point))
  const x = encodeBase64Url(point.subarray(1, 1 + curve.octets))
  const y = encodeBase64Url(point.subarray(1 + curve.octets))
  return createPublicKey({ key: { kty: 'EC', crv: curveName, x, y }, format: 'jwk' })
}

function importSpki(spki: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
}

function encodeBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
