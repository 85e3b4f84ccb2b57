import type { CertificateStore } from '../registry/certificate-store.ts'
import { assertEqual, assertTrue } from './contract-assert.ts'
import type { ContractCase } from './contract-runner.ts'
import {
  change,
  claim,
  claimMessages,
  make,
  minute,
  minuteText,
  only,
  present,
  remove,
  sampleContact,
  sampleEvent,
  sampleMessage,
  sampleRecord,
} from './contract-samples.ts'

/** Texts that are something else to a database, a pattern, a file system or an object. */
const HOSTILE: readonly string[] = [
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '0', 'null', 'undefined', 'NaN'],
  ...["'", '"', "'; DROP TABLE certificates; --", '`', '\\', "\\'", '%', '_', '*', '?', '$1', ':id', '@p', '{}', '[]'],
  ...['a\0b', '\0', 'a\nb', '\t', ' ', ' a', 'a ', 'a', 'A', '\u00e9', 'e\u0301', '\ufeffa', '\u202ea', '인증서', '🔒'],
  ...['../../etc/passwd', 'a/b', 'a:b', 'a|b', 'a,b', '\u0001', '\u007f', 'x'.repeat(1000), `${'x'.repeat(999)}y`],
]

/** One of everything in a namespace, all by the same ids. */
async function fill(store: CertificateStore, namespace: string, id: string = 'same', name: string = id): Promise<void> {
  const result = await store.commit({
    namespace,
    at: minute(0),
    certificate: {
      kind: 'put',
      expectedVersion: 0,
      record: sampleRecord({ id, namespace, name, registeredBy: namespace, dueAt: minuteText(0), fingerprint: id }),
      sealedKey: new TextEncoder().encode(namespace),
    },
    contact: { kind: 'put', expectedVersion: 0, record: sampleContact({ id, namespace, name: namespace }) },
    events: [sampleEvent({ id, namespace, subjectId: id, actor: namespace })],
    messages: [sampleMessage({ fingerprint: id, step: id, contactId: id }, { namespace, reason: namespace })],
  })
  assertEqual(result, 'committed', `the commit in ${JSON.stringify(namespace)} of ${JSON.stringify(id)}`)
}

/** What there is of it, each with the mark of the namespace in which it was written. */
async function marks(
  store: CertificateStore,
  namespace: string,
  id: string = 'same',
  name: string = id,
): Promise<unknown> {
  const page = { limit: 1000 }
  const withKey = await store.getWithKey(namespace, id)
  const key = { fingerprint: id, step: id, contactId: id, channel: 'email' } as const
  const key8 = withKey?.sealedKey
  return {
    get: (await store.get(namespace, id))?.registeredBy,
    key: key8 && new TextDecoder('utf-8', { ignoreBOM: true }).decode(key8),
    name: (await store.find(namespace, { name })).map((record) => record.registeredBy),
    fingerprint: (await store.find(namespace, { fingerprint: id })).map((record) => record.registeredBy),
    contact: (await store.getContact(namespace, id))?.name,
    history: (await store.history(namespace, id, page)).items.map(({ actor }) => actor),
    message: (await store.getMessage(namespace, key))?.reason,
    messages: (await store.listMessages(namespace, id, page)).items.map(({ reason }) => reason),
  }
}

function marked(mark: string): unknown {
  const many = [mark]
  return {
    ...{ get: mark, key: mark, name: many, fingerprint: many, contact: mark },
    ...{ history: many, message: mark, messages: many },
  }
}

/** What a store does with namespaces, and with texts that are hostile. */
export const STORE_NAMESPACE_CASES: readonly ContractCase<CertificateStore>[] = [
  {
    name: 'keeps the same ids, names and keys of two namespaces apart',
    check: async (store) => {
      for (const namespace of ['a', 'b', 'A', 'a ', 'ab']) await fill(store, namespace)
      for (const namespace of ['a', 'b', 'A', 'a ', 'ab']) {
        assertEqual(await marks(store, namespace), marked(namespace), `what is in ${JSON.stringify(namespace)}`)
        const { items } = await store.list(namespace, { limit: 99 })
        assertEqual(
          items.map(({ registeredBy }) => registeredBy),
          [namespace],
          `records of ${JSON.stringify(namespace)}`,
        )
        const contacts = await store.listContacts(namespace)
        assertEqual(
          contacts.map(({ name }) => name),
          [namespace],
          `contacts of ${JSON.stringify(namespace)}`,
        )
      }
    },
  },
  {
    name: 'shows nothing of one namespace in another, by whatever question',
    check: async (store) => {
      await fill(store, 'a')
      const nothing = { name: [], fingerprint: [], history: [], messages: [] }
      for (const namespace of ['b', '', 'A', '%', '_', '*', 'a%', '__proto__', 'a\0']) {
        const what = `what is in ${JSON.stringify(namespace)}`
        assertEqual(
          await marks(store, namespace),
          { ...nothing, get: undefined, key: undefined, contact: undefined, message: undefined },
          what,
        )
        assertEqual(await store.find(namespace, { publicKeySha256: 'e'.repeat(64) }), [], `${what} of the key`)
        assertEqual(await store.list(namespace, { limit: 9 }), { items: [] }, `${what} listed`)
        assertEqual(await store.list(namespace, { limit: 9, search: '' }), { items: [] }, `${what} searched`)
        assertEqual(await store.listContacts(namespace), [], `${what} of contacts`)
        if (namespace === '') continue
        assertEqual(await claim(store, 9, { namespace }), [], `${what} claimed`)
        assertEqual(await claimMessages(store, 9, { namespace }), [], `${what} of messages claimed`)
      }
    },
  },
  {
    name: 'changes and removes in one namespace without touching another',
    check: async (store) => {
      for (const namespace of ['a', 'b']) await fill(store, namespace)
      const record = present(await store.get('a', 'same'), 'the record')
      await change(store, record, { name: 'other', fingerprint: 'other', dueAt: null }, { sealedKey: null })
      await remove(store, { ...record, version: 2 })
      await store.commit({ namespace: 'a', at: minute(0), contact: { kind: 'remove', id: 'same', expectedVersion: 1 } })
      assertEqual(await marks(store, 'b'), marked('b'), 'what is in the other')
      assertEqual(only(await claim(store, 0), 'the claim').record.namespace, 'b', 'what is due')
    },
  },
  {
    name: "answers missing to changes, removals and settlements of another namespace's things",
    check: async (store) => {
      await fill(store, 'a')
      const record = sampleRecord({ id: 'same', namespace: 'b' })
      assertEqual(await change(store, record), 'missing', 'a change')
      assertEqual(await remove(store, record), 'missing', 'a removal')
      const contact = { kind: 'remove', id: 'same', expectedVersion: 1 } as const
      assertEqual(await store.commit({ namespace: 'b', at: minute(0), contact }), 'missing', "a contact's removal")
      const { message, lease } = only(await claimMessages(store, 0), 'the claim')
      const foreign = { ...message, namespace: 'b' }
      assertEqual(await store.settle({ message: foreign, lease, at: minute(1) }), 'missing', 'a settlement')
      assertEqual(await marks(store, 'a'), marked('a'), 'what is there')
    },
  },
  {
    name: "shows nothing of a namespace by another's cursor",
    check: async (store) => {
      for (let number = 0; number < 4; number += 1) {
        for (const namespace of ['a', 'b']) await make(store, { namespace, id: String(number) })
      }
      const cursor = present((await store.list('a', { limit: 1 })).cursor, 'the cursor')
      const items = await store.list('b', { limit: 9, cursor }).then(
        (page) => page.items,
        () => [],
      )
      assertTrue(
        items.every(({ namespace }) => namespace === 'b'),
        'a record of another namespace is listed',
      )
    },
  },
  {
    name: 'takes every text as id, name, key and subject, and keeps them apart',
    check: async (store) => {
      for (const text of HOSTILE) await fill(store, 'customer', text)
      for (const text of HOSTILE) {
        assertEqual(await marks(store, 'customer', text), marked('customer'), `what has ${JSON.stringify(text)}`)
        assertEqual((await store.get('customer', text))?.id, text, 'the id')
      }
      assertEqual((await store.list('customer', { limit: 9999 })).items.length, HOSTILE.length, 'records listed')
      assertEqual((await claimMessages(store, 0, { limit: 9999 })).length, HOSTILE.length, 'messages claimed')
    },
  },
  {
    name: 'takes every text as namespace and as owner, and keeps them apart',
    check: async (store) => {
      for (const text of HOSTILE) await fill(store, text)
      for (const text of HOSTILE) {
        assertEqual(await marks(store, text), marked(text), `what is in ${JSON.stringify(text)}`)
        const query = { namespace: text, owner: text }
        const { record, lease } = only(await claim(store, 0, query), `the claim in ${JSON.stringify(text)}`)
        assertEqual([record.registeredBy, lease.owner], [text, text], 'namespace and owner')
        assertEqual(await change(store, record, {}, { lease }), 'committed', 'the commit of the owner')
      }
    },
  },
  {
    name: 'keeps members of a document that are called like those of an object',
    check: async (store) => {
      // Defined, not assigned: each is a member of its own.
      const detail = Object.fromEntries([
        ['__proto__', 'a'],
        ['constructor', 'b'],
        ['toString', 'c'],
      ])
      const event = sampleEvent({ detail })
      await store.commit({ namespace: event.namespace, at: minute(0), events: [event] })
      const { items } = await store.history(event.namespace, event.subjectId, { limit: 1 })
      assertEqual(only(items, 'the history').detail, detail, 'the detail')
    },
  },
]
