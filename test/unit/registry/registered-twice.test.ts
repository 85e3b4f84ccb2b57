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
