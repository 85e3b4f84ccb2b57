import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openDer } from '../../../src/der/der-reader.ts'
import { readPublicKey, type PublicKey } from '../../../src/x509/public-key.ts'
import { P256_KEY, P256_POINT } from '../../support/build-certificate.ts'
import { bitString, explicit, hex, integer, nothing, octets, oid, sequence, toHex } from '../../support/der.ts'
import { errorAt, errorOf } from '../../support/error-of.ts'

const RSA = oid('1.2.840.113549.1.1.1')
const RSA_PSS = oid('1.2.840.113549.1.1.10')
const EC = oid('1.2.840.10045.2.1')
const SHA256 = oid('2.16.840.1.101.3.4.2.1')
const MGF1 = oid('1.2.840.113549.1.1.8')

const read = (der: Uint8Array): PublicKey => readPublicKey(openDer(der))
const rsaKey = sequence(integer(0xc001), integer(65_537))
const keyOf = (algorithm: Uint8Array, key: Uint8Array): Uint8Array => sequence(algorithm, bitString(0, key))
const spkiOf = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ type: 'spki', format: 'der' }))

describe('readPublicKey()', () => {
  it.each([
    ['RSA', 1024],
    ['RSA', 2048],
    ['RSA', 2050],
  ])('reads %s of %i bits as node:crypto made it', (algorithm, bits) => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: 3 })
    const der = spkiOf(publicKey)
    const key = read(der)
    const { n, e } = publicKey.export({ format: 'jwk' })
    expect([key.algorithm, key.oid, key.bits, key.curve, key.pss]).toEqual([
      algorithm,
      '1.2.840.113549.1.1.1',
      bits,
      undefined,
      undefined,
    ])
    expect(Buffer.from(key.rsa?.modulus ?? []).toString('base64url')).toBe(n)
    expect(Buffer.from(key.rsa?.exponent ?? []).toString('base64url')).toBe(e)
    expect(toHex(key.spki)).toBe(toHex(der))
  })

  it.each([
    ['prime256v1', 'P-256', 256],
    ['secp384r1', 'P-384', 384],
    ['secp521r1', 'P-521', 521],
    ['secp224r1', 'P-224', 224],
    ['secp256k1', 'secp256k1', 256],
    ['brainpoolP256r1', 'brainpoolP256r1', 256],
    ['sect283k1', 'sect283k1', 283],
  ])('reads EC on %s as node:crypto made it', (namedCurve, curve, bits) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve })
    const key = read(spkiOf(publicKey))
    expect([key.algorithm, key.curve, key.bits, key.rsa]).toEqual(['EC', curve, bits, undefined])
    expect(key.subjectPublicKey[0]).toBe(4)
  })

  it.each([
    ['ed25519', 'Ed25519', 256],
    ['ed448', 'Ed448', 456],
    ['x25519', 'X25519', 256],
    ['x448', 'X448', 448],
  ])('reads %s as node:crypto made it', (type, algorithm, bits) => {
    // One overload for each type of key, and none for their union.
    const { publicKey } = generateKeyPairSync(type as 'ed25519')
    const key = read(spkiOf(publicKey))
    expect([key.algorithm, key.bits, key.curve]).toEqual([algorithm, bits, undefined])
    expect(Buffer.from(key.subjectPublicKey).toString('base64url')).toBe(publicKey.export({ format: 'jwk' }).x)
  })

  it('reads RSA-PSS with and without restrictions as node:crypto made it', () => {
    const options = { modulusLength: 1024, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha512' }
    const restricted = generateKeyPairSync('rsa-pss', options).publicKey
    const free = generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).publicKey
    expect(read(spkiOf(restricted)).pss).toEqual({ hash: 'SHA-256', maskHash: 'SHA-512', saltLength: 32 })
    expect([read(spkiOf(free)).algorithm, read(spkiOf(free)).pss, read(spkiOf(free)).bits]).toEqual([
      'RSA-PSS',
      undefined,
      1024,
    ])
  })

  it('gives the size of the prime of DSA, where the key has its own (RFC 3279 section 2.3.2)', () => {
    const type = oid('1.2.840.10040.4.1')
    const parameters = sequence(integer(2n ** 1023n + 1n), integer(2n ** 159n + 1n), integer(2))
    const [own, inherited] = [keyOf(sequence(type, parameters), integer(5)), keyOf(sequence(type), integer(5))].map(
      read,
    )
    expect([own?.algorithm, own?.bits]).toEqual(['DSA', 1024])
    expect([inherited?.algorithm, inherited?.bits]).toEqual(['DSA', 0])
  })

  it.each([
    ['ML-DSA-44', '2.16.840.1.101.3.4.3.17', 1312],
    ['ML-DSA-65', '2.16.840.1.101.3.4.3.18', 1952],
    ['ML-DSA-87', '2.16.840.1.101.3.4.3.19', 2592],
    ['SLH-DSA-SHA2-128s', '2.16.840.1.101.3.4.3.20', 32],
    ['SLH-DSA-SHAKE-256f', '2.16.840.1.101.3.4.3.31', 64],
  ])('reads %s of its one length only (RFC 9881, RFC 9909)', (name, type, length) => {
    const key = (count: number): Uint8Array => keyOf(sequence(oid(type)), new Uint8Array(count))
    expect(read(key(length)).algorithm).toBe(name)
    for (const wrong of [length - 1, length + 1, 0]) expect(errorOf(() => read(key(wrong))).code).toBe('ERR_DER_VALUE')
    expect(errorOf(() => read(keyOf(sequence(oid(type), nothing), new Uint8Array(length)))).code).toBe(
      'ERR_X509_ALGORITHM_PARAMETERS',
    )
  })

  it('names an algorithm that it does not know by its identifier', () => {
    const key = read(keyOf(sequence(oid('1.2.3'), integer(5)), hex('00')))
    expect([key.algorithm, key.oid, key.bits, key.curve]).toEqual(['1.2.3', '1.2.3', 0, undefined])
  })

  it('names a curve that it does not know by its identifier, and one given in full', () => {
    expect(read(keyOf(sequence(EC, oid('1.2.3')), P256_POINT)).curve).toBe('1.2.3')
    const prime = sequence(oid('1.2.840.10045.1.1'), integer(2n ** 192n - 2n ** 64n - 1n))
    const key = read(keyOf(sequence(EC, sequence(integer(1), prime)), P256_POINT))
    expect([key.curve, key.bits]).toEqual(['explicit', 192])
    const binary = sequence(oid('1.2.840.10045.1.2'), sequence(integer(163)))
    expect(read(keyOf(sequence(EC, sequence(integer(1), binary)), P256_POINT)).bits).toBe(0)
  })

  it('reads RSA without parameters, which old writers left out', () => {
    expect(read(keyOf(sequence(RSA), rsaKey)).bits).toBe(16)
  })

  it.each([
    ['RSA with other parameters', keyOf(sequence(RSA, sequence()), rsaKey)],
    ['RSA with a NULL that has content', keyOf(sequence(RSA, hex('050100')), rsaKey)],
    ['EC without a curve (RFC 5480 section 2.1.1)', keyOf(sequence(EC), P256_POINT)],
    ['EC with the curve NULL', keyOf(sequence(EC, nothing), P256_POINT)],
    ['Ed25519 with NULL (RFC 8410 section 3)', keyOf(sequence(oid('1.3.101.112'), nothing), new Uint8Array(32))],
    ['Ed448 with NULL', keyOf(sequence(oid('1.3.101.113'), nothing), new Uint8Array(57))],
  ])('refuses %s', (_, der) => {
    expect(errorOf(() => read(der)).code).toBe('ERR_X509_ALGORITHM_PARAMETERS')
  })

  it.each([
    [
      'two parameters',
      keyOf(sequence(RSA, nothing, nothing), rsaKey),
      'ERR_DER_TRAILING_BYTES at 17 in SubjectPublicKeyInfo',
    ],
    ['no algorithm', keyOf(sequence(), rsaKey), 'ERR_DER_TRUNCATED at 4 in SubjectPublicKeyInfo'],
    ['no key', sequence(sequence(RSA, nothing)), 'ERR_DER_TRUNCATED at 17 in SubjectPublicKeyInfo'],
    [
      'more than a key',
      sequence(sequence(RSA, nothing), bitString(0, rsaKey), nothing),
      'ERR_DER_TRAILING_BYTES at 32 in SubjectPublicKeyInfo',
    ],
    [
      'more than a key of another algorithm',
      sequence(sequence(EC, oid('1.2.3')), bitString(0, [2]), nothing),
      'ERR_DER_TRAILING_BYTES at 21 in SubjectPublicKeyInfo',
    ],
    [
      'a key of seven bits',
      sequence(sequence(EC, oid('1.2.3')), bitString(1, [2])),
      'ERR_DER_BIT_STRING at 19 in SubjectPublicKeyInfo',
    ],
    [
      'an RSA key that is none',
      keyOf(sequence(RSA, nothing), hex('0500')),
      'ERR_DER_UNEXPECTED_TAG at 20 in RSAPublicKey',
    ],
    ['an empty RSA key', keyOf(sequence(RSA, nothing), hex('')), 'ERR_DER_TRUNCATED at 20 in RSAPublicKey'],
    [
      'an RSA key without exponent',
      keyOf(sequence(RSA, nothing), sequence(integer(5))),
      'ERR_DER_TRUNCATED at 25 in RSAPublicKey',
    ],
    [
      'an RSA key of three numbers',
      keyOf(sequence(RSA, nothing), sequence(integer(5), integer(3), integer(1))),
      'ERR_DER_TRAILING_BYTES at 28 in RSAPublicKey',
    ],
    [
      'bytes after an RSA key',
      keyOf(sequence(RSA, nothing), octets(rsaKey, [0])),
      'ERR_DER_TRAILING_BYTES at 32 in SubjectPublicKeyInfo',
    ],
    [
      'a negative modulus',
      keyOf(sequence(RSA, nothing), sequence(integer(-5), integer(3))),
      'ERR_DER_VALUE at 24 in RSAPublicKey',
    ],
    [
      'a negative exponent',
      keyOf(sequence(RSA, nothing), sequence(integer(5), integer(-3))),
      'ERR_DER_VALUE at 27 in RSAPublicKey',
    ],
    [
      'a modulus with a leading zero',
      keyOf(sequence(RSA, nothing), sequence(hex('02020005'), integer(3))),
      'ERR_DER_INTEGER at 24 in RSAPublicKey',
    ],
    [
      'an Ed25519 key of 31 octets',
      keyOf(sequence(oid('1.3.101.112')), new Uint8Array(31)),
      'ERR_DER_VALUE at 12 in SubjectPublicKeyInfo',
    ],
  ])('refuses %s', (_, der, expected) => {
    expect(errorAt(() => read(der))).toBe(expected)
  })

  it.each([
    ['a modulus of zero', 0n, 0],
    ['a modulus of one', 1n, 1],
    ['255 bits', 2n ** 255n - 1n, 255],
    ['256 bits', 2n ** 256n - 1n, 256],
    ['65537 bits', 2n ** 65_536n, 65_537],
  ])('counts the bits of %s', (_, modulus, bits) => {
    expect(read(keyOf(sequence(RSA, nothing), sequence(integer(modulus), integer(3)))).bits).toBe(bits)
  })

  it.each([
    ['a salt of -1', sequence(explicit(2, integer(-1))), 'ERR_DER_VALUE'],
    ['a trailer of 2 (RFC 4055 section 3.1)', sequence(explicit(3, integer(2))), 'ERR_DER_VALUE'],
    ['a digest with parameters', sequence(explicit(0, sequence(SHA256, integer(1)))), 'ERR_DER_VALUE'],
    ['a mask without its digest', sequence(explicit(1, sequence(MGF1))), 'ERR_DER_TRUNCATED'],
    ['two digests', sequence(explicit(0, sequence(SHA256), sequence(SHA256))), 'ERR_DER_TRAILING_BYTES'],
    [
      'two masks',
      sequence(explicit(1, sequence(MGF1, sequence(SHA256)), sequence(MGF1, sequence(SHA256)))),
      'ERR_DER_TRAILING_BYTES',
    ],
    ['two salts', sequence(explicit(2, integer(20), integer(20))), 'ERR_DER_TRAILING_BYTES'],
    [
      'parts in another order',
      sequence(explicit(2, integer(20)), explicit(0, sequence(SHA256))),
      'ERR_DER_TRAILING_BYTES',
    ],
    ['NULL', nothing, 'ERR_DER_UNEXPECTED_TAG'],
  ])('refuses RSA-PSS with %s', (_, parameters, code) => {
    expect(errorOf(() => read(keyOf(sequence(RSA_PSS, parameters), rsaKey))).code).toBe(code)
  })

  it('takes the parameters of RSA-PSS that are left out for SHA-1 and 20 (RFC 4055 section 3.1)', () => {
    expect(read(keyOf(sequence(RSA_PSS, sequence()), rsaKey)).pss).toEqual({
      hash: 'SHA-1',
      maskHash: 'SHA-1',
      saltLength: 20,
    })
  })

  it('says of digests and masks that it does not know that it does not', () => {
    const parameters = sequence(explicit(0, sequence(oid('1.2.3'))), explicit(1, sequence(oid('1.2.3'), nothing)))
    expect(read(keyOf(sequence(RSA_PSS, parameters), rsaKey)).pss).toEqual({
      hash: undefined,
      maskHash: undefined,
      saltLength: 20,
    })
  })

  it('gives views of the certificate and copies nothing', () => {
    expect(read(P256_KEY).subjectPublicKey.buffer).toBe(P256_KEY.buffer)
  })
})
