import { describe, expect, it } from 'vitest'
import { parsePrivateKey } from '../../../src/keys/parse-private-key.ts'
import { createTestKey, KEY_DEFECTS, type KeyDefect, type TestKeyAlgorithm } from '../../../src/testing/index.ts'
import { errorOf } from '../../support/error-of.ts'
import { openssl } from '../../support/openssl.ts'

/** Who notices a defect, and by what; and for which keys. */
type Notice = { readonly keys: readonly TestKeyAlgorithm[] } & (
  { readonly openssl: RegExp } | { readonly decoder: string; readonly structure: string | undefined }
)

const NOTICES: Readonly<Record<KeyDefect, Notice>> = {
  'lying-embedded-public-key': { keys: ['P-256', 'P-521', 'RSA-2048'], openssl: /Key is invalid/ },
  'wrong-private-exponent': { keys: ['RSA-2048'], openssl: /d e not congruent to 1/ },
  'missing-crt-values': { keys: ['RSA-2048'], decoder: 'ERR_KEY_MALFORMED', structure: 'RSAPrivateKey.prime1' },
  'even-public-exponent': { keys: ['RSA-2048'], openssl: /bad e value/ },
  'zero-private-value': { keys: ['P-256', 'P-384'], openssl: /invalid private key/ },
  'private-value-out-of-range': { keys: ['P-256', 'P-384', 'P-521'], openssl: /invalid private key/ },
  'contradicting-curves': {
    keys: ['P-256', 'P-384'],
    decoder: 'ERR_KEY_MALFORMED',
    structure: 'ECPrivateKey.parameters',
  },
  'explicit-curve-parameters': { keys: ['P-256', 'P-521'], decoder: 'ERR_KEY_UNSUPPORTED', structure: undefined },
  'wrong-version': {
    keys: ['P-256', 'P-521', 'RSA-2048', 'Ed25519'],
    decoder: 'ERR_DER_VALUE',
    structure: 'PrivateKeyInfo.version',
  },
  truncated: { keys: ['P-256', 'RSA-2048', 'Ed25519'], decoder: 'ERR_DER_TRUNCATED', structure: 'private key' },
  'trailing-bytes': {
    keys: ['P-256', 'RSA-2048', 'Ed25519'],
    decoder: 'ERR_DER_TRAILING_BYTES',
    structure: 'private key',
  },
}

const CASES = Object.keys(KEY_DEFECTS)
  .filter((name): name is KeyDefect => name in NOTICES)
  .flatMap((defect) => NOTICES[defect].keys.map((algorithm) => ({ defect, algorithm, notice: NOTICES[defect] })))

function derOf(pem: string): Uint8Array {
  return Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'))
}

describe('defective()', () => {
  it.each(CASES)('$defect of a $algorithm key is noticed', async ({ defect, algorithm, notice }) => {
    const key = await createTestKey({ algorithm })
    const pem = key.defective(defect)
    if ('openssl' in notice) {
      const { ok, output } = openssl(['pkey', '-in', 'key.pem', '-check', '-noout'], { 'key.pem': pem })
      expect(output).toMatch(notice.openssl)
      expect(ok).toBe(false)
    } else {
      const { code, detail } = errorOf(() => parsePrivateKey(derOf(pem)))
      expect({ code, structure: detail['structure'] }).toEqual({ code: notice.decoder, structure: notice.structure })
    }
  })

  it('a lying Ed25519 key holds the public key that it should, but for one bit', async () => {
    const key = await createTestKey({ algorithm: 'Ed25519' })
    const embedded = derOf(key.defective('lying-embedded-public-key')).slice(-32)
    const own = key.subjectPublicKeyInfo.slice(-32)
    expect(embedded.map((octet, index) => octet ^ (own[index] ?? 0))).toEqual(
      Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0)),
    )
  })

  it.each([
    { algorithm: 'P-256', defect: 'wrong-private-exponent' },
    { algorithm: 'RSA-2048', defect: 'zero-private-value' },
    { algorithm: 'Ed25519', defect: 'contradicting-curves' },
  ] as const)('a $algorithm key cannot have $defect', async ({ algorithm, defect }) => {
    const key = await createTestKey({ algorithm })
    expect(() => key.defective(defect)).toThrow(new TypeError(`"${defect}" is for another kind of key`))
  })
})
