import type { AuditEvent } from '../../../src/registry/audit-event.ts'
import type { CertificateStore, Lease } from '../../../src/registry/certificate-store.ts'

import { alterCommit, alterRecord, breakStore } from './break-store.ts'

const toSecond = (text: string): string => `${text.slice(0, 19)}.000Z`

const alterEvents = (alter: (event: AuditEvent) => AuditEvent): (() => CertificateStore) =>
  alterCommit((change) => ({ ...change, events: change.events?.map(alter) }))

/** What JSON says of a detail, changed as a text. */
const rewritten =
  (rewrite: (text: string) => string) =>
  (event: AuditEvent): AuditEvent => ({
    ...event,
    detail: JSON.parse(rewrite(JSON.stringify(event.detail))) as AuditEvent['detail'],
  })

/** Lets others have their turn, as a call over a network does. */
const network = (): Promise<void> => Promise.resolve()

/** Stores that break a rule as adapters of databases are apt to: by types of columns, and by isolation that is too low. */
export const BROKEN_LIMITS: Readonly<Record<string, () => CertificateStore>> = {
  'keeps due dates of records to the second': alterRecord((record) => ({
    ...record,
    dueAt: record.dueAt === null ? null : toSecond(record.dueAt),
  })),
  'keeps due dates of messages to the second': alterCommit((change) => ({
    ...change,
    messages: change.messages?.map((message) => ({ ...message, dueAt: toSecond(message.dueAt) })),
  })),
  'keeps expiries to the second': alterRecord((record) => ({
    ...record,
    expiresAt: record.expiresAt === null ? null : toSecond(record.expiresAt),
  })),
  'keeps leases of records to the second': breakStore((store) => ({
    claimDue: (query, options) =>
      store.claimDue({ ...query, leaseMs: Math.max(1000, Math.floor(query.leaseMs / 1000) * 1000) }, options),
  })),
  'keeps leases of messages to the second': breakStore((store) => ({
    claimOutbox: (query, options) =>
      store.claimOutbox({ ...query, leaseMs: Math.max(1000, Math.floor(query.leaseMs / 1000) * 1000) }, options),
  })),
  'cuts chains off at a megabyte': alterRecord((record) => ({
    ...record,
    chainPem: record.chainPem.slice(0, 350_000),
  })),
  'cuts keys off at 64 kilobytes': alterCommit((change) =>
    change.certificate?.kind === 'put' && change.certificate.sealedKey instanceof Uint8Array
      ? { ...change, certificate: { ...change.certificate, sealedKey: change.certificate.sealedKey.slice(0, 65_535) } }
      : change,
  ),
  'cuts events off at 64 kilobytes': alterEvents(
    rewritten((text) => (text.length > 65_535 ? `${text.slice(0, 65_000)}"}` : text)),
  ),
  'cuts messages off at 64 kilobytes': alterCommit((change) => ({
    ...change,
    messages: change.messages?.map((message) => ({
      ...message,
      alert: { ...message.alert, issuer: message.alert.issuer.slice(0, 65_535) },
    })),
  })),
  'keeps numbers as floats of 32 bits': alterEvents(rewritten((text) => text.replace('0.1', String(Math.fround(0.1))))),
  'normalises texts': alterEvents(rewritten((text) => text.normalize('NFC'))),
  'leaves members without a name out': alterEvents(({ detail, ...event }) => ({
    ...event,
    detail: Object.fromEntries(Object.entries(detail).filter(([name]) => name !== '')),
  })),
  'takes texts that look like dates for dates': alterEvents(rewritten((text) => text.replace('00.000Z"', '00Z"'))),
  'reads a record and its key one after the other': breakStore((store) => ({
    getWithKey: async (...given) => {
      const record = await store.get(...given)
      await network()
      const later = await store.getWithKey(...given)
      return record && later && { record, sealedKey: later.sealedKey }
    },
  })),
  'looks whether a name is free, and writes later': breakStore((store) => {
    const names = new Map<string, string>()
    return {
      commit: async (change, options) => {
        const { certificate } = change
        if (certificate?.kind !== 'put' || certificate.expectedVersion === 0) return store.commit(change, options)
        const { id, name } = certificate.record
        const owner = names.get(name) ?? id
        await network()
        if (owner !== id) return 'name-taken'
        names.set(name, id)
        const result = await store.commit(change, options)
        return result === 'name-taken' ? 'committed' : result
      },
    }
  }),
  'ends a lease by every commit': breakStore((store) => {
    const leases = new Map<string, Lease>()
    return {
      claimDue: async (...given) => {
        const claimed = await store.claimDue(...given)
        for (const { record, lease } of claimed) leases.set(record.id, lease)
        return claimed
      },
      commit: (change, options) => {
        const { certificate } = change
        if (certificate?.kind !== 'put' || certificate.lease !== undefined) return store.commit(change, options)
        return store.commit({ ...change, certificate: { ...certificate, lease: leases.get(certificate.record.id) } })
      },
    }
  }),
  'gives a record the lease of one of the same id that was removed': breakStore((store) => {
    const removed = new Map<string, Lease>()
    const held = new Map<string, Lease>()
    return {
      claimDue: async (...given) => {
        const claimed = await store.claimDue(...given)
        for (const { record, lease } of claimed) held.set(record.id, lease)
        return claimed.filter(({ record }) => !removed.has(record.id))
      },
      commit: (change, options) => {
        const { certificate } = change
        const lease = certificate?.kind === 'remove' ? held.get(certificate.id) : undefined
        if (certificate?.kind === 'remove' && lease !== undefined) removed.set(certificate.id, lease)
        return store.commit(change, options)
      },
    }
  }),
}
