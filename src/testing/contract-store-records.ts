import type { CertificateStore } from '../registry/certificate-store.ts'
import type { ContactRecord } from '../registry/contact-record.ts'
import { assertEqual, assertRefuses, assertRejects, assertTrue } from './contract-assert.ts'
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

const key = (...octets: readonly number[]): Uint8Array => Uint8Array.from(octets)

const keyOf = async (store: CertificateStore, id: string = 'certificate-1'): Promise<unknown> =>
  (await store.getWithKey(NAMESPACE, id))?.sealedKey

/** Adds something to every list in it that lets it be done. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const member of Object.values(value)) spoil(member)
  if (Array.isArray(value) && !Object.isFrozen(value)) value.push('spoilt')
}

/** What a store does with records and their keys. */
export const STORE_RECORD_CASES: readonly ContractCase<CertificateStore>[] = [
  {
    name: 'says whether what it holds outlives the process',
    check: ({ durable }) => {
      assertTrue(typeof durable === 'boolean', '"durable" is neither true nor false')
      return Promise.resolve()
    },
  },
  {
    name: 'gives back a record as it was written',
    check: async (store) => {
      const record = sampleRecord({
        problems: [{ code: 'pem-empty', kind: 'format', severity: 'error', field: 'certificate', detail: {} }],
        attachments: [
          {
            service: 'load-balancer',
            resourceType: 'listener',
            resourceId: 'listener-1',
            hostnames: ['www.example.com'],
            attachedAt: minuteText(1),
            attachedBy: null,
          },
        ],
        usage: 'in-use',
        dueAt: minuteText(9),
        expiresAt: minuteText(10),
      })
      assertEqual(await make(store, record), 'committed', 'the commit')
      assertEqual(await store.get(NAMESPACE, record.id), record, 'get')
      assertEqual(await store.getWithKey(NAMESPACE, record.id), { record, sealedKey: null }, 'getWithKey')
      assertEqual(await store.find(NAMESPACE, { name: record.name }), [record], 'find')
      assertEqual(await store.list(NAMESPACE, { limit: 10 }), { items: [record] }, 'list')
    },
  },
  {
    name: 'answers that nothing is there where nothing is',
    check: async (store) => {
      await make(store)
      for (const id of ['certificate-2', 'certificate', 'CERTIFICATE-1', 'certificate-1 ']) {
        assertEqual(await store.get(NAMESPACE, id), undefined, `get of ${id}`)
        assertEqual(await store.getWithKey(NAMESPACE, id), undefined, `getWithKey of ${id}`)
        assertEqual(await store.getContact(NAMESPACE, id), undefined, `getContact of ${id}`)
        assertEqual(await store.history(NAMESPACE, id, { limit: 9 }), { items: [] }, `history of ${id}`)
        assertEqual(await store.find(NAMESPACE, { name: id }), [], `find of name ${id}`)
        assertEqual(await store.find(NAMESPACE, { fingerprint: id }), [], `find of fingerprint ${id}`)
        assertEqual(await store.listMessages(NAMESPACE, id, { limit: 9 }), { items: [] }, `messages of ${id}`)
      }
      assertEqual(await store.getMessage(NAMESPACE, sampleMessage().key), undefined, 'getMessage')
      assertEqual(await store.listContacts(NAMESPACE), [], 'listContacts')
    },
  },
  {
    name: 'puts a new version in the place of the one expected',
    check: async (store) => {
      await make(store)
      assertEqual(await change(store, sampleRecord(), { status: 'expired' }), 'committed', 'the commit')
      assertEqual(await store.get(NAMESPACE, 'certificate-1'), sampleRecord({ version: 2, status: 'expired' }), 'get')
      assertEqual((await store.list(NAMESPACE, { limit: 10 })).items.length, 1, 'records listed')
    },
  },
  {
    name: 'answers conflict to every version but the present one, and writes nothing',
    check: async (store) => {
      await make(store)
      await change(store, sampleRecord(), { status: 'expired' })
      const stored = await store.get(NAMESPACE, 'certificate-1')
      for (const version of [1, 3]) {
        const record = sampleRecord({ version })
        assertEqual(await change(store, record, { status: 'revoked' }), 'conflict', `a change of version ${version}`)
        assertEqual(await remove(store, record), 'conflict', `a removal of version ${version}`)
      }
      assertEqual(await make(store, { status: 'revoked' }), 'conflict', 'making what is there')
      assertEqual(await store.get(NAMESPACE, 'certificate-1'), stored, 'the record')
    },
  },
  {
    name: 'answers missing to changes and removals of what is not there',
    check: async (store) => {
      assertEqual(await change(store, sampleRecord()), 'missing', 'a change')
      assertEqual(await remove(store, sampleRecord()), 'missing', 'a removal')
      await make(store)
      assertEqual(await remove(store, sampleRecord()), 'committed', 'the first removal')
      assertEqual(await remove(store, sampleRecord()), 'missing', 'the second removal')
      assertEqual(await store.get(NAMESPACE, 'certificate-1'), undefined, 'the record')
    },
  },
  {
    name: 'lets a name be taken once, by whoever has it',
    check: async (store) => {
      await make(store, { id: 'a', name: 'shop' })
      assertEqual(await make(store, { id: 'b', name: 'shop' }), 'name-taken', 'a second of the name')
      assertEqual(await store.get(NAMESPACE, 'b'), undefined, 'the second')
      await make(store, { id: 'b', name: 'forum' })
      const forum = sampleRecord({ id: 'b', name: 'forum' })
      assertEqual(await change(store, forum, { name: 'shop' }), 'name-taken', 'a change to the name')
      assertEqual(await change(store, forum, { status: 'expired' }), 'committed', 'a change that keeps its own name')
    },
  },
  {
    name: 'gives a name free when its owner takes another or is removed',
    check: async (store) => {
      await make(store, { id: 'a', name: 'shop' })
      await change(store, sampleRecord({ id: 'a', name: 'shop' }), { name: 'store' })
      assertEqual(await make(store, { id: 'b', name: 'shop' }), 'committed', 'the name left')
      await remove(store, sampleRecord({ id: 'b' }))
      assertEqual(await make(store, { id: 'c', name: 'shop' }), 'committed', 'the name of what was removed')
      assertEqual(only(await store.find(NAMESPACE, { name: 'shop' }), 'shop').id, 'c', 'who has it')
    },
  },
  {
    name: 'compares names by code units',
    check: async (store) => {
      const names = ['Shop', 'shop', 'shop ', 'caf\u00e9', 'cafe\u0301', 'ß', 'ss', 'ı', 'i', 'İ']
      for (const name of names) assertEqual(await make(store, { id: name, name }), 'committed', `the name ${name}`)
      for (const name of names) {
        assertEqual(only(await store.find(NAMESPACE, { name }), name).id, name, `who has ${name}`)
      }
    },
  },
  {
    name: 'answers missing or conflict before name-taken',
    check: async (store) => {
      await make(store, { id: 'a', name: 'shop' })
      await make(store, { id: 'b', name: 'forum' })
      const stale = sampleRecord({ id: 'b', version: 7 })
      assertEqual(await change(store, stale, { name: 'shop' }), 'conflict', 'a stale change to a taken name')
      const absent = sampleRecord({ id: 'c' })
      assertEqual(await change(store, absent, { name: 'shop' }), 'missing', 'a change of nothing to a taken name')
    },
  },
  {
    name: 'finds by fingerprint and public key what has them now',
    check: async (store) => {
      await make(store, { id: 'a', fingerprint: 'f1', publicKeySha256: 'k1' })
      await make(store, { id: 'b', fingerprint: 'f2', publicKeySha256: 'k1' })
      await make(store, { id: 'c', fingerprint: null, publicKeySha256: null })
      const ids = async (lookup: Parameters<CertificateStore['find']>[1]): Promise<readonly string[]> =>
        (await store.find(NAMESPACE, lookup)).map(({ id }) => id).sort()
      assertEqual(await ids({ publicKeySha256: 'k1' }), ['a', 'b'], 'both of one key')
      assertEqual(await ids({ fingerprint: 'f2' }), ['b'], 'the one of a fingerprint')
      assertEqual((await ids({ publicKeySha256: 'k1', limit: 1 })).length, 1, 'found with a limit of 1')
      const a = present(await store.get(NAMESPACE, 'a'), 'a')
      await change(store, a, { fingerprint: 'f2', publicKeySha256: 'k2' })
      assertEqual(await ids({ fingerprint: 'f1' }), [], 'the fingerprint that was replaced')
      assertEqual(await ids({ fingerprint: 'f2' }), ['a', 'b'], 'both of one fingerprint')
      await remove(store, sampleRecord({ id: 'b' }))
      assertEqual(await ids({ publicKeySha256: 'k1' }), [], 'the key of what is gone')
    },
  },
  {
    name: 'keeps a sealed key until it is replaced, destroyed or removed with its record',
    check: async (store) => {
      await make(store, { hasKey: true }, { sealedKey: key(1, 2, 3, 0, 255) })
      assertEqual(await keyOf(store), key(1, 2, 3, 0, 255), 'the key stored')
      await change(store, sampleRecord())
      assertEqual(await keyOf(store), key(1, 2, 3, 0, 255), 'the key after a change that says nothing of it')
      await change(store, sampleRecord({ version: 2 }), {}, { sealedKey: key(4) })
      assertEqual(await keyOf(store), key(4), 'the key after it was replaced')
      await change(store, sampleRecord({ version: 3 }), {}, { sealedKey: null })
      assertEqual(await keyOf(store), null, 'the key after it was destroyed')
      await change(store, sampleRecord({ version: 4 }), {}, { sealedKey: key(5) })
      await remove(store, sampleRecord({ version: 5 }))
      await make(store)
      assertEqual(await keyOf(store), null, 'the key after its record was removed')
    },
  },
  {
    name: 'hands out sealed keys by getWithKey alone',
    check: async (store) => {
      await make(store, { dueAt: minuteText(0) }, { sealedKey: key(9, 9, 9) })
      const texts = JSON.stringify([
        await store.get(NAMESPACE, 'certificate-1'),
        await store.find(NAMESPACE, { fingerprint: 'f'.repeat(64) }),
        await store.list(NAMESPACE, { limit: 1 }),
        await store.claimDue({ at: minute(0), limit: 1, owner: 'worker', leaseMs: 1000 }),
      ])
      assertTrue(!/sealedKey|9,9,9|090909|CQkJ/.test(texts), 'a sealed key is in a record')
    },
  },
  {
    name: 'is not changed by what is done to arguments and answers afterwards',
    check: async (store) => {
      const domains = ['www.example.com']
      const sealedKey = key(1, 2, 3)
      await make(store, { domains }, { sealedKey })
      domains.push('evil.example.com')
      sealedKey.fill(0)
      assertEqual((await store.get(NAMESPACE, 'certificate-1'))?.domains, ['www.example.com'], 'the domains')
      const answer = present(await store.getWithKey(NAMESPACE, 'certificate-1'), 'the record')
      answer.sealedKey?.fill(0)
      // Whoever gets the answer may try; a frozen one throws.
      await Promise.resolve(answer.record.domains)
        .then((list) => Array.prototype.push.call(list, 'evil.example.com'))
        .catch(() => undefined)
      assertEqual((await store.get(NAMESPACE, 'certificate-1'))?.domains, ['www.example.com'], 'the domains')
      assertEqual(await keyOf(store), key(1, 2, 3), 'the key')
    },
  },
  {
    name: 'is not changed by what is done to contacts, events and messages that it was given, or has given',
    check: async (store) => {
      const channels: ContactRecord['channels'][number][] = ['email', 'sms']
      const contact = sampleContact({ channels })
      const detail = { places: ['console'] }
      const services = [{ service: 'load-balancer', resourceType: 'listener', resourceId: 'listener-1' }]
      const message = sampleMessage({}, { alert: { ...sampleMessage().alert, services } })
      const put = { kind: 'put', expectedVersion: 0, record: contact } as const
      await make(
        store,
        { dueAt: minuteText(0) },
        { contact: put, events: [sampleEvent({ detail })], messages: [message] },
      )
      const read = async (): Promise<readonly unknown[]> => [
        await store.get(NAMESPACE, 'certificate-1'),
        await store.find(NAMESPACE, { fingerprint: 'f'.repeat(64) }),
        await store.list(NAMESPACE, { limit: 1 }),
        await store.getContact(NAMESPACE, contact.id),
        await store.listContacts(NAMESPACE),
        await store.history(NAMESPACE, 'certificate-1', { limit: 1 }),
        await store.listMessages(NAMESPACE, message.key.fingerprint, { limit: 1 }),
        await store.getMessage(NAMESPACE, message.key),
      ]
      const before = structuredClone(await read())
      channels.pop()
      detail.places.push('elsewhere')
      services.pop()
      assertEqual(await read(), before, 'what is read after what was given was changed')
      for (const answer of await read()) spoil(answer)
      spoil(await claim(store, 0))
      spoil(await claimMessages(store, 0))
      assertEqual(await read(), before, 'what is read after what was read was changed')
    },
  },
  {
    name: 'refuses changes that contradict themselves, and writes nothing of them',
    check: async (store) => {
      const record = sampleRecord()
      const put = { kind: 'put', expectedVersion: 0 } as const
      const at = minute(0)
      const changes: Readonly<Record<string, Parameters<CertificateStore['commit']>[0]>> = {
        'a version too high': {
          namespace: NAMESPACE,
          at,
          certificate: { ...put, record: sampleRecord({ version: 2 }) },
        },
        'a record of another namespace': { namespace: 'other', at, certificate: { ...put, record } },
        'a contact of another namespace': { namespace: 'other', at, contact: { ...put, record: sampleContact() } },
        'a message of another namespace': { namespace: 'other', at, messages: [sampleMessage()] },
        'an event of another namespace': { namespace: 'other', at, events: [sampleEvent()] },
        'an empty id': { namespace: NAMESPACE, at, certificate: { ...put, record: sampleRecord({ id: '' }) } },
        'an instant that is none': {
          namespace: NAMESPACE,
          at,
          certificate: { ...put, record: sampleRecord({ dueAt: 'soon' }) },
        },
        'a date that is none': { namespace: NAMESPACE, at: new Date(Number.NaN), certificate: { ...put, record } },
      }
      for (const [what, refused] of Object.entries(changes)) await assertRefuses(() => store.commit(refused), what)
      for (const namespace of [NAMESPACE, 'other']) {
        assertEqual(await store.list(namespace, { limit: 9 }), { items: [] }, `records of ${namespace}`)
        assertEqual(await store.listContacts(namespace), [], `contacts of ${namespace}`)
        const { items } = await store.history(namespace, 'certificate-1', { limit: 9 })
        assertEqual(items, [], `the history of ${namespace}`)
      }
    },
  },
  {
    name: 'rejects with the reason of a signal that was aborted before, and writes nothing',
    check: async (store) => {
      const signal = AbortSignal.abort('enough')
      const record = sampleRecord()
      const message = sampleMessage()
      await post(store, message)
      const { lease } = only(await claimMessages(store, 0), 'the claim')
      const claims = { at: minute(60), limit: 1, owner: 'worker', leaseMs: 1 }
      const put = { kind: 'put', expectedVersion: 0, record } as const
      const state = 'delivered'
      const calls: Readonly<Record<keyof Omit<CertificateStore, 'durable'>, () => Promise<unknown>>> = {
        commit: () => store.commit({ namespace: NAMESPACE, at: minute(0), certificate: put }, { signal }),
        get: () => store.get(NAMESPACE, record.id, { signal }),
        getWithKey: () => store.getWithKey(NAMESPACE, record.id, { signal }),
        find: () => store.find(NAMESPACE, { name: record.name }, { signal }),
        list: () => store.list(NAMESPACE, { limit: 1 }, { signal }),
        getContact: () => store.getContact(NAMESPACE, 'contact-1', { signal }),
        listContacts: () => store.listContacts(NAMESPACE, { signal }),
        history: () => store.history(NAMESPACE, record.id, { limit: 1 }, { signal }),
        listMessages: () => store.listMessages(NAMESPACE, message.key.fingerprint, { limit: 1 }, { signal }),
        getMessage: () => store.getMessage(NAMESPACE, message.key, { signal }),
        claimDue: () => store.claimDue(claims, { signal }),
        claimOutbox: () => store.claimOutbox(claims, { signal }),
        settle: () => store.settle({ message: { ...message, state }, lease, at: minute(1) }, { signal }),
      }
      for (const [name, call] of Object.entries(calls)) {
        assertEqual(await assertRejects(call, name), 'enough', `the reason of ${name}`)
      }
      assertEqual(await store.get(NAMESPACE, record.id), undefined, 'the record')
      assertEqual(await store.getMessage(NAMESPACE, message.key), message, 'the message')
      assertEqual((await claimMessages(store, 60)).length, 1, 'messages claimed')
    },
  },
]
