import { describe, expect, it } from 'vitest'
import { createWorld } from './registry-world.ts'

const KIM = { name: 'Kim', email: 'kim@example.com' } as const

// A leaf of the world was issued the day before: of 90 days, 89 less a second are left when it is registered.

describe('messages that wait while nothing is sent', () => {
  it('are overtaken by the most urgent one that was written to the contact', async () => {
    const { registry, add, clock, delivered } = await createWorld({ offline: true })
    await registry.addContact(KIM)
    await add('www', { lifetimeDays: 90 })
    for (const days of [61, 5, 5]) {
      clock.advance({ days })
      expect(await registry.sweep()).toMatchObject({ alerts: 1 })
    }
    expect(await registry.dispatch()).toMatchObject({ delivered: 1, dropped: 2 })
    expect(delivered()).toEqual(['[Certificate] www.example.com expires in 17 days'])
  })

  it('also where the contact took none when the last step came', async () => {
    const { registry, add, clock, delivered } = await createWorld({ offline: true })
    const kim = await registry.addContact(KIM)
    await registry.addContact({ name: 'Lee', email: 'lee@example.com' })
    await add('www', { lifetimeDays: 90 })
    for (const days of [61, 5]) {
      clock.advance({ days })
      expect(await registry.sweep()).toMatchObject({ alerts: 1 })
    }
    await registry.updateContact(kim.id, { serviceNotifications: false })
    clock.advance({ days: 5 })
    expect(await registry.sweep()).toMatchObject({ alerts: 1 })
    await registry.updateContact(kim.id, { serviceNotifications: true })
    expect(await registry.dispatch()).toMatchObject({ delivered: 2, dropped: 3 })
    expect([...delivered()].sort()).toEqual([
      '[Certificate] www.example.com expires in 17 days',
      '[Certificate] www.example.com expires in 22 days',
    ])
  })
})
