import { expect, it } from 'vitest'
import { bundleOf, createWorld, LISTENER } from './registry-world.ts'

it('a certificate that is registered under two names is told of once, with the services of both', async () => {
  const { registry, leaf, clock, notifier } = await createWorld({ offline: true })
  await registry.addContact({ name: 'Kim', email: 'kim@example.com' })
  const server = await leaf({ lifetimeDays: 90 })
  for (const name of ['a', 'b']) {
    const result = await registry.register(bundleOf(server, name))
    const id = result.ok ? result.record.id : ''
    await registry.attach(id, { ...LISTENER, resourceId: `listener of ${name}` })
  }
  await registry.register(bundleOf(await leaf({ lifetimeDays: 90 }), 'another'))
  clock.advance({ days: 61 })
  await registry.sweep()
  await registry.dispatch()
  const told = notifier.delivered().filter(({ alert }) => alert.name !== 'another')
  expect(told).toHaveLength(1)
  const resources = told.flatMap(({ alert }) => alert.services.map(({ resourceId }) => resourceId))
  expect([...resources].sort()).toEqual(['listener of a', 'listener of b'])
})

it('a certificate is told of also where a thousand attempts to register it have failed and were kept', async () => {
  const { registry, leaf, clock, delivered, store } = await createWorld({
    offline: true,
    policy: { keepFailed: true },
  })
  await registry.addContact({ name: 'Kim', email: 'kim@example.com' })
  const server = await leaf({ lifetimeDays: 90 })
  const failed = await registry.register({ ...bundleOf(server, 'www'), privateKey: (await leaf()).key.pkcs8 })
  if (failed.ok || failed.record === undefined) throw new TypeError('it was not kept')
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const record = { ...failed.record, id: `attempt-${String(attempt)}`, name: `www ${String(attempt)}` }
    const certificate = { kind: 'put', expectedVersion: 0, record } as const
    await store.commit({ namespace: 'default', at: clock.now(), certificate })
  }
  // Nor has any of them the key.
  expect(await registry.register(bundleOf(server, 'www at last'))).toMatchObject({ ok: true, record: { problems: [] } })
  clock.advance({ days: 61 })
  await registry.sweep()
  await registry.dispatch()
  expect(delivered()).toHaveLength(1)
})
