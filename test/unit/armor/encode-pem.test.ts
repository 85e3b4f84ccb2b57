import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodePem } from '../../../src/armor/encode-pem.ts'
import { derOf } from '../pem/pastes.ts'
import { EC_CERTIFICATE, RSA_KEY } from '../pem/samples.ts'

describe('encodePem()', () => {
  it('writes what OpenSSL writes', () => {
    expect(encodePem('CERTIFICATE', derOf(EC_CERTIFICATE))).toBe(EC_CERTIFICATE)
    expect(encodePem('RSA PRIVATE KEY', derOf(RSA_KEY))).toBe(RSA_KEY)
  })

  it('writes the base64 of node:buffer for every length', () => {
    for (let length = 1; length < 150; length += 1) {
      const bytes = createHash('shake256', { outputLength: length }).update('pem').digest()
      expect(encodePem('X', bytes).split('\n').slice(1, -2).join('')).toBe(Buffer.from(bytes).toString('base64'))
    }
  })
})
