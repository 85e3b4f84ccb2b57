import type { AuditEvent } from '../registry/audit-event.ts'
import type { OutboxMessage } from '../registry/outbox-message.ts'
import type { CertificateStore, StoreChange } from '../registry/certificate-store.ts'
import { assertEqual, assertRejects } from './contract-assert.ts'
import type { ContractCase } from './contract-runner.ts'
import {
  change,
  claim,
  claimMessages,
  make,
  minute,
  minuteText,
  NAMESPACE,
  only,
  post,
  present,
  remove,
  sampleContact,
  sampleEvent,
  sampleMessage,
  sampleRecord,
} from './contract-samples.ts'

/** Everything that a change below could have written. */
async function everything(store: CertificateStore): Promise<unknown> {
  const page = { limit: 100 }
  return {
    records: await store.list(NAMESPACE, page),
    withKey: await store.getWithKey(NAMESPACE, 'certificate-1'),
    contacts: await store.listContacts(NAMESPACE),
    history: await store.history(NAMESPACE, 'certificate-1', page),
    messages: await store.listMessages(NAMESPACE, 'f'.repeat(64), page),
  }
}

/** The same document, with a member that nobody can read, such as a failure in the midst of writing. */
function poisoned<Document extends object>(document: Document): Document {
  const copy = { ...document }
  Object.defineProperty(copy, 'poison', {
    enumerable: true,
    get: () => {
      throw new Error('poison')
    },
  })
  return copy
}

/** A change that is known to hold events and messages. */
interface WholeChange extends StoreChange {
  readonly events: readonly AuditEvent[]
  readonly messages: readonly OutboxMessage[]
}

/** A change with one of everything, upon a record of version 1 and a contact of version 1. */
function wholeChange(): WholeChange {
  return {
    namespace: NAMESPACE,
    at: minute(1),
    certificate: {
      kind: 'put',
      expectedVersion: 1,
      record: sampleRecord({ version: 2, name: 'a new name', status: 'expired', dueAt: minuteText(1) }),
      sealedKey: Uint8Array.of(2),
    },
    contact: { kind: 'put', expectedVersion: 1, record: sampleContact({ version: 2, name: 'a new name' }) },
    events: [sampleEvent({ id: '1' }), sampleEvent({ id: '2' })],
    messages: [sampleMessage({ step: '1' }), sampleMessage({ step: '2' })],
  }
}

async function prepare(store: CertificateStore): Promise<void> {
  const contact = { kind: 'put', expectedVersion: 0, record: sampleContact() } as const
  await make(store, {}, { sealedKey: Uint8Array.of(1), contact })
  await make(store, { id: 'certificate-2', name: 'taken', fingerprint: null })
}

/** Whole changes that fail, each at another document. */
function failures(): Readonly<Record<string, StoreChange>> {
  const whole = wholeChange()
  const [event, secondEvent] = whole.events
  const [message, secondMessage] = whole.messages
  const put = { kind: 'put', expectedVersion: 1 } as const
  return {
    'the record': { ...whole, certificate: { ...put, record: poisoned(sampleRecord({ version: 2 })) } },
    'the contact': { ...whole, contact: { ...put, record: poisoned(sampleContact({ version: 2 })) } },
    'the first event': { ...whole, events: [poisoned(present(event, 'event')), present(secondEvent, 'event')] },
    'the last event': { ...whole, events: [present(event, 'event'), poisoned(present(secondEvent, 'event'))] },
    'the first message': {
      ...whole,
      messages: [poisoned(present(message, 'message')), present(secondMessage, 'message')],
    },
    'the last message': {
      ...whole,
      messages: [present(message, 'message'), poisoned(present(secondMessage, 'message'))],
    },
  }
}

/** Whole changes that are refused, each for another reason. */
function refusals(): Readonly<Record<string, StoreChange>> {
  const whole = wholeChange()
  const put = { kind: 'put', expectedVersion: 1 } as const
  const stale = { kind: 'put', expectedVersion: 6 } as const
  const absent = { id: 'absent', version: 2 }
  return {
    'conflict of the record': { ...whole, certificate: { ...stale, record: sampleRecord({ version: 7 }) } },
    'conflict of the contact': { ...whole, contact: { ...stale, record: sampleContact({ version: 7 }) } },
    'conflict of a lease': {
      ...whole,
      certificate: {
        ...put,
        record: sampleRecord({ version: 2 }),
        lease: { owner: 'nobody', until: minuteText(90) },
      },
    },
    'missing record': { ...whole, certificate: { ...put, record: sampleRecord(absent) } },
    'missing contact': { ...whole, contact: { ...put, record: sampleContact(absent) } },
    'missing contact to remove': { ...whole, contact: { kind: 'remove', id: 'absent', expectedVersion: 1 } },
    'missing contact, though the record is in conflict': {
      ...whole,
      certificate: { ...stale, record: sampleRecord({ version: 7 }) },
      contact: { ...put, record: sampleContact(absent) },
    },
    'missing contact, though the name is taken': {
      ...whole,
      certificate: { ...put, record: sampleRecord({ version: 2, name: 'taken' }) },
      contact: { ...put, record: sampleContact(absent) },
    },
    'conflict of the contact, though the name is taken': {
      ...whole,
      certificate: { ...put, record: sampleRecord({ version: 2, name: 'taken' }) },
      contact: { ...stale, record: sampleContact({ version: 7 }) },
    },
    'name-taken': { ...whole, certificate: { ...put, record: sampleRecord({ version: 2, name: 'taken' }) } },
  }
}

/** What a store does in one step. */
export const STORE_ATOMICITY_CASES: readonly ContractCase<CertificateStore>[] = [
  {
    name: 'writes all of a change in one step',
    check: async (store) => {
      await prepare(store)
      const whole = wholeChange()
      assertEqual(await store.commit(whole), 'committed', 'the commit')
      const stored = present(await store.getWithKey(NAMESPACE, 'certificate-1'), 'the record')
      assertEqual(stored.record.name, 'a new name', 'the record')
      assertEqual(stored.sealedKey, Uint8Array.of(2), 'the key')
      assertEqual((await store.getContact(NAMESPACE, 'contact-1'))?.name, 'a new name', 'the contact')
      assertEqual(await store.history(NAMESPACE, 'certificate-1', { limit: 9 }), { items: whole.events }, 'the events')
      assertEqual((await claimMessages(store, 0)).length, 2, 'the messages')
      assertEqual((await claim(store, 1)).length, 1, 'what is due')
    },
  },
  ...Object.keys(failures()).map((what) => ({
    name: `writes nothing of a change that fails at ${what}`,
    check: async (store: CertificateStore) => {
      await prepare(store)
      const before = await everything(store)
      await assertRejects(() => store.commit(present(failures()[what], what)), 'the commit')
      assertEqual(await everything(store), before, 'what is stored')
      assertEqual(await claimMessages(store, 0), [], 'messages to be claimed')
      assertEqual(await claim(store, 5), [], 'records to be claimed')
      assertEqual(await store.commit(wholeChange()), 'committed', 'the same change without the failure')
    },
  })),
  ...Object.keys(refusals()).map((what) => ({
    name: `writes nothing of a change that is refused for ${what}`,
    check: async (store: CertificateStore) => {
      await prepare(store)
      const before = await everything(store)
      assertEqual(await store.commit(present(refusals()[what], what)), what.split(' ')[0], 'the commit')
      assertEqual(await everything(store), before, 'what is stored')
      assertEqual(await claimMessages(store, 0), [], 'messages to be claimed')
      assertEqual(await claim(store, 5), [], 'records to be claimed')
      assertEqual(await store.commit(wholeChange()), 'committed', 'the same change without the reason')
    },
  })),
  {
    name: 'writes nothing of a settlement that fails at an event',
    check: async (store) => {
      await post(store, sampleMessage())
      const { message, lease } = only(await claimMessages(store, 0), 'the claim')
      const settlement = { message: { ...message, state: 'delivered' }, lease, at: minute(1) } as const
      const events = [sampleEvent({ id: '1' }), poisoned(sampleEvent({ id: '2' }))]
      await assertRejects(() => store.settle({ ...settlement, events }), 'the settlement')
      assertEqual(await store.getMessage(NAMESPACE, message.key), message, 'the message')
      assertEqual(await store.history(NAMESPACE, 'certificate-1', { limit: 9 }), { items: [] }, 'the history')
      assertEqual(await store.settle(settlement), 'settled', 'the same without the failure')
    },
  },
  {
    name: 'gives a name to one of many who ask for it at the same time',
    check: async (store) => {
      const commits = Array.from({ length: 20 }, (_, index) => {
        const id = `certificate-${index}`
        return make(store, { id, name: 'shop' }, { events: [sampleEvent({ id, subjectId: 'shop' })] })
      })
      const results = (await Promise.all(commits)).sort()
      assertEqual(results, ['committed', ...Array.from({ length: 19 }, () => 'name-taken')], 'the answers')
      assertEqual((await store.list(NAMESPACE, { limit: 99 })).items.length, 1, 'records listed')
      assertEqual((await store.history(NAMESPACE, 'shop', { limit: 99 })).items.length, 1, 'events written')
    },
  },
  {
    name: 'gives a version to one of many who change it at the same time',
    check: async (store) => {
      await make(store)
      const commits = Array.from({ length: 20 }, (_, index) => change(store, sampleRecord(), { name: `name ${index}` }))
      const results = await Promise.all(commits)
      assertEqual([...results].sort(), ['committed', ...Array.from({ length: 19 }, () => 'conflict')], 'the answers')
      const stored = present(await store.get(NAMESPACE, 'certificate-1'), 'the record')
      assertEqual([stored.version, stored.name], [2, `name ${results.indexOf('committed')}`], 'the record')
    },
  },
  {
    name: 'gives a version of a contact to one of many who change it at the same time',
    check: async (store) => {
      await prepare(store)
      const put = { kind: 'put', expectedVersion: 1 } as const
      const names = Array.from({ length: 20 }, (_, index) => `name ${index}`)
      const results = await Promise.all(
        names.map((name) => {
          const contact = { ...put, record: sampleContact({ version: 2, name }) }
          return store.commit({ namespace: NAMESPACE, at: minute(1), contact })
        }),
      )
      assertEqual([...results].sort(), ['committed', ...Array.from({ length: 19 }, () => 'conflict')], 'the answers')
      const stored = present(await store.getContact(NAMESPACE, 'contact-1'), 'the contact')
      assertEqual([stored.version, stored.name], [2, names[results.indexOf('committed')]], 'the contact')
    },
  },
  {
    name: 'lets one win of a change and a removal at the same time',
    check: async (store) => {
      for (let round = 0; round < 10; round += 1) {
        const record = sampleRecord({ id: String(round) })
        await make(store, record)
        const attach = (): ReturnType<typeof change> => change(store, record, { usage: 'in-use' })
        const order = round % 2 === 0 ? [attach(), remove(store, record)] : [remove(store, record), attach()]
        const results = await Promise.all(order)
        assertEqual(results.filter((result) => result === 'committed').length, 1, `who won in round ${round}`)
      }
    },
  },
  {
    name: 'writes a message once of many who write it at the same time',
    check: async (store) => {
      await Promise.all(Array.from({ length: 20 }, (_, index) => post(store, sampleMessage({}, { attempts: index }))))
      assertEqual((await store.listMessages(NAMESPACE, 'f'.repeat(64), { limit: 99 })).items.length, 1, 'messages')
      assertEqual((await claimMessages(store, 0)).length, 1, 'messages claimed')
    },
  },
]
