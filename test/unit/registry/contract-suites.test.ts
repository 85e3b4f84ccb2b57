import { describe, expect, it } from 'vitest'
import { aesGcmSealer, type SealingKey } from '../../../src/registry/aes-gcm-sealer.ts'
import { createMemoryNotifier } from '../../../src/registry/create-memory-notifier.ts'
import { createMemoryStore } from '../../../src/registry/create-memory-store.ts'
import type { KeySealer, SealContext } from '../../../src/registry/key-sealer.ts'
import type { Notifier } from '../../../src/registry/notifier.ts'
import type { NotifierUnderTest } from '../../../src/testing/contract-notifier-cases.ts'
import type { SealerUnderTest } from '../../../src/testing/contract-sealer-cases.ts'
import type { ContractRunner } from '../../../src/testing/contract-runner.ts'
import { describeNotifier } from '../../../src/testing/describe-notifier.ts'
import { describeSealer } from '../../../src/testing/describe-sealer.ts'
import { describeStore } from '../../../src/testing/describe-store.ts'
import { BROKEN_STORES } from './broken-stores.ts'

/** Runs a suite by a runner that only has `test`, and gives the names of the tests that failed. */
async function failuresOf(define: (runner: ContractRunner) => void): Promise<readonly string[]> {
  const tests: { readonly name: string; readonly run: () => Promise<void> }[] = []
  define({ test: (name, run) => tests.push({ name, run }) })
  const failed: string[] = []
  for (const { name, run } of tests) {
    await run().catch(() => failed.push(name))
  }
  expect(tests.length).toBeGreaterThan(8)
  expect(new Set(tests.map(({ name }) => name)).size).toBe(tests.length)
  return failed
}

describe('describeStore()', () => {
  it('fails no test for the store in memory, by a runner that has only `test`', async () => {
    expect(await failuresOf((runner) => describeStore(runner, () => createMemoryStore()))).toEqual([])
  })

  it.each(Object.entries(BROKEN_STORES))('fails a test for a store that %s', async (_what, create) => {
    expect(await failuresOf((runner) => describeStore(runner, create))).not.toEqual([])
  })

  it('gives each test a store of its own, and releases it also when the test fails', async () => {
    const made: unknown[] = []
    const released: unknown[] = []
    const create = (): ReturnType<typeof createMemoryStore> => {
      const store = { ...createMemoryStore(), get: () => Promise.reject(new Error('broken')) }
      made.push(store)
      return store
    }
    await failuresOf((runner) => describeStore(runner, create, { release: (store) => released.push(store) }))
    expect(new Set(made).size).toBe(made.length)
    expect(released).toEqual(made)
  })

  it('puts its tests under a heading where the runner has headings', () => {
    const headings: string[] = []
    const names: string[] = []
    const heading = (name: string, define: () => void): void => {
      headings.push(name)
      define()
    }
    describeStore({ describe: heading, test: (name) => names.push(name) }, () => createMemoryStore())
    expect(headings).toEqual(['a certificate store'])
    expect(names.every((name) => !name.startsWith('a certificate store'))).toBe(true)
  })
})

describe('describeNotifier()', () => {
  type Broken = (notifier: Notifier, mode: () => string) => Partial<Notifier>
  const OUTCOMES = {
    normal: { outcome: 'delivered' },
    permanent: { outcome: 'permanent-failure', reason: 'no such address' },
    temporary: { outcome: 'temporary-failure', reason: 'busy' },
    broken: { outcome: 'temporary-failure', reason: 'not reached' },
  } as const

  const create = (channels: readonly ('email' | 'sms')[], broken: Broken): NotifierUnderTest => {
    let mode: keyof typeof OUTCOMES = 'normal'
    const memory = createMemoryNotifier({ channels, respond: () => OUTCOMES[mode] })
    return {
      notifier: { ...memory, ...broken(memory, () => mode) },
      delivered: () => memory.delivered().map(({ idempotencyKey }) => idempotencyKey),
      setService: (next) => {
        mode = next
      },
    }
  }

  const BROKEN: Readonly<Record<string, Broken>> = {
    'says delivered whatever happens': (notifier) => ({
      send: async (...given) => {
        await notifier.send(...given)
        return { outcome: 'delivered' }
      },
    }),
    'throws where the service is broken': (notifier, mode) => ({
      send: (...given) => (mode() === 'broken' ? Promise.reject(new Error('broken')) : notifier.send(...given)),
    }),
    'takes a permanent failure for a temporary one': (notifier) => ({
      send: async (...given) => {
        const answer = await notifier.send(...given)
        return answer.outcome === 'permanent-failure' ? { ...answer, outcome: 'temporary-failure' } : answer
      },
    }),
    'puts the address into the reason': (notifier) => ({
      send: async (message, options) => {
        const answer = await notifier.send(message, options)
        const address = message.channel === 'email' ? message.to.email : message.to.phone
        return answer.outcome === 'delivered' ? answer : { ...answer, reason: `${address} ${answer.reason}` }
      },
    }),
    'takes no notice of signals': (notifier) => ({ send: (message) => notifier.send(message) }),
    'has no channel': () => ({ channels: [] }),
    'forgets every second message': (notifier) => {
      let count = 0
      return {
        send: (...given) => {
          count += 1
          return count % 2 === 0 ? Promise.resolve({ outcome: 'delivered' }) : notifier.send(...given)
        },
      }
    },
    'asks to wait for no number': (notifier) => ({
      send: async (...given) => {
        const answer = await notifier.send(...given)
        return answer.outcome === 'temporary-failure' ? { ...answer, retryAfterMs: Number.NaN } : answer
      },
    }),
    'changes the message': (notifier) => ({
      send: (message, options) => {
        Object.assign(message, { subject: 'changed' })
        return notifier.send(message, options)
      },
    }),
  }

  it.each(Object.entries(BROKEN))('fails a test for a notifier that %s', async (_what, broken) => {
    expect(await failuresOf((runner) => describeNotifier(runner, () => create(['email', 'sms'], broken)))).not.toEqual(
      [],
    )
  })

  it('fails a test for a notifier that delivers on a channel that it does not name', async () => {
    const lying = (): NotifierUnderTest => create(['email', 'sms'], () => ({ channels: ['email'] }))
    expect(await failuresOf((runner) => describeNotifier(runner, lying))).not.toEqual([])
  })
})

describe('describeSealer()', () => {
  const key = (id: string): SealingKey => ({ id, key: new Uint8Array(32).fill(id.length) })
  const right = (): SealerUnderTest => ({
    sealer: aesGcmSealer([key('a')]),
    twin: aesGcmSealer([key('a')]),
    stranger: aesGcmSealer([key('bb')]),
    rotated: aesGcmSealer([key('ccc'), key('a')]),
    newest: aesGcmSealer([key('ccc')]),
  })
  const altered = (alter: (context: SealContext) => SealContext): (() => SealerUnderTest) =>
    each((sealer) => ({
      seal: (plaintext, context, options) => sealer.seal(plaintext, alter(context), options),
      open: (sealed, context, options) => sealer.open(sealed, alter(context), options),
    }))
  const each = (alter: (sealer: KeySealer) => KeySealer) => (): SealerUnderTest => {
    const { sealer, twin, stranger, rotated, newest } = right()
    return {
      ...{ sealer: alter(sealer), twin: alter(twin), stranger: alter(stranger) },
      ...{ rotated: alter(rotated), newest: alter(newest) },
    }
  }

  const BROKEN: Readonly<Record<string, () => SealerUnderTest>> = {
    'does not bind the record': altered((context) => ({ ...context, recordId: 'any' })),
    'does not bind the namespace': altered((context) => ({ ...context, namespace: 'any' })),
    'does not bind the public key': altered((context) => ({ ...context, publicKeySha256: '00'.repeat(32) })),
    'joins the parts of a context': altered(({ recordId, namespace, publicKeySha256 }) => ({
      recordId: `${recordId}|${namespace}`,
      namespace: 'any',
      publicKeySha256,
    })),
    'seals nothing': each(() => ({
      seal: (plaintext) => Promise.resolve(plaintext.slice()),
      open: (sealed) => Promise.resolve(sealed.slice()),
    })),
    'keeps what it sealed in its own memory': () => {
      const kept: Uint8Array[] = []
      const alone = (): KeySealer => ({
        seal: (plaintext) => Promise.resolve(Uint8Array.of(kept.push(plaintext.slice()))),
        open: (sealed) => Promise.resolve(kept[(sealed[0] ?? 0) - 1]?.slice() ?? new Uint8Array(0)),
      })
      return { sealer: alone(), twin: alone(), stranger: alone(), rotated: alone(), newest: alone() }
    },
    'opens by trying every key': () => {
      const { sealer, ...others } = right()
      return { ...others, sealer, stranger: sealer }
    },
    'throws what is no error of the library': each((sealer) => ({
      ...sealer,
      open: async (...given) => {
        try {
          return await sealer.open(...given)
        } catch (error) {
          throw new Error('failed', { cause: error })
        }
      },
    })),
    'wipes what it is given': each((sealer) => ({
      ...sealer,
      seal: async (plaintext, ...given) => {
        const sealed = await sealer.seal(plaintext, ...given)
        plaintext.fill(0)
        return sealed
      },
    })),
    'rewraps nothing, and says nothing of it': each((sealer) => ({
      ...sealer,
      rewrap: (sealed, ...given) => sealer.rewrap?.(sealed, ...given).catch(() => sealed) ?? Promise.resolve(sealed),
    })),
    'takes no notice of the signal when it rewraps': each((sealer) => ({
      ...sealer,
      rewrap: (sealed, context) => sealer.rewrap?.(sealed, context) ?? Promise.resolve(sealed),
    })),
    'takes no notice of octets behind the end': each((sealer) => ({
      seal: async (...given) => {
        const sealed = await sealer.seal(...given)
        return Uint8Array.from([...sealed, 0])
      },
      open: (sealed, ...given) => sealer.open(sealed.subarray(0, -1), ...given),
    })),
  }

  it('fails no test for the sealer with AES-GCM', async () => {
    expect(await failuresOf((runner) => describeSealer(runner, right))).toEqual([])
  })

  it.each(Object.entries(BROKEN))('fails a test for a sealer that %s', async (_what, create) => {
    expect(await failuresOf((runner) => describeSealer(runner, create))).not.toEqual([])
  })
})
