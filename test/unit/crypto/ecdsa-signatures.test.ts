import { ECDH, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { SignatureCheck } from '../../../src/crypto/signature-verifier.ts'
import { bitString, integer, nothing, octets, oid, sequence, type Octets } from '../../support/der.ts'
import { DATA, algorithmOf, ecdsa, ecdsaCheck, flip, publicKeyOf, spkiOf } from '../../support/signature-cases.ts'
import { verdictOf } from '../../support/verifiers.ts'

/** Orders of the base points (SP 800-186 section 3.2.1). */
const ORDERS: readonly (readonly [curve: string, order: bigint])[] = [
  ['P-256', 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n],
  ['P-384', 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n],
  [
    'P-521',
    0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  ],
]

describe.each(ORDERS)('ECDSA on %s', (namedCurve, order) => {
  const pair = generateKeyPairSync('ec', { namedCurve })
  const raw = sign('sha256', DATA, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' })
  const r = numberOf(raw.subarray(0, raw.length / 2))
  const s = numberOf(raw.subarray(raw.length / 2))
  const check = (signature: Uint8Array): SignatureCheck => {
    return { publicKey: publicKeyOf(pair.publicKey), algorithm: ecdsa('SHA-256'), data: DATA, signature }
  }

  it('holds for the two numbers in DER', async () => {
    expect(await verdictOf(check(sequence(integer(r), integer(s))))).toBe('valid')
  })

  it('holds for -s as well, which the algorithm cannot tell apart', async () => {
    expect(await verdictOf(check(sequence(integer(r), integer(order - s))))).toBe('valid')
  })

  it.each([
    ['r = 0', 0n, s],
    ['s = 0', r, 0n],
    ['both zero', 0n, 0n],
    ['r = n', order, s],
    ['s = n', r, order],
    ['both n', order, order],
    ['r + n', r + order, s],
    ['s + n', r, s + order],
    ['-r', -r, s],
    ['-s', r, -s],
    ['r - n', r - order, s],
    ['s - n', r, s - order],
    ['r = n - 1', order - 1n, s],
    ['s = 1', r, 1n],
    ['r and s in the wrong order', s, r],
    ['r of 1000 octets', r + (1n << 8000n), s],
  ])('refuses numbers that are not the signature: %s', async (_, first, second) => {
    expect(await verdictOf(check(sequence(integer(first), integer(second))))).toBe('invalid')
  })

  const [first, second] = [integer(r), integer(s)]
  const content = octets(first, second)
  it.each<readonly [string, Octets]>([
    ['the two numbers side by side', raw],
    ['a length that is not minimal', octets([0x30, 0x82, 0, content.length], content)],
    ['an indefinite length', octets([0x30, 0x80], content, [0, 0])],
    ['a SET', octets([0x31], sequence(first, second).subarray(1))],
    ['a third number', sequence(first, second, integer(1))],
    ['a NULL at the end', sequence(first, second, nothing)],
    ['octets after the end', octets(sequence(first, second), [0])],
    ['one number only', sequence(first)],
    ['nothing', sequence()],
    ['r with a zero before it', sequence(padded(first), second)],
    ['s with a zero before it', sequence(first, padded(second))],
    ['r without its sign octet', sequence(unsignedOf(r, order), integer(s))],
    ['s of no octets', sequence(first, [2, 0])],
    ['s as an OCTET STRING', sequence(first, octets([4], second.subarray(1)))],
    ['a length beyond the end', octets([0x30, content.length + 1], content)],
    ['a sequence in a sequence', sequence(sequence(first, second))],
  ])('refuses an encoding that is not DER: %s', async (_, signature) => {
    expect(await verdictOf(check(octets(signature)))).toBe('invalid')
  })

  it('holds under the same point in its compressed form', async () => {
    const { subjectPublicKey } = publicKeyOf(pair.publicKey)
    const compressed = ECDH.convertKey(subjectPublicKey, opensslName(namedCurve), undefined, undefined, 'compressed')
    const publicKey = publicKeyOf(spkiOfPoint(namedCurve, Buffer.from(compressed)))
    const sound = check(sequence(first, second))
    expect(await verdictOf({ ...sound, publicKey })).toBe('valid')
    const otherPoint = flip(new Uint8Array(Buffer.from(compressed)), 0, 0)
    expect(await verdictOf({ ...sound, publicKey: publicKeyOf(spkiOfPoint(namedCurve, otherPoint)) })).toBe('invalid')
  })

  const { subjectPublicKey: point } = publicKeyOf(pair.publicKey)
  const width = (point.length - 1) / 2
  it.each<readonly [string, Octets]>([
    ['infinity', [0]],
    ['no octets', []],
    ['a point off the curve', flip(point, point.length - 1, 0)],
    ['the origin', octets([4], new Uint8Array(2 * width))],
    ['coordinates of all ones', octets([4], new Uint8Array(2 * width).fill(0xff))],
    ['the hybrid form', octets([6 + ((point.at(-1) ?? 0) & 1)], point.subarray(1))],
    ['an octet too many', octets(point, [0])],
    ['an octet too few', point.subarray(0, -1)],
    ['x without y', point.subarray(0, 1 + width)],
    ['a compressed x that no point has', compressedOffCurve(namedCurve, width)],
  ])('refuses a key that is no point: %s', async (_, key) => {
    const publicKey = publicKeyOf(spkiOfPoint(namedCurve, key))
    expect(await verdictOf({ ...check(sequence(first, second)), publicKey })).toBe('invalid')
  })
})

describe('ECDSA', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' })

  it('refuses the parameters of a named curve in full', async () => {
    const check = ecdsaCheck(pair, 'SHA-256')
    expect(check.publicKey.curve).toBe('explicit')
    expect(await verdictOf(check)).toBe('invalid')
  })

  it('refuses parameters with another generator (CVE-2020-0601)', async () => {
    // With the public key as the generator, everybody knows that the private key is 1.
    const spki = Buffer.from(spkiOf(pair.publicKey))
    const point = spki.subarray(-65)
    const generator = Buffer.from(
      '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
      'hex',
    )
    const at = spki.indexOf(generator)
    expect(at).toBeGreaterThan(0)
    const altered = new Uint8Array(spki)
    altered.set(point, at)
    expect(await verdictOf({ ...ecdsaCheck(pair, 'SHA-256'), publicKey: publicKeyOf(altered) })).toBe('invalid')
  })

  it.each(['secp256k1', 'P-224', 'brainpoolP256r1', 'sect283r1'])(
    'does not judge other curves: %s',
    async (namedCurve) => {
      const check = ecdsaCheck(
        generateKeyPairSync('ec', { namedCurve: namedCurve === 'P-224' ? 'secp224r1' : namedCurve }),
        'SHA-256',
      )
      expect(check.publicKey.curve).toBe(namedCurve)
      expect(await verdictOf(check)).toBe('unsupported')
    },
  )

  it('refuses a key that names another curve than its point is on', async () => {
    const check = ecdsaCheck(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }), 'SHA-256')
    const publicKey = publicKeyOf(spkiOfPoint('P-256', check.publicKey.subjectPublicKey))
    expect(await verdictOf({ ...check, publicKey })).toBe('invalid')
  })
})

describe('algorithms that prove nothing', () => {
  it.each([
    ['MD2 with RSA', '1.2.840.113549.1.1.2'],
    ['MD5 with RSA', '1.2.840.113549.1.1.4'],
    ['DSA with SHA-256', '2.16.840.1.101.3.4.3.2'],
    ['unsigned', '1.3.6.1.5.5.7.6.36'],
    ['no signature', '1.3.6.1.5.5.7.6.2'],
    ['HashML-DSA-44', '2.16.840.1.101.3.4.3.32'],
    ['HashSLH-DSA', '2.16.840.1.101.3.4.3.35'],
    ['SM2', '1.2.156.10197.1.501'],
    ['an identifier that nobody knows', '1.3.6.1.4.1.99999.1'],
  ])('are never checked, whatever the key: %s', async (_, identifier) => {
    const keys = [
      generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      generateKeyPairSync('ed25519'),
      generateKeyPairSync('rsa', { modulusLength: 1024 }),
    ]
    for (const { publicKey } of keys) {
      for (const signature of [new Uint8Array(), new Uint8Array(128), sequence(integer(1), integer(1))]) {
        const check = { publicKey: publicKeyOf(publicKey), algorithm: algorithmOf(identifier), data: DATA, signature }
        expect(await verdictOf(check)).toBe('unsupported')
      }
    }
  })

  it('are told from keys that no signature can be checked with', async () => {
    const { publicKey } = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })
    const agreement = generateKeyPairSync('x25519')
    for (const key of [publicKey, agreement.publicKey]) {
      const check = {
        publicKey: publicKeyOf(key),
        algorithm: ecdsa('SHA-256'),
        data: DATA,
        signature: sequence(integer(1), integer(1)),
      }
      expect(await verdictOf(check)).toBe('unsupported')
    }
  })
})

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

/** An INTEGER with a zero that says nothing. */
function padded(number: Uint8Array): Uint8Array {
  const content = number.subarray(2)
  return octets([2, content.length + 1, 0], content)
}

/** An INTEGER whose first bit is set, and which therefore is negative, though r is meant, or r + (n - r) where r is too small. */
function unsignedOf(value: bigint, order: bigint): Uint8Array {
  const digits = order.toString(16).length
  const highBit = 1n << BigInt(4 * (digits + (digits % 2)) - 1)
  const bytes = Buffer.from((value | highBit).toString(16), 'hex')
  return octets([2, bytes.length], bytes)
}

function opensslName(curve: string): string {
  return { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' }[curve] ?? ''
}

function spkiOfPoint(curve: string, point: Octets): Uint8Array {
  const identifier = { 'P-256': '1.2.840.10045.3.1.7', 'P-384': '1.3.132.0.34', 'P-521': '1.3.132.0.35' }[curve] ?? ''
  return sequence(sequence(oid('1.2.840.10045.2.1'), oid(identifier)), bitString(0, point))
}

/** Half of all x have no point; OpenSSL says which. */
function compressedOffCurve(curve: string, width: number): Uint8Array {
  for (let x = 1; x < 100; x += 1) {
    const compressed = octets([2], new Uint8Array(width - 1), [x])
    try {
      ECDH.convertKey(compressed, opensslName(curve))
    } catch {
      return compressed
    }
  }
  throw new Error('every x has a point')
}
