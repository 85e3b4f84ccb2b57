import type { CertificateStore } from '../registry/certificate-store.ts'
import { assertEqual, assertRefuses, assertTrue } from './contract-assert.ts'
import type { ContractCase } from './contract-runner.ts'
import {
  change,
  claim,
  make,
  minute,
  minuteText,
  NAMESPACE,
  only,
  present,
  remove,
  sampleRecord,
} from './contract-samples.ts'

const claimedIds = async (...given: Parameters<typeof claim>): Promise<readonly string[]> =>
  (await claim(...given)).map(({ record }) => record.id)

/** What a store does with what is due, and with leases. */
export const STORE_LEASE_CASES: readonly ContractCase<CertificateStore>[] = [
  {
    name: 'claims what is due at an instant or before it, the most overdue first',
    check: async (store) => {
      const due: Readonly<Record<string, number | null>> = { late: 1, later: 2, now: 5, soon: 6, never: null }
      for (const id of ['now', 'never', 'soon', 'later', 'late']) {
        const at = due[id] ?? null
        await make(store, { id, dueAt: at === null ? null : minuteText(at) })
      }
      assertEqual(await claimedIds(store, 5), ['late', 'later', 'now'], 'claimed at minute 5')
      assertEqual(await claimedIds(store, 6), ['soon'], 'claimed at minute 6')
    },
  },
  {
    name: 'claims first what could have been claimed longest, from the end of its lease on where it had one',
    check: async (store) => {
      await make(store, { id: 'abandoned', dueAt: minuteText(0) })
      await make(store, { id: 'waiting', dueAt: minuteText(5) })
      assertEqual(await claimedIds(store, 0), ['abandoned'], 'claimed at minute 0')
      assertEqual(await claimedIds(store, 12, { limit: 1 }), ['waiting'], 'claimed first at minute 12')
      assertEqual(await claimedIds(store, 12, { limit: 1 }), ['abandoned'], 'claimed next')
    },
  },
  {
    name: 'claims no more than the limit, and the rest the next time',
    check: async (store) => {
      for (let number = 10; number < 35; number += 1) await make(store, { id: String(number), dueAt: minuteText(0) })
      const all: string[] = []
      for (const expected of [10, 10, 5, 0]) {
        const ids = await claimedIds(store, 0, { limit: 10 })
        assertEqual(ids.length, expected, 'claimed at once')
        all.push(...ids)
      }
      assertEqual(new Set(all).size, 25, 'claimed in all')
    },
  },
  {
    name: 'hands out each record once to workers who claim at the same time',
    check: async (store) => {
      for (let number = 0; number < 40; number += 1) await make(store, { id: String(number), dueAt: minuteText(0) })
      const workers = Array.from({ length: 8 }, (_, index) =>
        claimedIds(store, 0, { limit: 7, owner: `worker-${index}` }),
      )
      const ids = (await Promise.all(workers)).flat()
      assertEqual(new Set(ids).size, ids.length, 'claims of different records')
      assertEqual(ids.length, 40, 'claims in all')
    },
  },
  {
    name: 'names owner and end of a lease, and changes nothing of the record',
    check: async (store) => {
      await make(store, { dueAt: minuteText(0) })
      const { record, lease } = only(await claim(store, 3, { owner: 'worker-7' }), 'the claim')
      assertEqual(lease, { owner: 'worker-7', until: minuteText(13) }, 'the lease')
      assertEqual(record, sampleRecord({ dueAt: minuteText(0) }), 'the record claimed')
      assertEqual(await store.get(NAMESPACE, record.id), record, 'the record stored')
    },
  },
  {
    name: 'hides what is leased from every claim until the lease ends',
    check: async (store) => {
      await make(store, { dueAt: minuteText(0) })
      await claim(store, 0)
      for (const owner of ['worker-1', 'worker-2']) {
        assertEqual(await claimedIds(store, 9, { owner }), [], `claimed by ${owner} during the lease`)
      }
      assertEqual(await claimedIds(store, 10, { owner: 'worker-2' }), ['certificate-1'], 'claimed when it ends')
    },
  },
  {
    name: 'ends a lease by a commit under it, and claims the record again when the new version is due',
    check: async (store) => {
      await make(store, { dueAt: minuteText(0) })
      const { record, lease } = only(await claim(store, 0), 'the claim')
      const result = await change(store, record, { dueAt: minuteText(3) }, { lease, at: minute(1) })
      assertEqual(result, 'committed', 'the commit')
      assertEqual(await claimedIds(store, 2), [], 'claimed before it is due')
      assertEqual(await claimedIds(store, 3), ['certificate-1'], 'claimed when it is due, in the time of the old lease')
    },
  },
  {
    name: 'answers conflict to an owner whose lease has ended, though nobody else has claimed',
    check: async (store) => {
      await make(store, { dueAt: minuteText(0) })
      const { record, lease } = only(await claim(store, 0), 'the claim')
      const late = { lease, at: minute(10) }
      assertEqual(await change(store, record, { status: 'expired' }, late), 'conflict', 'a commit at the end')
      const removal = { kind: 'remove', id: record.id, expectedVersion: 1, lease } as const
      const removed = await store.commit({ namespace: NAMESPACE, at: minute(10), certificate: removal })
      assertEqual(removed, 'conflict', 'a removal at the end')
      assertEqual(await store.get(NAMESPACE, record.id), record, 'the record')
      const inTime = { lease, at: new Date(minute(10).getTime() - 1) }
      assertEqual(await change(store, record, { status: 'expired' }, inTime), 'committed', 'a commit just before')
    },
  },
  {
    name: 'answers conflict to a late owner while another holds the record, and leaves that one its lease',
    check: async (store) => {
      await make(store, { dueAt: minuteText(0) })
      const first = only(await claim(store, 0), 'the first claim')
      const second = only(await claim(store, 10, { owner: 'worker-2' }), 'the second claim')
      const late = { lease: first.lease, at: minute(11) }
      assertEqual(await change(store, first.record, { status: 'expired' }, late), 'conflict', 'the late commit')
      // Even where its own clock says that it is in time.
      const behind = { lease: first.lease, at: minute(9) }
      assertEqual(
        await change(store, first.record, { status: 'expired' }, behind),
        'conflict',
        'the late commit by a late clock',
      )
      const inTime = { lease: second.lease, at: minute(12) }
      assertEqual(await change(store, second.record, { dueAt: null }, inTime), 'committed', 'the commit of the holder')
    },
  },
  {
    name: 'tells an earlier claim of an owner from a later one of the same owner',
    check: async (store) => {
      await make(store, { dueAt: minuteText(0) })
      const first = only(await claim(store, 0), 'the first claim')
      const second = only(await claim(store, 10), 'the second claim')
      const stale = { lease: first.lease, at: minute(11) }
      assertEqual(await change(store, first.record, {}, stale), 'conflict', 'a commit under the first')
      const fresh = { lease: second.lease, at: minute(11) }
      assertEqual(await change(store, second.record, {}, fresh), 'committed', 'a commit under the second')
    },
  },
  {
    name: 'answers conflict to leases of others and of nothing',
    check: async (store) => {
      await make(store, { dueAt: minuteText(0) })
      const forged = { owner: 'worker-1', until: minuteText(10) }
      assertEqual(
        await change(store, sampleRecord(), {}, { lease: forged }),
        'conflict',
        'a lease that was never given',
      )
      const { lease } = only(await claim(store, 0), 'the claim')
      const others = { ...lease, owner: 'worker-2' }
      assertEqual(await change(store, sampleRecord(), {}, { lease: others }), 'conflict', "somebody else's lease")
      assertEqual(await change(store, sampleRecord(), {}, { lease }), 'committed', 'the own lease')
      assertEqual(await change(store, sampleRecord({ version: 2 }), {}, { lease }), 'conflict', 'a lease that was used')
    },
  },
  {
    name: 'lets others commit without a lease, whose holder then has the wrong version and still the lease',
    check: async (store) => {
      await make(store, { dueAt: minuteText(0) })
      const { record, lease } = only(await claim(store, 0), 'the claim')
      assertEqual(
        await change(store, record, { usage: 'in-use' }, { at: minute(1) }),
        'committed',
        'the commit of another',
      )
      assertEqual(await claimedIds(store, 2), [], 'claimed during the lease')
      assertEqual(
        await change(store, record, {}, { lease, at: minute(2) }),
        'conflict',
        'the holder with the old version',
      )
      const latest = present(await store.get(NAMESPACE, record.id), 'the record')
      assertEqual(
        await change(store, latest, {}, { lease, at: minute(2) }),
        'committed',
        'the holder with the new version',
      )
    },
  },
  {
    name: 'claims by what is due now, not by what was',
    check: async (store) => {
      for (const id of ['later', 'never', 'removed', 'sooner']) await make(store, { id, dueAt: minuteText(5) })
      const record = (id: string): ReturnType<typeof sampleRecord> => sampleRecord({ id })
      await change(store, record('later'), { dueAt: minuteText(8) })
      await change(store, record('never'), { dueAt: null })
      await remove(store, record('removed'))
      await change(store, record('sooner'), { dueAt: minuteText(1) })
      assertEqual(await claimedIds(store, 1), ['sooner'], 'claimed at minute 1')
      assertEqual(await claimedIds(store, 5), [], 'claimed at minute 5')
      assertEqual(await claimedIds(store, 8), ['later'], 'claimed at minute 8')
      await change(store, sampleRecord({ id: 'never', version: 2 }), { dueAt: minuteText(2) })
      assertEqual(await claimedIds(store, 9), ['never'], 'claimed at minute 9')
    },
  },
  {
    name: 'claims in one namespace if it is told to, and in all if not',
    check: async (store) => {
      for (const namespace of ['a', 'b', 'c']) await make(store, { namespace, dueAt: minuteText(0) })
      const one = only(await claim(store, 0, { namespace: 'b', limit: 1 }), 'the claim in b')
      assertEqual(one.record.namespace, 'b', 'the namespace claimed')
      assertEqual(await claim(store, 0, { namespace: 'd' }), [], 'claimed in a namespace of nothing')
      const rest = (await claim(store, 0)).map(({ record }) => record.namespace).sort()
      assertEqual(rest, ['a', 'c'], 'the namespaces of the rest')
    },
  },
  {
    name: 'goes by the time that it is given, in whatever year and direction',
    check: async (store) => {
      for (const year of [1971, 2500]) {
        const at = new Date(Date.UTC(year, 0))
        await make(store, { id: String(year), dueAt: at.toISOString() })
        const query = { at, limit: 9, owner: 'worker', leaseMs: 1000 }
        const { record, lease } = only(await store.claimDue(query), `the claim in ${year}`)
        assertEqual(await store.claimDue(query), [], `a second claim in ${year}`)
        const back = { lease, at: new Date(at.getTime() - 60_000) }
        assertEqual(await change(store, record, { dueAt: null }, back), 'committed', `a clock set back in ${year}`)
      }
    },
  },
  {
    name: 'refuses claims that are none',
    check: async (store) => {
      const claims = {
        'a limit of 0': { limit: 0 },
        'a lease of nothing': { leaseMs: 0 },
        'a lease that is no number': { leaseMs: Number.NaN },
        'an owner without a name': { owner: '' },
        'a date that is none': { at: new Date(Number.NaN) },
      }
      await make(store, { dueAt: minuteText(0) })
      for (const [what, query] of Object.entries(claims)) await assertRefuses(() => claim(store, 0, query), what)
      assertTrue((await claim(store, 0)).length === 1, 'a claim that was refused has taken the record')
    },
  },
]
