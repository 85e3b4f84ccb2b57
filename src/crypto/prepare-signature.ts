import type { HashName } from '../x509/hash-algorithms.ts'
import type { SignatureAlgorithm } from '../x509/signature-algorithm.ts'
import { readEcdsaSignature, type EcdsaSignature } from './ecdsa-signature.ts'
import { isSoundEdwardsSignature } from './edwards-encoding.ts'
import { POST_QUANTUM_SIGNATURE_OCTETS } from './post-quantum-sizes.ts'
import type { SignatureCheck } from './signature-verifier.ts'
import type {
  EcVerificationKey,
  EdwardsVerificationKey,
  KeyRefusal,
  PostQuantumVerificationKey,
  RsaVerificationKey,
  VerificationKey,
} from './verification-key.ts'

/** Digests that signatures are checked with. MD2 and MD5 prove nothing: anybody can make two messages that share one. */
export type SignatureHash = Exclude<HashName, 'MD2' | 'MD5'>

/** A signature of the right form, under a key that fits its algorithm: all that is left is arithmetic. */
export type PreparedSignature =
  | { readonly scheme: 'RSASSA-PKCS1-v1_5'; readonly key: RsaVerificationKey; readonly hash: SignatureHash }
  | {
      readonly scheme: 'RSASSA-PSS'
      readonly key: RsaVerificationKey
      /** Also of the mask generation function. */
      readonly hash: SignatureHash
      readonly saltLength: number
    }
  | {
      readonly scheme: 'ECDSA'
      readonly key: EcVerificationKey
      readonly hash: SignatureHash
      readonly numbers: EcdsaSignature
    }
  | { readonly scheme: 'EdDSA'; readonly key: EdwardsVerificationKey }
  | { readonly scheme: 'post-quantum'; readonly key: PostQuantumVerificationKey }

/** Length of a digest in octets (FIPS 180-4, FIPS 202). */
const HASH_OCTETS: Readonly<Record<SignatureHash, number>> = {
  'SHA-1': 20,
  'SHA-224': 28,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
  'SHA-512/224': 28,
  'SHA-512/256': 32,
  'SHA3-224': 28,
  'SHA3-256': 32,
  'SHA3-384': 48,
  'SHA3-512': 64,
}

/**
 * Decides, without any arithmetic on keys, whether a signature can be what it says: the gate that all verifiers share, so that what a
 * platform is lenient about does not matter and all platforms agree.
 *
 * - `unsupported`: MD2, MD5, DSA, SM2, GOST, pre-hash ML-DSA and SLH-DSA, unsigned, whatever is not recognised, RSASSA-PSS with two different
 *   digests, and what `openVerificationKey` says so of
 * - `invalid`: the key is not of the algorithm, an id-RSASSA-PSS key is restricted to other parameters (RFC 4055 section 1.2) or used with
 *   another padding, or the signature is not of the one length and encoding that its algorithm knows
 *
 * RSASSA-PSS may have any salt for which the modulus has room: that it be as long as the digest is asked by the CA/B Forum, not by the
 * arithmetic. Any digest may go with any curve. SHA-1 is checked; whether to rely on it is for the caller to decide.
 *
 * @param key - what `openVerificationKey` says of the key of `check`
 */
export function prepareSignature(
  check: SignatureCheck,
  key: VerificationKey | KeyRefusal,
): PreparedSignature | KeyRefusal {
  const { algorithm, signature } = check
  switch (algorithm.family) {
    case 'RSASSA-PKCS1-v1_5':
    case 'RSASSA-PSS':
    case 'ECDSA':
      return isSignatureHash(algorithm.hash) ? prepareHashed(algorithm, algorithm.hash, signature, key) : 'unsupported'
    case 'EdDSA':
      if (typeof key === 'string') return key
      if (key.kind !== 'Edwards' || key.curveName !== algorithm.name) return 'invalid'
      return isSoundEdwardsSignature(key.curveName, signature) ? { scheme: 'EdDSA', key } : 'invalid'
    case 'ML-DSA':
    case 'SLH-DSA':
      if (typeof key === 'string') return key
      if (key.kind !== 'post-quantum' || key.name !== algorithm.name) return 'invalid'
      return signature.length === POST_QUANTUM_SIGNATURE_OCTETS[key.name] ? { scheme: 'post-quantum', key } : 'invalid'
    case 'HashML-DSA':
    case 'HashSLH-DSA':
    case 'DSA':
    case 'SM2':
    case 'GOST':
    case 'unsigned':
    case undefined:
      return 'unsupported'
  }
}

function isSignatureHash(hash: HashName | undefined): hash is SignatureHash {
  return hash !== undefined && Object.hasOwn(HASH_OCTETS, hash)
}

function prepareHashed(
  { family, pss }: SignatureAlgorithm,
  hash: SignatureHash,
  signature: Uint8Array,
  key: VerificationKey | KeyRefusal,
): PreparedSignature | KeyRefusal {
  // Two digests: no platform takes them, and the CA/B Forum forbids them.
  if (family === 'RSASSA-PSS' && pss?.maskHash !== hash) return 'unsupported'
  if (typeof key === 'string') return key
  if (family === 'ECDSA') {
    const numbers = key.kind === 'EC' ? readEcdsaSignature(signature, key.curve) : undefined
    return key.kind === 'EC' && numbers !== undefined ? { scheme: 'ECDSA', key, hash, numbers } : 'invalid'
  }
  if (key.kind !== 'RSA' || !isBelow(signature, key.modulus)) return 'invalid'
  if (pss === undefined) return key.padding === 'any' ? { scheme: 'RSASSA-PKCS1-v1_5', key, hash } : 'invalid'
  const { saltLength } = pss
  return isPssAllowed(key, hash, saltLength) && hasRoomForSalt(key, hash, saltLength)
    ? { scheme: 'RSASSA-PSS', key, hash, saltLength }
    : 'invalid'
}

/** Whether a number of as many octets as `modulus` is below it, so that nobody can add the modulus to a signature (RFC 8017 section 5.2.2). */
function isBelow(number: Uint8Array, modulus: Uint8Array): boolean {
  if (number.length !== modulus.length) return false
  const first = number.findIndex((octet, index) => octet !== modulus[index])
  return first !== -1 && (number[first] ?? 0) < (modulus[first] ?? 0)
}

/** The digests must be the key's, and the salt no shorter (RFC 4055 section 3.3). */
function isPssAllowed({ pss }: RsaVerificationKey, hash: SignatureHash, saltLength: number): boolean {
  return pss === undefined || (pss.hash === hash && pss.maskHash === hash && saltLength >= pss.saltLength)
}

/** EMSA-PSS takes two octets besides digest and salt, in one bit less than the modulus has (RFC 8017 section 9.1.1). */
function hasRoomForSalt({ bits }: RsaVerificationKey, hash: SignatureHash, saltLength: number): boolean {
  return Math.ceil((bits - 1) / 8) >= HASH_OCTETS[hash] + saltLength + 2
}
