import { describe, expect, it } from 'vitest'
import { createMemoryStore, createRevocationCache, type CertificateStore, type Registry } from '../../../src/index.ts'
import { bundleOf, createWorld } from './registry-world.ts'

/** Keeps no CRL, so that each check asks the CA. */
const forgetful = { cache: createRevocationCache({ maxEntries: 0 }) } as const

describe('replace()', () => {
  it('with the same certificate does not undo that it was revoked meanwhile', async () => {
    const inner = createMemoryStore()
    let meanwhile: (() => Promise<void>) | undefined
    const store: CertificateStore = {
      ...inner,
      commit: async (change, options) => {
        const act = change.events?.[0]?.type === 'replaced' ? meanwhile : undefined
        meanwhile = act === undefined ? meanwhile : undefined
        await act?.()
        return inner.commit(change, options)
      },
    }
    const { registry, open, ca, leaf, clock } = await createWorld({ store })
    const other: Registry = open(forgetful)
    const server = await leaf({ lifetimeDays: 90 })
    const result = await registry.register(bundleOf(server, 'www'))
    if (!result.ok) throw new TypeError('not registered')
    const { id } = result.record
    meanwhile = async () => {
      clock.advance({ hours: 1 })
      ca.revoke(server, { reason: 'superseded' })
      await other.refresh(id)
    }
    const replaced = await registry.replace(id, bundleOf(server))
    expect(replaced.ok).toBe(false)
    expect(replaced.ok ? [] : replaced.problems.map(({ code }) => code)).toContain('certificate-revoked')
    expect(await registry.get(id)).toMatchObject({ status: 'revoked', revocation: { reason: 'superseded' } })
  })
})
