import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { buildCertificate } from './build-certificate.ts'
import { bitString, element, explicit, integer, nothing, octetString, oid, sequence, type Octets } from './der.ts'

/** A key that node:crypto has made, in every encoding that it writes. */
export interface KeySample {
  readonly pkcs8: Uint8Array
  /** PKCS#1 or SEC 1; PKCS#8 again where there is no other. */
  readonly traditional: Uint8Array
  readonly spki: Uint8Array
  /** The private value of an EC, Ed25519 or Ed448 key. */
  readonly privateValue: Uint8Array
  /** The subjectPublicKey, uncompressed. */
  readonly publicValue: Uint8Array
}

export function createRsa(bits: number = 2048, publicExponent: number = 65_537): RsaSample {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits, publicExponent })
  return { ...sampleOf(privateKey, publicKey, 'pkcs1'), numbers: rsaNumbers(privateKey) }
}

export function createEc(curve: string = 'P-256'): KeySample {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve })
  return sampleOf(privateKey, publicKey, 'sec1')
}

export function createEd(type: 'ed25519' | 'ed448' | 'x25519' | 'x448' = 'ed25519'): KeySample {
  const { privateKey, publicKey } = generateEdPair(type)
  return sampleOf(privateKey, publicKey, undefined)
}

function generateEdPair(type: 'ed25519' | 'ed448' | 'x25519' | 'x448'): {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
} {
  switch (type) {
    case 'ed25519':
      return generateKeyPairSync('ed25519')
    case 'ed448':
      return generateKeyPairSync('ed448')
    case 'x25519':
      return generateKeyPairSync('x25519')
    case 'x448':
      return generateKeyPairSync('x448')
  }
}

function sampleOf(privateKey: KeyObject, publicKey: KeyObject, type: 'pkcs1' | 'sec1' | undefined): KeySample {
  const pkcs8 = bytes(privateKey.export({ type: 'pkcs8', format: 'der' }))
  const { d, x, y } = privateKey.export({ format: 'jwk' })
  const coordinates = Buffer.concat([Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')])
  return {
    pkcs8,
    traditional: type === undefined ? pkcs8 : bytes(privateKey.export({ type, format: 'der' })),
    spki: bytes(publicKey.export({ type: 'spki', format: 'der' })),
    privateValue: bytes(Buffer.from(d ?? '', 'base64url')),
    publicValue: y === undefined ? bytes(coordinates) : Uint8Array.of(4, ...coordinates),
  }
}

/** The numbers of an RSAPrivateKey. */
export interface RsaSampleNumbers {
  readonly n: bigint
  readonly e: bigint
  readonly d: bigint
  readonly p: bigint
  readonly q: bigint
  readonly dP: bigint
  readonly dQ: bigint
  readonly qInv: bigint
}

export interface RsaSample extends KeySample {
  readonly numbers: RsaSampleNumbers
}

function rsaNumbers(privateKey: KeyObject): RsaSampleNumbers {
  const { n, e, d, p, q, dp, dq, qi } = privateKey.export({ format: 'jwk' })
  const number = (text: string | undefined): bigint =>
    BigInt(`0x${Buffer.from(text ?? '', 'base64url').toString('hex')}`)
  return {
    n: number(n),
    e: number(e),
    d: number(d),
    p: number(p),
    q: number(q),
    dP: number(dp),
    dQ: number(dq),
    qInv: number(qi),
  }
}

/** RSAPrivateKey (RFC 8017 appendix A.1.2), of whatever numbers. */
export function rsaPrivateKey({ n, e, d, p, q, dP, dQ, qInv }: RsaSampleNumbers, version: number = 0): Uint8Array {
  return sequence(...[BigInt(version), n, e, d, p, q, dP, dQ, qInv].map(integerOf))
}

/** As `integer`, but in linear time for a number that is not negative. */
function integerOf(value: bigint): Uint8Array {
  if (value < 0n) return integer(value)
  const digits = value.toString(16)
  const magnitude = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  return element(0x02, (magnitude[0] ?? 0) >= 0x80 ? [0] : [], magnitude)
}

/** ECPrivateKey (RFC 5915 section 3); `curve` and `point` may be left out. */
export function ecPrivateKey(privateValue: Octets, curve?: Octets, point?: Octets): Uint8Array {
  return sequence(
    integer(1),
    octetString(privateValue),
    curve === undefined ? [] : explicit(0, curve),
    point === undefined ? [] : explicit(1, bitString(0, point)),
  )
}

export const RSA_ALGORITHM: Uint8Array = sequence(oid('1.2.840.113549.1.1.1'), nothing)
export const ED25519_ALGORITHM: Uint8Array = sequence(oid('1.3.101.112'))
export const CURVE_OIDS: Readonly<Record<string, string>> = {
  'P-256': '1.2.840.10045.3.1.7',
  'P-384': '1.3.132.0.34',
  'P-521': '1.3.132.0.35',
}

export function ecAlgorithm(curve: string): Uint8Array {
  return sequence(oid('1.2.840.10045.2.1'), oid(CURVE_OIDS[curve] ?? curve))
}

/** PrivateKeyInfo, or OneAsymmetricKey of version 2 with `more` behind the key (RFC 5958 section 2). */
export function privateKeyInfo(
  algorithm: Octets,
  privateKey: Octets,
  version: number = 0,
  ...more: readonly Octets[]
): Uint8Array {
  return sequence(integer(version), algorithm, octetString(privateKey), ...more)
}

/** A certificate of a public key; its signature is not one. */
export function certificateOf(spki: Octets): Uint8Array {
  return buildCertificate({ subjectPublicKeyInfo: spki })
}

/** PEM with lines of 64 characters. */
export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}

function bytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer)
}
