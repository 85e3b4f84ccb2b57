import { expect, it } from 'vitest'
import { createMemoryStore, type CertificateStore } from '../../../src/index.ts'
import { bundleOf, createWorld } from './registry-world.ts'

/** A store in which something happens just before the first commit of an event of a type. */
function interrupted(type: string, meanwhile: () => Promise<unknown>): CertificateStore {
  const inner = createMemoryStore()
  let isDone = false
  return {
    ...inner,
    commit: async (change, options) => {
      if (!isDone && change.events?.some((event) => event.type === type) === true) {
        isDone = true
        await meanwhile()
      }
      return inner.commit(change, options)
    },
  }
}

it('replace() by the same certificate does not undo that a sweep found it revoked meanwhile', async () => {
  let meanwhile = (): Promise<unknown> => Promise.resolve()
  const { registry, open, ca, leaf, clock, network } = await createWorld({
    store: interrupted('replaced', () => meanwhile()),
  })
  const server = await leaf()
  const result = await registry.register(bundleOf(server, 'www'))
  const id = result.ok ? result.record.id : ''
  meanwhile = async () => {
    ca.revoke(server)
    clock.advance({ days: 8 })
    await open().sweep()
    network.isDown = true
  }
  const replaced = await registry.replace(id, bundleOf(server))
  expect(replaced.ok ? [] : replaced.problems.map(({ code }) => code)).toContain('certificate-revoked')
  expect(await registry.get(id)).toMatchObject({ status: 'revoked', revocation: { source: 'crl' } })
})
