import { describe, expect, it } from 'vitest'
import { createKeyCache } from '../../../src/crypto/key-cache.ts'
import type { PublicKey } from '../../../src/x509/public-key.ts'
import { octets } from '../../support/der.ts'
import { edwardsCheck } from '../../support/signature-cases.ts'

const { publicKey } = edwardsCheck('Ed25519')

function withSpki(spki: Uint8Array): PublicKey {
  return { ...publicKey, spki }
}

describe('createKeyCache()', () => {
  it('tells keys apart that have the same hash', () => {
    // 31 * 1 + 0 = 31 * 0 + 31.
    const [first, second] = [withSpki(Uint8Array.of(1, 0)), withSpki(Uint8Array.of(0, 31))]
    let made = 0
    const cache = createKeyCache(({ spki }) => ({ name: spki.join(), number: (made += 1) }))
    for (const [key, name] of [
      [first, '1,0'],
      [second, '0,31'],
      [first, '1,0'],
    ] as const) {
      expect(cache.find(key).name).toBe(name)
    }
    expect(made).toBe(3)
  })

  it('knows a key by its bytes, also when it comes in another object', () => {
    let made = 0
    const cache = createKeyCache(() => (made += 1))
    cache.find(withSpki(Uint8Array.of(1, 2, 3)))
    cache.find(withSpki(Uint8Array.of(1, 2, 3)))
    expect(made).toBe(1)
  })

  it('does not change its mind when the bytes it was given are written to', () => {
    let made = 0
    const cache = createKeyCache(() => (made += 1))
    const spki = Uint8Array.of(1, 2, 3)
    cache.find(withSpki(spki))
    spki[0] = 9
    cache.find(withSpki(spki))
    cache.find(withSpki(Uint8Array.of(1, 2, 3)))
    expect(made).toBe(2)
  })

  it('keeps nothing of a key that is larger than any that is worked with', () => {
    let made = 0
    const cache = createKeyCache(() => (made += 1))
    const large = withSpki(octets(new Uint8Array(5000)))
    cache.find(large)
    cache.find(large)
    expect(made).toBe(2)
  })
})
