import { describe, expect, it } from 'vitest'
import { deriveMlDsaPublicKey } from '../../../src/crypto/derive-ml-dsa-public-key.ts'
import { mlDsaSamples } from '../../support/ml-dsa-samples.ts'
import { toHex } from '../../support/der.ts'

const COMMON = { container: 'pkcs8', bits: 0, embeddedPublicKeys: [] } as const

function flipped(bytes: Uint8Array, index: number): Uint8Array {
  const copy = bytes.slice()
  copy[index] = (copy[index] ?? 0) ^ 1
  return copy
}

describe.each(mlDsaSamples())('deriveMlDsaPublicKey() of $algorithm', ({ algorithm, seed, expandedKey, publicKey }) => {
  const derive = (given: { seed?: Uint8Array; expandedKey?: Uint8Array }): string | undefined => {
    const derived = deriveMlDsaPublicKey({ ...COMMON, algorithm, seed: given.seed, expandedKey: given.expandedKey })
    return derived === undefined ? undefined : toHex(derived)
  }

  it('gives the key of the RFC from the seed, the expanded key, and both', () => {
    expect(derive({ seed })).toBe(toHex(publicKey))
    expect(derive({ expandedKey })).toBe(toHex(publicKey))
    expect(derive({ seed, expandedKey })).toBe(toHex(publicKey))
  })

  it('refuses an expanded key that is not the seed’s, wherever it differs', () => {
    for (const index of [0, 40, 100, 130, 1500, expandedKey.length - 1]) {
      expect(derive({ seed, expandedKey: flipped(expandedKey, index) })).toBeUndefined()
    }
  })

  it('refuses an expanded key whose parts contradict each other', () => {
    // rho, tr, s1, and t0 at the end; K, at 40, takes part in signing alone and cannot be judged.
    for (const index of [0, 100, 130, expandedKey.length - 1]) {
      expect(derive({ expandedKey: flipped(expandedKey, index) })).toBeUndefined()
    }
  })

  it('refuses secret coefficients that are out of range', () => {
    const key = expandedKey.slice()
    key[128] = 0xff
    expect(derive({ expandedKey: key })).toBeUndefined()
  })

  it('gives another key for another seed', () => {
    expect(derive({ seed: flipped(seed, 0) })).not.toBe(toHex(publicKey))
  })
})
