import type { CertificatePool } from './certificate-pool.ts'
import { toHex } from '../support/der.ts'

/**
 * Runs `work` with a platform whose WebCrypto answers within microtasks, so that the threads on which the real one computes decide
 * nothing. It signs and verifies for the keys of the pool: a signature is the public key that belongs to the private one.
 */
export async function withPooledCrypto<Result>(pool: CertificatePool, work: () => Promise<Result>): Promise<Result> {
  const publicKeys = new Map(
    pool.certificates.map(({ key }) => [toHex(key.pkcs8Der), new Uint8Array(key.subjectPublicKeyInfo)] as const),
  )
  const scalars = new Map(
    pool.certificates.map(({ key }) => [scalarOf(key.pkcs8Der), new Uint8Array(key.subjectPublicKeyInfo)] as const),
  )
  const subtle = {
    importKey: (format: string, data: ArrayBuffer) => {
      const bytes = new Uint8Array(data.slice(0))
      if (format === 'spki') return Promise.resolve(bytes)
      const found = publicKeys.get(toHex(bytes)) ?? scalars.get(scalarOf(bytes))
      return found === undefined ? Promise.reject(new TypeError('no key of the pool')) : Promise.resolve(found)
    },
    sign: (_algorithm: unknown, key: Uint8Array) => Promise.resolve(new Uint8Array(key).buffer),
    verify: (_algorithm: unknown, key: Uint8Array, signature: ArrayBuffer) =>
      Promise.resolve(toHex(key) === toHex(new Uint8Array(signature))),
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

/** The private value of a P-256 key in PKCS#8, which stands behind its OCTET STRING. */
export function scalarOf(pkcs8: Uint8Array): string {
  const text = toHex(pkcs8)
  const start = text.indexOf('0201010420')
  if (start === -1) throw new TypeError('no ECPrivateKey of 32 octets')
  return text.slice(start + 10, start + 74)
}
