import type { CertificateStore } from '../registry/certificate-store.ts'
import { assertEqual, assertRefuses } from './contract-assert.ts'
import type { ContractCase } from './contract-runner.ts'
import {
  make,
  minute,
  minuteText,
  NAMESPACE,
  readPages,
  remove,
  sampleContact,
  sampleEvent,
  sampleRecord,
} from './contract-samples.ts'

/** What a store does with contacts and histories. */
export const STORE_HISTORY_CASES: readonly ContractCase<CertificateStore>[] = [
  {
    name: 'makes, changes and removes contacts by their versions',
    check: async (store) => {
      const contact = sampleContact()
      const put = (version: number, name: string): ReturnType<CertificateStore['commit']> =>
        store.commit({
          namespace: NAMESPACE,
          at: minute(0),
          contact: { kind: 'put', expectedVersion: version, record: { ...contact, version: version + 1, name } },
        })
      const removal = (version: number): ReturnType<CertificateStore['commit']> =>
        store.commit({
          namespace: NAMESPACE,
          at: minute(0),
          contact: { kind: 'remove', id: contact.id, expectedVersion: version },
        })
      assertEqual(await put(1, 'early'), 'missing', 'a change before it is made')
      assertEqual(await removal(1), 'missing', 'a removal before it is made')
      assertEqual(await put(0, contact.name), 'committed', 'making it')
      assertEqual(await store.getContact(NAMESPACE, contact.id), contact, 'the contact')
      assertEqual(await put(0, 'again'), 'conflict', 'making it again')
      assertEqual(await put(1, 'changed'), 'committed', 'changing it')
      assertEqual(await put(1, 'stale'), 'conflict', 'changing an old version')
      assertEqual(await removal(1), 'conflict', 'removing an old version')
      assertEqual((await store.getContact(NAMESPACE, contact.id))?.name, 'changed', 'the name')
      assertEqual(await removal(2), 'committed', 'removing it')
      assertEqual(await store.getContact(NAMESPACE, contact.id), undefined, 'the contact removed')
      assertEqual(await store.listContacts(NAMESPACE), [], 'the contacts')
    },
  },
  {
    name: 'lists contacts in the order in which they were made, also after changes, and lets two have one name',
    check: async (store) => {
      for (const id of ['c', 'a', 'b']) {
        const record = sampleContact({ id, name: 'the same' })
        await store.commit({
          namespace: NAMESPACE,
          at: minute(0),
          contact: { kind: 'put', expectedVersion: 0, record },
        })
      }
      const changed = sampleContact({ id: 'c', version: 2, serviceNotifications: false })
      const contact = { kind: 'put', expectedVersion: 1, record: changed } as const
      await store.commit({ namespace: NAMESPACE, at: minute(1), contact })
      const contacts = await store.listContacts(NAMESPACE)
      assertEqual(
        contacts.map(({ id }) => id),
        ['c', 'a', 'b'],
        'the order',
      )
      assertEqual(contacts[0], changed, 'the contact changed')
    },
  },
  {
    name: 'keeps a history in the order written, page by page, whatever its instants say',
    check: async (store) => {
      const events = Array.from({ length: 11 }, (_, index) =>
        sampleEvent({
          id: `event-${(index * 7) % 11}`,
          at: minuteText(50 - index),
          detail: { index, nested: [null, { a: 1 }] },
        }),
      )
      await make(store, {}, { events: events.slice(0, 3) })
      for (const event of events.slice(3)) await store.commit({ namespace: NAMESPACE, at: minute(0), events: [event] })
      await store.commit({ namespace: NAMESPACE, at: minute(0), events: [sampleEvent({ subjectId: 'certificate-2' })] })
      for (const limit of [1, 4, 11, 5000]) {
        const { items } = await readPages((cursor) => store.history(NAMESPACE, 'certificate-1', { limit, cursor }))
        assertEqual(items, events, `the history by pages of ${limit}`)
      }
    },
  },
  {
    name: 'keeps a page of a history good while events are added',
    check: async (store) => {
      const add = (id: string): ReturnType<CertificateStore['commit']> =>
        store.commit({ namespace: NAMESPACE, at: minute(0), events: [sampleEvent({ id })] })
      for (const id of ['1', '2', '3', '4']) await add(id)
      const { items } = await readPages(
        (cursor) => store.history(NAMESPACE, 'certificate-1', { limit: 2, cursor }),
        (pages) => (pages === 1 ? add('5') : Promise.resolve()),
      )
      assertEqual(
        items.map(({ id }) => id),
        ['1', '2', '3', '4', '5'],
        'the events',
      )
    },
  },
  {
    name: 'writes an event of an id once for each subject, and never changes it',
    check: async (store) => {
      const event = sampleEvent()
      await store.commit({ namespace: NAMESPACE, at: minute(0), events: [event, event] })
      const others = [sampleEvent({ type: 'rewritten' }), sampleEvent({ subjectId: 'certificate-2' })]
      assertEqual(await store.commit({ namespace: NAMESPACE, at: minute(1), events: others }), 'committed', 'a repeat')
      assertEqual(await store.history(NAMESPACE, 'certificate-1', { limit: 9 }), { items: [event] }, 'the history')
      const second = await store.history(NAMESPACE, 'certificate-2', { limit: 9 })
      assertEqual(second.items.length, 1, 'the history of another')
    },
  },
  {
    name: 'keeps a history when its subject is removed, and when one of the same id is made',
    check: async (store) => {
      await make(store, {}, { events: [sampleEvent({ id: '1' })] })
      await remove(store, sampleRecord())
      await make(store, {}, { events: [sampleEvent({ id: '2' })] })
      const { items } = await store.history(NAMESPACE, 'certificate-1', { limit: 9 })
      assertEqual(
        items.map(({ id }) => id),
        ['1', '2'],
        'the events',
      )
    },
  },
  {
    name: 'refuses cursors that no history ever had, and limits that are none',
    check: async (store) => {
      await make(store, {}, { events: [sampleEvent({ id: '1' }), sampleEvent({ id: '2' })] })
      for (const cursor of ['', 'x', '-1', "'", '__proto__']) {
        await assertRefuses(
          () => store.history(NAMESPACE, 'certificate-1', { limit: 1, cursor }),
          `the cursor ${cursor}`,
        )
      }
      for (const limit of [0, -1, 1.5, Number.NaN]) {
        await assertRefuses(() => store.history(NAMESPACE, 'certificate-1', { limit }), `the limit ${limit}`)
      }
    },
  },
]
