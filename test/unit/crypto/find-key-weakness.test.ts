import { generateKeyPairSync, generatePrimeSync } from 'node:crypto'
import * as tls from 'node:tls'
import { describe, expect, it } from 'vitest'
import { areFactorsClose } from '../../../src/crypto/fermat-factors.ts'
import { findKeyWeakness } from '../../../src/crypto/find-key-weakness.ts'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import type { PublicKey } from '../../../src/x509/public-key.ts'
import { bitString, integer, nothing, oid, sequence } from '../../support/der.ts'
import { publicKeyOf, rsaKey } from '../../support/signature-cases.ts'

const smallPrimes = primesBelow(752)

// OpenSSL sets the two upper bits, so that every product has 2048 bits.
const p = generatePrimeSync(1024, { bigint: true })
const q = generatePrimeSync(1024, { bigint: true })

function rsa(modulus: bigint, exponent: bigint = 65537n): PublicKey {
  const key = sequence(integer(modulus), integer(exponent))
  return publicKeyOf(sequence(sequence(oid('1.2.840.113549.1.1.1'), nothing), bitString(0, key)))
}

describe('findKeyWeakness()', () => {
  it('finds nothing in keys that OpenSSL makes', () => {
    const pairs = [
      rsaKey(2048),
      rsaKey(3072),
      rsaKey(2048, 3),
      generateKeyPairSync('rsa-pss', { modulusLength: 2048 }),
      generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      generateKeyPairSync('ec', { namedCurve: 'P-384' }),
      generateKeyPairSync('ec', { namedCurve: 'P-521' }),
      generateKeyPairSync('ed25519'),
      generateKeyPairSync('ed448'),
    ]
    for (const { publicKey } of pairs) expect(findKeyWeakness(publicKeyOf(publicKey))).toBeUndefined()
  })

  it('finds nothing in the public roots', () => {
    for (const pem of tls.rootCertificates) expect(findKeyWeakness(parseCertificate(pem).publicKey)).toBeUndefined()
  })

  it.each([
    ['rsa-too-small', 0n],
    ['rsa-too-small', 1n],
    ['rsa-too-small', 2n ** 2047n - 1n],
    ['rsa-too-large', 2n ** 8192n + 1n],
    ['rsa-too-large', 2n ** 65535n + 1n],
    ['rsa-odd-size', 2n ** 2048n + 1n],
    ['rsa-odd-size', 2n ** 2051n + 1n],
    ['rsa-even-modulus', 2n ** 2047n],
    ['rsa-even-modulus', p * q * 2n ** 8n],
  ])('finds %s', (weakness, modulus) => {
    expect(findKeyWeakness(rsa(modulus))).toBe(weakness)
  })

  it('bounds the exponent as the CA/B Forum does', () => {
    const modulus = p * q
    for (const exponent of [0n, 1n, 2n, 4n, 65536n, 2n ** 256n + 1n]) {
      expect(findKeyWeakness(rsa(modulus, exponent))).toBe('rsa-exponent')
    }
    for (const exponent of [3n, 17n, 65535n, 65537n, 2n ** 256n - 1n]) {
      expect(findKeyWeakness(rsa(modulus, exponent))).toBeUndefined()
    }
  })

  it('finds every factor up to 751, and not the primes above', () => {
    const primes = primesBelow(770)
    expect(primes.filter((prime) => prime > 751)).toEqual([757, 761, 769])
    for (const prime of primes.slice(1)) {
      // Of 2048 bits, with no other small factor.
      const modulus = BigInt(prime) * p * nextOddCoprime((3n << 2046n) / (BigInt(prime) * p))
      expect(findKeyWeakness(rsa(modulus))).toBe(prime < 752 ? 'rsa-small-factor' : undefined)
    }
  })

  it.each([2n, 1000n, 2n ** 200n, 2n ** 500n])('finds factors that are %d apart by Fermat', (distance) => {
    const modulus = p * nextOddCoprime(p + distance)
    expect(findKeyWeakness(rsa(modulus))).toBe('rsa-close-primes')
  })

  it('finds the square of a prime', () => {
    expect(findKeyWeakness(rsa(p ** 2n))).toBe('rsa-close-primes')
  })

  it('finds the keys of Infineon, by whichever exponents they were made', () => {
    for (let tries = 0; tries < 3; tries += 1) {
      const modulus = withBits(2048, () => infineonNumber() * infineonNumber())
      expect(findKeyWeakness(rsa(modulus))).toBe('rsa-roca')
    }
  })

  it('does not take half a fingerprint for one', () => {
    expect(findKeyWeakness(rsa(withBits(2048, () => infineonNumber() * p)))).toBeUndefined()
  })

  it.each(['secp256k1', 'secp224r1', 'brainpoolP256r1', 'sect283r1'])(
    'finds a curve that is not allowed: %s',
    (namedCurve) => {
      expect(findKeyWeakness(publicKeyOf(generateKeyPairSync('ec', { namedCurve }).publicKey))).toBe(
        'curve-not-allowed',
      )
    },
  )

  it('finds a curve that is given by its parameters', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' })
    expect(findKeyWeakness(publicKeyOf(publicKey))).toBe('curve-not-allowed')
  })

  it.each([
    ['P-256', 64],
    ['P-384', 96],
    ['P-521', 132],
  ] as const)('finds a point off %s, infinity, and what is not reduced', (namedCurve, octets) => {
    const sound = publicKeyOf(generateKeyPairSync('ec', { namedCurve }).publicKey)
    const point = sound.subjectPublicKey
    const moved = Uint8Array.from(point, (octet, index) => (index === octets ? octet ^ 1 : octet))
    const tooGreat = Uint8Array.from(point, (octet, index) => (index > octets / 2 ? 0xff : octet))
    for (const subjectPublicKey of [moved, tooGreat, Uint8Array.of(0), point.subarray(0, -1)]) {
      expect(findKeyWeakness({ ...sound, subjectPublicKey })).toBe('point-invalid')
    }
    // Compressed: the same point (SEC 1 section 2.3.3).
    const half = point.subarray(0, 1 + octets / 2)
    const compressed = Uint8Array.from(half, (octet, index) => (index === 0 ? 2 + ((point.at(-1) ?? 0) & 1) : octet))
    expect(findKeyWeakness({ ...sound, subjectPublicKey: compressed })).toBeUndefined()
  })

  it('finds an EdDSA key of small order, under which anybody can sign', () => {
    const sound = publicKeyOf(generateKeyPairSync('ed25519').publicKey)
    // The neutral element: x = 0, y = 1 (RFC 8032 section 5.1).
    const neutral = new Uint8Array(32).fill(1, 0, 1)
    expect(findKeyWeakness({ ...sound, subjectPublicKey: neutral })).toBe('point-invalid')
  })

  it('finds keys that cannot vouch for anything', () => {
    const { publicKey: dsa } = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })
    const { publicKey: x25519 } = generateKeyPairSync('x25519')
    const unknown = publicKeyOf(sequence(sequence(oid('1.3.6.1.4.1.99999.2')), bitString(0, [1, 2, 3])))
    for (const key of [publicKeyOf(dsa), publicKeyOf(x25519), unknown]) {
      expect(findKeyWeakness(key)).toBe('algorithm-not-allowed')
    }
  })
})

describe('areFactorsClose()', () => {
  it('takes as many rounds as the sum of the factors is above twice the root', () => {
    // (a - b)(a + b) with a fixed: found in the round that reaches a.
    for (const [n, rounds] of [
      [9n, 0],
      [15n, 1],
      [21n, 1],
      [33n, 2],
      [1001n, 14],
      [5959n, 3],
      [8051n, 1],
    ] as const) {
      expect(areFactorsClose(n, rounds)).toBe(true)
      if (rounds > 0) expect(areFactorsClose(n, rounds - 1)).toBe(false)
    }
  })
})

/** Tries until the number has this many bits. */
function withBits(bits: number, make: () => bigint): bigint {
  for (let tries = 0; tries < 1000; tries += 1) {
    const value = make()
    if (value.toString(2).length === bits) return value
  }
  throw new Error(`no number of ${String(bits)} bits`)
}

function primesBelow(bound: number): readonly number[] {
  const primes: number[] = []
  for (let candidate = 2; candidate < bound; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes
}

/** An odd number near `value` that no small prime divides; whether it is prime does not matter here. */
function nextOddCoprime(value: bigint): bigint {
  let candidate = value | 1n
  while (hasSmallFactor(candidate)) candidate += 2n
  return candidate
}

/**
 * k·M + 65537^a mod M, with M the product of the first 126 primes, as in Infineon's 2048-bit keys. Not always prime, which does not
 * matter here, but without the few factors that M leaves below 752.
 */
function infineonNumber(): bigint {
  const product = smallPrimes.slice(0, 126).reduce((all, prime) => all * BigInt(prime), 1n)
  let power = 1n
  const exponent = Number(generatePrimeSync(16, { bigint: true }))
  for (let index = 0; index < exponent; index += 1) power = (power * 65537n) % product
  let factor = 2n ** BigInt(1024 - product.toString(2).length) - generatePrimeSync(20, { bigint: true })
  while (hasSmallFactor(factor * product + power)) factor -= 1n
  return factor * product + power
}

function hasSmallFactor(value: bigint): boolean {
  return smallPrimes.some((prime) => value % BigInt(prime) === 0n)
}
