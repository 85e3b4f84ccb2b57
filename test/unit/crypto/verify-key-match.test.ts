import { createPrivateKey, sign, verify, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ChallengeCrypto } from '../../../src/crypto/sign-challenge.ts'
import { verifyKeyMatch, type KeyMatchOptions } from '../../../src/crypto/verify-key-match.ts'
import { parsePrivateKey } from '../../../src/keys/parse-private-key.ts'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import {
  bitString,
  explicit,
  implicit,
  integer,
  nothing,
  octetString,
  octets,
  oid,
  sequence,
} from '../../support/der.ts'
import {
  certificateOf,
  createEc,
  createEd,
  createRsa,
  CURVE_OIDS,
  ecAlgorithm,
  ecPrivateKey,
  ED25519_ALGORITHM,
  pem,
  privateKeyInfo,
  RSA_ALGORITHM,
  rsaPrivateKey,
  type RsaSampleNumbers,
} from '../../support/key-samples.ts'
import { mlDsaSamples } from '../../support/ml-dsa-samples.ts'

const rsa = createRsa()
const otherRsa = createRsa()
const ec = createEc()
const otherEc = createEc()
const ed = createEd()
const otherEd = createEd()

const SKIP: KeyMatchOptions = { challenge: 'skip' }
const BY_SIGNATURE = { matches: true, method: 'signature', problems: [] }
const BY_PUBLIC_KEY = { matches: true, method: 'public-key', problems: [] }

/** The codes and details of the problems, after checking that they stand in the way of a match. */
async function problemsOf(...args: Parameters<typeof verifyKeyMatch>): Promise<unknown> {
  const { matches, problems } = await verifyKeyMatch(...args)
  expect(matches).toBe(problems.length === 0)
  return problems.map(({ code, detail }) => ({ code, ...detail }))
}

function mismatch(keyAlgorithm: string, certificateAlgorithm: string, difference: string): readonly unknown[] {
  return [{ code: 'key-mismatch', keyAlgorithm, certificateAlgorithm, difference }]
}

function inconsistent(algorithm: string, check: string): readonly unknown[] {
  return [{ code: 'key-inconsistent', algorithm, check }]
}

/** What node:crypto says of the pair, and what its key can do: the reason why a match is proven here. */
function askNode(
  der: Uint8Array,
  type: 'pkcs8' | 'pkcs1' | 'sec1',
  certificate: Uint8Array,
): { readonly matches: boolean; readonly signs: boolean } {
  const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type })
  const x509 = new X509Certificate(certificate)
  return {
    matches: x509.checkPrivateKey(key),
    signs: verify('sha256', Buffer.from('text'), x509.publicKey, sign('sha256', Buffer.from('text'), key)),
  }
}

describe('verifyKeyMatch() of a key and its own certificate', () => {
  const pairs: readonly (readonly [string, Uint8Array, Uint8Array])[] = [
    ['RSA in PKCS#8', rsa.pkcs8, rsa.spki],
    ['RSA in PKCS#1', rsa.traditional, rsa.spki],
    ['RSA with an exponent of 3', ...pairOf(createRsa(1024, 3))],
    ...['P-256', 'P-384', 'P-521'].flatMap((curve): (readonly [string, Uint8Array, Uint8Array])[] => {
      const sample = createEc(curve)
      const bare = privateKeyInfo(ecAlgorithm(curve), ecPrivateKey(sample.privateValue))
      return [
        [`${curve} in PKCS#8`, sample.pkcs8, sample.spki],
        [`${curve} in SEC 1`, sample.traditional, sample.spki],
        [`${curve} without its point`, bare, sample.spki],
      ]
    }),
    ['Ed25519', ed.pkcs8, ed.spki],
    ['Ed448', ...pairOf(createEd('ed448'))],
    ['Ed25519 with its public key', ed25519Version2(ed.privateValue, ed.publicValue), ed.spki],
  ]

  it.each(pairs)('proves %s by a signature, and without one', async (_name, der, spki) => {
    expect(await verifyKeyMatch(der, certificateOf(spki))).toEqual(BY_SIGNATURE)
    expect(await verifyKeyMatch(der, certificateOf(spki), SKIP)).toEqual(BY_PUBLIC_KEY)
  })

  it.each(mlDsaSamples())('proves $algorithm from the seed, the expanded key, and both', async (sample) => {
    const algorithm = sequence(oid(ML_DSA_OIDS[sample.algorithm]))
    const certificate = certificateOf(sequence(algorithm, bitString(0, sample.publicKey)))
    const expanded = octetString(sample.expandedKey)
    for (const key of [implicit(0, sample.seed), expanded, sequence(octetString(sample.seed), expanded)]) {
      expect(await problemsOf(privateKeyInfo(algorithm, key), certificate)).toEqual([])
    }
  })

  it('takes PEM, DER and decoded objects in every combination', async () => {
    const der = certificateOf(ec.spki)
    for (const key of [
      ec.pkcs8,
      pem('PRIVATE KEY', ec.pkcs8),
      pem('EC PRIVATE KEY', ec.traditional),
      parsePrivateKey(ec.traditional),
    ]) {
      for (const certificate of [der, pem('CERTIFICATE', der), parseCertificate(der)]) {
        expect(await verifyKeyMatch(key, certificate)).toEqual(BY_SIGNATURE)
      }
    }
  })

  it('finds the key behind EC PARAMETERS and text, as openssl ecparam and pkcs12 write it', async () => {
    const parameters = pem('EC PARAMETERS', oid(CURVE_OIDS['P-256'] ?? ''))
    const text = `Bag Attributes\n${parameters}${pem('EC PRIVATE KEY', ec.traditional)}`
    expect(await verifyKeyMatch(text, certificateOf(ec.spki))).toEqual(BY_SIGNATURE)
  })

  it('takes a compressed point in the certificate for the same key (RFC 5480 section 2.2)', async () => {
    const x = ec.publicValue.subarray(1, 33)
    const isOdd = (ec.publicValue[64] ?? 0) % 2 === 1
    const spki = sequence(ecAlgorithm('P-256'), bitString(0, octets([isOdd ? 3 : 2], x)))
    expect(await verifyKeyMatch(ec.pkcs8, certificateOf(spki))).toEqual(BY_SIGNATURE)
    const wrongSign = sequence(ecAlgorithm('P-256'), bitString(0, octets([isOdd ? 2 : 3], x)))
    expect(await problemsOf(ec.pkcs8, certificateOf(wrongSign))).toEqual(mismatch('EC', 'EC', 'public-key'))
  })

  it('takes rsaEncryption without parameters for the same as with NULL', async () => {
    const withoutNull = sequence(oid('1.2.840.113549.1.1.1'))
    const der = privateKeyInfo(withoutNull, rsa.traditional)
    expect(await verifyKeyMatch(der, certificateOf(rsa.spki))).toEqual(BY_SIGNATURE)
  })

  it('leaves a decoded key as it was', async () => {
    const key = parsePrivateKey(ed.pkcs8)
    const before = Buffer.from(key.exportDer()).toString('hex')
    await verifyKeyMatch(key, certificateOf(ed.spki))
    expect(Buffer.from(key.exportDer()).toString('hex')).toBe(before)
  })

  it('leaves the bytes it is given as they were', async () => {
    const der = Uint8Array.from(ed.pkcs8)
    await verifyKeyMatch(der, certificateOf(ed.spki))
    expect(der).toEqual(ed.pkcs8)
  })
})

describe('verifyKeyMatch() of a key and another certificate', () => {
  it.each([
    ['RSA', rsa.pkcs8, otherRsa.spki, mismatch('RSA', 'RSA', 'public-key')],
    ['RSA of another size', rsa.pkcs8, createRsa(1024).spki, mismatch('RSA', 'RSA', 'size')],
    ['EC', ec.pkcs8, otherEc.spki, mismatch('EC', 'EC', 'public-key')],
    ['EC on another curve', ec.pkcs8, createEc('P-384').spki, mismatch('EC', 'EC', 'curve')],
    [
      'EC without its point',
      privateKeyInfo(ecAlgorithm('P-256'), ecPrivateKey(ec.privateValue)),
      otherEc.spki,
      mismatch('EC', 'EC', 'public-key'),
    ],
    ['Ed25519', ed.pkcs8, otherEd.spki, mismatch('Ed25519', 'Ed25519', 'public-key')],
    ['Ed448', createEd('ed448').pkcs8, createEd('ed448').spki, mismatch('Ed448', 'Ed448', 'public-key')],
    ['another algorithm', ec.pkcs8, rsa.spki, mismatch('EC', 'RSA', 'algorithm')],
    ['another Edwards curve', ed.pkcs8, createEd('ed448').spki, mismatch('Ed25519', 'Ed448', 'algorithm')],
  ])('says what differs: %s', async (_name, der, spki, expected) => {
    expect(await problemsOf(der, certificateOf(spki))).toEqual(expected)
    expect(await problemsOf(der, certificateOf(spki), SKIP)).toEqual(expected)
  })

  it('tells apart two RSA keys that have the modulus in common', async () => {
    const { n, e } = rsa.numbers
    const spkiWith = (exponent: bigint): Uint8Array =>
      sequence(RSA_ALGORITHM, bitString(0, sequence(integer(n), integer(exponent))))
    expect(await problemsOf(rsa.pkcs8, certificateOf(spkiWith(e)))).toEqual([])
    expect(await problemsOf(rsa.pkcs8, certificateOf(spkiWith(3n)))).toEqual(mismatch('RSA', 'RSA', 'public-key'))
  })

  it('does not take a point for its mirror image', async () => {
    const p = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn
    const y = BigInt(`0x${Buffer.from(ec.publicValue.subarray(33)).toString('hex')}`)
    const mirrored = octets(ec.publicValue.subarray(0, 33), Buffer.from((p - y).toString(16).padStart(64, '0'), 'hex'))
    const spki = sequence(ecAlgorithm('P-256'), bitString(0, mirrored))
    expect(await problemsOf(ec.pkcs8, certificateOf(spki))).toEqual(mismatch('EC', 'EC', 'public-key'))
  })

  it.each(mlDsaSamples())(
    'tells apart $algorithm keys that have the matrix in common',
    async ({ algorithm: name, seed, publicKey }) => {
      const algorithm = sequence(oid(ML_DSA_OIDS[name]))
      const foreign = publicKey.slice()
      foreign[100] = (foreign[100] ?? 0) ^ 1
      const certificate = certificateOf(sequence(algorithm, bitString(0, foreign)))
      expect(await problemsOf(privateKeyInfo(algorithm, implicit(0, seed)), certificate)).toEqual(
        mismatch(name, name, 'public-key'),
      )
    },
  )
})

describe('verifyKeyMatch() of RSASSA-PSS parameters (RFC 4055 section 3.1)', () => {
  const hash = (dotted: string, ...parameters: readonly Uint8Array[]): Uint8Array =>
    sequence(oid(dotted), ...parameters)
  const sha256 = hash('2.16.840.1.101.3.4.2.1', nothing)
  const pss = (...parameters: readonly Uint8Array[]): Uint8Array =>
    sequence(oid('1.2.840.113549.1.1.10'), ...parameters)
  const restrictedTo = (digest: Uint8Array, saltLength: number, maskDigest: Uint8Array = digest): Uint8Array =>
    pss(
      sequence(
        explicit(0, digest),
        explicit(1, sequence(oid('1.2.840.113549.1.1.8'), maskDigest)),
        explicit(2, integer(saltLength)),
      ),
    )
  const rsaPublicKey = sequence(integer(rsa.numbers.n), integer(rsa.numbers.e))
  const certificateWith = (algorithm: Uint8Array): Uint8Array =>
    certificateOf(sequence(algorithm, bitString(0, rsaPublicKey)))
  const keyWith = (algorithm: Uint8Array): Uint8Array => privateKeyInfo(algorithm, rsa.traditional)

  it.each([
    ['none', pss(), pss()],
    ['SHA-256 and 32', restrictedTo(sha256, 32), restrictedTo(sha256, 32)],
    ['a digest with NULL and without', restrictedTo(sha256, 32), restrictedTo(hash('2.16.840.1.101.3.4.2.1'), 32)],
    ['defaults left out and written', pss(sequence()), pss(sequence(explicit(2, integer(20))))],
  ])('proves a match of %s by a signature', async (_name, key, certificate) => {
    expect(await verifyKeyMatch(keyWith(key), certificateWith(certificate))).toEqual(BY_SIGNATURE)
  })

  it('proves a match without a signature where the platform lacks the digest', async () => {
    // SHA-512/256, which no WebCrypto has.
    const truncated = restrictedTo(hash('2.16.840.1.101.3.4.2.6'), 32)
    expect(await verifyKeyMatch(keyWith(truncated), certificateWith(truncated))).toEqual(BY_PUBLIC_KEY)
  })

  it.each([
    ['another salt length', restrictedTo(sha256, 32), restrictedTo(sha256, 64), 'parameters'],
    ['another digest', restrictedTo(sha256, 32), restrictedTo(hash('2.16.840.1.101.3.4.2.2'), 32), 'parameters'],
    ['a restriction on the certificate alone', pss(), restrictedTo(sha256, 32), 'parameters'],
    ['a restriction on the key alone', restrictedTo(sha256, 32), pss(), 'parameters'],
    ['digests that nobody knows', restrictedTo(hash('1.2.3'), 32), restrictedTo(hash('1.2.4'), 32), 'parameters'],
    [
      'digests of the message that nobody knows',
      restrictedTo(hash('1.2.3'), 32, sha256),
      restrictedTo(hash('1.2.4'), 32, sha256),
      'parameters',
    ],
    [
      'digests of the mask that nobody knows',
      restrictedTo(sha256, 32, hash('1.2.3')),
      restrictedTo(sha256, 32, hash('1.2.4')),
      'parameters',
    ],
    ['a certificate for RSASSA-PSS alone', RSA_ALGORITHM, pss(), 'algorithm'],
    ['a key for RSASSA-PSS alone', pss(), RSA_ALGORITHM, 'algorithm'],
  ])('does not match, though the numbers are the same: %s', async (_name, key, certificate, difference) => {
    const [problem] = (await verifyKeyMatch(keyWith(key), certificateWith(certificate))).problems
    expect(problem).toMatchObject({ code: 'key-mismatch', detail: { difference } })
  })
})

describe('verifyKeyMatch() of a forged key', () => {
  const certificate = certificateOf(ec.spki)
  const curve = oid(CURVE_OIDS['P-256'] ?? '')

  it.each([
    [
      'PKCS#8',
      'pkcs8',
      privateKeyInfo(ecAlgorithm('P-256'), ecPrivateKey(otherEc.privateValue, undefined, ec.publicValue)),
    ],
    ['SEC 1', 'sec1', ecPrivateKey(otherEc.privateValue, curve, ec.publicValue)],
  ] as const)('sees through a foreign EC point in %s, which node:crypto believes', async (_name, type, der) => {
    expect(askNode(der, type, certificate)).toEqual({ matches: true, signs: false })
    // WebCrypto of Node refuses the key, so the point is derived; engines that import it refute the signature.
    expect(await problemsOf(der, certificate)).toEqual(inconsistent('EC', 'public-key-derives'))
    expect(await problemsOf(der, certificate, SKIP)).toEqual(inconsistent('EC', 'public-key-derives'))
  })

  it.each([
    ['zero', new Uint8Array(32)],
    ['the order of the curve', hexOfOrder()],
  ])('refuses a private value of %s', async (_name, value) => {
    const der = ecPrivateKey(value, curve, ec.publicValue)
    expect(await problemsOf(der, certificate)).toEqual(inconsistent('EC', 'private-value-in-range'))
  })

  it('refuses an EC key with two points of which one is foreign', async () => {
    const inner = ecPrivateKey(ec.privateValue, undefined, ec.publicValue)
    const der = privateKeyInfo(ecAlgorithm('P-256'), inner, 1, implicit(1, [0], otherEc.publicValue))
    expect(await problemsOf(der, certificate)).toEqual(inconsistent('EC', 'embedded-public-key'))
  })

  it('refuses an Ed25519 key whose public key attribute is the certificate’s, but not its own', async () => {
    const der = ed25519Version2(otherEd.privateValue, ed.publicValue)
    expect(await problemsOf(der, certificateOf(ed.spki))).toEqual(inconsistent('Ed25519', 'signature-verifies'))
    expect(await problemsOf(der, certificateOf(ed.spki), SKIP)).toEqual(inconsistent('Ed25519', 'public-key-derives'))
  })

  it('refuses an Ed25519 key of the certificate whose public key attribute is foreign', async () => {
    const der = ed25519Version2(ed.privateValue, otherEd.publicValue)
    expect(await problemsOf(der, certificateOf(ed.spki))).toEqual(mismatch('Ed25519', 'Ed25519', 'public-key'))
  })

  it('refuses an RSA key whose public key attribute is foreign', async () => {
    const foreign = sequence(integer(otherRsa.numbers.n), integer(otherRsa.numbers.e))
    const der = privateKeyInfo(RSA_ALGORITHM, rsa.traditional, 1, implicit(1, [0], foreign))
    expect(await problemsOf(der, certificateOf(rsa.spki))).toEqual(inconsistent('RSA', 'embedded-public-key'))
  })

  it('sees through a foreign RSA modulus, which node:crypto believes', async () => {
    const der = rsaPrivateKey({ ...otherRsa.numbers, n: rsa.numbers.n })
    expect(askNode(der, 'pkcs1', certificateOf(rsa.spki))).toEqual({ matches: true, signs: false })
    expect(await problemsOf(der, certificateOf(rsa.spki))).toEqual(inconsistent('RSA', 'modulus-is-product-of-primes'))
  })

  const { n, e, d, p, q, dP, dQ, qInv } = rsa.numbers
  const other = otherRsa.numbers
  it.each([
    ['a foreign prime', { p: other.p }, 'modulus-is-product-of-primes'],
    ['the modulus and 3 as primes', { p: n, q: 3n }, 'modulus-is-product-of-primes'],
    ['a foreign private exponent', { d: other.d }, 'private-exponent-inverts'],
    ['a private exponent off by two', { d: d + 2n }, 'private-exponent-inverts'],
    ['a private exponent that is right for one prime alone', { d: dP }, 'private-exponent-inverts'],
    ['a private exponent that is right for the other prime alone', { d: dQ }, 'private-exponent-inverts'],
    ['a foreign exponent1', { dP: other.dP }, 'crt-exponents'],
    ['an exponent1 above its prime', { dP: dP + p - 1n }, 'crt-exponents'],
    ['a foreign exponent2', { dQ: other.dQ }, 'crt-exponents'],
    ['exponents in the wrong order', { dP: dQ, dQ: dP }, 'crt-exponents'],
    ['primes in the wrong order', { p: q, q: p }, 'crt-exponents'],
    ['a foreign coefficient', { qInv: other.qInv }, 'crt-coefficient'],
    ['a coefficient above its prime', { qInv: qInv + p }, 'crt-coefficient'],
  ])('refuses an RSA key with %s', async (_name, change: Partial<RsaSampleNumbers>, check) => {
    const der = rsaPrivateKey({ ...rsa.numbers, ...change })
    expect(await problemsOf(der, certificateOf(rsa.spki))).toEqual(inconsistent('RSA', check))
  })

  it('refuses an RSA key whose public exponent is the certificate’s, but not its own', async () => {
    const spki = sequence(RSA_ALGORITHM, bitString(0, sequence(integer(n), integer(3))))
    const der = rsaPrivateKey({ ...rsa.numbers, e: 3n })
    expect(e).not.toBe(3n)
    expect(await problemsOf(der, certificateOf(spki))).toEqual(inconsistent('RSA', 'crt-exponents'))
  })

  it('takes primes in the other order with all that belongs to them', async () => {
    const inverse = modularInverse(p, q)
    const der = rsaPrivateKey({ ...rsa.numbers, p: q, q: p, dP: dQ, dQ: dP, qInv: inverse })
    expect(await problemsOf(der, certificateOf(rsa.spki))).toEqual([])
  })

  it.each(mlDsaSamples())('refuses an $algorithm key whose seed and expanded key differ', async (sample) => {
    const algorithm = sequence(oid(ML_DSA_OIDS[sample.algorithm]))
    const expandedKey = sample.expandedKey.slice()
    expandedKey[40] = (expandedKey[40] ?? 0) ^ 1
    const der = privateKeyInfo(algorithm, sequence(octetString(sample.seed), octetString(expandedKey)))
    const spki = sequence(algorithm, bitString(0, sample.publicKey))
    expect(await problemsOf(der, certificateOf(spki))).toEqual(inconsistent(sample.algorithm, 'seed-expands'))
  })
})

describe('verifyKeyMatch() of a key that it does not work with', () => {
  const certificate = certificateOf(ec.spki)
  const unsupported = (algorithm: string, curve: string, reason: string): readonly unknown[] => [
    { code: 'key-unsupported', algorithm, curve, reason },
  ]

  it.each([
    [
      'secp256k1',
      privateKeyInfo(ecAlgorithm('1.3.132.0.10'), ecPrivateKey(ec.privateValue)),
      unsupported('EC', 'secp256k1', 'curve'),
    ],
    [
      'a curve without a name',
      privateKeyInfo(ecAlgorithm('1.2.3'), ecPrivateKey([1])),
      unsupported('EC', '1.2.3', 'curve'),
    ],
    [
      'explicit parameters',
      privateKeyInfo(sequence(oid('1.2.840.10045.2.1'), sequence()), ecPrivateKey([1])),
      unsupported('EC', 'explicit', 'curve'),
    ],
    ['X25519', createEd('x25519').pkcs8, unsupported('X25519', '', 'key-agreement')],
    ['X448', createEd('x448').pkcs8, unsupported('X448', '', 'key-agreement')],
    [
      'DSA',
      privateKeyInfo(sequence(oid('1.2.840.10040.4.1'), nothing), integer(1)),
      unsupported('DSA', '', 'algorithm'),
    ],
    ['RSA of 8193 bits', rsaPrivateKey({ ...rsa.numbers, n: (1n << 8192n) + 1n }), unsupported('RSA', '', 'size')],
    [
      'RSA of a million bits',
      rsaPrivateKey({ ...rsa.numbers, n: (1n << 1_000_000n) + 1n }),
      unsupported('RSA', '', 'size'),
    ],
  ])('says so: %s', async (_name, der, expected) => {
    expect(await problemsOf(der, certificate)).toEqual(expected)
  })

  it('does not match an X25519 certificate either', async () => {
    const sample = createEd('x25519')
    expect(await problemsOf(sample.pkcs8, certificateOf(sample.spki))).toEqual(
      unsupported('X25519', '', 'key-agreement'),
    )
  })
})

describe('verifyKeyMatch() of what cannot be read', () => {
  const certificate = certificateOf(ec.spki)
  const key = createPrivateKey({ key: Buffer.from(ec.pkcs8), format: 'der', type: 'pkcs8' })

  it.each([
    [
      'PKCS#8',
      key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }),
      'pkcs8',
      'AES-256-CBC, PBKDF2',
    ],
    [
      'SEC 1',
      key.export({ type: 'sec1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'secret' }),
      'legacy-ec',
      'AES-128-CBC',
    ],
  ])('recognises a key encrypted in %s', async (_name, text, container, cipher) => {
    expect(await problemsOf(text.toString(), certificate)).toEqual([{ code: 'key-encrypted', container, cipher }])
  })

  it.each([
    ['no text', ''],
    ['a block without its end', pem('PRIVATE KEY', ec.pkcs8).slice(0, -30)],
    ['base64 with a stray character', pem('PRIVATE KEY', ec.pkcs8).replace('A', '*')],
    ['another object', pem('CERTIFICATE', certificate)],
  ])('sends %s to parsePem', async (_name, text) => {
    expect(await problemsOf(text, certificate)).toEqual([
      { code: 'key-malformed', error: 'ERR_PEM_NOT_CLEAN', structure: 'PEM', offset: 0 },
    ])
  })

  it('reports key and certificate at once, each in its box', async () => {
    const { matches, problems } = await verifyKeyMatch(Uint8Array.of(0x30, 5), Uint8Array.of(0x30, 0x80))
    expect(matches).toBe(false)
    expect(problems.map(({ code, field, detail }) => [code, field, 'error' in detail && detail.error])).toEqual([
      ['key-malformed', 'privateKey', 'ERR_DER_TRUNCATED'],
      ['certificate-malformed', 'certificate', 'ERR_DER_LENGTH_INDEFINITE'],
    ])
  })

  it('reports a certificate whose text is not clean', async () => {
    const [problem] = (await verifyKeyMatch(ec.pkcs8, 'no certificate')).problems
    expect(problem).toMatchObject({ code: 'certificate-malformed', detail: { error: 'ERR_PEM_NOT_CLEAN' } })
  })

  it('rejects with a TypeError what is no key, no certificate or no option', async () => {
    const call = async (...args: readonly unknown[]): Promise<unknown> => {
      const result: unknown = await Reflect.apply(verifyKeyMatch, undefined, args)
      return result
    }
    for (const args of [
      [undefined, certificate],
      [5, certificate],
      [{}, certificate],
      [ec.pkcs8, null],
      [ec.pkcs8, { publicKey: {} }],
      [ec.pkcs8, certificate, null],
      [ec.pkcs8, certificate, { challenge: 'maybe' }],
      [ec.pkcs8, certificate, { random: 5 }],
    ]) {
      await expect(call(...args)).rejects.toThrow(TypeError)
    }
  })
})

describe('verifyKeyMatch() and its platform', () => {
  const certificate = certificateOf(ec.spki)

  it('gives the reason of a signal that is aborted before', async () => {
    const reason = new Error('no longer wanted')
    await expect(verifyKeyMatch(ec.pkcs8, certificate, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('gives it also where nothing is to be signed', async () => {
    const reason = new Error('no longer wanted')
    const options = { ...SKIP, signal: AbortSignal.abort(reason) }
    await expect(verifyKeyMatch(ec.pkcs8, certificate, options)).rejects.toBe(reason)
  })

  it('wipes the copy of the key that it gave to the platform', async () => {
    const platform: ChallengeCrypto = crypto.subtle
    const copies: ArrayBuffer[] = []
    const watching: ChallengeCrypto = {
      importKey: (format, data, ...rest) => {
        if (format === 'pkcs8') copies.push(data)
        return platform.importKey(format, data, ...rest)
      },
      sign: (...call) => platform.sign(...call),
      verify: (...call) => platform.verify(...call),
    }
    for (const key of [ec.pkcs8, rsa.pkcs8]) await verifyKeyMatch(key, certificateOf(ec.spki), { subtle: watching })
    await verifyKeyMatch(rsa.pkcs8, certificateOf(rsa.spki), { subtle: watching })
    expect(copies).toHaveLength(2)
    for (const copy of copies) expect(new Uint8Array(copy).every((octet) => octet === 0)).toBe(true)
  })

  it('gives the reason of a signal that is aborted while it signs', async () => {
    const controller = new AbortController()
    const reason = new Error('no longer wanted')
    const match = verifyKeyMatch(ec.pkcs8, certificate, { signal: controller.signal })
    controller.abort(reason)
    await expect(match).rejects.toBe(reason)
  })

  it('derives the public key where nothing can be signed', async () => {
    const refuse = (): Promise<never> => Promise.reject(new Error('not supported'))
    const subtle = { importKey: refuse, sign: refuse, verify: refuse }
    expect(await verifyKeyMatch(ec.pkcs8, certificate, { subtle })).toEqual(BY_PUBLIC_KEY)
    expect(await verifyKeyMatch(ed.pkcs8, certificateOf(ed.spki), { subtle })).toEqual(BY_PUBLIC_KEY)
    expect(await verifyKeyMatch(rsa.pkcs8, certificateOf(rsa.spki), { subtle })).toEqual(BY_PUBLIC_KEY)
  })

  it.each([
    ['EC', ec.pkcs8, certificate, inconsistent('EC', 'signature-verifies')],
    [
      'EC without its point',
      privateKeyInfo(ecAlgorithm('P-256'), ecPrivateKey(ec.privateValue)),
      certificate,
      mismatch('EC', 'EC', 'public-key'),
    ],
    ['RSA', rsa.pkcs8, certificateOf(rsa.spki), inconsistent('RSA', 'signature-verifies')],
  ])('believes the platform that a signature of %s is not verified', async (_name, der, x509, expected) => {
    const { subtle } = crypto
    const refuting = {
      importKey: subtle.importKey.bind(subtle),
      sign: subtle.sign.bind(subtle),
      verify: () => Promise.resolve(false),
    }
    expect(await problemsOf(der, x509, { subtle: refuting })).toEqual(expected)
  })

  it('signs a message of its own that holds the random octets, and another at each call', async () => {
    const { subtle } = crypto
    const messages: string[] = []
    const watching = {
      importKey: subtle.importKey.bind(subtle),
      sign: (
        algorithm: Parameters<typeof subtle.sign>[0],
        key: Parameters<typeof subtle.sign>[1],
        data: ArrayBuffer,
      ) => {
        messages.push(Buffer.from(data).toString('latin1'))
        return subtle.sign(algorithm, key, data)
      },
      verify: subtle.verify.bind(subtle),
    }
    const random = (count: number): Uint8Array => new Uint8Array(count).fill(65)
    await verifyKeyMatch(ec.pkcs8, certificate, { subtle: watching, random })
    await verifyKeyMatch(ec.pkcs8, certificate, { subtle: watching })
    await verifyKeyMatch(ec.pkcs8, certificate, { subtle: watching })
    expect(messages[0]).toMatch(/^certkeep: .*\0A{32}$/)
    expect(new Set(messages).size).toBe(3)
  })
})

const ML_DSA_OIDS = {
  'ML-DSA-44': '2.16.840.1.101.3.4.3.17',
  'ML-DSA-65': '2.16.840.1.101.3.4.3.18',
  'ML-DSA-87': '2.16.840.1.101.3.4.3.19',
} as const

function pairOf({
  pkcs8,
  spki,
}: {
  readonly pkcs8: Uint8Array
  readonly spki: Uint8Array
}): readonly [Uint8Array, Uint8Array] {
  return [pkcs8, spki]
}

function ed25519Version2(privateValue: Uint8Array, publicValue: Uint8Array): Uint8Array {
  return privateKeyInfo(ED25519_ALGORITHM, octetString(privateValue), 1, implicit(1, [0], publicValue))
}

/** SEC 2 section 2.4.2. */
function hexOfOrder(): Uint8Array {
  return new Uint8Array(Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex'))
}

/** By Euclid, unlike src. */
function modularInverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n]
  while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y]
  return ((x % modulus) + modulus) % modulus
}
