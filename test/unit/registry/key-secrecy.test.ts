import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { createMemoryStore, type CertificateStore } from '../../../src/index.ts'
import { bundleOf, createWorld, LISTENER } from './registry-world.ts'

/** Forms in which parts of a key could be found again. */
function canariesOf(pem: string, der: Uint8Array): readonly string[] {
  const lines = pem.split('\n').filter((line) => line.length > 20 && !line.startsWith('-----'))
  const bytes = Buffer.from(der)
  // The private value of a P-256 key in PKCS#8.
  const secret = bytes.subarray(36, 68)
  return [...lines, bytes.toString('base64'), bytes.toString('hex'), secret.toString('hex'), secret.toString('base64')]
}

it('nothing that leaves the registry holds a private key, whatever is done with it', async () => {
  const inner = createMemoryStore()
  const written: unknown[] = []
  // All that a store is given is all that a database would hold.
  const store: CertificateStore = {
    ...inner,
    commit: (change, options) => {
      written.push(change)
      return inner.commit(change, options)
    },
  }
  const world = await createWorld({ store, policy: { keepFailed: true } })
  const { registry, ca, leaf, clock, pass, notifier } = world
  const seen: unknown[] = []
  registry.subscribe((event) => seen.push(event))
  const server = await leaf({ lifetimeDays: 90 })
  const { key } = server
  await registry.addContact({ name: 'Kim', email: 'kim@example.com', phone: '+821012345678' })
  const caught = async (call: () => Promise<unknown>): Promise<void> => {
    try {
      seen.push(await call())
    } catch (error) {
      seen.push(error, error instanceof Error ? [error.message, error.stack, error.cause] : [])
    }
  }
  const result = await registry.register(bundleOf(server, 'www'), { actor: 'kim' })
  seen.push(result)
  const id = result.ok ? result.record.id : ''
  await caught(() => registry.register({ ...bundleOf(server, 'www') }))
  await caught(() => registry.register({ ...bundleOf(server, 'b'), certificate: key.pkcs8, chain: key.pkcs8 }))
  await caught(() => registry.register({ ...bundleOf(server, 'c'), privateKey: key.pkcs8.slice(0, 120) }))
  await caught(() => registry.register({ ...bundleOf(server, 'd'), privateKey: key.pkcs8.replace(/\n/g, 'ß\n') }))
  await caught(() => registry.register({ ...bundleOf(server, key.pkcs8.slice(28, 90)), certificate: '' }))
  await caught(() => registry.attach(id, LISTENER))
  await caught(() => registry.delete(id))
  await caught(() => registry.material(id, { actor: 'lb', purpose: 'tls' }))
  ca.revoke(server)
  await pass(20)
  await caught(() => registry.replace(id, bundleOf(server)))
  clock.advance({ days: 100 })
  await pass(2)
  await caught(() => registry.list())
  await caught(() => registry.history(id))
  seen.push(notifier.attempts(), written)
  const texts = seen.flatMap((value) => [
    JSON.stringify(value),
    inspect(value, { depth: Infinity, showHidden: true, maxArrayLength: Infinity, maxStringLength: Infinity }),
    Buffer.from(bytesIn(value)).toString('latin1'),
  ])
  const der = Buffer.from(key.pkcs8.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const canaries = [...canariesOf(key.pkcs8, der), der.toString('latin1')]
  // The name of one attempt was a line of the key, pasted into the wrong box: that box alone may show it.
  const shown = texts.filter((text) => canaries.some((canary) => text.includes(canary)))
  expect(shown).toEqual([])
  const material = await registry.material(id, { actor: 'lb', purpose: 'tls' })
  expect(() => structuredClone(material)).toThrow()
  expect(JSON.stringify(material) + inspect({ ...material }, { depth: Infinity })).not.toContain(canaries[0])
  expect(material.exportPrivateKeyPem()).toBe(key.pkcs8)
})

/** All bytes anywhere in a value, one after the other. */
function bytesIn(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  if (typeof value !== 'object' || value === null) return new Uint8Array()
  return Buffer.concat(Object.values(value).map(bytesIn))
}
