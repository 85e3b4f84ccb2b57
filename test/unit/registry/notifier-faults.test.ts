import { describe, expect, it } from 'vitest'
import {
  createMemoryNotifier,
  createMemoryStore,
  type DeliveryOutcome,
  type Notifier,
  type Registry,
} from '../../../src/index.ts'
import type { TestClock } from '../../../src/testing/index.ts'
import { createWorld } from './registry-world.ts'

/** A registry with a message to be sent by e-mail, whose notifier answers what it is told to. */
async function createOutbox(
  answer: (idempotencyKey: string, signal: AbortSignal | undefined) => unknown,
): Promise<{ readonly registry: Registry; readonly clock: TestClock; readonly reasons: () => Promise<unknown> }> {
  const notifier: Notifier = {
    channels: ['email'],
    // Nothing makes sure of what a notifier answers when it runs.
    send: async ({ idempotencyKey }, { signal } = {}) =>
      JSON.parse(JSON.stringify((await answer(idempotencyKey, signal)) ?? null)) as DeliveryOutcome,
  }
  const store = createMemoryStore()
  const { registry, add, clock } = await createWorld({ offline: true, notifiers: [notifier], store })
  await registry.addContact({ name: 'Kim', email: 'kim@example.com' })
  const { fingerprint } = await add('www', { lifetimeDays: 90 })
  clock.advance({ days: 61 })
  await registry.sweep()
  const reasons = async (): Promise<unknown> =>
    (await store.listMessages('default', fingerprint ?? '', { limit: 9 })).items.map(({ reason }) => reason)
  return { registry, clock, reasons }
}

describe('dispatch()', () => {
  it.each([
    ['nothing', undefined],
    ['a text', 'sent'],
    ['an outcome that there is not', { outcome: 'sent' }],
    ['a failure without a reason', { outcome: 'temporary-failure' }],
    ['a failure for a time that is none', { outcome: 'temporary-failure', reason: 'busy', retryAfterMs: 'soon' }],
  ])('gives up in the end on a notifier that answers %s', async (_, answer) => {
    let sent = 0
    const { registry, clock } = await createOutbox(() => {
      sent += 1
      return answer
    })
    let failed = 0
    for (let hour = 0; hour < 5 * 24; hour += 1) {
      const report = await registry.dispatch()
      failed += report.failed
      expect(report.failures.filter(({ outcome }) => outcome === 'error')).toEqual([])
      clock.advance({ hours: 1 })
    }
    expect(failed).toBe(1)
    // Six hours apart at last, for three days.
    expect(sent).toBeLessThan(24)
  })

  it('steps over a permanent failure without a reason', async () => {
    const { registry, reasons } = await createOutbox(() => ({ outcome: 'permanent-failure' }))
    expect(await registry.dispatch()).toMatchObject({ failed: 1 })
    expect(await reasons()).toEqual(['the notifier gave no reason'])
  })

  it.each([
    ['an hour', 3_600_000, 60],
    ['a year, of which it waits a day', 31_536_000_000, 24 * 60],
    ['less than the registry waits by itself', 1, 1],
  ])('waits as long as a service asks for: %s', async (_, retryAfterMs, minutes) => {
    let sent = 0
    const { registry, clock } = await createOutbox(() => {
      sent += 1
      return { outcome: 'temporary-failure', reason: 'busy', retryAfterMs }
    })
    await registry.dispatch()
    clock.advance({ minutes: minutes - 0.5 })
    await registry.dispatch()
    expect(sent).toBe(1)
    clock.advance({ minutes: 0.5 })
    await registry.dispatch()
    expect(sent).toBe(2)
  })

  it('writes a reason as one line of whole characters', async () => {
    const reason = `no\0such\r\naddress\u2028${'🔒'.repeat(300)}`
    const { registry, reasons } = await createOutbox(() => ({ outcome: 'permanent-failure', reason }))
    await registry.dispatch()
    expect(await reasons()).toEqual([`no such  address ${'🔒'.repeat(183)}`])
  })

  it('does not wait for a notifier that never answers, and tells the others', async () => {
    const memory = createMemoryNotifier({
      respond: ({ to }) => (to.name === 'hung' ? new Promise(() => undefined) : { outcome: 'delivered' }),
    })
    const signals: (AbortSignal | undefined)[] = []
    const notifier: Notifier = {
      ...memory,
      send: (notification, options) => {
        if (notification.to.name === 'hung') signals.push(options?.signal)
        return memory.send(notification)
      },
    }
    const policy = { retry: { timeoutMs: 50 } }
    const { registry, add, clock } = await createWorld({ offline: true, notifiers: [notifier], policy })
    const names = Array.from({ length: 40 }, (_, index) => (index % 20 === 3 ? 'hung' : `kim ${String(index)}`))
    for (const name of names) await registry.addContact({ name, email: 'kim@example.com' })
    await add('www', { lifetimeDays: 90 })
    clock.advance({ days: 61 })
    await registry.sweep()
    expect(await registry.dispatch({ concurrency: 1 })).toMatchObject({
      delivered: 38,
      retried: 2,
      failures: [{ reason: 'the notifier did not answer in time' }, { outcome: 'retried' }],
    })
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true])
  })

  it('settles what was delivered while the worker was being stopped, so that the next one does not send it again', async () => {
    const stop = new AbortController()
    const sent: string[] = []
    const { registry, clock } = await createOutbox((key) => {
      sent.push(key)
      stop.abort(new TypeError('enough'))
      return { outcome: 'delivered' }
    })
    await registry.dispatch({ signal: stop.signal }).catch(() => undefined)
    clock.advance({ hours: 1 })
    await registry.dispatch()
    expect(sent).toHaveLength(1)
  })
})
