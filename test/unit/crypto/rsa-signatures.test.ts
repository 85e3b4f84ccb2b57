import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { SignatureCheck } from '../../../src/crypto/signature-verifier.ts'
import {
  bitString,
  explicit,
  integer,
  nothing,
  octets,
  octetString,
  oid,
  sequence,
  type Octets,
} from '../../support/der.ts'
import {
  DATA,
  HASH_OIDS,
  encodedMessageOf,
  flip,
  pkcs1,
  pss,
  pssCheck,
  publicKeyOf,
  row,
  rsaCheck,
  rsaKey,
  signEncodedMessage,
} from '../../support/signature-cases.ts'
import { verdictOf } from '../../support/verifiers.ts'

const RSA = '1.2.840.113549.1.1.1'
const SHA256 = row(HASH_OIDS, 'SHA-256')
const digest = createHash('sha256').update(DATA).digest()
const digestInfo = sequence(sequence(oid(SHA256), nothing), octetString(digest))

/** A key of which only the public half is known, or needed. */
function rsaSpki(modulus: bigint, exponent: bigint, algorithm: Octets = sequence(oid(RSA), nothing)): Uint8Array {
  return sequence(algorithm, bitString(0, sequence(integer(modulus), integer(exponent))))
}

/** EMSA-PKCS1-v1_5 as it should be, of which each part can be another. */
function encodeMessage({
  length = 256,
  lead = [0, 1],
  padding = 0xff,
  separator = [0],
  info = digestInfo,
  garbage = [],
}: {
  readonly length?: number
  readonly lead?: readonly number[]
  readonly padding?: number
  readonly separator?: readonly number[]
  readonly info?: Octets
  readonly garbage?: Octets
}): Uint8Array {
  const rest = octets(separator, info, garbage)
  return octets(lead, new Array<number>(length - rest.length - lead.length).fill(padding), rest)
}

describe('RSASSA-PKCS1-v1_5', () => {
  const pair = rsaKey(2048)
  const check = (signature: Uint8Array): SignatureCheck => {
    return { publicKey: publicKeyOf(pair.publicKey), algorithm: pkcs1('SHA-256'), data: DATA, signature }
  }

  it('holds for the one encoding that RFC 8017 section 9.2 prescribes', async () => {
    expect(await verdictOf(check(signEncodedMessage(pair, encodeMessage({}))))).toBe('valid')
  })

  it.each([
    ['block type 2', encodeMessage({ lead: [0, 2] })],
    ['block type 0', encodeMessage({ lead: [0, 0], padding: 0 })],
    ['padding of zeros', encodeMessage({ padding: 0 })],
    ['padding that ends early', encodeMessage({ garbage: new Uint8Array(32) })],
    [
      'padding of one octet less than eight',
      encodeMessage({ info: octets(digestInfo, new Uint8Array(256 - 10 - digestInfo.length)) }),
    ],
    ['no separator', encodeMessage({ separator: [] })],
    ['no padding', encodeMessage({ info: octets(digestInfo, new Uint8Array(253 - digestInfo.length)) })],
    ['parameters left out', encodeMessage({ info: sequence(sequence(oid(SHA256)), octetString(digest)) })],
    [
      'parameters that are not NULL',
      encodeMessage({ info: sequence(sequence(oid(SHA256), octetString([1, 2, 3, 4])), octetString(digest)) }),
    ],
    [
      'a third element',
      encodeMessage({ info: sequence(sequence(oid(SHA256), nothing), octetString(digest), nothing) }),
    ],
    [
      'the digest by another name',
      encodeMessage({ info: sequence(sequence(oid(row(HASH_OIDS, 'SHA3-256')), nothing), octetString(digest)) }),
    ],
    ['the bare digest', encodeMessage({ info: digest })],
    [
      'the digest as a BIT STRING',
      encodeMessage({ info: sequence(sequence(oid(SHA256), nothing), bitString(0, digest)) }),
    ],
    ['a length that is not minimal', encodeMessage({ info: octets([0x30, 0x81], digestInfo.subarray(1)) })],
    ['an indefinite length', encodeMessage({ info: octets([0x30, 0x80], digestInfo.subarray(2), [0, 0]) })],
  ])('refuses a message that is encoded in another way: %s', async (_, encodedMessage) => {
    expect(encodedMessage.length).toBe(256)
    expect(await verdictOf(check(signEncodedMessage(pair, encodedMessage)))).toBe('invalid')
  })

  it('refuses a signature made without the private key under exponent 3, with garbage after DigestInfo', async () => {
    // Bleichenbacher 2006: a cube whose upper third is the encoding that a lenient reader looks at.
    const small = rsaKey(2048, 3)
    const start = BigInt(
      `0x${Buffer.from(octets([0, 1], new Array<number>(8).fill(0xff), [0], digestInfo)).toString('hex')}`,
    )
    const shift = 8n * (256n - 11n - BigInt(digestInfo.length))
    const forged = cubeRoot(start << shift) + 1n
    expect((forged ** 3n) >> shift).toBe(start)
    const signature = new Uint8Array(Buffer.from(forged.toString(16).padStart(512, '0'), 'hex'))
    expect(await verdictOf({ ...check(signature), publicKey: publicKeyOf(small.publicKey) })).toBe('invalid')
  })

  it('refuses a signature to which the modulus was added, and one with zeros before it', async () => {
    // Of 2047 bits, so that the sum fits into as many octets.
    const odd = rsaKey(2047)
    const sound = rsaCheck(odd, 'SHA-256')
    const modulus = BigInt(`0x${Buffer.from(sound.publicKey.rsa?.modulus ?? []).toString('hex')}`)
    const sum = BigInt(`0x${Buffer.from(sound.signature).toString('hex')}`) + modulus
    expect(await verdictOf(sound)).toBe('valid')
    expect(await verdictOf({ ...sound, signature: new Uint8Array(Buffer.from(sum.toString(16), 'hex')) })).toBe(
      'invalid',
    )
    expect(await verdictOf({ ...sound, signature: octets([0], sound.signature) })).toBe('invalid')
  })

  it.each(['zero', 'one', 'modulus less one'])('refuses the number %s', async (name) => {
    const { modulus } = publicKeyOf(pair.publicKey).rsa ?? { modulus: new Uint8Array() }
    const number = {
      zero: new Uint8Array(256),
      one: octets(new Uint8Array(255), [1]),
      'modulus less one': flip(modulus, 255, 0),
    }[name]
    expect(await verdictOf(check(number ?? new Uint8Array()))).toBe('invalid')
  })

  it('takes a key whose parameters are left out', async () => {
    const { publicKey, ...rest } = rsaCheck(pair, 'SHA-256')
    const spki = sequence(sequence(oid(RSA)), bitString(0, publicKey.subjectPublicKey))
    expect(await verdictOf({ ...rest, publicKey: publicKeyOf(spki) })).toBe('valid')
  })

  it.each([
    ['no bits', 0n, 65537n, 'invalid'],
    ['an even modulus', 2n ** 2047n, 65537n, 'invalid'],
    ['exponent 0', 2n ** 2047n + 1n, 0n, 'invalid'],
    ['exponent 1', 2n ** 2047n + 1n, 1n, 'invalid'],
    ['exponent 2', 2n ** 2047n + 1n, 2n, 'invalid'],
    ['an even exponent', 2n ** 2047n + 1n, 65536n, 'invalid'],
    ['an exponent of 65 bits', 2n ** 2047n + 1n, 2n ** 64n + 1n, 'unsupported'],
    ['an exponent as large as the modulus', 2n ** 2047n + 1n, 2n ** 2046n + 1n, 'unsupported'],
    ['511 bits', 2n ** 510n + 1n, 65537n, 'unsupported'],
    ['8193 bits', 2n ** 8192n + 1n, 65537n, 'unsupported'],
    ['16384 bits', 2n ** 16383n + 1n, 65537n, 'unsupported'],
    ['65536 bits', 2n ** 65535n + 1n, 65537n, 'unsupported'],
  ])('is not computed under a key out of bounds: %s', async (_, modulus, exponent, verdict) => {
    const publicKey = publicKeyOf(rsaSpki(modulus, exponent))
    const signature = new Uint8Array((modulus.toString(16).length + 1) >> 1).fill(1)
    for (const algorithm of [pkcs1('SHA-256'), pss('SHA-256', 32)]) {
      expect(await verdictOf({ publicKey, algorithm, data: DATA, signature })).toBe(verdict)
    }
  })

  it('is computed under a key of 8192 bits and an exponent of 64', async () => {
    const publicKey = publicKeyOf(rsaSpki(2n ** 8191n + 1n, 2n ** 63n + 1n))
    const signature = new Uint8Array(1024).fill(1)
    expect(await verdictOf({ publicKey, algorithm: pkcs1('SHA-256'), data: DATA, signature })).toBe('invalid')
  })

  it('cannot hold where the modulus has no room for the encoding', async () => {
    const { publicKey } = rsaKey(512)
    const signature = new Uint8Array(64).fill(1)
    expect(
      await verdictOf({ publicKey: publicKeyOf(publicKey), algorithm: pkcs1('SHA-512'), data: DATA, signature }),
    ).toBe('invalid')
  })
})

describe('RSASSA-PSS', () => {
  const pair = rsaKey(1024)

  it('refuses a salt of another length than the algorithm names', async () => {
    for (const signed of [0, 20, 31, 32, 33, 94]) {
      for (const named of [0, 20, 31, 32, 33, 94]) {
        const check = { ...pssCheck(pair, 'SHA-256', signed), algorithm: pss('SHA-256', named) }
        expect(await verdictOf(check)).toBe(signed === named ? 'valid' : 'invalid')
      }
    }
  })

  it('refuses a salt for which the modulus has no room', async () => {
    for (const salt of [95, 128, 2048]) {
      expect(await verdictOf({ ...pssCheck(pair, 'SHA-256', 94), algorithm: pss('SHA-256', salt) })).toBe('invalid')
    }
  })

  it.each([1024, 1025, 1030])(
    'refuses an encoded message that differs in any octet, of a key of %i bits',
    async (bits) => {
      const key = rsaKey(bits)
      const check = pssCheck(key, 'SHA-256', 32)
      const encodedMessage = encodedMessageOf(key, check.signature)
      let refused = 0
      for (let index = 0; index < encodedMessage.length; index += 1) {
        const changed = flip(encodedMessage, index, 0)
        const modulus = key.publicKey.export({ format: 'jwk' }).n ?? ''
        // Larger numbers are not messages.
        if (Buffer.compare(changed, Buffer.from(modulus, 'base64url')) >= 0) continue
        expect(await verdictOf({ ...check, signature: signEncodedMessage(key, changed) })).toBe('invalid')
        refused += 1
      }
      expect(refused).toBeGreaterThan(encodedMessage.length - 2)
    },
  )

  it('refuses bits before the encoded message', async () => {
    // Of 1030 bits, the message takes 1029. Adding 2^1029 gives a number that is below some moduli; search for one.
    const key = findKey(1030, (modulus) => modulus > 2n ** 1029n + 2n ** 1028n)
    const { signature, ...rest } = findCheck(key, (message) => (message[0] ?? 0) < 8)
    const changed = flip(encodedMessageOf(key, signature), 0, 5)
    expect(await verdictOf({ ...rest, signature })).toBe('valid')
    expect(await verdictOf({ ...rest, signature: signEncodedMessage(key, changed) })).toBe('invalid')
  })

  it('is not told by other digests in the mask or in the message', async () => {
    const check = pssCheck(pair, 'SHA-256', 32)
    expect(await verdictOf({ ...check, algorithm: pss('SHA-384', 32) })).toBe('invalid')
    expect(await verdictOf({ ...check, algorithm: pss('SHA-256', 32, 'SHA-1') })).toBe('unsupported')
    expect(await verdictOf({ ...check, algorithm: pss('MD5', 32) })).toBe('unsupported')
  })

  describe('under an id-RSASSA-PSS key', () => {
    const free = generateKeyPairSync('rsa-pss', { modulusLength: 1024 })
    // Node's types want the salt's length as a text, which Node refuses.
    const restriction: object = { hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 32 }
    const restricted = generateKeyPairSync('rsa-pss', { modulusLength: 1024, ...restriction })
    const withKey = (check: SignatureCheck, publicKey: KeyObject): SignatureCheck => {
      return { ...check, publicKey: publicKeyOf(publicKey) }
    }

    it('takes any parameters where the key names none', async () => {
      expect(await verdictOf(pssCheck(free, 'SHA-256', 20))).toBe('valid')
      expect(await verdictOf(pssCheck(free, 'SHA-384', 48))).toBe('valid')
    })

    it('takes the digest that the key names and a salt that is no shorter', async () => {
      expect(await verdictOf(pssCheck(restricted, 'SHA-256', 32))).toBe('valid')
      expect(await verdictOf(pssCheck(restricted, 'SHA-256', 40))).toBe('valid')
    })

    it('refuses signatures that the same numbers made against the restriction', async () => {
      const { n = '', e = '' } = rsaKey(1024).publicKey.export({ format: 'jwk' })
      const numbers = [n, e].map((text) => integer(BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`)))
      const sha256 = sequence(oid(SHA256), nothing)
      const mask = sequence(oid('1.2.840.113549.1.1.8'), sha256)
      const parameters = sequence(explicit(0, sha256), explicit(1, mask), explicit(2, integer(32)))
      const spki = sequence(sequence(oid('1.2.840.113549.1.1.10'), parameters), bitString(0, sequence(...numbers)))
      const publicKey = publicKeyOf(spki)
      expect(await verdictOf({ ...pssCheck(pair, 'SHA-256', 32), publicKey })).toBe('valid')
      expect(await verdictOf({ ...pssCheck(pair, 'SHA-256', 31), publicKey })).toBe('invalid')
      expect(await verdictOf({ ...pssCheck(pair, 'SHA-384', 48), publicKey })).toBe('invalid')
      expect(await verdictOf({ ...rsaCheck(pair, 'SHA-256'), publicKey })).toBe('invalid')
    })

    it('refuses what the key allows under one digest and a mask of another, for which there is no signature here', async () => {
      const { n = '', e = '' } = pair.publicKey.export({ format: 'jwk' })
      const numbers = [n, e].map((text) => integer(BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`)))
      const mask = sequence(oid('1.2.840.113549.1.1.8'), sequence(oid(row(HASH_OIDS, 'SHA-384')), nothing))
      const digestAlgorithm = sequence(oid(SHA256), nothing)
      const parameters = sequence(explicit(0, digestAlgorithm), explicit(1, mask), explicit(2, integer(32)))
      const spki = sequence(sequence(oid('1.2.840.113549.1.1.10'), parameters), bitString(0, sequence(...numbers)))
      expect(await verdictOf(pssCheck(pair, 'SHA-256', 32))).toBe('valid')
      expect(await verdictOf({ ...pssCheck(pair, 'SHA-256', 32), publicKey: publicKeyOf(spki) })).toBe('invalid')
    })

    it('refuses RSASSA-PKCS1-v1_5', async () => {
      expect(await verdictOf(withKey(rsaCheck(pair, 'SHA-256'), free.publicKey))).toBe('invalid')
    })
  })
})

/** A new key whose modulus is as wanted. */
function findKey(bits: number, isWanted: (modulus: bigint) => boolean): ReturnType<typeof rsaKey> {
  for (let tries = 0; tries < 100; tries += 1) {
    const pair = generateKeyPairSync('rsa', { modulusLength: bits })
    const { n = '' } = pair.publicKey.export({ format: 'jwk' })
    if (isWanted(BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`))) return pair
  }
  throw new Error('no such key found')
}

/** A signature, which is another one each time, whose encoded message is as wanted. */
function findCheck(key: ReturnType<typeof rsaKey>, isWanted: (encodedMessage: Uint8Array) => boolean): SignatureCheck {
  for (let tries = 0; tries < 1000; tries += 1) {
    const check = pssCheck(key, 'SHA-256', 32)
    if (isWanted(encodedMessageOf(key, check.signature))) return check
  }
  throw new Error('no such signature found')
}

/** The largest number whose cube is not above `value`. */
function cubeRoot(value: bigint): bigint {
  let low = 0n
  let high = 1n << BigInt(Math.ceil(value.toString(2).length / 3) + 1)
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** 3n <= value) low = middle
    else high = middle
  }
  return low
}
