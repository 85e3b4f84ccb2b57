import { execFileSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parsePrivateKey } from '../../../src/keys/parse-private-key.ts'
import {
  bitString,
  element,
  explicit,
  implicit,
  integer,
  nothing,
  octetString,
  octets,
  oid,
  sequence,
  set,
  toHex,
} from '../../support/der.ts'
import { errorOf } from '../../support/error-of.ts'
import {
  createEc,
  createEd,
  createRsa,
  ecAlgorithm,
  ecPrivateKey,
  ED25519_ALGORITHM,
  CURVE_OIDS,
  privateKeyInfo,
  RSA_ALGORITHM,
  rsaPrivateKey,
} from '../../support/key-samples.ts'

const rsa = createRsa()
const ec = createEc()
const ed = createEd()
const curve = oid(CURVE_OIDS['P-256'] ?? '')

const ML_DSA = [
  { name: 'ML-DSA-44', oid: '2.16.840.1.101.3.4.3.17', octets: 2560 },
  { name: 'ML-DSA-65', oid: '2.16.840.1.101.3.4.3.18', octets: 4032 },
  { name: 'ML-DSA-87', oid: '2.16.840.1.101.3.4.3.19', octets: 4896 },
]

function opensslEc(name: string): Uint8Array {
  return execFileSync('openssl', [
    'genpkey',
    '-algorithm',
    'EC',
    '-pkeyopt',
    `ec_paramgen_curve:${name}`,
    '-outform',
    'DER',
  ])
}

function factsOf(der: Uint8Array): unknown {
  const { algorithm, bits, curve: name, container } = parsePrivateKey(der)
  return { algorithm, bits, curve: name, container }
}

describe('parsePrivateKey() of what node:crypto writes', () => {
  it.each([
    ['PKCS#8', rsa.pkcs8, { algorithm: 'RSA', bits: 2048, curve: undefined, container: 'pkcs8' }],
    ['PKCS#1', rsa.traditional, { algorithm: 'RSA', bits: 2048, curve: undefined, container: 'pkcs1' }],
    ['PKCS#8', ec.pkcs8, { algorithm: 'EC', bits: 256, curve: 'P-256', container: 'pkcs8' }],
    ['SEC 1', ec.traditional, { algorithm: 'EC', bits: 256, curve: 'P-256', container: 'sec1' }],
    ['PKCS#8', createEc('P-384').pkcs8, { algorithm: 'EC', bits: 384, curve: 'P-384', container: 'pkcs8' }],
    ['SEC 1', createEc('P-521').traditional, { algorithm: 'EC', bits: 521, curve: 'P-521', container: 'sec1' }],
    [
      'SEC 1',
      opensslEc('brainpoolP256r1'),
      { algorithm: 'EC', bits: 256, curve: 'brainpoolP256r1', container: 'sec1' },
    ],
    ['PKCS#8', ed.pkcs8, { algorithm: 'Ed25519', bits: 256, curve: undefined, container: 'pkcs8' }],
    ['PKCS#8', createEd('ed448').pkcs8, { algorithm: 'Ed448', bits: 456, curve: undefined, container: 'pkcs8' }],
    ['PKCS#8', createEd('x25519').pkcs8, { algorithm: 'X25519', bits: 256, curve: undefined, container: 'pkcs8' }],
    ['PKCS#8', createEd('x448').pkcs8, { algorithm: 'X448', bits: 448, curve: undefined, container: 'pkcs8' }],
  ])('recognises %s, and names algorithm and size of key %#', (_container, der, expected) => {
    expect(factsOf(der)).toEqual(expected)
  })

  it('reads a restricted RSA-PSS key made by openssl', () => {
    const options = ['rsa_keygen_bits:2048', 'rsa_pss_keygen_md:sha256', 'rsa_pss_keygen_mgf1_md:sha256']
    const args = options.flatMap((option) => ['-pkeyopt', option])
    const der = execFileSync('openssl', ['genpkey', '-algorithm', 'RSA-PSS', ...args, '-outform', 'DER'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(factsOf(der)).toEqual({ algorithm: 'RSA-PSS', bits: 2048, curve: undefined, container: 'pkcs8' })
  })
})

describe('parsePrivateKey() of OneAsymmetricKey', () => {
  // RFC 8410 section 10.3, the second example: version 2 with an attribute and the public key.
  const rfc8410 = new Uint8Array(
    Buffer.from(
      'MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhCoB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
      'base64',
    ),
  )

  it('reads version 2 with attributes and a public key', () => {
    expect(factsOf(rfc8410)).toEqual({ algorithm: 'Ed25519', bits: 256, curve: undefined, container: 'pkcs8' })
  })

  it('passes over the attributes of version 1', () => {
    const attributes = explicit(0, sequence(oid('2.5.29.15'), set(bitString(7, [0x80]))))
    expect(
      parsePrivateKey(privateKeyInfo(ED25519_ALGORITHM, octetString(ed.privateValue), 0, attributes)).algorithm,
    ).toBe('Ed25519')
  })

  it.each([
    ['version 1 with a public key', 0, [implicit(1, [0], ed.publicValue)]],
    ['version 2 without one', 1, []],
  ])('refuses %s', (_what, version, more) => {
    const der = privateKeyInfo(ED25519_ALGORITHM, octetString(ed.privateValue), version, ...more)
    expect(errorOf(() => parsePrivateKey(der))).toMatchObject({
      code: 'ERR_KEY_MALFORMED',
      detail: { structure: 'PrivateKeyInfo.version' },
    })
  })

  it('refuses a version that does not exist', () => {
    const der = privateKeyInfo(ED25519_ALGORITHM, octetString(ed.privateValue), 2)
    expect(errorOf(() => parsePrivateKey(der))).toMatchObject({ code: 'ERR_DER_VALUE' })
  })

  it.each([
    ['an attribute that is not one', explicit(0, integer(1)), 'ERR_DER_UNEXPECTED_TAG'],
    ['something after the key', nothing, 'ERR_DER_TRAILING_BYTES'],
  ])('refuses %s', (_what, more, code) => {
    const der = privateKeyInfo(ED25519_ALGORITHM, octetString(ed.privateValue), 0, more)
    expect(errorOf(() => parsePrivateKey(der)).code).toBe(code)
  })

  it.each([31, 33])('refuses an Ed25519 key of %i octets', (length) => {
    const der = privateKeyInfo(ED25519_ALGORITHM, octetString(new Uint8Array(length)))
    expect(errorOf(() => parsePrivateKey(der))).toMatchObject({
      code: 'ERR_KEY_MALFORMED',
      detail: { structure: 'CurvePrivateKey' },
    })
  })

  it.each([
    ['Ed25519 with NULL', sequence(oid('1.3.101.112'), nothing), octetString(ed.privateValue)],
    ['RSA with an identifier', sequence(oid('1.2.840.113549.1.1.1'), oid('1.2.3')), rsa.traditional],
    ['EC without a curve', sequence(oid('1.2.840.10045.2.1')), ecPrivateKey(ec.privateValue)],
  ])('refuses wrong parameters: %s', (_what, algorithm, key) => {
    expect(errorOf(() => parsePrivateKey(privateKeyInfo(algorithm, key)))).toMatchObject({
      code: 'ERR_KEY_MALFORMED',
      detail: { structure: 'PrivateKeyInfo.privateKeyAlgorithm' },
    })
  })
})

describe('parsePrivateKey() of RSA numbers', () => {
  it.each([
    ['modulus', { n: 0n }],
    ['modulus', { n: rsa.numbers.n + 1n }],
    ['publicExponent', { e: 0n }],
    ['publicExponent', { e: 1n }],
    ['publicExponent', { e: 65_536n }],
    ['privateExponent', { d: 0n }],
    ['prime1', { p: 1n }],
    ['prime2', { q: 2n }],
    ['exponent1', { dP: 0n }],
    ['exponent2', { dQ: 0n }],
    ['coefficient', { qInv: 0n }],
    ['privateExponent', { d: 1n << 2048n }],
    ['prime1', { p: (1n << 400_000n) + 1n }],
    ['coefficient', { qInv: 1n << 400_000n }],
  ])('refuses a %s that no key can have (%#)', (field, change) => {
    expect(errorOf(() => parsePrivateKey(rsaPrivateKey({ ...rsa.numbers, ...change })))).toMatchObject({
      code: 'ERR_KEY_MALFORMED',
      detail: { structure: `RSAPrivateKey.${field}` },
    })
  })

  it.each(['n', 'e', 'd', 'p', 'q', 'dP', 'dQ', 'qInv'])('refuses a negative %s', (field) => {
    const der = rsaPrivateKey({ ...rsa.numbers, [field]: -3n })
    expect(errorOf(() => parsePrivateKey(der)).code).toBe('ERR_DER_VALUE')
  })

  it.each([
    ['a modulus of 511 bits', { n: (1n << 510n) + 1n }],
    ['a modulus of 16385 bits', { n: (1n << 16_384n) + 1n }],
    ['a modulus of a million bits', { n: (1n << 1_000_000n) + 1n }],
    ['a public exponent of 65 bits', { e: (1n << 64n) + 1n }],
  ])('does not support %s', (_what, change) => {
    expect(errorOf(() => parsePrivateKey(rsaPrivateKey({ ...rsa.numbers, ...change })))).toEqual({
      code: 'ERR_KEY_UNSUPPORTED',
      detail: { algorithm: 'RSA', curve: '', reason: 'size' },
    })
  })

  it.each([512, 16_384])('reads a modulus of %i bits', (bits) => {
    const n = (1n << BigInt(bits - 1)) + 1n
    const others = { e: 3n, d: 3n, p: 3n, q: 3n, dP: 3n, dQ: 3n, qInv: 3n }
    expect(parsePrivateKey(rsaPrivateKey({ n, ...others })).bits).toBe(bits)
  })

  it('does not support more than two primes', () => {
    const { n, e, d, p, q, dP, dQ, qInv } = rsa.numbers
    const numbers = [1, n, e, d, p, q, dP, dQ, qInv].map(integer)
    const der = sequence(...numbers, sequence(sequence(integer(3), integer(1), integer(1))))
    expect(errorOf(() => parsePrivateKey(der)).detail).toEqual({ algorithm: 'RSA', curve: '', reason: 'multi-prime' })
  })
})

describe('parsePrivateKey() of EC keys', () => {
  const pkcs8Of = (inner: Uint8Array): Uint8Array => privateKeyInfo(ecAlgorithm('P-256'), inner)

  it('needs neither curve nor point inside PKCS#8', () => {
    expect(factsOf(pkcs8Of(ecPrivateKey(ec.privateValue)))).toMatchObject({ algorithm: 'EC', curve: 'P-256' })
  })

  it('needs the curve in SEC 1', () => {
    expect(errorOf(() => parsePrivateKey(ecPrivateKey(ec.privateValue)))).toMatchObject({
      code: 'ERR_KEY_MALFORMED',
      detail: { structure: 'ECPrivateKey.parameters' },
    })
  })

  it('refuses a curve inside that contradicts the one outside', () => {
    const der = pkcs8Of(ecPrivateKey(ec.privateValue, oid('1.3.132.0.34')))
    expect(errorOf(() => parsePrivateKey(der))).toMatchObject({
      code: 'ERR_KEY_MALFORMED',
      detail: { structure: 'ECPrivateKey.parameters' },
    })
  })

  it('does not support a curve given by its parameters, even those of P-256', () => {
    const args = ['ecparam', '-name', 'prime256v1', '-param_enc', 'explicit', '-genkey', '-noout', '-outform', 'DER']
    expect(errorOf(() => parsePrivateKey(execFileSync('openssl', args)))).toEqual({
      code: 'ERR_KEY_UNSUPPORTED',
      detail: { algorithm: 'EC', curve: 'explicit', reason: 'curve' },
    })
  })

  // golang/go#13699: GnuTLS pads, old versions of OpenSSL cut.
  it.each([
    ['padded', octets([0, 0], ec.privateValue), ec.privateValue],
    ['cut', [7], octets(new Uint8Array(31), [7])],
  ])('brings a %s private value to the length of the field when it wraps the key', (_what, given, expected) => {
    const pkcs8 = parsePrivateKey(ecPrivateKey(given, curve)).exportPkcs8()
    expect(
      createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }).export({ format: 'jwk' }).d,
    ).toBe(Buffer.from(expected).toString('base64url'))
  })

  it.each([
    ['no private value', []],
    ['a private value longer than the field', octets([1], ec.privateValue)],
  ])('refuses %s', (_what, value) => {
    expect(errorOf(() => parsePrivateKey(ecPrivateKey(value, curve)))).toMatchObject({
      code: 'ERR_KEY_MALFORMED',
      detail: { structure: 'ECPrivateKey.privateKey' },
    })
  })
})

describe('parsePrivateKey() of ML-DSA keys (RFC 9881 section 6)', () => {
  const seed = new Uint8Array(32).fill(5)

  it.each(ML_DSA)('reads all three forms of $name', ({ name, oid: dotted, octets: length }) => {
    const algorithm = sequence(oid(dotted))
    const expanded = octetString(new Uint8Array(length))
    for (const key of [implicit(0, seed), expanded, sequence(octetString(seed), expanded)]) {
      expect(factsOf(privateKeyInfo(algorithm, key))).toEqual({
        algorithm: name,
        bits: 0,
        curve: undefined,
        container: 'pkcs8',
      })
    }
  })

  it.each([
    ['a short seed', implicit(0, new Uint8Array(31)), 'ML-DSA-PrivateKey.seed'],
    ['an expanded key of another size', octetString(new Uint8Array(4032)), 'ML-DSA-PrivateKey.expandedKey'],
  ])('refuses %s', (_what, key, structure) => {
    const der = privateKeyInfo(sequence(oid('2.16.840.1.101.3.4.3.17')), key)
    expect(errorOf(() => parsePrivateKey(der))).toMatchObject({ code: 'ERR_KEY_MALFORMED', detail: { structure } })
  })
})

describe('parsePrivateKey() of what is no key that it reads', () => {
  it.each([
    ['DSA', sequence(oid('1.2.840.10040.4.1'), sequence(integer(1), integer(1), integer(1)))],
    ['DH', sequence(oid('1.2.840.113549.1.3.1'), sequence(integer(1), integer(1)))],
    ['1.2.3.4', sequence(oid('1.2.3.4'))],
  ])('names %s and does not support it', (name, algorithm) => {
    expect(errorOf(() => parsePrivateKey(privateKeyInfo(algorithm, integer(5))))).toEqual({
      code: 'ERR_KEY_UNSUPPORTED',
      detail: { algorithm: name, curve: '', reason: 'algorithm' },
    })
  })

  it('recognises the DSA key of old versions of OpenSSL', () => {
    const der = sequence(...[0, 1, 2, 3, 4, 5].map(integer))
    expect(errorOf(() => parsePrivateKey(der))).toMatchObject({
      code: 'ERR_KEY_UNSUPPORTED',
      detail: { algorithm: 'DSA' },
    })
  })

  it('says of an encrypted key that it is encrypted', () => {
    const key = createPrivateKey({ key: Buffer.from(ec.pkcs8), format: 'der', type: 'pkcs8' })
    const der = key.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'secret' })
    expect(errorOf(() => parsePrivateKey(der))).toEqual({
      code: 'ERR_KEY_ENCRYPTED',
      detail: { cipher: 'AES-256-CBC, PBKDF2' },
    })
  })

  it.each([
    ['no bytes', [], 'ERR_DER_TRUNCATED'],
    ['a public key', rsa.spki, 'ERR_DER_UNEXPECTED_TAG'],
    ['a version and nothing', sequence(integer(0)), 'ERR_KEY_MALFORMED'],
    ['a version and something else', sequence(integer(0), nothing), 'ERR_KEY_MALFORMED'],
    ['bytes after the key', octets(rsa.pkcs8, [0]), 'ERR_DER_TRAILING_BYTES'],
    [
      'bytes after the inner key',
      privateKeyInfo(RSA_ALGORITHM, octets(rsa.traditional, [5, 0])),
      'ERR_DER_TRAILING_BYTES',
    ],
    ['an indefinite length', octets([0x30, 0x80], [0, 0]), 'ERR_DER_LENGTH_INDEFINITE'],
    ['text', Buffer.from('-----BEGIN PRIVATE KEY-----'), 'ERR_DER_UNEXPECTED_TAG'],
    ['a set', element(0x31, integer(0)), 'ERR_DER_UNEXPECTED_TAG'],
  ])('refuses %s', (_what, der, code) => {
    expect(errorOf(() => parsePrivateKey(Uint8Array.from(der))).code).toBe(code)
  })

  it('refuses a key that is cut off anywhere, and says where', () => {
    for (const der of [rsa.pkcs8, rsa.traditional, ec.pkcs8, ec.traditional, ed.pkcs8]) {
      for (let length = 0; length < der.length; length += 1) {
        expect(errorOf(() => parsePrivateKey(der.subarray(0, length))).code).toBe('ERR_DER_TRUNCATED')
      }
    }
  })

  it('throws a TypeError for what is not bytes', () => {
    const call = (value: unknown): void => void Reflect.apply(parsePrivateKey, undefined, [value])
    for (const value of ['text', null, undefined, 5, {}, [1, 2]]) {
      expect(() => call(value)).toThrow(TypeError)
    }
  })
})

describe('a PrivateKey', () => {
  it('exports the very container it came in', () => {
    for (const der of [rsa.pkcs8, rsa.traditional, ec.traditional]) {
      expect(toHex(parsePrivateKey(der).exportDer())).toBe(toHex(der))
    }
  })

  it.each([
    ['PKCS#1', rsa.traditional, rsa.pkcs8],
    ['SEC 1', ec.traditional, ec.pkcs8],
    ['PKCS#8', ed.pkcs8, ed.pkcs8],
  ])('exports %s as the PKCS#8 that node:crypto writes', (_what, der, expected) => {
    expect(toHex(parsePrivateKey(der).exportPkcs8())).toBe(toHex(expected))
  })

  it('is not changed by what is done to the bytes it was made from, or to those it gave out', () => {
    // Buffer.slice() shares memory, which a copy must not.
    for (const input of [Uint8Array.from(ed.pkcs8), Buffer.from(ed.pkcs8)]) {
      const key = parsePrivateKey(input)
      input.fill(0)
      key.exportDer().fill(0)
      key.exportPkcs8().fill(0)
      expect(toHex(key.exportDer())).toBe(toHex(ed.pkcs8))
      expect(toHex(key.exportPkcs8())).toBe(toHex(ed.pkcs8))
    }
  })
})
