import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import { ecdsaCheck, edwardsCheck, flip, pssCheck, rsaCheck, rsaKey } from '../../support/signature-cases.ts'

describe('createNodeVerifier()', () => {
  it('answers at once', () => {
    const verifier = createNodeVerifier()
    const check = edwardsCheck('Ed25519')
    expect(verifier.verify(check)).toBe('valid')
    expect(verifier.verify({ ...check, signature: flip(check.signature, 0) })).toBe('invalid')
  })

  it('imports one key for all digests and paddings', () => {
    const verifier = createNodeVerifier({ maxKeys: 1 })
    const pair = rsaKey(1024)
    for (const check of [rsaCheck(pair, 'SHA-256'), rsaCheck(pair, 'SHA-384'), pssCheck(pair, 'SHA-256', 32)]) {
      expect(verifier.verify(check)).toBe('valid')
    }
  })

  it('gives the same verdicts when keys come and go', () => {
    const verifier = createNodeVerifier({ maxKeys: 1 })
    const checks = [
      edwardsCheck('Ed25519'),
      edwardsCheck('Ed448'),
      ecdsaCheck(generateKeyPairSync('ec', { namedCurve: 'P-384' }), 'SHA-384'),
      rsaCheck(rsaKey(1024), 'SHA-1'),
    ]
    for (const check of [...checks, ...checks]) {
      expect(verifier.verify(check)).toBe('valid')
      expect(verifier.verify({ ...check, data: flip(check.data, 1) })).toBe('invalid')
    }
  })

  it('refuses a cache of no keys', () => {
    expect(() => createNodeVerifier({ maxKeys: 0 })).toThrow(new RangeError('"maxKeys" must be a positive integer'))
  })
})
