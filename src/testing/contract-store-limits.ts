import type { CertificateStore } from '../registry/certificate-store.ts'
import { assertEqual, assertTrue } from './contract-assert.ts'
import type { ContractCase } from './contract-runner.ts'
import {
  change,
  make,
  minute,
  NAMESPACE,
  only,
  present,
  remove,
  sampleEvent,
  sampleMessage,
  sampleRecord,
} from './contract-samples.ts'

/** So many milliseconds after noon. */
const afterNoon = (ms: number): Date => new Date(minute(0).getTime() + ms)

/** Larger than what the usual columns of databases hold: 255 characters, 64 kilobytes, 1 megabyte. */
const LARGE = '가'.repeat(700_000)

/** Values that columns of JSON, and document stores, are known to change, refuse or take for something of their own. */
const ODD_DETAIL = {
  '': 'a member without a name',
  $set: { $gt: '' },
  'a.b': { 'c.d': 1 },
  date: '2026-06-01T12:00:00.000Z',
  zeros: '007',
  numbers: [9_007_199_254_740_991, -9_007_199_254_740_991, 0.1, 1e-7, 1.7976931348623157e308, 0],
  empty: [[], {}, '', null, false, [null]],
  blanks: ' a  b\t\r\n',
  text: 'NFC \u00e9, NFD e\u0301, NUL \0, 🔒, \ufeff, \u2028, \ud7ff, \uffff',
  deep: [[[[[[[['end']]]]]]]],
} as const

/** What a store does at the limits of databases: parts of seconds, large and odd values, halves of writes. */
export const STORE_LIMIT_CASES: readonly ContractCase<CertificateStore>[] = [
  {
    name: 'compares instants to the millisecond',
    check: async (store) => {
      const at = (ms: number): string => afterNoon(ms).toISOString()
      for (const ms of [502, 500, 501]) {
        await make(store, { id: String(ms), dueAt: at(ms), expiresAt: at(ms), fingerprint: null })
        await store.commit({
          namespace: NAMESPACE,
          at: minute(0),
          messages: [sampleMessage({ step: String(ms) }, { dueAt: at(ms) })],
        })
      }
      const query = { limit: 9, owner: 'worker', leaseMs: 60_000 }
      for (const [ms, due] of [
        [499, []],
        [501, ['500', '501']],
        [502, ['502']],
      ] as const) {
        const before = await store.list(NAMESPACE, { limit: 9, expiringBefore: afterNoon(ms + 1) })
        assertEqual(before.items.length, ms - 499, `records that expire before ${ms + 1} ms`)
        const records = await store.claimDue({ ...query, at: afterNoon(ms) })
        const ids = records.map(({ record }) => record.id)
        assertEqual(ids, due, `records claimed at ${ms} ms`)
        const messages = await store.claimOutbox({ ...query, at: afterNoon(ms) })
        const steps = messages.map(({ message }) => message.key.step)
        assertEqual(steps, due, `messages claimed at ${ms} ms`)
      }
    },
  },
  {
    name: 'ends leases to the millisecond',
    check: async (store) => {
      const dueAt = minute(0).toISOString()
      await make(store, { dueAt }, { messages: [sampleMessage({}, { dueAt })] })
      const query = { limit: 9, owner: 'worker', leaseMs: 1234 }
      const { record, lease } = only(await store.claimDue({ ...query, at: afterNoon(5) }), 'the record')
      const claimed = only(await store.claimOutbox({ ...query, at: afterNoon(5) }), 'the message')
      const until = afterNoon(1239).toISOString()
      assertEqual([lease.until, claimed.lease.until], [until, until], 'the ends of the leases')
      assertEqual(await store.claimDue({ ...query, at: afterNoon(1238) }), [], 'records claimed just before')
      assertEqual(await store.claimOutbox({ ...query, at: afterNoon(1238) }), [], 'messages claimed just before')
      assertEqual(await change(store, record, {}, { lease, at: afterNoon(1239) }), 'conflict', 'a commit at the end')
      assertEqual(await store.settle({ ...claimed, at: afterNoon(1239) }), 'conflict', 'a settlement at the end')
      assertEqual(await change(store, record, {}, { lease, at: afterNoon(1238) }), 'committed', 'a commit before')
      assertEqual(await store.settle({ ...claimed, at: afterNoon(1238) }), 'settled', 'a settlement before')
    },
  },
  {
    name: 'keeps large documents and large keys whole',
    check: async (store) => {
      const sealedKey = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256)
      const record = sampleRecord({ chainPem: LARGE })
      const large = LARGE.slice(0, 100_000)
      const event = sampleEvent({ detail: { large } })
      const message = sampleMessage({}, { alert: { ...sampleMessage().alert, issuer: large } })
      const result = await make(store, record, { sealedKey, events: [event], messages: [message] })
      assertEqual(result, 'committed', 'the commit')
      const same = (found: unknown, written: unknown, what: string): void =>
        assertTrue(JSON.stringify(found) === JSON.stringify(written), `${what} has lost something`)
      const stored = present(await store.getWithKey(NAMESPACE, record.id), 'the record')
      same(stored.record.chainPem, record.chainPem, 'the record')
      same(Array.from(stored.sealedKey ?? []), Array.from(sealedKey), 'the key')
      const history = await store.history(NAMESPACE, record.id, { limit: 9 })
      same(only(history.items, 'the history').detail, event.detail, 'the event')
      same((await store.getMessage(NAMESPACE, message.key))?.alert, message.alert, 'the message')
    },
  },
  {
    name: 'changes nothing of numbers, texts and members of documents',
    check: async (store) => {
      const event = sampleEvent({ detail: ODD_DETAIL })
      await make(store, { registeredBy: ODD_DETAIL.text }, { events: [event] })
      const { items } = await store.history(NAMESPACE, 'certificate-1', { limit: 9 })
      assertEqual(only(items, 'the history').detail, ODD_DETAIL, 'the detail')
      assertEqual((await store.get(NAMESPACE, 'certificate-1'))?.registeredBy, ODD_DETAIL.text, 'the record')
    },
  },
  {
    name: 'hands out a record with the key that belongs to that version, while both change',
    check: async (store) => {
      await make(store, {}, { sealedKey: Uint8Array.of(1) })
      const write = async (): Promise<void> => {
        for (let version = 1; version < 30; version += 1) {
          await change(store, sampleRecord({ version }), {}, { sealedKey: Uint8Array.of(version + 1) })
        }
      }
      const read = async (): Promise<void> => {
        for (let count = 0; count < 30; count += 1) {
          const { record, sealedKey } = present(await store.getWithKey(NAMESPACE, 'certificate-1'), 'the record')
          assertEqual(sealedKey, Uint8Array.of(record.version), `the key of version ${record.version}`)
        }
      }
      await Promise.all([write(), read(), read()])
    },
  },
  {
    name: 'gives a name to one of many who change theirs to it at the same time',
    check: async (store) => {
      const ids = Array.from({ length: 10 }, (_, index) => String(index))
      for (const id of ids) await make(store, { id })
      const results = await Promise.all(ids.map((id) => change(store, sampleRecord({ id }), { name: 'shop' })))
      assertEqual(results.filter((result) => result === 'committed').length, 1, 'who got it')
      assertEqual(results.filter((result) => result === 'name-taken').length, 9, 'who was told that it is taken')
      const owner = only(await store.find(NAMESPACE, { name: 'shop' }), 'shop')
      assertEqual(owner.id, String(results.indexOf('committed')), 'who has it')
    },
  },
  {
    name: 'leaves nothing of a removed record to one of the same id: no lease, no due date, no domain',
    check: async (store) => {
      const dueAt = minute(0).toISOString()
      await make(store, { dueAt, domains: ['old.example.com'], expiresAt: dueAt })
      const { lease } = only(await store.claimDue({ at: minute(0), limit: 9, owner: 'worker', leaseMs: 600_000 }), 'it')
      await remove(store, sampleRecord())
      await make(store, { domains: ['new.example.com'] })
      const page = { limit: 9 }
      assertEqual((await store.list(NAMESPACE, { ...page, domains: ['old.example.com'] })).items, [], 'the domain')
      assertEqual((await store.list(NAMESPACE, { ...page, expiringBefore: minute(9) })).items, [], 'the expiry')
      assertEqual(await change(store, sampleRecord(), {}, { lease, at: minute(1) }), 'conflict', 'the lease')
      assertEqual(await change(store, sampleRecord(), { dueAt }), 'committed', 'a change')
      const again = { at: minute(2), limit: 9, owner: 'worker-2', leaseMs: 1000 }
      assertEqual((await store.claimDue(again)).length, 1, 'what is claimed during the old lease')
    },
  },
  {
    name: 'moves no end of a lease by a commit of another',
    check: async (store) => {
      const dueAt = minute(0).toISOString()
      await make(store, { dueAt })
      const query = { limit: 9, owner: 'worker', leaseMs: 600_000 }
      only(await store.claimDue({ ...query, at: minute(0) }), 'the claim')
      await change(store, sampleRecord(), { dueAt: minute(1).toISOString() }, { at: minute(1) })
      assertEqual(await store.claimDue({ ...query, at: minute(9) }), [], 'claimed during the lease')
      assertEqual((await store.claimDue({ ...query, at: minute(10) })).length, 1, 'claimed when it ends')
    },
  },
]
