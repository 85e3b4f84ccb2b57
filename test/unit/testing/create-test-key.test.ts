import { createPrivateKey, createPublicKey, verify } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { TEST_CURVES } from '../../../src/testing/elliptic-curve.ts'
import { createTestKey, type TestKeyAlgorithm } from '../../../src/testing/index.ts'
import { takeRsaMaterial } from '../../../src/testing/key-material.ts'
import { encodePkcs1 } from '../../../src/testing/encode-key.ts'
import { RSA_KEY_POOL } from '../../../src/testing/rsa-key-pool.ts'
import { signEcdsa } from '../../../src/testing/sign-ecdsa.ts'
import { TEST_HASHES } from '../../../src/testing/test-hashes.ts'
import { openssl } from '../../support/openssl.ts'

const EC = ['P-256', 'P-384', 'P-521'] as const
const RSA = ['RSA-1024', 'RSA-2048', 'RSA-3072', 'RSA-4096'] as const
const ALL: readonly TestKeyAlgorithm[] = [...EC, ...RSA, 'RSA-PSS-2048', 'Ed25519', 'Ed448']

const MESSAGE = new TextEncoder().encode('sample')

describe('createTestKey()', () => {
  it.each(ALL)('%s: openssl finds the key valid, and its public part the same', async (algorithm) => {
    const key = await createTestKey({ algorithm })
    const files = { 'key.pem': key.pkcs8 }
    expect(openssl(['pkey', '-in', 'key.pem', '-check', '-noout'], files).output).toBe('Key is valid\n')
    expect(openssl(['pkey', '-in', 'key.pem', '-pubout'], files).output).toBe(key.publicPem)
  })

  it.each(RSA)('%s: PKCS#1 is the same key as PKCS#8', async (algorithm) => {
    const key = await createTestKey({ algorithm })
    expect(openssl(['rsa', '-in', 'key.pem', '-check', '-noout'], { 'key.pem': key.pkcs1 }).output).toContain(
      'RSA key ok',
    )
    expect(createPrivateKey(key.pkcs1).equals(createPrivateKey(key.pkcs8))).toBe(true)
  })

  it.each(EC)('%s: SEC 1 is the same key as PKCS#8', async (algorithm) => {
    const key = await createTestKey({ algorithm })
    expect(openssl(['ec', '-in', 'key.pem', '-check', '-noout'], { 'key.pem': key.sec1 }).output).toContain(
      'EC Key valid',
    )
    expect(createPrivateKey(key.sec1).equals(createPrivateKey(key.pkcs8))).toBe(true)
  })

  it('has no PKCS#1 of an EC key, and no SEC 1 of an RSA key', async () => {
    const [ec, rsa] = [await createTestKey(), await createTestKey({ algorithm: 'RSA-2048' })]
    expect(() => ec.pkcs1).toThrow(TypeError)
    expect(() => rsa.sec1).toThrow(TypeError)
  })

  it('makes RSA keys with exponent 3', async () => {
    const key = await createTestKey({ algorithm: 'RSA-2048', publicExponent: 3 })
    expect(createPublicKey(key.publicPem).asymmetricKeyDetails?.publicExponent).toBe(3n)
    expect(openssl(['pkey', '-in', 'key.pem', '-check', '-noout'], { 'key.pem': key.pkcs8 }).ok).toBe(true)
  })

  it('the same seed gives the same key, another seed another', async () => {
    const [first, again, other] = await Promise.all(['a', 'a', 'b'].map((seed) => createTestKey({ seed })))
    expect(again?.pkcs8).toBe(first?.pkcs8)
    expect(other?.pkcs8).not.toBe(first?.pkcs8)
  })

  it('shows the algorithm alone in JSON, and no private part in a console', async () => {
    const key = await createTestKey({ algorithm: 'RSA-2048' })
    expect(JSON.stringify({ key })).toBe('{"key":"[test key RSA-2048]"}')
    expect(inspect(key, { depth: 9 })).toMatch(/material: \[Getter\][^]*pkcs8: \[Getter\]/)
    expect(inspect(key, { depth: 9 })).not.toContain('BEGIN')
  })

  const sizes = [1024, 2048, 3072, 4096] as const
  it.each(sizes.flatMap((bits) => RSA_KEY_POOL[bits].map((_, index) => ({ bits, index }))))(
    'pool key $index of $bits bits is sound, with exponents 3 and 65537',
    ({ bits, index }) => {
      for (const publicExponent of [3n, 65_537n]) {
        const der = encodePkcs1(takeRsaMaterial(bits, index, publicExponent, 'RSA'))
        const { output } = openssl(['rsa', '-inform', 'DER', '-in', 'key.der', '-check', '-noout'], { 'key.der': der })
        expect(output).toContain('RSA key ok')
        const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs1' })
        expect(key.asymmetricKeyDetails?.modulusLength).toBe(bits)
      }
    },
  )

  it('the pool holds no prime twice', () => {
    const primes = sizes.flatMap((bits) => RSA_KEY_POOL[bits].flat())
    expect(new Set(primes).size).toBe(primes.length)
  })
})

describe('encrypted()', () => {
  const ciphers = ['AES-128-CBC', 'AES-192-CBC', 'AES-256-CBC'] as const
  const containers = [
    { algorithm: 'P-256', container: 'pkcs8' },
    { algorithm: 'RSA-2048', container: 'pkcs8' },
    { algorithm: 'Ed25519', container: 'pkcs8' },
    { algorithm: 'P-384', container: 'sec1' },
    { algorithm: 'RSA-2048', container: 'pkcs1' },
  ] as const

  it.each(containers.flatMap((row) => ciphers.map((cipher) => ({ ...row, cipher }))))(
    'openssl decrypts $algorithm in $container with $cipher, given the passphrase',
    async ({ algorithm, container, cipher }) => {
      const key = await createTestKey({ algorithm })
      const files = { 'key.pem': await key.encrypted('correct horse', { container, cipher }) }
      const decrypted = openssl(['pkey', '-in', 'key.pem', '-passin', 'pass:correct horse'], files)
      expect(decrypted.output).toBe(key.pkcs8)
      expect(openssl(['pkey', '-in', 'key.pem', '-passin', 'pass:wrong', '-noout'], files).ok).toBe(false)
    },
  )

  it('says what it is told of the iterations', async () => {
    const key = await createTestKey()
    const pem = await key.encrypted('secret', { claimedIterations: 2_000_000_000 })
    const { output } = openssl(['asn1parse', '-in', 'key.pem'], { 'key.pem': pem })
    expect(output).toMatch(/INTEGER +:77359400\n/)
  })

  it('refuses a container that the key does not have', async () => {
    const key = await createTestKey()
    await expect(key.encrypted('secret', { container: 'pkcs1' })).rejects.toThrow(TypeError)
  })
})

describe('sign()', () => {
  it.each([
    ...EC.flatMap((algorithm) => [
      { algorithm, signature: 'ecdsa-with-SHA1', digest: 'sha1' } as const,
      { algorithm, signature: 'ecdsa-with-SHA256', digest: 'sha256' } as const,
      { algorithm, signature: 'ecdsa-with-SHA384', digest: 'sha384' } as const,
      { algorithm, signature: 'ecdsa-with-SHA512', digest: 'sha512' } as const,
    ]),
    { algorithm: 'RSA-2048', signature: 'md5WithRSAEncryption', digest: 'md5' } as const,
    { algorithm: 'RSA-2048', signature: 'sha1WithRSAEncryption', digest: 'sha1' } as const,
    { algorithm: 'RSA-2048', signature: 'sha256WithRSAEncryption', digest: 'sha256' } as const,
    { algorithm: 'RSA-4096', signature: 'sha512WithRSAEncryption', digest: 'sha512' } as const,
    { algorithm: 'Ed25519', signature: 'Ed25519', digest: null } as const,
    { algorithm: 'Ed448', signature: 'Ed448', digest: null } as const,
  ])('node:crypto verifies $signature by a $algorithm key', async ({ algorithm, signature, digest }) => {
    const key = await createTestKey({ algorithm })
    const bytes = await key.sign(MESSAGE, signature)
    expect(verify(digest, MESSAGE, key.publicPem, bytes)).toBe(true)
    expect(await key.sign(MESSAGE, signature)).toEqual(bytes)
  })

  it.each([
    { signature: 'RSASSA-PSS-SHA1', digest: 'sha1', saltLength: 20 },
    { signature: 'RSASSA-PSS-SHA256', digest: 'sha256', saltLength: 32 },
    { signature: 'RSASSA-PSS-SHA384', digest: 'sha384', saltLength: 48 },
    { signature: 'RSASSA-PSS-SHA512', digest: 'sha512', saltLength: 64 },
  ] as const)('node:crypto verifies $signature', async ({ signature, digest, saltLength }) => {
    for (const algorithm of ['RSA-2048', 'RSA-PSS-2048'] as const) {
      const key = await createTestKey({ algorithm })
      const bytes = await key.sign(MESSAGE, signature)
      const padding = 6 // RSA_PKCS1_PSS_PADDING
      expect(verify(digest, MESSAGE, { key: key.publicPem, padding, saltLength }, bytes)).toBe(true)
      expect(await key.sign(MESSAGE, signature)).toEqual(bytes)
    }
  })

  it('refuses a digest for which the key is too small', async () => {
    const key = await createTestKey({ algorithm: 'RSA-1024' })
    expect(await key.sign(Uint8Array.of(1), 'RSASSA-PSS-SHA384')).toHaveLength(128)
    await expect(key.sign(Uint8Array.of(1), 'RSASSA-PSS-SHA512')).rejects.toThrow(
      new TypeError('"signatureAlgorithm" needs a larger key'),
    )
  })

  it('refuses an algorithm of other keys', async () => {
    const key = await createTestKey()
    await expect(key.sign(MESSAGE, 'Ed25519')).rejects.toThrow(TypeError)
  })
})

describe('signEcdsa()', () => {
  // RFC 6979 appendices A.2.5 to A.2.7, message "sample".
  it.each([
    {
      curve: 'P-256',
      hash: 'SHA-256',
      scalar: 0xc9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721n,
      r: 'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716',
      s: 'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
    },
    {
      curve: 'P-384',
      hash: 'SHA-384',
      scalar: 0x6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5n,
      r: '94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46',
      s: '99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8',
    },
  ] as const)('$curve with $hash gives the signature of RFC 6979', ({ curve, hash, scalar, r, s }) => {
    const signature = signEcdsa(TEST_CURVES[curve], scalar, TEST_HASHES[hash], MESSAGE)
    const hex = Buffer.from(signature).toString('hex')
    expect(hex).toContain(r)
    expect(hex.endsWith(s)).toBe(true)
  })
})
