import { generateKeyPairSync } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createWebCryptoVerifier, type VerifyingCrypto } from '../../../src/crypto/create-web-crypto-verifier.ts'
import { ecdsaCheck, edwardsCheck, flip, pssCheck, rsaCheck, rsaKey } from '../../support/signature-cases.ts'

interface CountingCrypto {
  readonly subtle: VerifyingCrypto
  readonly calls: string[]
}

/** WebCrypto that writes down what is asked of it. */
function countingCrypto(): CountingCrypto {
  const calls: string[] = []
  const { subtle } = crypto
  return {
    calls,
    subtle: {
      importKey: (format: never, keyData: never, algorithm, extractable, keyUsages) => {
        calls.push(`import ${algorithm.name}`)
        return subtle.importKey(format, keyData, algorithm, extractable, keyUsages)
      },
      verify: (algorithm, key, signature, data) => {
        calls.push(`verify ${algorithm.name}`)
        return subtle.verify(algorithm, key as CryptoKey, signature as ArrayBuffer, data as ArrayBuffer)
      },
    },
  }
}

afterEach(() => vi.unstubAllGlobals())

describe('createWebCryptoVerifier()', () => {
  it('imports a key once, however often and by however many at once it is used', async () => {
    const { subtle, calls } = countingCrypto()
    const verifier = createWebCryptoVerifier({ subtle })
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const checks = [1, 2, 3].map(() => ecdsaCheck(pair, 'SHA-256'))
    expect(await Promise.all(checks.map(async (check) => verifier.verify(check)))).toEqual(['valid', 'valid', 'valid'])
    expect(await verifier.verify(ecdsaCheck(pair, 'SHA-256'))).toBe('valid')
    expect(calls.filter((call) => call === 'import ECDSA')).toHaveLength(1)
    expect(calls.filter((call) => call === 'verify ECDSA')).toHaveLength(4)
  })

  it('imports a key once more for another padding or digest', async () => {
    const { subtle, calls } = countingCrypto()
    const verifier = createWebCryptoVerifier({ subtle })
    const pair = rsaKey(1024)
    const checks = [rsaCheck(pair, 'SHA-256'), rsaCheck(pair, 'SHA-384'), pssCheck(pair, 'SHA-256', 32)]
    for (const check of [...checks, ...checks]) expect(await verifier.verify(check)).toBe('valid')
    expect(calls.filter((call) => call.startsWith('import'))).toEqual([
      'import RSASSA-PKCS1-v1_5',
      'import RSASSA-PKCS1-v1_5',
      'import RSA-PSS',
    ])
  })

  it('forgets the key used least recently', async () => {
    const { subtle, calls } = countingCrypto()
    const verifier = createWebCryptoVerifier({ subtle, maxKeys: 2 })
    const [first, second, third] = ['1', '2', '3'].map(() =>
      ecdsaCheck(generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'SHA-256'),
    )
    if (first === undefined || second === undefined || third === undefined) throw new Error('three checks')
    const imports = (): number => calls.filter((call) => call === 'import ECDSA').length
    for (const check of [first, second, first, third]) await verifier.verify(check)
    expect(imports()).toBe(3)
    await verifier.verify(first)
    expect(imports()).toBe(3)
    await verifier.verify(second)
    expect(imports()).toBe(4)
  })

  it('shows the platform nothing that the gate refuses, and says so at once', () => {
    const { subtle, calls } = countingCrypto()
    const verifier = createWebCryptoVerifier({ subtle })
    const check = rsaCheck(rsaKey(1024), 'SHA-256')
    expect(verifier.verify({ ...check, signature: check.signature.subarray(1) })).toBe('invalid')
    expect(verifier.verify({ ...check, publicKey: edwardsCheck('Ed25519').publicKey })).toBe('invalid')
    expect(verifier.verify(ecdsaCheck(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }), 'SHA-256'))).toBe(
      'unsupported',
    )
    expect(calls).toEqual([])
  })

  it.each(['NotSupportedError', 'DataError', 'OperationError'])(
    'says unsupported where the platform throws instead of answering: %s',
    async (name) => {
      const { subtle } = countingCrypto()
      const failure = (): Promise<never> => Promise.reject(new DOMException('no', name))
      const check = ecdsaCheck(generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'SHA-256')
      const cannotImport = createWebCryptoVerifier({ subtle: { ...subtle, importKey: failure } })
      const cannotVerify = createWebCryptoVerifier({ subtle: { ...subtle, verify: failure } })
      for (const verifier of [cannotImport, cannotVerify]) {
        expect(await verifier.verify(check)).toBe('unsupported')
        expect(await verifier.verify({ ...check, signature: flip(check.signature, 9) })).toBe('unsupported')
      }
    },
  )

  it('says unsupported where a platform throws at once', async () => {
    const failure = (): never => {
      throw new TypeError('not an algorithm')
    }
    const verifier = createWebCryptoVerifier({ subtle: { importKey: failure, verify: failure } })
    expect(await verifier.verify(edwardsCheck('Ed25519'))).toBe('unsupported')
  })

  it.each([{}, undefined])('says unsupported of everything where a page has no WebCrypto: %o', async (platform) => {
    vi.stubGlobal('crypto', platform)
    const verifier = createWebCryptoVerifier()
    expect(await verifier.verify(edwardsCheck('Ed25519'))).toBe('unsupported')
    expect(await verifier.verify(rsaCheck(rsaKey(1024), 'SHA-256'))).toBe('unsupported')
  })

  it('takes bytes in shared memory, which WebCrypto does not', async () => {
    const check = edwardsCheck('Ed25519')
    const shared = (bytes: Uint8Array): Uint8Array => {
      const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
      copy.set(bytes)
      return copy
    }
    const moved = { ...check, data: shared(check.data), signature: shared(check.signature) }
    expect(await createWebCryptoVerifier().verify(moved)).toBe('valid')
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a cache of %d keys', (maxKeys) => {
    expect(() => createWebCryptoVerifier({ maxKeys })).toThrow(new RangeError('"maxKeys" must be a positive integer'))
  })
})
