import { describe, expect, it } from 'vitest'
import type { SignatureVerdict, SignatureVerifier } from '../../../src/crypto/signature-verifier.ts'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import { createPathCache } from '../../../src/path/path-cache.ts'
import { createTrustStore } from '../../../src/path/trust-store.ts'
import { validateBundle } from '../../../src/report/validate-bundle.ts'
import { createTestAuthority } from '../../../src/testing/index.ts'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import { judge, verdict } from './judge.ts'

const root = await createTestAuthority({ seed: 'path-cache' })
const ca = await root.intermediate()
const LEAVES = 40
const leaves = await Promise.all(Array.from({ length: LEAVES }, () => ca.leaf()))

/** A verifier that counts what it is asked, at once or after a while. */
function createCounter(mode: 'sync' | 'async'): SignatureVerifier & { readonly calls: () => number } {
  const inner = createNodeVerifier()
  let calls = 0
  return {
    calls: () => calls,
    verify: (check) => {
      calls += 1
      return mode === 'sync' ? inner.verify(check) : Promise.resolve(inner.verify(check))
    },
  }
}

const shared = { anchors: createTrustStore([root.der]), intermediates: [ca.certificate] }

describe('createPathCache()', () => {
  it.each(['sync', 'async'] as const)('verifies an intermediate once for many leaves: %s', async (mode) => {
    const verifier = createCounter(mode)
    const cache = createPathCache()
    for (const leaf of leaves) expect(await verdict(leaf.der, { ...shared, verifier, cache })).toBe('ok')
    expect(verifier.calls()).toBe(LEAVES + 1)
  })

  it('also for leaves that come at the same time', async () => {
    const verifier = createCounter('async')
    const cache = createPathCache()
    const reports = await Promise.all(leaves.map((leaf) => judge(leaf.der, { ...shared, verifier, cache })))
    expect(reports.every(({ ok }) => ok)).toBe(true)
    expect(verifier.calls()).toBe(LEAVES + 1)
  })

  it('also where certificates are given as text or bytes, which are decoded anew each time', async () => {
    const verifier = createCounter('sync')
    const cache = createPathCache()
    for (const intermediate of [ca.pem, ca.der, ca.pem, ca.certificate])
      expect(await verdict(leaves[0]?.pem ?? '', { ...shared, intermediates: [intermediate], verifier, cache })).toBe(
        'ok',
      )
    expect(verifier.calls()).toBe(2)
  })

  it('serves validateBundle(), which reads its boxes anew each time', async () => {
    const verifier = createCounter('sync')
    const cache = createPathCache()
    const server = await ca.leaf({ names: ['www.example.com'] })
    const form = { privateKey: server.key.pkcs8, certificate: server.pem, chain: ca.pem }
    const { anchors } = shared
    for (let time = 0; time < 3; time += 1)
      expect(await validateBundle(form, { anchors, verifier, cache, at: server.certificate.notBefore })).toMatchObject({
        ok: true,
      })
    expect(verifier.calls()).toBe(2)
  })

  it('verifies anew without being passed on', async () => {
    const verifier = createCounter('sync')
    for (const leaf of leaves.slice(0, 5)) await judge(leaf.der, { ...shared, verifier })
    expect(verifier.calls()).toBe(10)
  })

  it('keeps verdicts apart by certificate and by key', async () => {
    const cache = createPathCache()
    const broken = await ca.leaf({ defects: ['broken-signature'] })
    const imposter = await root.intermediate({ subject: ca.subject })
    expect(await verdict(broken.certificate, { ...shared, cache })).toBe('signature-invalid')
    expect(await verdict(broken.certificate, { ...shared, cache })).toBe('signature-invalid')
    const leaf = leaves[0] ?? broken
    expect(await verdict(leaf.certificate, { ...shared, cache })).toBe('ok')
    expect(await verdict(leaf.certificate, { ...shared, intermediates: [imposter.certificate], cache })).not.toBe('ok')
    expect(await verdict(leaf.certificate, { ...shared, cache })).toBe('ok')
  })

  it.each(['sync', 'async'] as const)('does not keep that nobody could tell: %s', async (mode) => {
    const cache = createPathCache()
    const unable: SignatureVerdict = 'unsupported'
    const verifier: SignatureVerifier = { verify: () => (mode === 'sync' ? unable : Promise.resolve(unable)) }
    const [leaf] = leaves
    if (leaf === undefined) throw new Error('no leaf')
    expect(await verdict(leaf.certificate, { ...shared, cache, verifier })).toBe('signature-unsupported')
    expect(await verdict(leaf.certificate, { ...shared, cache })).toBe('ok')
  })

  it('does not keep that a verifier failed', async () => {
    const cache = createPathCache()
    const verifier: SignatureVerifier = { verify: () => Promise.reject(new Error('busy')) }
    const [leaf] = leaves
    if (leaf === undefined) throw new Error('no leaf')
    await expect(judge(leaf.certificate, { ...shared, cache, verifier })).rejects.toThrow('busy')
    expect(await verdict(leaf.certificate, { ...shared, cache })).toBe('ok')
  })
})

describe('what createPathCache() remembers', () => {
  const [leaf] = leaves
  if (leaf === undefined) throw new Error('no leaf')
  const { publicKey } = ca.certificate

  /** The leaf with other octets at the end of its signature. */
  function withSignatureEnd(...end: readonly number[]): Uint8Array {
    const der = new Uint8Array(leaf?.der ?? [])
    der.set(end, der.length - end.length)
    return der
  }

  /** Asks about a certificate and counts how often the verifier is asked. */
  function createAsker(): { readonly ask: (der: Uint8Array) => Promise<string>; readonly asked: () => number } {
    const cache = createPathCache()
    const verifier = createCounter('sync')
    const ask = async (der: Uint8Array): Promise<string> =>
      cache.verdict(parseCertificate(der), publicKey, verifier, () => undefined)
    return { ask, asked: verifier.calls }
  }

  it('is the thousand signatures asked for last', async () => {
    const { ask, asked } = createAsker()
    await ask(leaf.der)
    for (let number = 0; number < 999; number += 1) await ask(withSignatureEnd(number >> 8, 0, number & 0xff))
    expect(asked()).toBe(1000)
    await ask(leaf.der)
    expect(asked()).toBe(1000)
    await ask(withSignatureEnd(0xfe, 0, 0xff))
    await ask(leaf.der)
    expect(asked()).toBe(1001)
    await ask(withSignatureEnd(0, 0, 0))
    expect(asked()).toBe(1002)
  })

  it('is told apart by every byte, whatever an attacker finds that is alike by a part', async () => {
    const { ask, asked } = createAsker()
    const [first = 0, second = 0] = leaf.der.subarray(-2)
    expect(await ask(leaf.der)).toBe('valid')
    // The same by a polynomial of the signature with the factor 31.
    expect(
      await ask(withSignatureEnd(first > 0 ? first - 1 : first + 1, (second + (first > 0 ? 31 : -31)) & 0xff)),
    ).toBe('invalid')
    const otherSerialNumber = withSignatureEnd()
    otherSerialNumber[20] = (otherSerialNumber[20] ?? 0) ^ 1
    expect(await ask(otherSerialNumber)).toBe('invalid')
    expect(await ask(leaf.der)).toBe('valid')
    expect(asked()).toBeGreaterThanOrEqual(3)
  })

  it('is told apart by every byte of the key too', () => {
    const cache = createPathCache()
    const verifier = createCounter('sync')
    const child = parseCertificate(leaf.der)
    expect(cache.verdict(child, publicKey, verifier, () => undefined)).toBe('valid')
    const otherKey = new Uint8Array(ca.der)
    const at = Buffer.from(ca.der).indexOf(publicKey.subjectPublicKey) + 10
    const [first = 0, second = 0] = otherKey.subarray(at)
    otherKey.set([first > 0 ? first - 1 : first + 1, second + (first > 0 ? 31 : -31)], at)
    expect(cache.verdict(child, parseCertificate(otherKey).publicKey, verifier, () => undefined)).not.toBe('valid')
  })

  it('does not change with the bytes that a caller holds', () => {
    const cache = createPathCache()
    const verifier = createCounter('sync')
    const certificate = parseCertificate(leaf.der)
    expect(cache.verdict(certificate, publicKey, verifier, () => undefined)).toBe('valid')
    certificate.der[20] = (certificate.der[20] ?? 0) ^ 1
    expect(cache.verdict(certificate, publicKey, verifier, () => undefined)).toBe('invalid')
  })

  it('is nothing of more than 16 kB', async () => {
    const { ask, asked } = createAsker()
    const many = await ca.leaf({
      names: Array.from({ length: 1000 }, (_, index) => `host-${index}.example.com`),
    })
    expect(many.der.length).toBeGreaterThan(16_384)
    expect([await ask(many.der), await ask(many.der)]).toEqual(['valid', 'valid'])
    expect(asked()).toBe(2)
  })
})
