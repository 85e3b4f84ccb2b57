import { generateKeyPairSync, sign } from 'node:crypto'
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js'
import { ED448_TORSION_SUBGROUP } from '@noble/curves/ed448.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import type { SignatureCheck } from '../../../src/crypto/signature-verifier.ts'
import { bitString, hex, octets, oid, sequence } from '../../support/der.ts'
import { DATA, PLAIN_OIDS, edwardsCheck, flip, plain, publicKeyOf, row } from '../../support/signature-cases.ts'
import { verdictOf } from '../../support/verifiers.ts'

type Name = 'Ed25519' | 'Ed448'

const CURVES: readonly (readonly [name: Name, p: bigint, order: bigint, octets: number, torsion: readonly string[]])[] =
  [
    ['Ed25519', 2n ** 255n - 19n, 2n ** 252n + 27742317777372353535851937790883648493n, 32, ED25519_TORSION_SUBGROUP],
    [
      'Ed448',
      2n ** 448n - 2n ** 224n - 1n,
      2n ** 446n - 13818066809895115352007386748515426880336692474882178609894547503885n,
      57,
      ED448_TORSION_SUBGROUP,
    ],
  ]

describe.each(CURVES)('%s', (name, p, order, width, torsion) => {
  it('refuses S + L and any larger S, so that a signature has one form', async () => {
    const check = edwardsCheck(name)
    const scalar = numberOf(check.signature.subarray(width))
    expect(await verdictOf(check)).toBe('valid')
    for (let multiple = 1n; scalar + multiple * order < 1n << BigInt(8 * width) && multiple < 20n; multiple += 1n) {
      const signature = octets(check.signature.subarray(0, width), bytesOf(scalar + multiple * order, width))
      expect(await verdictOf({ ...check, signature })).toBe('invalid')
    }
  })

  it.each(torsion)('refuses a key of small order, under which anybody can sign: %s', async (point) => {
    const check = keyCheck(name, hex(point), forgery(width))
    expect(await verdictOf(check)).toBe('invalid')
    expect(await verdictOf({ ...check, data: new Uint8Array() })).toBe('invalid')
  })

  it('refuses a key whose y is not reduced', async () => {
    for (const y of [p, p + 1n, p + 2n, (1n << BigInt(8 * width - 1)) - 1n]) {
      expect(await verdictOf(keyCheck(name, bytesOf(y, width), forgery(width)))).toBe('invalid')
    }
  })

  it('refuses a key that is another point, or none', async () => {
    const check = edwardsCheck(name)
    let refused = 0
    for (let y = 2n; y < 12n; y += 1n) {
      expect(
        await verdictOf({ ...check, publicKey: keyCheck(name, bytesOf(y, width), check.signature).publicKey }),
      ).toBe('invalid')
      refused += 1
    }
    expect(refused).toBe(10)
  })

  it('refuses a key that differs in any one octet', async () => {
    const check = edwardsCheck(name)
    const { subjectPublicKey } = check.publicKey
    for (let index = 0; index < width; index += 1) {
      expect(await verdictOf(keyCheck(name, flip(subjectPublicKey, index), check.signature))).toBe('invalid')
    }
  })

  it('holds for an empty message', async () => {
    const { publicKey, privateKey } = name === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed448')
    const signature = new Uint8Array(sign(null, new Uint8Array(), privateKey))
    expect(
      await verdictOf({ publicKey: publicKeyOf(publicKey), algorithm: plain(name), data: new Uint8Array(), signature }),
    ).toBe('valid')
  })
})

describe('Ed25519', () => {
  it('holds for every message under the neutral element where small order is let pass, as in ZIP 215', () => {
    const { publicKey, data, signature } = keyCheck('Ed25519', octets([1], new Uint8Array(31)), forgery(32))
    expect(ed25519.verify(signature, data, publicKey.subjectPublicKey, { zip215: true })).toBe(true)
  })

  it('is decided without the cofactor everywhere, where the signer mixed a point of small order into R', async () => {
    // R + T for T of order 8: 8·S·B = 8·R + 8·k·A still holds, S·B = R + k·A does not.
    const { secretKey, publicKey } = ed25519.keygen()
    const { scalar, pointBytes } = ed25519.utils.getExtendedPublicKey(secretKey)
    const nonce = 12345678901234567890n
    const torsion = ed25519.Point.fromHex(ED25519_TORSION_SUBGROUP[1] ?? '')
    const commitment = ed25519.Point.BASE.multiply(nonce).add(torsion).toBytes()
    const challenge = numberOf(sha512(octets(commitment, pointBytes, DATA))) % ed25519.Point.Fn.ORDER
    const response = (nonce + challenge * scalar) % ed25519.Point.Fn.ORDER
    const signature = octets(commitment, bytesOf(response, 32))
    expect(ed25519.verify(signature, DATA, publicKey)).toBe(true)
    expect(await verdictOf(keyCheck('Ed25519', publicKey, signature))).toBe('invalid')
  })
})

/** R neutral, S zero. */
function forgery(width: number): Uint8Array {
  return octets([1], new Uint8Array(2 * width - 1))
}

function keyCheck(name: Name, key: Uint8Array, signature: Uint8Array): SignatureCheck {
  const spki = sequence(sequence(oid(row(PLAIN_OIDS, name))), bitString(0, key))
  return { publicKey: publicKeyOf(spki), algorithm: plain(name), data: DATA, signature }
}

/** Little-endian, as RFC 8032 writes numbers. */
function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
}

function bytesOf(value: bigint, width: number): Uint8Array {
  return new Uint8Array(Buffer.from(value.toString(16).padStart(2 * width, '0'), 'hex')).reverse()
}
