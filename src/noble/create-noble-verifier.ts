import { p256, p384, p521 } from '@noble/curves/nist.js'
import { createKeyCache } from '../crypto/key-cache.ts'
import { encodeFixedWidth, type EcdsaSignature } from '../crypto/ecdsa-signature.ts'
import { prepareSignature, type PreparedSignature, type SignatureHash } from '../crypto/prepare-signature.ts'
import type { SynchronousVerifier } from '../crypto/synchronous-verifier.ts'
import { openVerificationKey, type EcVerificationKey } from '../crypto/verification-key.ts'
import { HASH_FUNCTIONS } from './hash-functions.ts'
import { POST_QUANTUM_FUNCTIONS } from './post-quantum-functions.ts'
import { verifyEdwards } from './verify-edwards.ts'
import { verifyRsaPkcs1, verifyRsaPss } from './verify-rsa.ts'

/** What {@link createNobleVerifier} can be told. */
export interface NobleVerifierOptions {
  /** Keys to keep in the form that was found fit. @defaultValue 256 */
  readonly maxKeys?: number | undefined
}

const CURVES = { 'P-256': p256, 'P-384': p384, 'P-521': p521 }

/**
 * Makes a verifier in JavaScript alone, for pages without TLS and for algorithms that a platform lacks.
 *
 * Checks at once, on every runtime and never with `unsupported` where `prepareSignature` lets a signature through: RSA in plain bigints, ECDSA and EdDSA
 * by `@noble/curves`, ML-DSA and SLH-DSA by `@noble/post-quantum`, of which the latter was not audited by third parties. It takes about five
 * times as long as node:crypto for RSA and forty times for ECDSA; all it works on is public, so that its time may depend on it.
 *
 * @throws RangeError if `maxKeys` is not a positive integer
 * @example
 * const verifier = createFallbackVerifier(createWebCryptoVerifier(), createNobleVerifier())
 */
export function createNobleVerifier(options: NobleVerifierOptions = {}): SynchronousVerifier {
  const keys = createKeyCache(openVerificationKey, options.maxKeys)
  return {
    verify: (check) => {
      const prepared = prepareSignature(check, keys.find(check.publicKey))
      if (typeof prepared === 'string') return prepared
      return isValid(prepared, check.signature, check.data) ? 'valid' : 'invalid'
    },
  }
}

function isValid(prepared: PreparedSignature, signature: Uint8Array, data: Uint8Array): boolean {
  switch (prepared.scheme) {
    case 'RSASSA-PKCS1-v1_5':
      return verifyRsaPkcs1(prepared.key, prepared.hash, signature, data)
    case 'RSASSA-PSS':
      return verifyRsaPss(prepared.key, prepared.hash, prepared.saltLength, signature, data)
    case 'ECDSA':
      return verifyEcdsa(prepared.key, prepared.hash, prepared.numbers, data)
    case 'EdDSA':
      return verifyEdwards(prepared.key, signature, data)
    case 'post-quantum':
      return POST_QUANTUM_FUNCTIONS[prepared.key.name].verify(signature, data, prepared.key.key)
  }
}

function verifyEcdsa(
  { curve, curveName, point }: EcVerificationKey,
  hash: SignatureHash,
  numbers: EcdsaSignature,
  data: Uint8Array,
): boolean {
  // X.509 knows no rule of the smaller s (BIP 62), and half of all honest signatures break it.
  return CURVES[curveName].verify(encodeFixedWidth(numbers, curve), HASH_FUNCTIONS[hash](data), point, {
    prehash: false,
    lowS: false,
  })
}
