import { describe, expect, it, test } from 'vitest'
import { createMemoryNotifier } from '../../../src/registry/create-memory-notifier.ts'
import type { DeliveryOutcome } from '../../../src/registry/notifier.ts'
import { describeNotifier } from '../../../src/testing/describe-notifier.ts'
import type { NotifierUnderTest } from '../../../src/testing/contract-notifier-cases.ts'

const OUTCOMES: Readonly<Record<string, DeliveryOutcome>> = {
  permanent: { outcome: 'permanent-failure', reason: 'no such address' },
  temporary: { outcome: 'temporary-failure', reason: 'busy', retryAfterMs: 1000 },
  broken: { outcome: 'temporary-failure', reason: 'not reached' },
}

function create(channels?: readonly ('email' | 'sms')[]): NotifierUnderTest {
  let mode = 'normal'
  const notifier = createMemoryNotifier({ channels, respond: () => OUTCOMES[mode] ?? { outcome: 'delivered' } })
  return {
    notifier,
    delivered: () => notifier.delivered().map(({ idempotencyKey }) => idempotencyKey),
    setService: (next) => {
      mode = next
    },
  }
}

describe('for both channels', () => {
  describeNotifier({ describe, test }, () => create())
})

describe('for text messages only', () => {
  describeNotifier({ describe, test }, () => create(['sms']))
})

describe('createMemoryNotifier()', () => {
  const message = {
    channel: 'email',
    idempotencyKey: 'key-1',
    locale: 'en',
    to: { name: 'A', email: 'a@example.com' },
    ...{ subject: 's', text: 't', html: 'h' },
    alert: {
      ...{
        kind: 'expired' as const,
        name: 'n',
        domain: null,
        daysLeft: -1,
        notAfter: '2026-01-01T00:00:00Z',
        issuer: 'CN=a',
      },
      ...{ serialNumber: '01', fingerprint: 'ff', revokedAt: null, reason: null, services: [] },
    },
  } as const

  it('keeps what was sent again once, as services that know keys do, and every attempt', async () => {
    const notifier = createMemoryNotifier()
    await notifier.send(message)
    await notifier.send(message)
    expect(notifier.delivered()).toEqual([message])
    expect(notifier.attempts()).toHaveLength(2)
  })

  it('fails as it is told, by the number of the attempt', async () => {
    const notifier = createMemoryNotifier({
      respond: (_, attempt) =>
        attempt < 3 ? { outcome: 'temporary-failure', reason: 'busy' } : { outcome: 'delivered', id: 'x' },
    })
    const outcomes = [await notifier.send(message), await notifier.send(message), await notifier.send(message)]
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['temporary-failure', 'temporary-failure', 'delivered'])
  })

  it('throws what it is told to throw', async () => {
    const notifier = createMemoryNotifier({
      respond: () => {
        throw new Error('crashed')
      },
    })
    await expect(notifier.send(message)).rejects.toThrow('crashed')
    expect(notifier.delivered()).toEqual([])
  })
})
