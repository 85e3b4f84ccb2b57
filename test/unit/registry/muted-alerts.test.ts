import { describe, expect, it } from 'vitest'
import { bundleOf, createWorld } from './registry-world.ts'

const KIM = { name: 'Kim', email: 'kim@example.com' } as const
const HOUR_MS = 3_600_000

describe('an alert that a mute had dropped', () => {
  it.each([
    ['runs out', false],
    ['is ended by hand', true],
  ])('is told when the mute %s, as long as no later step has come', async (_, isEndedByHand) => {
    const { registry, add, clock, pass, delivered } = await createWorld({ offline: true })
    await registry.addContact(KIM)
    const { id } = await add('www', { lifetimeDays: 90 })
    await pass(82)
    delivered()
    clock.advance({ days: 3 })
    expect(await registry.sweep()).toMatchObject({ alerts: 1 })
    await registry.mute(id, new Date(clock.now().getTime() + HOUR_MS))
    expect(await registry.dispatch()).toMatchObject({ dropped: 1 })
    if (isEndedByHand) await registry.mute(id, null)
    await pass(1, 0.125)
    // The last warning before expiry.
    expect(delivered()).toEqual(['[Certificate] www.example.com expires in 3 days'])
    await pass(20)
    expect(delivered()).toEqual(['[Certificate] www.example.com has expired'])
  })

  it('is told once, however often alerts are muted afterwards, and only to those who were not told', async () => {
    const { registry, add, clock, pass, notifier } = await createWorld({ offline: true })
    await registry.addContact(KIM)
    await registry.addContact({ name: 'Lee', email: 'lee@example.com' })
    const { id } = await add('www', { lifetimeDays: 90 })
    clock.advance({ days: 85 })
    await registry.sweep()
    // One of the two is told before the mute.
    await registry.dispatch({ limit: 1 })
    for (let round = 0; round < 3; round += 1) {
      await registry.mute(id, new Date(clock.now().getTime() + HOUR_MS))
      await registry.dispatch()
      await pass(0.25, 0.0625)
    }
    const told = notifier.delivered().map(({ to }) => to.name)
    expect([...told].sort()).toEqual(['Kim', 'Lee'])
  })

  it('is not told where the certificate was replaced by itself before, from which its alerts begin anew', async () => {
    const { registry, leaf, clock, pass, delivered } = await createWorld({ offline: true })
    await registry.addContact(KIM)
    const server = await leaf({ lifetimeDays: 90 })
    const result = await registry.register(bundleOf(server, 'www'))
    const id = result.ok ? result.record.id : ''
    clock.advance({ days: 77 })
    expect(await registry.sweep()).toMatchObject({ alerts: 1 })
    await registry.replace(id, bundleOf(server))
    await registry.mute(id, new Date(clock.now().getTime() + HOUR_MS))
    expect(await registry.dispatch()).toMatchObject({ dropped: 1 })
    await pass(1, 0.125)
    expect(delivered()).toEqual([])
    await pass(3)
    expect(delivered()).toEqual([expect.stringMatching(/expires in (?:9|10) days$/)])
  })

  it('is told of a revocation too', async () => {
    const { registry, ca, leaf, clock, pass, delivered } = await createWorld()
    await registry.addContact(KIM)
    const server = await leaf()
    const result = await registry.register(bundleOf(server, 'www'))
    const id = result.ok ? result.record.id : ''
    ca.revoke(server)
    clock.advance({ days: 8 })
    await registry.sweep()
    await registry.mute(id, new Date(clock.now().getTime() + HOUR_MS))
    await registry.dispatch()
    await pass(0.25, 0.0625)
    expect(delivered()).toEqual(['[Certificate] www.example.com is revoked'])
  })
})
