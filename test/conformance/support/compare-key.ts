import { createHash } from 'node:crypto'
import { deriveEcPublicKey } from '../../../src/crypto/derive-ec-public-key.ts'
import { deriveEdwardsPublicKey } from '../../../src/crypto/derive-edwards-public-key.ts'
import { deriveMlDsaPublicKey } from '../../../src/crypto/derive-ml-dsa-public-key.ts'
import { findEcCurve } from '../../../src/crypto/ec-curve.ts'
import { encodeEcPublicKey, encodePlainPublicKey, encodeRsaPublicKey } from '../../../src/crypto/encode-public-key.ts'
import { verifyKeyMatch, type KeyMatch } from '../../../src/crypto/verify-key-match.ts'
import type { PrivateKeyMaterial } from '../../../src/keys/private-key-material.ts'
import { readPrivateKeyPem } from '../../../src/keys/read-private-key-pem.ts'
import { readPrivateKey } from '../../../src/keys/read-private-key.ts'
import { isCertkeepError } from '../../../src/problem/certkeep-error.ts'
import { bitString, integer, oid, sequence } from '../../support/der.ts'
import type { Outcome } from './deviations.ts'
import type { KeyCase, KeyMatchCase } from './key-cases.ts'

/** Reads a private key, and derives its public key where that can be done, as the corpus did with OpenSSL. */
export function compareKey(test: KeyCase): Outcome {
  return { id: test.id, expected: expectedOf(test), actual: readKey(test) }
}

/** Proves a pair; `encrypted` is expected of every encrypted key, since nothing is decrypted here. */
export async function compareKeyMatch(test: KeyMatchCase, key: KeyCase): Promise<Outcome> {
  const input = key.text ?? bytesOf(key.der)
  const expected = key.encrypted ? 'encrypted' : test.expected
  return { id: test.id, expected, actual: verdictOf(await verifyKeyMatch(input, test.certPem)) }
}

function verdictOf({ matches, problems }: KeyMatch): string {
  const [problem] = problems
  if (problem === undefined) return matches ? 'match' : 'no-match without a problem'
  if (matches) return 'match with a problem'
  switch (problem.code) {
    case 'key-mismatch':
      return 'no-match'
    case 'key-encrypted':
      return 'encrypted'
    default:
      return problem.code
  }
}

function expectedOf({ encrypted, expected, algorithm, bits, curve, spkiSha256 }: KeyCase): string {
  if (encrypted) return 'encrypted'
  if (expected !== 'valid') return expected
  return describe(algorithm, bits, curve, spkiSha256)
}

function readKey(test: KeyCase): string {
  const pem =
    test.text === undefined ? ({ kind: 'der', der: bytesOf(test.der) } as const) : readPrivateKeyPem(test.text)
  if (pem.kind !== 'der') return pem.kind
  try {
    const material = readPrivateKey(pem.der)
    // The corpus says nothing more of keys that OpenSSL refuses, and counts X25519 in bits of its order.
    const hasSize = test.bits !== undefined && !material.algorithm.startsWith('X')
    const spki = test.spkiSha256 === undefined ? undefined : (spkiHashOf(material) ?? test.spkiSha256)
    const algorithm = test.algorithm === undefined ? undefined : material.algorithm.toLowerCase()
    return describe(
      test.algorithm === 'sm2' && algorithm === 'ec' ? 'sm2' : algorithm,
      hasSize ? material.bits : test.bits,
      material.algorithm === 'EC' ? material.curve : undefined,
      spki,
    )
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    if (error.code === 'ERR_KEY_ENCRYPTED') return 'encrypted'
    return error.code === 'ERR_KEY_UNSUPPORTED' ? 'unsupported' : 'malformed'
  }
}

function describe(algorithm = 'valid', bits?: number, curve?: string, spkiSha256?: string): string {
  const size = bits === undefined || bits === 0 ? [] : [`${String(bits)} bits`]
  const hash = spkiSha256 === undefined ? [] : [spkiSha256.slice(0, 16)]
  return [algorithm, ...size, ...(curve === undefined ? [] : [curve]), ...hash].join(' ')
}

/** `undefined` where this library has no way to the public key. */
function spkiHashOf(material: PrivateKeyMaterial): string | undefined {
  const spki = spkiOf(material)
  return spki === undefined ? undefined : createHash('sha256').update(spki).digest('hex')
}

function spkiOf(material: PrivateKeyMaterial): Uint8Array | undefined {
  switch (material.algorithm) {
    case 'RSA':
      return encodeRsaPublicKey(material.numbers.modulus, material.numbers.publicExponent)
    case 'RSA-PSS': {
      const numbers = [material.numbers.modulus, material.numbers.publicExponent].map(integerOf)
      return sequence(
        sequence(oid('1.2.840.113549.1.1.10'), material.pssParameters),
        bitString(0, sequence(...numbers)),
      )
    }
    case 'EC': {
      const curve = findEcCurve(material.curve)
      if (curve === undefined) return undefined
      const point = deriveEcPublicKey(curve, material.privateValue)
      return encodeEcPublicKey(material.curve, inFormOf(point, material.embeddedPublicKeys[0]))
    }
    case 'Ed25519':
    case 'Ed448':
      return encodePlainPublicKey(material.algorithm, deriveEdwardsPublicKey(material.algorithm, material.privateKey))
    case 'ML-DSA-44':
    case 'ML-DSA-65':
    case 'ML-DSA-87': {
      const publicKey = deriveMlDsaPublicKey(material)
      return publicKey && encodePlainPublicKey(material.algorithm, publicKey)
    }
    default:
      return undefined
  }
}

/** OpenSSL keeps to the form that the key file has the point in. */
function inFormOf(point: Uint8Array, embedded: Uint8Array | undefined): Uint8Array {
  if (embedded === undefined || embedded[0] === 4) return point
  const sign = (point[point.length - 1] ?? 0) % 2
  return Uint8Array.of(2 + sign, ...point.subarray(1, (point.length + 1) / 2))
}

function integerOf(magnitude: Uint8Array): Uint8Array {
  return integer(BigInt(`0x${Buffer.from(magnitude).toString('hex')}`))
}

function bytesOf(base64 = ''): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
