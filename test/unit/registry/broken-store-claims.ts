import type { CertificateStore, Lease } from '../../../src/registry/certificate-store.ts'

import { alterCommit, breakStore } from './break-store.ts'

/** Stores that break a rule of claims, leases and settlements. */
export const BROKEN_CLAIMS: Readonly<Record<string, () => CertificateStore>> = {
  'lets a late owner commit': alterCommit((change) =>
    change.certificate?.lease === undefined ? change : { ...change, at: new Date(0) },
  ),
  'lets a late owner remove': alterCommit((change) =>
    change.certificate?.kind === 'remove' ? { ...change, at: new Date(0) } : change,
  ),
  'looks at the version only, not at the lease': alterCommit((change) =>
    change.certificate === undefined ? change : { ...change, certificate: { ...change.certificate, lease: undefined } },
  ),
  'lets a late owner settle': breakStore((store) => ({
    settle: (settlement, options) => store.settle({ ...settlement, at: new Date(0) }, options),
  })),
  'knows a lease by its owner only': breakStore((store) => {
    const leases = new Map<string, Lease>()
    return {
      claimDue: async (...given) => {
        const claimed = await store.claimDue(...given)
        for (const { record, lease } of claimed) leases.set(record.id, lease)
        return claimed
      },
      commit: (change, options) => {
        const { certificate } = change
        if (certificate?.kind !== 'put' || certificate.lease === undefined) return store.commit(change, options)
        const held = leases.get(certificate.record.id)
        const lease = held?.owner === certificate.lease.owner ? held : certificate.lease
        return store.commit({ ...change, certificate: { ...certificate, lease } }, options)
      },
    }
  }),
  'claims what is leased': breakStore((store) => ({
    claimDue: async (query, options) => {
      const { items } = await store.list(query.namespace ?? 'customer-1', { limit: 999 })
      const claimed = await store.claimDue(query, options)
      const due = items.filter(({ dueAt }) => dueAt !== null && Date.parse(dueAt) <= query.at.getTime())
      const lease = { owner: query.owner, until: new Date(query.at.getTime() + query.leaseMs).toISOString() }
      return claimed.length > 0 ? claimed : due.map((record) => ({ record, lease }))
    },
  })),
  'claims what is due later in the same hour': breakStore((store) => ({
    claimDue: (query, options) => store.claimDue({ ...query, at: new Date(query.at.getTime() + 60_000) }, options),
  })),
  'claims what is due before the instant only': breakStore((store) => ({
    claimDue: (query, options) => store.claimDue({ ...query, at: new Date(query.at.getTime() - 1) }, options),
  })),
  'claims one more than the limit': breakStore((store) => ({
    claimDue: (query, options) => store.claimDue({ ...query, limit: query.limit + 1 }, options),
  })),
  'claims in all namespaces whatever it is told': breakStore((store) => ({
    claimDue: (query, options) => store.claimDue({ ...query, namespace: undefined }, options),
  })),
  'claims messages in all namespaces whatever it is told': breakStore((store) => ({
    claimOutbox: (query, options) => store.claimOutbox({ ...query, namespace: undefined }, options),
  })),
  'claims the least overdue first': breakStore((store) => ({
    claimDue: async (query, options) => [...(await store.claimDue(query, options))].reverse(),
  })),
  'reads the clock of the machine': breakStore((store) => ({
    claimDue: (query, options) => store.claimDue({ ...query, at: new Date() }, options),
  })),
  'changes the version when it leases': breakStore((store) => ({
    claimDue: async (query, options) => {
      const claimed = await store.claimDue(query, options)
      return claimed.map((one) => ({ ...one, record: { ...one.record, version: one.record.version + 1 } }))
    },
  })),
  'keeps a lease after its commit': breakStore((store) => ({
    commit: async (change, options) => {
      const lease = change.certificate?.lease
      const result = await store.commit(change, options)
      if (lease !== undefined && result === 'committed') {
        await store.claimDue({ at: new Date(Date.parse(lease.until) - 1), limit: 9, owner: 'x', leaseMs: 10_000_000 })
      }
      return result
    },
  })),
  'claims a failed message again': breakStore((store) => ({
    settle: (settlement, options) => {
      const { message } = settlement
      return store.settle(
        { ...settlement, message: message.state === 'failed' ? { ...message, state: 'pending' } : message },
        options,
      )
    },
  })),
  'delays nothing that is to be tried again': breakStore((store) => ({
    settle: (settlement, options) =>
      store.settle({ ...settlement, message: { ...settlement.message, dueAt: '2026-01-01T00:00:00.000Z' } }, options),
  })),
  'forgets the events of a settlement': breakStore((store) => ({
    settle: (settlement, options) => store.settle({ ...settlement, events: [] }, options),
  })),
}
