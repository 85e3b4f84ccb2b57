import type * as NodeCryptoModule from 'node:crypto'

type NodeCrypto = typeof NodeCryptoModule

/** What the library takes from a platform and not every platform has. */
export type Feature =
  | 'WebCrypto'
  | 'P-521'
  | 'Ed25519'
  | 'Ed448'
  | 'ML-DSA'
  | 'signatures with SHA-1'
  | 'ECDSA of any digest'
  | 'PBKDF2 of any count'
  | 'AbortSignal.any'
  | 'structuredClone'
  | 'time zones'
  | 'node:crypto'
  | 'node:crypto Ed448'
  | 'node:crypto ML-DSA'

type GeneratedKey = RsaHashedKeyGenParams | EcKeyGenParams | Algorithm

const RSA_SHA1: RsaHashedKeyGenParams = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-1',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
}

/** What stands before the key in a SubjectPublicKeyInfo of ML-DSA-44 (RFC 9881); any octets are a key. */
const ML_DSA_44_HEADER = [
  ...[0x30, 0x82, 0x05, 0x32, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48],
  ...[0x01, 0x65, 0x03, 0x04, 0x03, 0x11, 0x03, 0x82, 0x05, 0x21, 0x00],
]
const ML_DSA_44_KEY_OCTETS = 1312
const ML_DSA_44_SIGNATURE_OCTETS = 2420

/** Asks the platform itself, without the library, whether it has a feature. May throw or reject where it has not. */
export const PROBES: Readonly<Record<Feature, () => boolean | Promise<boolean>>> = {
  WebCrypto: () => typeof subtle().digest === 'function',
  'P-521': () => signs({ name: 'ECDSA', namedCurve: 'P-521' }, 'SHA-512'),
  Ed25519: () => signs({ name: 'Ed25519' }),
  Ed448: () => signs({ name: 'Ed448' }),
  'ML-DSA': async () =>
    (await signs({ name: 'ML-DSA-44' })) &&
    (await signs({ name: 'ML-DSA-65' })) &&
    (await signs({ name: 'ML-DSA-87' })),
  'signatures with SHA-1': () => signs(RSA_SHA1),
  'ECDSA of any digest': async () =>
    (await signs({ name: 'ECDSA', namedCurve: 'P-256' }, 'SHA-512')) &&
    (await signs({ name: 'ECDSA', namedCurve: 'P-384' }, 'SHA-256')),
  'PBKDF2 of any count': async () => {
    const key = await subtle().importKey('raw', Uint8Array.of(1), 'PBKDF2', false, ['deriveBits'])
    const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(16), iterations: 200_000 }
    return (await subtle().deriveBits(parameters, key, 256)).byteLength === 32
  },
  'AbortSignal.any': () => AbortSignal.any([AbortSignal.abort()]).aborted,
  structuredClone: () => structuredClone(new Date(0)).getTime() === 0,
  'time zones': () =>
    new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Seoul', hour: 'numeric', hourCycle: 'h23' }).format(
      new Date(0),
    ) === '09',
  'node:crypto': async () => typeof (await nodeCrypto()).verify === 'function',
  'node:crypto Ed448': async () => {
    const { generateKeyPairSync, sign, verify } = await nodeCrypto()
    const { privateKey, publicKey } = generateKeyPairSync('ed448')
    return verify(null, Uint8Array.of(1), publicKey, sign(null, Uint8Array.of(1), privateKey))
  },
  // Node 22 verifies what it cannot sign.
  'node:crypto ML-DSA': async () => {
    const { createPublicKey, verify } = await nodeCrypto()
    const der = Uint8Array.of(...ML_DSA_44_HEADER, ...new Uint8Array(ML_DSA_44_KEY_OCTETS))
    const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' })
    return !verify(null, Uint8Array.of(1), key, new Uint8Array(ML_DSA_44_SIGNATURE_OCTETS))
  },
}

function subtle(): SubtleCrypto {
  return crypto.subtle
}

/** By a name that no bundler looks into: a platform without Node's modules has to refuse it itself. */
async function nodeCrypto(): Promise<NodeCrypto> {
  const name = ['node', 'crypto'].join(':')
  return (await import(name)) as NodeCrypto
}

/** Makes a key pair, signs with it and verifies. */
async function signs(algorithm: GeneratedKey, hash?: string): Promise<boolean> {
  const pair = (await subtle().generateKey(algorithm, false, ['sign', 'verify'])) as CryptoKeyPair
  const parameters = { name: algorithm.name, ...(hash === undefined ? {} : { hash }) }
  const signature = await subtle().sign(parameters, pair.privateKey, Uint8Array.of(1))
  return subtle().verify(parameters, pair.publicKey, signature, Uint8Array.of(1))
}
