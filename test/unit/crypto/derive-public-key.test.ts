import { createECDH, generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  deriveEcPublicKey,
  isPrivateValueInRange,
  toUncompressedPoint,
} from '../../../src/crypto/derive-ec-public-key.ts'
import { deriveEdwardsPublicKey } from '../../../src/crypto/derive-edwards-public-key.ts'
import { findEcCurve, type EcCurve } from '../../../src/crypto/ec-curve.ts'
import { hex, octets, toHex } from '../../support/der.ts'

const CURVES = [
  ['P-256', 'prime256v1'],
  ['P-384', 'secp384r1'],
  ['P-521', 'secp521r1'],
] as const

function curveOf(name: string): EcCurve {
  const curve = findEcCurve(name)
  if (curve === undefined) throw new Error(`no curve ${name}`)
  return curve
}

function fromBigint(value: bigint, length: number): Uint8Array {
  return hex(value.toString(16).padStart(2 * length, '0'))
}

describe.each(CURVES)('on %s', (name, opensslName) => {
  const curve = curveOf(name)
  const publicKeyOf = (privateValue: Uint8Array, form: 'compressed' | 'uncompressed'): string => {
    const ecdh = createECDH(opensslName)
    ecdh.setPrivateKey(privateValue)
    return ecdh.getPublicKey('hex', form)
  }
  const privateValues = [1n, 2n, 3n, curve.n - 1n, curve.n - 2n, 1n << 200n].map((value) =>
    fromBigint(value, curve.octets),
  )
  const random = Array.from({ length: 5 }, () => octets(new Uint8Array(curve.octets - 31), randomBytes(31)))

  it('deriveEcPublicKey() finds the point that OpenSSL finds, also for the first and last private values', () => {
    for (const value of [...privateValues, ...random]) {
      expect(toHex(deriveEcPublicKey(curve, value))).toBe(publicKeyOf(value, 'uncompressed'))
    }
  })

  it('toUncompressedPoint() finds the y of both signs', () => {
    for (const value of [...privateValues, ...random]) {
      const compressed = hex(publicKeyOf(value, 'compressed'))
      expect(toHex(toUncompressedPoint(curve, compressed) ?? hex(''))).toBe(publicKeyOf(value, 'uncompressed'))
    }
  })

  it('toUncompressedPoint() refuses what is no encoding of a point', () => {
    const point = hex(publicKeyOf(fromBigint(5n, curve.octets), 'uncompressed'))
    const hybrid = octets([6], point.subarray(1))
    const tooLarge = octets([2], fromBigint(curve.p, curve.octets))
    for (const bytes of [hex(''), hex('00'), point.subarray(0, -1), octets(point, [0]), hybrid, tooLarge]) {
      expect(toUncompressedPoint(curve, bytes)).toBeUndefined()
    }
  })

  it('isPrivateValueInRange() takes 1 to n - 1', () => {
    const inRange = (value: bigint): boolean => isPrivateValueInRange(curve, fromBigint(value, curve.octets))
    expect([0n, 1n, curve.n - 1n, curve.n, curve.n + 1n].map(inRange)).toEqual([false, true, true, false, false])
  })
})

describe('toUncompressedPoint()', () => {
  it('refuses an x that no point of P-256 has', () => {
    // createECDH refuses it as well.
    const nowhere = octets([2], fromBigint(1n, 32))
    expect(() => createECDH('prime256v1').computeSecret(nowhere)).toThrow()
    expect(toUncompressedPoint(curveOf('P-256'), nowhere)).toBeUndefined()
  })
})

describe('findEcCurve()', () => {
  it.each(['P-224', 'secp256k1', 'explicit', '', '__proto__'])('knows nothing of %s', (name) => {
    expect(findEcCurve(name)).toBeUndefined()
  })
})

describe('deriveEdwardsPublicKey()', () => {
  // RFC 8032 sections 7.1 and 7.4, the first key of each.
  it.each([
    [
      'Ed25519',
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    ],
    [
      'Ed448',
      '6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b',
      '5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180',
    ],
  ] as const)('gives the public key of the RFC for %s', (algorithm, privateKey, publicKey) => {
    expect(toHex(deriveEdwardsPublicKey(algorithm, hex(privateKey)))).toBe(publicKey)
  })

  it('gives the public key that OpenSSL gives', () => {
    for (let count = 0; count < 5; count += 1) {
      const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
      const ed448 = generateKeyPairSync('ed448').privateKey.export({ format: 'jwk' })
      for (const [algorithm, { d, x }] of [
        ['Ed25519', ed25519],
        ['Ed448', ed448],
      ] as const) {
        const privateKey = new Uint8Array(Buffer.from(d ?? '', 'base64url'))
        expect(Buffer.from(deriveEdwardsPublicKey(algorithm, privateKey)).toString('base64url')).toBe(x)
      }
    }
  })
})
