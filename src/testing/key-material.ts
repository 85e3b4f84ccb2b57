import { CertkeepError } from '../problem/certkeep-error.ts'
import { decodeBase64 } from './base64.ts'
import { deriveBytes } from './derive-bytes.ts'
import {
  multiplyBasePoint,
  TEST_CURVES,
  type AffinePoint,
  type TestCurve,
  type TestCurveName,
} from './elliptic-curve.ts'
import { encodeEdPrivateKey } from './encode-key.ts'
import { bigintOf, invert } from './integer.ts'
import { RSA_KEY_POOL, type RsaPoolBits } from './rsa-key-pool.ts'

/** The numbers of a two-prime RSA key (RFC 8017 section 3.2). */
export interface RsaMaterial {
  readonly type: 'RSA'
  /** `RSA-PSS`: the key says that it is for RSASSA-PSS alone (RFC 4055 section 1.2). */
  readonly use: 'RSA' | 'RSA-PSS'
  readonly bits: number
  readonly modulus: bigint
  readonly publicExponent: bigint
  readonly privateExponent: bigint
  readonly prime1: bigint
  readonly prime2: bigint
  readonly exponent1: bigint
  readonly exponent2: bigint
  readonly coefficient: bigint
}

/** An elliptic-curve key. */
export interface EcMaterial {
  readonly type: 'EC'
  readonly curve: TestCurve
  readonly scalar: bigint
  readonly point: AffinePoint
}

/** An Ed25519 or Ed448 key (RFC 8032). */
export interface EdMaterial {
  readonly type: 'Ed'
  readonly name: 'Ed25519' | 'Ed448'
  readonly secret: Uint8Array
  readonly publicKey: Uint8Array
}

/** The numbers behind a test key. */
export type KeyMaterial = RsaMaterial | EcMaterial | EdMaterial

const ED_OCTETS: Readonly<Record<EdMaterial['name'], number>> = { Ed25519: 32, Ed448: 57 }

/** The key of a pool at an index, which wraps around at the pool's end. */
export function takeRsaMaterial(
  bits: RsaPoolBits,
  index: number,
  publicExponent: bigint,
  use: RsaMaterial['use'],
): RsaMaterial {
  const [prime1, prime2] = readPrimes(bits, index)
  const privateExponent = invert(publicExponent, (prime1 - 1n) * (prime2 - 1n))
  return {
    type: 'RSA',
    use,
    bits,
    modulus: prime1 * prime2,
    publicExponent,
    privateExponent,
    prime1,
    prime2,
    exponent1: privateExponent % (prime1 - 1n),
    exponent2: privateExponent % (prime2 - 1n),
    coefficient: invert(prime2, prime1),
  }
}

/** The modulus of the key that {@link takeRsaMaterial} takes at an index. */
export function rsaPoolModulus(bits: RsaPoolBits, index: number): bigint {
  const [prime1, prime2] = readPrimes(bits, index)
  return prime1 * prime2
}

function readPrimes(bits: RsaPoolBits, index: number): readonly [bigint, bigint] {
  const pool = RSA_KEY_POOL[bits]
  const [p, q] = pool[index % pool.length] ?? ['', '']
  return [bigintOf(decodeBase64(p)), bigintOf(decodeBase64(q))]
}

/** How many keys of a size there are before they repeat. */
export function rsaPoolSize(bits: RsaPoolBits): number {
  return RSA_KEY_POOL[bits].length
}

/** The key of a curve that follows from seed and label (FIPS 186-5 appendix A.2.1: 64 surplus bits, so that no scalar is preferred). */
export function deriveEcMaterial(name: TestCurveName, seed: string, label: string): EcMaterial {
  const curve = TEST_CURVES[name]
  const candidate = bigintOf(deriveBytes(seed, `${label}/${name}`, curve.octets + 8))
  const scalar = (candidate % (curve.n - 1n)) + 1n
  return { type: 'EC', curve, scalar, point: multiplyBasePoint(curve, scalar) }
}

/**
 * The Edwards-curve key that follows from seed and label. The platform computes its public part.
 *
 * @throws CertkeepError `ERR_TESTING_ALGORITHM_UNAVAILABLE` where the platform's WebCrypto does not have the curve
 */
export async function deriveEdMaterial(name: EdMaterial['name'], seed: string, label: string): Promise<EdMaterial> {
  const secret = deriveBytes(seed, `${label}/${name}`, ED_OCTETS[name])
  try {
    const pkcs8 = Uint8Array.from(encodeEdPrivateKey(name, secret))
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, name, true, ['sign'])
    const { x } = await crypto.subtle.exportKey('jwk', key)
    return { type: 'Ed', name, secret, publicKey: decodeBase64(x ?? '') }
  } catch (cause) {
    throw new CertkeepError('ERR_TESTING_ALGORITHM_UNAVAILABLE', `this platform has no ${name}`, {
      detail: { algorithm: name },
      cause,
    })
  }
}
