import { inspect } from 'node:util'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { convertToPem, type ConvertReport } from '../../../src/convert/index.ts'
import { createTestKey } from '../../../src/testing/index.ts'
import { integer, octetString, oid, sequence } from '../../support/der.ts'
import { createBundle, opensslFile, type Bundle } from './samples.ts'

const PASSPHRASE = 'correct horse'

let bundle: Bundle

beforeAll(async () => {
  bundle = await createBundle()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

function codesOf({ problems }: ConvertReport): readonly string[] {
  return problems.map(({ code }) => code)
}

function encrypted(args: readonly string[], key: string): string {
  const bytes = opensslFile([...args, '-in', 'key.pem', '-passout', `pass:${PASSPHRASE}`], { 'key.pem': key })
  return Buffer.from(bytes).toString()
}

function toDer(pem: string): Uint8Array {
  return Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
}

const LEGACY = ['-provider', 'legacy', '-provider', 'default']

describe('convertToPem() of encrypted PKCS#8', () => {
  it.each<readonly [string, readonly string[]]>([
    ['AES-256, PBKDF2', ['-v2', 'aes-256-cbc']],
    ['AES-192, PBKDF2', ['-v2', 'aes-192-cbc']],
    ['AES-128, PBKDF2', ['-v2', 'aes-128-cbc']],
    ['Triple DES, PBKDF2', ['-v2', 'des3']],
    ['DES, PBKDF2', [...LEGACY, '-v2', 'des-cbc']],
    ['RC2, PBKDF2', [...LEGACY, '-v2', 'rc2-cbc']],
    ['RC2 with 64 bits, PBKDF2', [...LEGACY, '-v2', 'rc2-64-cbc']],
    ['SHA-1', ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA1']],
    ['SHA-224', ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA224']],
    ['SHA-384', ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA384']],
    ['SHA-512', ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512']],
    ['SHA-512/256', ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512-256']],
    ['scrypt', ['-scrypt']],
    ['scrypt with other parameters', ['-scrypt', '-scrypt_N', '1024', '-scrypt_r', '4', '-scrypt_p', '3']],
    ['PKCS#12 Triple DES', ['-v1', 'PBE-SHA1-3DES']],
    ['PKCS#12 RC2', [...LEGACY, '-v1', 'PBE-SHA1-RC2-40']],
    ['PBES1 MD5 and DES', [...LEGACY, '-v1', 'PBE-MD5-DES']],
    ['PBES1 SHA-1 and DES', [...LEGACY, '-v1', 'PBE-SHA1-DES']],
    ['PBES1 MD5 and RC2', [...LEGACY, '-v1', 'PBE-MD5-RC2-64']],
    ['PBES1 SHA-1 and RC2', [...LEGACY, '-v1', 'PBE-SHA1-RC2-64']],
    ['100 000 iterations', ['-v2', 'aes-256-cbc', '-iter', '100000']],
  ])('decrypts what openssl encrypts: %s', async (_name, args) => {
    const pem = encrypted(['pkcs8', '-topk8', ...args], bundle.key)
    for (const input of [pem, toDer(pem)]) {
      const report = await convertToPem(input, { passphrase: PASSPHRASE })
      expect(codesOf(report)).toEqual([])
      expect(report.privateKey).toBe(bundle.key)
    }
  })

  it.each(['RSA-2048', 'P-521', 'Ed25519', 'Ed448'] as const)('decrypts a key of %s', async (algorithm) => {
    const key = await createTestKey({ algorithm })
    const report = await convertToPem(await key.encrypted(PASSPHRASE), { passphrase: PASSPHRASE })
    expect(report.privateKey).toBe(key.pkcs8)
  })

  it('finds the certificate of the key beside it, and the chain', async () => {
    const key = encrypted(['pkcs8', '-topk8'], bundle.key)
    const report = await convertToPem(bundle.root + key + bundle.intermediate + bundle.leaf, { passphrase: PASSPHRASE })
    expect(codesOf(report)).toEqual([])
    expect([report.privateKey, report.certificate, report.chain]).toEqual([
      bundle.key,
      bundle.leaf,
      bundle.intermediate + bundle.root,
    ])
  })

  it('says which passphrase is wrong, and which is missing', async () => {
    const pem = encrypted(['pkcs8', '-topk8'], bundle.key)
    expect(codesOf(await convertToPem(pem, { passphrase: 'wrong' }))).toEqual(['passphrase-wrong'])
    expect(codesOf(await convertToPem(pem))).toEqual(['passphrase-missing'])
  })

  it.each<readonly [string, Uint8Array, object]>([
    ['0 iterations', pbkdf2(0n), { measure: 'iterations', found: '0' }],
    ['-5 iterations', pbkdf2(-5n), { measure: 'iterations', found: '-5' }],
    ['a thousand million iterations', pbkdf2(1_000_000_000n), { measure: 'iterations', found: '1000000000' }],
    ['a key length of 0', pbkdf2(1n, 0n), { measure: 'key-length', found: '0' }],
    ['a key length that is not the one of the cipher', pbkdf2(1n, 16n), { measure: 'key-length', found: '16' }],
    ['a salt of 2000 octets', pbkdf2(1n, undefined, 2000), { measure: 'salt', found: '2000' }],
    ['scrypt with 4 GiB', scrypt(1n << 22n, 8n, 1n), { measure: 'memory', found: '4294967296' }],
    ['scrypt with many passes', scrypt(1n << 10n, 8n, 300n), { measure: 'work' }],
    ['scrypt of N 1', scrypt(1n, 8n, 1n), { measure: 'scrypt', found: '1' }],
    ['scrypt of N 2^40', scrypt(1n << 40n, 8n, 1n), { measure: 'scrypt' }],
    ['scrypt of N 2^16 with r 1', scrypt(1n << 16n, 1n, 1n), { measure: 'scrypt' }],
    ['scrypt of r 0', scrypt(1024n, 0n, 1n), { measure: 'scrypt', found: '0' }],
    ['scrypt of p 0', scrypt(1024n, 8n, 0n), { measure: 'scrypt', found: '0' }],
    ['scrypt of a huge r', scrypt(1024n, 1n << 200n, 1n), { measure: 'scrypt' }],
  ])('refuses %s', async (_name, derivation, detail) => {
    const { problems } = await convertToPem(encryptedInfo(derivation), { passphrase: PASSPHRASE })
    expect(problems).toEqual([
      expect.objectContaining({ code: 'container-out-of-bounds', detail: expect.objectContaining(detail) as unknown }),
    ])
  })

  it('refuses a cost of scrypt that is no power of two', async () => {
    const report = await convertToPem(encryptedInfo(scrypt(1000n, 8n, 1n)), { passphrase: PASSPHRASE })
    expect(codesOf(report)).toEqual(['container-malformed'])
  })

  it.each([
    ['a cipher', 'aria-256-cbc', 'ARIA-256-CBC'],
    ['a cipher', 'camellia-256-cbc', 'CAMELLIA-256-CBC'],
  ])('names %s that it does not work with: %s', async (_name, cipher, algorithm) => {
    const report = await convertToPem(encrypted(['pkcs8', '-topk8', '-v2', cipher], bundle.key), {
      passphrase: PASSPHRASE,
    })
    expect(report.problems.map(({ code, detail }) => [code, detail])).toEqual([
      ['encryption-unsupported', { container: 'encrypted-pkcs8', algorithm }],
    ])
  })

  it('derives the key itself where the platform refuses so many iterations', async () => {
    const text = await (await createTestKey()).encrypted(PASSPHRASE, { iterations: 100_001 })
    const { subtle } = crypto
    const deriveBits = vi.fn(() =>
      Promise.reject(new DOMException('iteration counts above 100000', 'NotSupportedError')),
    )
    vi.stubGlobal('crypto', { subtle: { importKey: subtle.importKey.bind(subtle), deriveBits } })
    const { privateKey, problems } = await convertToPem(text, { passphrase: PASSPHRASE })
    expect(problems).toEqual([])
    expect(privateKey).toBe((await createTestKey()).pkcs8)
    expect(deriveBits).toHaveBeenCalledOnce()
  })

  it('counts iterations as often as the octets of a key have them gone through', async () => {
    // Three digests of SHA-1 make key and IV of Triple DES, two the key of AES-256.
    const key = encrypted(['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES', '-iter', '1000'], bundle.key)
    const aes = encrypted(['pkcs8', '-topk8', '-v2', 'aes256', '-v2prf', 'hmacWithSHA1', '-iter', '1000'], bundle.key)
    for (const [pem, work] of [
      [key, 3000],
      [aes, 2000],
    ] as const) {
      const opened = await convertToPem(pem, { passphrase: PASSPHRASE, maxIterations: work })
      expect(opened.privateKey).toBe(bundle.key)
      const { problems } = await convertToPem(pem, { passphrase: PASSPHRASE, maxIterations: work - 1 })
      expect(problems.map(({ code, detail }) => [code, detail])).toEqual([
        [
          'container-out-of-bounds',
          { container: 'encrypted-pkcs8', measure: 'work', found: String(work), min: 1, max: work - 1 },
        ],
      ])
    }
  })

  it.each(['2.8', '2.13'])('stops a derivation that the platform does not know: 1.2.840.113549.%s', async (hmac) => {
    const prf = sequence(oid(`1.2.840.113549.${hmac}`), Uint8Array.of(5, 0))
    const derivation = pbes2('1.2.840.113549.1.5.12', octetString(new Uint8Array(8)), integer(4_000_000n), prf)
    const controller = new AbortController()
    const reason = new Error('enough')
    const pending = convertToPem(encryptedInfo(derivation), { passphrase: 'x', signal: controller.signal })
    setTimeout(() => controller.abort(reason), 5)
    await expect(pending).rejects.toBe(reason)
  })

  it('stops when it is told to', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const pending = convertToPem(encryptedInfo(pbes1(9_000_000n)), { passphrase: 'x', signal: controller.signal })
    setTimeout(() => controller.abort(reason), 5)
    await expect(pending).rejects.toBe(reason)
    await expect(convertToPem('', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

describe('convertToPem() of encrypted PEM', () => {
  it.each([
    ['rsa', '-aes128'],
    ['rsa', '-aes192'],
    ['rsa', '-aes256'],
    ['rsa', '-des3'],
    ['ec', '-aes256'],
    ['ec', '-des3'],
  ])('decrypts what openssl %s %s encrypts', async (command, cipher) => {
    const key = await createTestKey({ algorithm: command === 'rsa' ? 'RSA-2048' : 'P-256' })
    const plain = command === 'rsa' ? key.pkcs1 : key.sec1
    const traditional = command === 'rsa' ? ['-traditional'] : []
    const pem = encrypted([command, cipher, ...traditional], plain)
    expect(pem).toContain('DEK-Info: ')
    const report = await convertToPem(pem, { passphrase: PASSPHRASE })
    expect(codesOf(report)).toEqual([])
    expect(report.privateKey).toBe(plain)
    expect(codesOf(await convertToPem(pem, { passphrase: 'wrong' }))).toEqual(['passphrase-wrong'])
    expect(codesOf(await convertToPem(pem))).toEqual(['passphrase-missing'])
  })

  it.each([
    ['a cipher that it does not work with', 'SEED-CBC,00112233445566778899AABBCCDDEEFF', 'encryption-unsupported'],
    ['no IV', 'AES-256-CBC', 'container-malformed'],
    ['an IV that is too short', 'AES-256-CBC,0011', 'container-malformed'],
  ])('explains a header with %s', async (_name, value, code) => {
    const key = await createTestKey({ algorithm: 'P-256' })
    const pem = await key.encrypted(PASSPHRASE, { container: 'sec1' })
    const changed = pem.replace(/DEK-Info: .*/, `DEK-Info: ${value}`)
    expect(codesOf(await convertToPem(changed, { passphrase: PASSPHRASE }))).toEqual([code])
  })
})

describe('a ConvertReport', () => {
  it('shows the private key to those only who ask for it', async () => {
    const report = await convertToPem(encrypted(['pkcs8', '-topk8'], bundle.key), { passphrase: PASSPHRASE })
    const traces = bundle.key.split('\n').filter((line) => line !== '' && !line.startsWith('-'))
    const shown = [
      JSON.stringify(report),
      inspect(report, { depth: 9 }),
      inspect({ ...report }, { depth: 9, showHidden: true }),
      Object.keys(report).join(),
    ].join('\n')
    for (const trace of [...traces, PASSPHRASE]) expect(shown).not.toContain(trace)
    expect(report.privateKey).toContain(traces[0])
  })

  it.each([
    ['input', [1]],
    ['passphrase', ['', { passphrase: 1 }]],
    ['maxBytes', ['', { maxBytes: '1' }]],
    ['maxIterations', ['', { maxIterations: -1 }]],
    ['maxMemoryBytes', ['', { maxMemoryBytes: 0.5 }]],
  ])('is not made where "%s" breaks the contract', async (name, args) => {
    await expect(Reflect.apply(convertToPem, undefined, args)).rejects.toThrow(`"${name}"`)
  })
})

function encryptedInfo(algorithm: Uint8Array): Uint8Array {
  return sequence(algorithm, octetString(new Uint8Array(16)))
}

function pbes2(oidText: string, ...parameters: readonly Uint8Array[]): Uint8Array {
  const cipher = sequence(oid('2.16.840.1.101.3.4.1.42'), octetString(new Uint8Array(16)))
  return sequence(oid('1.2.840.113549.1.5.13'), sequence(sequence(oid(oidText), sequence(...parameters)), cipher))
}

function pbkdf2(iterations: bigint, keyLength?: bigint, saltOctets: number = 8): Uint8Array {
  const optional = keyLength === undefined ? [] : [integer(keyLength)]
  return pbes2('1.2.840.113549.1.5.12', octetString(new Uint8Array(saltOctets)), integer(iterations), ...optional)
}

function scrypt(N: bigint, r: bigint, p: bigint): Uint8Array {
  return pbes2('1.3.6.1.4.1.11591.4.11', octetString(new Uint8Array(8)), integer(N), integer(r), integer(p))
}

function pbes1(iterations: bigint): Uint8Array {
  return sequence(oid('1.2.840.113549.1.5.10'), sequence(octetString(new Uint8Array(8)), integer(iterations)))
}
