import { contextTag } from '../der/tag.ts'
import { encodeElement, encodeOctetString } from '../der/write-der.ts'
import { encodeEcPkcs8, encodePrivateKeyInfo, encodeRsaPkcs8 } from '../keys/encode-pkcs8.ts'
import type {
  EcMaterial,
  MlDsaMaterial,
  OctetMaterial,
  PrivateKeyMaterial,
  RsaMaterial,
} from '../keys/private-key-material.ts'
import { createPart } from '../problem/create-part.ts'
import type { KeyConsistencyCheck, KeyUnsupportedReason } from '../problem/key-problems.ts'
import type { PublicKey } from '../x509/public-key.ts'
import { bytesEqual } from './bytes-equal.ts'
import { checkRsaNumbers } from './check-rsa-numbers.ts'
import { comparePublicKey, type KeyDifference } from './compare-public-key.ts'
import { deriveEcPublicKey, isPrivateValueInRange, toUncompressedPoint } from './derive-ec-public-key.ts'
import { findEcCurve } from './ec-curve.ts'
import { encodeEcPublicKey, encodePlainPublicKey, encodeRsaPublicKey } from './encode-public-key.ts'
import type { ChallengeAlgorithm, ChallengePair } from './sign-challenge.ts'

/** Whether the key is the certificate's, or what stands against it; and what the answer rests on. */
export interface KeyMatchVerdict {
  readonly method: 'public-key' | 'signature'
  readonly objection: KeyMatchObjection | undefined
}

/** What stands against a match. */
export type KeyMatchObjection =
  | { readonly kind: 'unsupported'; readonly reason: KeyUnsupportedReason }
  | { readonly kind: 'mismatch'; readonly difference: KeyDifference }
  | { readonly kind: 'inconsistent'; readonly check: KeyConsistencyCheck }

/** Asks the platform for a signature, see `signChallenge`. */
export type ChallengeSigner = (pair: ChallengePair) => Promise<'verified' | 'refuted' | 'unavailable'>

/** A modulus for which the relations between the numbers are computed; BoringSSL and Go draw the line here too. */
const MAX_RSA_BITS = 8192

/**
 * Proves that a private key is that of a SubjectPublicKeyInfo, or says what stands against it.
 *
 * What a key says of itself is compared first, since it is cheap, and believed never: RSA by the relations between its numbers, ML-DSA by
 * deriving the public key, any other by the signature, or by deriving the public key where nothing can be signed. What derives keys of
 * EdDSA and ML-DSA is loaded by the first that need it.
 *
 * @throws CertkeepError `ERR_PART_NOT_LOADED`
 */
export async function proveKeyMatch(
  material: PrivateKeyMaterial,
  publicKey: PublicKey,
  sign: ChallengeSigner,
): Promise<KeyMatchVerdict> {
  const reason = unsupportedReason(material)
  if (reason !== undefined) return byPublicKey({ kind: 'unsupported', reason })
  const difference = comparePublicKey(material, publicKey)
  if (difference !== undefined) return byPublicKey({ kind: 'mismatch', difference })
  const key = comparableKey(material, publicKey.subjectPublicKey)
  const objection = key === undefined ? MISMATCH : checkEmbeddedKeys(material, key)
  if (key === undefined || objection !== undefined) return byPublicKey(objection)
  switch (material.algorithm) {
    case 'RSA':
    case 'RSA-PSS':
      return proveRsa(material, sign)
    case 'EC':
      return proveEc(material, key, sign)
    case 'ML-DSA-44':
    case 'ML-DSA-65':
    case 'ML-DSA-87':
      return proveMlDsa(material, key, sign)
    default:
      return proveEdwards(material, key, sign)
  }
}

const MISMATCH: KeyMatchObjection = { kind: 'mismatch', difference: 'public-key' }

function byPublicKey(objection: KeyMatchObjection | undefined): KeyMatchVerdict {
  return { method: 'public-key', objection }
}

function bySignature(objection: KeyMatchObjection | undefined): KeyMatchVerdict {
  return { method: 'signature', objection }
}

function unsupportedReason(material: PrivateKeyMaterial): KeyUnsupportedReason | undefined {
  switch (material.algorithm) {
    case 'RSA':
    case 'RSA-PSS':
      return material.bits > MAX_RSA_BITS ? 'size' : undefined
    case 'EC':
      return findEcCurve(material.curve) === undefined ? 'curve' : undefined
    case 'X25519':
    case 'X448':
      return 'key-agreement'
    default:
      return undefined
  }
}

/** A subjectPublicKey in the one form that equal keys have in common; `undefined` if it is not a key at all. */
function comparableKey(material: PrivateKeyMaterial, subjectPublicKey: Uint8Array): Uint8Array | undefined {
  const curve = material.algorithm === 'EC' ? findEcCurve(material.curve) : undefined
  return curve === undefined ? subjectPublicKey : toUncompressedPoint(curve, subjectPublicKey)
}

/** The public keys that the container carries must be one and the same, and the certificate's. */
function checkEmbeddedKeys(material: PrivateKeyMaterial, key: Uint8Array): KeyMatchObjection | undefined {
  if (material.embeddedPublicKeys.length === 0) return undefined
  const claims = material.embeddedPublicKeys.map((embedded) => comparableKey(material, embedded))
  if (claims.every((claim) => claim !== undefined && bytesEqual(claim, key))) return undefined
  const [first] = claims
  const isUnanimous = first !== undefined && claims.every((claim) => claim !== undefined && bytesEqual(claim, first))
  // An RSA key's own modulus is the certificate's by now, so any other claim contradicts the key itself.
  const contradictsItself = !isUnanimous || material.algorithm === 'RSA' || material.algorithm === 'RSA-PSS'
  return contradictsItself ? { kind: 'inconsistent', check: 'embedded-public-key' } : MISMATCH
}

/** What it means that the private value has another public key than the certificate. */
function foreignKey(material: PrivateKeyMaterial, check: KeyConsistencyCheck): KeyMatchObjection {
  return material.embeddedPublicKeys.length > 0 ? { kind: 'inconsistent', check } : MISMATCH
}

async function proveRsa(material: RsaMaterial, sign: ChallengeSigner): Promise<KeyMatchVerdict> {
  const { numbers } = material
  const check = checkRsaNumbers(numbers)
  if (check !== undefined) return byPublicKey({ kind: 'inconsistent', check })
  const outcome = await sign({
    algorithm: material.algorithm === 'RSA' ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } : pssAlgorithm(material),
    privateKey: () => encodeRsaPkcs8(material),
    publicKey: () => encodeRsaPublicKey(numbers.modulus, numbers.publicExponent),
  })
  if (outcome === 'unavailable') return byPublicKey(undefined)
  return bySignature(outcome === 'verified' ? undefined : { kind: 'inconsistent', check: 'signature-verifies' })
}

/** As the key's own parameters demand; a digest that WebCrypto lacks makes the challenge unavailable. */
function pssAlgorithm({ pss }: RsaMaterial): ChallengeAlgorithm {
  return { name: 'RSA-PSS', hash: pss === undefined ? 'SHA-256' : (pss.hash ?? ''), saltLength: pss?.saltLength ?? 32 }
}

async function proveEc(material: EcMaterial, key: Uint8Array, sign: ChallengeSigner): Promise<KeyMatchVerdict> {
  const curve = findEcCurve(material.curve)
  if (curve === undefined) return byPublicKey({ kind: 'unsupported', reason: 'curve' })
  if (!isPrivateValueInRange(curve, material.privateValue)) {
    return byPublicKey({ kind: 'inconsistent', check: 'private-value-in-range' })
  }
  return proveBySignatureOrDerivation(material, key, sign, {
    pair: {
      algorithm: { name: 'ECDSA', namedCurve: material.curve, hash: 'SHA-256' },
      // With the point to be proven beside it: NSS imports no EC key without one, and the verification does not look at it.
      privateKey: () => encodeEcPkcs8(material, key),
      publicKey: () => encodeEcPublicKey(material.curve, key),
    },
    derive: () => deriveEcPublicKey(curve, material.privateValue),
  })
}

const loadEdwards = /* @__PURE__ */ createPart(() => import('./derive-edwards-public-key.ts'))

async function proveEdwards(material: OctetMaterial, key: Uint8Array, sign: ChallengeSigner): Promise<KeyMatchVerdict> {
  const { algorithm, privateKey } = material
  if (algorithm === 'X25519' || algorithm === 'X448') {
    return byPublicKey({ kind: 'unsupported', reason: 'key-agreement' })
  }
  return proveBySignatureOrDerivation(material, key, sign, {
    pair: {
      algorithm: { name: algorithm },
      privateKey: () => encodePrivateKeyInfo(algorithm, new Uint8Array(), encodeOctetString(privateKey)),
      publicKey: () => encodePlainPublicKey(algorithm, key),
    },
    derive: async () => {
      const { deriveEdwardsPublicKey } = await loadEdwards()
      return deriveEdwardsPublicKey(algorithm, privateKey)
    },
  })
}

async function proveBySignatureOrDerivation(
  material: PrivateKeyMaterial,
  key: Uint8Array,
  sign: ChallengeSigner,
  { pair, derive }: { readonly pair: ChallengePair; readonly derive: () => Uint8Array | Promise<Uint8Array> },
): Promise<KeyMatchVerdict> {
  const outcome = await sign(pair)
  if (outcome === 'verified') return bySignature(undefined)
  if (outcome === 'refuted') return bySignature(foreignKey(material, 'signature-verifies'))
  return byPublicKey(bytesEqual(await derive(), key) ? undefined : foreignKey(material, 'public-key-derives'))
}

const loadMlDsa = /* @__PURE__ */ createPart(() => import('./derive-ml-dsa-public-key.ts'))

async function proveMlDsa(material: MlDsaMaterial, key: Uint8Array, sign: ChallengeSigner): Promise<KeyMatchVerdict> {
  const { algorithm, seed, expandedKey } = material
  const { deriveMlDsaPublicKey } = await loadMlDsa()
  const derived = deriveMlDsaPublicKey(material)
  if (derived === undefined) return byPublicKey({ kind: 'inconsistent', check: 'seed-expands' })
  if (!bytesEqual(derived, key)) return byPublicKey(foreignKey(material, 'public-key-derives'))
  const privateKey =
    seed === undefined ? encodeOctetString(expandedKey ?? new Uint8Array()) : encodeElement(contextTag(0), seed)
  const outcome = await sign({
    algorithm: { name: algorithm },
    privateKey: () => encodePrivateKeyInfo(algorithm, new Uint8Array(), privateKey),
    publicKey: () => encodePlainPublicKey(algorithm, key),
  })
  if (outcome === 'unavailable') return byPublicKey(undefined)
  return bySignature(outcome === 'verified' ? undefined : { kind: 'inconsistent', check: 'signature-verifies' })
}
