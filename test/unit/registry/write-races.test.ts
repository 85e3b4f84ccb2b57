import { describe, expect, it } from 'vitest'
import { createMemoryStore, type CertificateStore, type RegisterResult } from '../../../src/index.ts'
import { bundleOf, createWorld, type RegistryWorld } from './registry-world.ts'

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

describe('a name that somebody else takes just before it is written', () => {
  /** Runs `work` while another certificate takes the name `www` before the event of a type is written. */
  async function race(
    type: 'registered' | 'replaced',
    work: (world: RegistryWorld) => Promise<RegisterResult>,
  ): Promise<readonly string[]> {
    let meanwhile = (): Promise<unknown> => Promise.resolve()
    const store = interrupted(type, () => meanwhile())
    const world = await createWorld({ store, offline: true, policy: { keepFailed: true } })
    const other = await world.leaf()
    meanwhile = () => world.open().register(bundleOf(other, 'www'))
    const result = await work(world)
    return result.ok ? [] : result.problems.map(({ code }) => code)
  }

  it('is told beside everything else that is wrong with a failed attempt', async () => {
    const codes = await race('registered', async ({ registry, leaf }) => {
      const { key } = await leaf()
      return registry.register({ ...bundleOf(await leaf(), 'www'), privateKey: key.pkcs8 })
    })
    expect(codes).toEqual(['name-taken', 'key-mismatch'])
  })

  it('and beside the warnings about what is sound, as if it had been taken before', async () => {
    const codes = await race('registered', async ({ registry, root, leaf }) => {
      const form = bundleOf(await leaf(), 'www')
      return registry.register({ ...form, chain: String(form.chain).replace(root.pem, '') })
    })
    expect(codes).toEqual(['name-taken', 'chain-completed'])
  })

  it('also by a replacement', async () => {
    const codes = await race('replaced', async ({ registry, root, leaf }) => {
      const before = await registry.register(bundleOf(await leaf(), 'other'))
      if (!before.ok) throw new TypeError('not registered')
      const form = bundleOf(await leaf(), 'www')
      return registry.replace(before.record.id, { ...form, chain: String(form.chain).replace(root.pem, '') })
    })
    expect(codes).toEqual(['name-taken', 'chain-completed'])
  })
})
