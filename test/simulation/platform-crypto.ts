import { scalarOf, type CertificatePool } from './certificate-pool.ts'
import { toHex } from '../support/der.ts'

/**
 * Runs `work` with a platform whose WebCrypto answers within microtasks, so that the threads on which the real one computes decide
 * nothing. It signs and verifies for the keys of the pool: a signature is the public key that belongs to the private one.
 */
export async function withPooledCrypto<Result>(pool: CertificatePool, work: () => Promise<Result>): Promise<Result> {
  const subtle = {
    importKey: (format: string, data: ArrayBuffer) => {
      if (format === 'spki') return Promise.resolve(toHex(new Uint8Array(data)))
      const found = pool.publicKeys.get(scalarOf(new Uint8Array(data)))
      return found === undefined ? Promise.reject(new TypeError('no key of the pool')) : Promise.resolve(found)
    },
    sign: (_algorithm: unknown, key: string) => Promise.resolve(new TextEncoder().encode(key).buffer),
    verify: (_algorithm: unknown, key: string, signature: ArrayBuffer) =>
      Promise.resolve(key === new TextDecoder().decode(signature)),
  }
  const original = Object.getOwnPropertyDescriptor(globalThis, 'crypto')
  if (original === undefined) throw new TypeError('the platform has no "crypto"')
  const getRandomValues = (bytes: Uint8Array): Uint8Array => bytes.fill(7)
  Object.defineProperty(globalThis, 'crypto', { configurable: true, value: { subtle, getRandomValues } })
  try {
    return await work()
  } finally {
    Object.defineProperty(globalThis, 'crypto', original)
  }
}
