import type { CertificateStore, ClaimedMessage } from '../registry/certificate-store.ts'
import type { OutboxMessage } from '../registry/outbox-message.ts'
import { assertEqual, assertRefuses } from './contract-assert.ts'
import type { ContractCase } from './contract-runner.ts'
import {
  claimMessages,
  make,
  minute,
  minuteText,
  NAMESPACE,
  only,
  post,
  present,
  readPages,
  remove,
  sampleContact,
  sampleEvent,
  sampleMessage,
  sampleRecord,
} from './contract-samples.ts'

const settled = (message: OutboxMessage, state: OutboxMessage['state'] = 'delivered'): OutboxMessage => ({
  ...message,
  state,
  attempts: message.attempts + 1,
  settledAt: minuteText(1),
})

const claimed = async (store: CertificateStore, atMinute: number): Promise<readonly string[]> =>
  (await claimMessages(store, atMinute)).map(({ message }) => message.key.step)

const claimOne = async (
  store: CertificateStore,
  atMinute: number,
  owner: string = 'worker-1',
): Promise<ClaimedMessage> =>
  only(await claimMessages(store, atMinute, { owner }), `the claim of ${owner} at minute ${atMinute}`)

/** What a store does with messages. */
export const STORE_OUTBOX_CASES: readonly ContractCase<CertificateStore>[] = [
  {
    name: 'claims messages that are due and pending, the most overdue first, each for one worker',
    check: async (store) => {
      await post(
        store,
        sampleMessage({ step: 'now' }, { dueAt: minuteText(5) }),
        sampleMessage({ step: 'soon' }, { dueAt: minuteText(6) }),
        sampleMessage({ step: 'late' }, { dueAt: minuteText(1) }),
        sampleMessage({ step: 'dropped' }, { dueAt: minuteText(1), state: 'dropped' }),
      )
      const { message, lease } = only(await claimMessages(store, 5, { limit: 1 }), 'the first claim')
      assertEqual(message, sampleMessage({ step: 'late' }, { dueAt: minuteText(1) }), 'the message')
      assertEqual(lease, { owner: 'worker-1', until: minuteText(15) }, 'the lease')
      assertEqual(await claimed(store, 5), ['now'], 'claimed at minute 5')
      assertEqual(await claimed(store, 6), ['soon'], 'claimed at minute 6')
      assertEqual(await claimed(store, 14), [], 'claimed during the leases')
      assertEqual([...(await claimed(store, 15))].sort(), ['late', 'now'], 'claimed when two leases have ended')
    },
  },
  {
    name: 'never claims a message again that is delivered, failed or dropped',
    check: async (store) => {
      for (const state of ['delivered', 'failed', 'dropped'] as const) {
        await post(store, sampleMessage({ step: state }))
        const { message, lease } = await claimOne(store, 0)
        const result = await store.settle({ message: settled(message, state), lease, at: minute(1) })
        assertEqual(result, 'settled', `settling as ${state}`)
        assertEqual(await store.getMessage(NAMESPACE, message.key), settled(message, state), `what is ${state}`)
        assertEqual(await claimed(store, 100_000), [], `claimed after it was ${state}`)
      }
    },
  },
  {
    name: 'claims a message again that is to be tried again, from then on',
    check: async (store) => {
      await post(store, sampleMessage())
      const { message, lease } = await claimOne(store, 0)
      const again = { ...message, attempts: 1, dueAt: minuteText(4), reason: 'busy' }
      assertEqual(await store.settle({ message: again, lease, at: minute(1) }), 'settled', 'settling')
      assertEqual(await claimed(store, 3), [], 'claimed before')
      assertEqual((await claimOne(store, 4)).message, again, 'claimed then')
    },
  },
  {
    name: 'writes a message of a key once, in whatever state the first is',
    check: async (store) => {
      const first = sampleMessage()
      await make(store, {}, { messages: [first, { ...first, reason: 'a repeat in the same commit' }] })
      const repeat = async (what: string): Promise<void> => {
        const stored = await store.getMessage(NAMESPACE, first.key)
        const later = { ...first, createdAt: minuteText(9), reason: 'a repeat' }
        assertEqual(await post(store, later), 'committed', `a repeat when ${what}`)
        assertEqual(await store.getMessage(NAMESPACE, first.key), stored, `the message when ${what}`)
        const { items } = await store.listMessages(NAMESPACE, first.key.fingerprint, { limit: 9 })
        assertEqual(items.length, 1, `messages when ${what}`)
      }
      await repeat('it is pending')
      const { message, lease } = await claimOne(store, 0)
      await repeat('it is claimed')
      await store.settle({ message: settled(message), lease, at: minute(1) })
      await repeat('it is delivered')
      assertEqual(await claimed(store, 60), [], 'claimed after the repeats')
    },
  },
  {
    name: 'keeps the ledger when certificate and contact are removed, and for years',
    check: async (store) => {
      const contact = sampleContact()
      await make(
        store,
        {},
        { messages: [sampleMessage()], contact: { kind: 'put', expectedVersion: 0, record: contact } },
      )
      const { message, lease } = await claimOne(store, 0)
      await store.settle({ message: settled(message), lease, at: minute(1) })
      await post(store, sampleMessage({ step: 'pending' }))
      await remove(store, sampleRecord())
      const removal = { kind: 'remove', id: contact.id, expectedVersion: 1 } as const
      await store.commit({ namespace: NAMESPACE, at: minute(2), contact: removal })
      assertEqual(await claimed(store, 2), ['pending'], 'claimed after they were removed')
      const years = new Date('2060-01-01T00:00:00Z')
      await store.claimOutbox({ at: years, limit: 9, owner: 'worker', leaseMs: 1000 })
      await store.claimDue({ at: years, limit: 9, owner: 'worker', leaseMs: 1000 })
      await store.commit({ namespace: NAMESPACE, at: years, messages: [sampleMessage()] })
      assertEqual(await store.getMessage(NAMESPACE, message.key), settled(message), 'the entry')
    },
  },
  {
    name: 'keeps messages apart whose keys differ in one part, or are put together to the same text',
    check: async (store) => {
      const messages = [
        sampleMessage(),
        sampleMessage({ step: 'expiring:25d' }),
        sampleMessage({ contactId: 'contact-2' }),
        sampleMessage({ channel: 'sms' }),
        sampleMessage({ fingerprint: 'a'.repeat(64) }),
        sampleMessage({ step: 'a', contactId: 'b:c' }),
        sampleMessage({ step: 'a:b', contactId: 'c' }),
        sampleMessage({ step: 'a","b', contactId: 'c' }),
        sampleMessage({ step: 'a', contactId: 'b","c' }),
        sampleMessage({ step: 'a\0b', contactId: 'c' }),
        sampleMessage({ step: 'a', contactId: 'b\0c' }),
        sampleMessage({ step: 'A', contactId: 'b:c' }),
      ]
      await post(store, ...messages)
      assertEqual((await claimMessages(store, 0)).length, messages.length, 'messages claimed')
      for (const message of messages) {
        assertEqual(await store.getMessage(NAMESPACE, message.key), message, `the message of ${message.key.step}`)
      }
      const absent = [
        sampleMessage({ step: 'expiring:25d', channel: 'sms' }),
        sampleMessage({ contactId: 'contact-2', channel: 'sms' }),
        sampleMessage({ fingerprint: 'a'.repeat(64), contactId: 'contact-2' }),
        sampleMessage({ fingerprint: 'a'.repeat(64), step: 'a', contactId: 'b:c' }),
      ]
      for (const { key } of absent) {
        assertEqual(await store.getMessage(NAMESPACE, key), undefined, `the message of ${JSON.stringify(key)}`)
      }
    },
  },
  {
    name: 'answers conflict to a late owner, and writes neither message nor events',
    check: async (store) => {
      await post(store, sampleMessage())
      const { message, lease } = await claimOne(store, 0)
      const late = { message: settled(message), lease, events: [sampleEvent()] }
      const untouched = async (what: string): Promise<void> => {
        assertEqual(await store.getMessage(NAMESPACE, message.key), message, `the message after ${what}`)
        assertEqual(
          await store.history(NAMESPACE, 'certificate-1', { limit: 9 }),
          { items: [] },
          `events after ${what}`,
        )
      }
      assertEqual(await store.settle({ ...late, at: minute(10) }), 'conflict', 'settling at the end of the lease')
      await untouched('the end of the lease')
      const second = await claimOne(store, 10, 'worker-2')
      assertEqual(await store.settle({ ...late, at: minute(9) }), 'conflict', 'settling what another has claimed')
      await untouched('the claim of another')
      const inTime = { ...late, lease: second.lease, at: minute(11) }
      assertEqual(await store.settle(inTime), 'settled', 'settling by who holds it')
      assertEqual(await store.settle(inTime), 'conflict', 'settling a second time')
    },
  },
  {
    name: 'answers missing to what is no message',
    check: async (store) => {
      await post(store, sampleMessage())
      const { lease } = await claimOne(store, 0)
      const other = sampleMessage({ contactId: 'contact-2' })
      assertEqual(await store.settle({ message: other, lease, at: minute(1) }), 'missing', 'settling')
      assertEqual(await store.getMessage(NAMESPACE, other.key), undefined, 'the message')
    },
  },
  {
    name: 'writes events with what became of a message',
    check: async (store) => {
      await post(store, sampleMessage())
      const { message, lease } = await claimOne(store, 0)
      const events = [sampleEvent({ id: 'event-1' }), sampleEvent({ id: 'event-2' })]
      await store.settle({ message: settled(message), lease, at: minute(1), events })
      assertEqual(await store.history(NAMESPACE, 'certificate-1', { limit: 9 }), { items: events }, 'the history')
    },
  },
  {
    name: 'lists the ledger of a certificate in the order written, page by page, whatever became of the messages',
    check: async (store) => {
      const steps = Array.from({ length: 7 }, (_, index) => `step-${(index * 5) % 7}`)
      for (const step of steps) await post(store, sampleMessage({ step }, { dueAt: minuteText(50 - step.length) }))
      await post(store, sampleMessage({ fingerprint: 'a'.repeat(64) }))
      const [first] = (await claimMessages(store, 60)).filter(({ message }) => message.key.step === steps[0])
      const { message, lease } = present(first, 'the claim')
      await store.settle({ message: settled(message), lease, at: minute(61) })
      const { items } = await readPages((cursor) => store.listMessages(NAMESPACE, 'f'.repeat(64), { limit: 3, cursor }))
      assertEqual(
        items.map(({ key }) => key.step),
        steps,
        'the steps',
      )
      for (const limit of [0, -1, 1.5, Number.NaN]) {
        await assertRefuses(() => store.listMessages(NAMESPACE, 'f'.repeat(64), { limit }), `the limit ${limit}`)
      }
      for (const cursor of ['', 'x', '-1', "'", '__proto__']) {
        const page = { limit: 1, cursor }
        await assertRefuses(() => store.listMessages(NAMESPACE, 'f'.repeat(64), page), `the cursor ${cursor}`)
      }
    },
  },
  {
    name: 'claims messages first that could have been claimed longest, from the end of a lease on where they had one',
    check: async (store) => {
      await post(store, sampleMessage({ step: 'abandoned' }))
      await post(store, sampleMessage({ step: 'waiting' }, { dueAt: minuteText(5) }))
      assertEqual(await claimed(store, 0), ['abandoned'], 'claimed at minute 0')
      const [first] = await claimMessages(store, 12, { limit: 1 })
      assertEqual(first?.message.key.step, 'waiting', 'claimed first at minute 12')
      assertEqual(await claimed(store, 12), ['abandoned'], 'claimed next')
    },
  },
  {
    name: 'hands out each message once to workers who claim at the same time',
    check: async (store) => {
      await post(store, ...Array.from({ length: 40 }, (_, index) => sampleMessage({ step: String(index) })))
      const workers = Array.from({ length: 8 }, (_, index) =>
        claimMessages(store, 0, { limit: 7, owner: `worker-${index}` }),
      )
      const steps = (await Promise.all(workers)).flat().map(({ message }) => message.key.step)
      assertEqual(new Set(steps).size, steps.length, 'claims of different messages')
      assertEqual(steps.length, 40, 'claims in all')
    },
  },
  {
    name: 'claims messages in one namespace if it is told to',
    check: async (store) => {
      for (const namespace of ['a', 'b']) await post(store, sampleMessage({}, { namespace }))
      const { message } = only(await claimMessages(store, 0, { namespace: 'b', limit: 1 }), 'the claim in b')
      assertEqual(message.namespace, 'b', 'the namespace claimed')
      assertEqual((await claimOne(store, 0)).message.namespace, 'a', 'the namespace of the rest')
    },
  },
  {
    name: 'refuses claims of messages that are none, and settlements that contradict themselves',
    check: async (store) => {
      await post(store, sampleMessage())
      const claims = {
        'a limit of 0': { limit: 0 },
        'a lease of nothing': { leaseMs: 0 },
        'an owner without a name': { owner: '' },
        'a date that is none': { at: new Date(Number.NaN) },
      }
      for (const [what, query] of Object.entries(claims))
        await assertRefuses(() => claimMessages(store, 0, query), what)
      const { message, lease } = await claimOne(store, 0)
      const settlement = { message: settled(message), lease, at: minute(1) }
      const foreign = [sampleEvent({ namespace: 'other' })]
      await assertRefuses(() => store.settle({ ...settlement, events: foreign }), 'an event of another namespace')
      await assertRefuses(() => store.settle({ ...settlement, at: new Date(Number.NaN) }), 'a date that is none')
      const soon = { ...settlement, message: { ...message, dueAt: 'soon' } }
      await assertRefuses(() => store.settle(soon), 'an instant that is none')
      assertEqual(await store.getMessage(NAMESPACE, message.key), message, 'the message')
      const { items } = await store.history('other', 'certificate-1', { limit: 9 })
      assertEqual(items, [], 'the history of the other namespace')
      assertEqual(await store.settle(settlement), 'settled', 'settling')
    },
  },
  {
    name: 'refuses messages that are none',
    check: async (store) => {
      await assertRefuses(() => post(store, sampleMessage({ step: '' })), 'a key without a step')
      await assertRefuses(() => post(store, sampleMessage({}, { dueAt: 'soon' })), 'an instant that is none')
    },
  },
]
