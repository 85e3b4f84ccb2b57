import { describe, expect, it } from 'vitest'
import {
  createMemoryStore,
  createRevocationCache,
  type AlertNotification,
  type CertificateStore,
  type Registry,
} from '../../../src/index.ts'
import { bundleOf, createWorld } from './registry-world.ts'

const KIM = { name: 'Kim', email: 'kim@example.com' } as const
const LEE = { name: 'Lee', email: 'lee@example.com' } as const
const DAY_MS = 86_400_000

/** Keeps no CRL, so that each check asks the CA. */
const forgetful = { cache: createRevocationCache({ maxEntries: 0 }) } as const

function textsTo(name: string, sent: readonly AlertNotification[]): readonly string[] {
  return sent
    .filter(({ to }) => to.name === name)
    .map(({ alert }) => `${alert.kind} ${alert.revokedAt ?? String(alert.daysLeft)}`)
}

describe('a certificate that is released from hold', () => {
  it('is told of with the most urgent step that passed meanwhile, and no step that was told before', async () => {
    const { registry, ca, leaf, clock, delivered } = await createWorld(forgetful)
    await registry.addContact(KIM)
    const server = await leaf({ lifetimeDays: 90 })
    const result = await registry.register(bundleOf(server, 'www'))
    if (!result.ok) throw new TypeError('not registered')
    const look = async (days: number): Promise<readonly string[]> => {
      clock.advance({ days })
      await registry.refresh(result.record.id)
      await registry.dispatch()
      return delivered()
    }
    ca.revoke(server, { reason: 'certificateHold' })
    expect(await look(1)).toEqual([expect.stringContaining('is revoked')])
    // The steps of 30 and 25 days have passed.
    clock.set(new Date(server.certificate.notAfter.getTime() - 22.5 * DAY_MS))
    expect(await look(0)).toEqual([expect.stringContaining('is revoked')])
    ca.reinstate(server)
    expect(await look(1 / 24)).toEqual([expect.stringContaining('expires in 22 days')])
    expect(await look(1)).toEqual([])
    ca.revoke(server, { reason: 'certificateHold' })
    expect(await look(1 / 24)).toEqual([expect.stringContaining('is revoked')])
    ca.reinstate(server)
    expect(await look(1 / 24)).toEqual([])
  })

  it('is told to have expired, where the hold was found after that and no day of it was told', async () => {
    const { registry, ca, leaf, clock, delivered } = await createWorld({ cache: createRevocationCache() })
    await registry.addContact(KIM)
    const [server, other] = [await leaf({ lifetimeDays: 90 }), await leaf({ lifetimeDays: 200 })]
    const [first, second] = [
      await registry.register(bundleOf(server, 'www')),
      await registry.register(bundleOf(other, 'other')),
    ]
    if (!first.ok || !second.ok) throw new TypeError('not registered')
    // The CA says so shortly before the end, to somebody who asks about another certificate.
    clock.set(new Date(server.certificate.notAfter.getTime() - DAY_MS / 24))
    ca.revoke(server, { reason: 'certificateHold', at: clock.now() })
    await registry.refresh(second.record.id)
    // The days up to the end are long past when it is looked at.
    clock.advance({ days: 5 })
    expect(await registry.refresh(first.record.id)).toMatchObject({ status: 'revoked' })
    await registry.dispatch()
    expect(delivered()).toEqual([])
    ca.reinstate(server)
    clock.advance({ days: 30 })
    await registry.refresh(second.record.id)
    expect(await registry.refresh(first.record.id)).toMatchObject({ status: 'expired' })
    await registry.dispatch()
    expect(delivered()).toEqual([expect.stringContaining('has expired')])
  })

  it('and revoked again is not told of with what waits from the first time', async () => {
    const { registry, ca, leaf, clock, notifier } = await createWorld(forgetful)
    const kim = await registry.addContact({ ...KIM, serviceNotifications: false })
    await registry.addContact(LEE)
    const server = await leaf({ lifetimeDays: 90 })
    const result = await registry.register(bundleOf(server, 'www'))
    if (!result.ok) throw new TypeError('not registered')
    const look = async (): Promise<void> => {
      clock.advance({ hours: 1 })
      await registry.refresh(result.record.id)
    }
    // Nobody dispatches for some hours.
    ca.revoke(server, { reason: 'certificateHold' })
    await look()
    ca.reinstate(server)
    await look()
    // Kim, who comes first, was never told of the first time, so that the ledger has the first day of the second by its plain name.
    await registry.updateContact(kim.id, { serviceNotifications: true })
    const secondAt = clock.now().toISOString()
    ca.revoke(server, { reason: 'certificateHold' })
    await look()
    await registry.dispatch()
    expect(textsTo('Kim', notifier.delivered())).toEqual([`revoked ${secondAt}`])
    expect(textsTo('Lee', notifier.delivered())).toEqual([`revoked ${secondAt}`])
  })

  it('and revoked again is told of also where a clock that was ahead had dated the first time later', async () => {
    const { registry, ca, leaf, clock, delivered } = await createWorld(forgetful)
    await registry.addContact(KIM)
    const server = await leaf({ lifetimeDays: 90 })
    const result = await registry.register(bundleOf(server, 'www'))
    if (!result.ok) throw new TypeError('not registered')
    const look = async (): Promise<readonly string[]> => {
      clock.advance({ hours: 1 })
      await registry.refresh(result.record.id)
      await registry.dispatch()
      return delivered()
    }
    const right = clock.now()
    clock.advance({ days: 5 })
    ca.revoke(server, { reason: 'certificateHold' })
    expect(await look()).toEqual([expect.stringContaining('is revoked')])
    ca.reinstate(server)
    expect(await look()).toEqual([])
    clock.set(right)
    ca.revoke(server, { reason: 'certificateHold' })
    expect(await look()).toEqual([expect.stringContaining('is revoked')])
  })
})

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

describe('messages', () => {
  it('that a more urgent one has overtaken do not go out because the certificate was registered once more', async () => {
    const { registry, leaf, clock, notifier } = await createWorld({ offline: true })
    await registry.addContact(KIM)
    const server = await leaf({ lifetimeDays: 90 })
    await registry.register(bundleOf(server, 'a'))
    // Two days in which nobody dispatches.
    clock.set(new Date(server.certificate.notAfter.getTime() - 26 * DAY_MS))
    await registry.sweep()
    clock.advance({ days: 2 })
    await registry.sweep()
    await registry.register(bundleOf(server, 'b'))
    expect(await registry.dispatch()).toMatchObject({ delivered: 1, dropped: 1 })
    expect(textsTo('Kim', notifier.delivered())).toEqual(['expiring 24'])
  })

  it('nor because it was replaced by itself', async () => {
    const { registry, leaf, clock, notifier } = await createWorld({ offline: true })
    await registry.addContact(KIM)
    const server = await leaf({ lifetimeDays: 90 })
    const result = await registry.register(bundleOf(server, 'a'))
    if (!result.ok) throw new TypeError('not registered')
    clock.set(new Date(server.certificate.notAfter.getTime() - 26 * DAY_MS))
    await registry.sweep()
    clock.advance({ days: 2 })
    await registry.sweep()
    await registry.replace(result.record.id, bundleOf(server))
    expect(await registry.dispatch()).toMatchObject({ delivered: 1, dropped: 1 })
    expect(textsTo('Kim', notifier.delivered())).toEqual(['expiring 24'])
  })
})
