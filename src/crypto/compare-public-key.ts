import type { EcMaterial, PrivateKeyMaterial, RsaMaterial } from '../keys/private-key-material.ts'
import type { ProblemDetails } from '../problem/problem.ts'
import { openDer, readConstructed } from '../der/der-reader.ts'
import { SEQUENCE } from '../der/tag.ts'
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import type { PublicKey } from '../x509/public-key.ts'
import type { PssParameters } from '../x509/pss-parameters.ts'
import { bytesEqual } from './bytes-equal.ts'

/** In which part of the SubjectPublicKeyInfo a private key differs from a certificate. */
export type KeyDifference = ProblemDetails['key-mismatch']['difference']

/**
 * Compares what a private key says of itself with a certificate's SubjectPublicKeyInfo, the key itself excepted where only
 * the private key gives it: algorithm, parameters, curve, size; for RSA also modulus and public exponent.
 *
 * Equivalent, and so not different: rsaEncryption with NULL or no parameters (RFC 4055 section 1.2), and
 * RSASSA-PSS parameters that differ in how their defaults are written. Different, though the numbers may be the same: an RSA key
 * beside an id-RSASSA-PSS certificate, and a restricted RSASSA-PSS key beside an unrestricted one.
 */
export function comparePublicKey(material: PrivateKeyMaterial, publicKey: PublicKey): KeyDifference | undefined {
  if (material.algorithm !== publicKey.algorithm) return 'algorithm'
  switch (material.algorithm) {
    case 'RSA':
    case 'RSA-PSS':
      return compareRsa(material, publicKey)
    case 'EC':
      return compareEc(material, publicKey)
    default:
      return undefined
  }
}

function compareEc({ curve }: EcMaterial, publicKey: PublicKey): KeyDifference | undefined {
  return curve === publicKey.curve ? undefined : 'curve'
}

function compareRsa(material: RsaMaterial, publicKey: PublicKey): KeyDifference | undefined {
  const { numbers } = material
  if (material.bits !== publicKey.bits) return 'size'
  const { rsa } = publicKey
  if (rsa === undefined || !bytesEqual(numbers.modulus, rsa.modulus)) return 'public-key'
  if (!bytesEqual(numbers.publicExponent, rsa.exponent)) return 'public-key'
  if (material.algorithm === 'RSA') return undefined
  if (bytesEqual(material.pssParameters, parametersOf(publicKey))) return undefined
  return arePssParametersEqual(material.pss, publicKey.pss) ? undefined : 'parameters'
}

/** The encoded parameters of the AlgorithmIdentifier; empty if there are none. */
function parametersOf({ spki }: PublicKey): Uint8Array {
  const sequence = readConstructed(openDer(spki), SEQUENCE, 'SubjectPublicKeyInfo')
  const { parametersStart, end } = readAlgorithmIdentifier(sequence, 'SubjectPublicKeyInfo')
  return spki.subarray(parametersStart, end)
}

/** Digests that are not recognised are never equal: their bytes were compared already. */
function arePssParametersEqual(a: PssParameters | undefined, b: PssParameters | undefined): boolean {
  if (a?.hash === undefined || b === undefined) return false
  return a.hash === b.hash && a.maskHash !== undefined && a.maskHash === b.maskHash && a.saltLength === b.saltLength
}
