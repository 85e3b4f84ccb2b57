import { describe, expect, it } from 'vitest'
import type { SignatureVerdict, SignatureVerifier } from '../../../src/crypto/signature-verifier.ts'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import { createPathCache } from '../../../src/path/path-cache.ts'
import { createTrustStore } from '../../../src/path/trust-store.ts'
import { createTestAuthority } from '../../../src/testing/index.ts'
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
