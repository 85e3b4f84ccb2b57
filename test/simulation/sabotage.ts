import type { CertificateRecord } from '../../src/registry/certificate-record.ts'
import type { CertificateStore, StoreChange } from '../../src/registry/certificate-store.ts'
import type { KeySealer } from '../../src/registry/key-sealer.ts'
import type { Notifier } from '../../src/registry/notifier.ts'

/** A piece that is broken on purpose, to see that the simulation finds it. */
export interface Sabotage {
  /** The rule that is broken by it, and others that may be noticed first. */
  readonly breaks: readonly string[]
  /** A store that does not keep to its contract. */
  readonly store?: (inner: CertificateStore) => CertificateStore
  /** A registry that asks the store for the wrong things. */
  readonly registry?: (store: CertificateStore) => CertificateStore
  readonly sealer?: (inner: KeySealer) => KeySealer
  readonly notifier?: (inner: Notifier) => Notifier
}

const DAY_MS = 86_400_000

/** What is appended to the step of a message that is written again, where the store below would step over it. */
const AGAIN = '\u0000again'

export const SABOTAGES: Readonly<Record<string, Sabotage>> = {
  'a store that forgets the keys of its ledger': {
    breaks: ['none-doubled'],
    store: (inner) => {
      const strip = <Message extends { readonly key: { readonly step: string } }>(message: Message): Message => ({
        ...message,
        key: { ...message.key, step: message.key.step.replaceAll(AGAIN, '') },
      })
      const again = new Map<string, number>()
      const nameOf = (key: object): string => JSON.stringify(key)
      const mark = <Message extends { readonly namespace: string; readonly key: { readonly step: string } }>(
        message: Message,
      ): Message => {
        const count = again.get(nameOf([message.namespace, message.key])) ?? 0
        return { ...message, key: { ...message.key, step: message.key.step + AGAIN.repeat(count) } }
      }
      return {
        ...inner,
        commit: async (change, options) => {
          for (const message of change.messages ?? []) {
            const known = await inner.getMessage(change.namespace, mark(message).key)
            if (known === undefined) continue
            const name = nameOf([message.namespace, message.key])
            again.set(name, (again.get(name) ?? 0) + 1)
          }
          return inner.commit({ ...change, messages: change.messages?.map(mark) }, options)
        },
        claimOutbox: async (query, options) =>
          (await inner.claimOutbox(query, options)).map(({ message, lease }) => ({ message: strip(message), lease })),
        settle: (settlement, options) => inner.settle({ ...settlement, message: mark(settlement.message) }, options),
      }
    },
  },
  'a store that deletes whatever the version is': {
    breaks: ['no-update-lost', 'in-use-never-deleted'],
    store: (inner) => ({
      ...inner,
      commit: async (change, options) => {
        const { certificate } = change
        if (certificate?.kind !== 'remove') return inner.commit(change, options)
        const expectedVersion = (await inner.get(change.namespace, certificate.id))?.version ?? 1
        return inner.commit({ ...change, certificate: { ...certificate, expectedVersion } }, options)
      },
    }),
  },
  'a store that writes over whatever is there': {
    breaks: ['no-update-lost', 'leases'],
    store: (inner) => ({
      ...inner,
      commit: async (change, options) => {
        const { certificate } = change
        if (certificate?.kind !== 'put' || certificate.expectedVersion === 0) return inner.commit(change, options)
        const found = await inner.get(change.namespace, certificate.record.id)
        if (found === undefined) return inner.commit(change, options)
        const record = { ...certificate.record, version: found.version + 1 }
        const write = { ...certificate, record, expectedVersion: found.version }
        return inner.commit({ ...change, certificate: write }, options)
      },
    }),
  },
  'a store that loses messages': {
    breaks: ['no-alert-lost'],
    store: (inner) => {
      let count = 0
      return {
        ...inner,
        claimOutbox: async (query, options) =>
          (await inner.claimOutbox(query, options)).filter(() => {
            count += 1
            return count % 5 !== 0
          }),
      }
    },
  },
  'a store that lets anybody settle': {
    breaks: ['leases', 'none-doubled'],
    store: (inner) => ({
      ...inner,
      settle: async (settlement, options) => {
        const result = await inner.settle(settlement, options)
        return result === 'conflict' ? 'settled' : result
      },
    }),
  },
  'a store that keeps the key of what was deleted': {
    breaks: ['no-key-outside-its-seal'],
    store: (inner) => {
      const kept = new Map<string, NonNullable<Awaited<ReturnType<CertificateStore['getWithKey']>>>>()
      return {
        ...inner,
        commit: async (change, options) => {
          const { certificate } = change
          if (certificate?.kind === 'remove') {
            const found = await inner.getWithKey(change.namespace, certificate.id)
            if (found !== undefined) kept.set(`${change.namespace} ${certificate.id}`, found)
          }
          return inner.commit(change, options)
        },
        getWithKey: async (namespace, id, options) =>
          (await inner.getWithKey(namespace, id, options)) ?? kept.get(`${namespace} ${id}`),
      }
    },
  },
  'a store whose namespaces share their contacts': {
    breaks: ['namespaces-never-leak'],
    store: (inner) => {
      const names = new Set<string>()
      return {
        ...inner,
        listContacts: async (namespace, options) => {
          names.add(namespace)
          const lists = await Promise.all([...names].map((name) => inner.listContacts(name, options)))
          return lists.flat()
        },
      }
    },
  },
  'a registry that dispatches without reading the record again': {
    breaks: ['none-after-the-end', 'no-alert-lost', 'none-doubled'],
    registry: (store) => {
      const first = new Map<string, readonly CertificateRecord[]>()
      return {
        ...store,
        find: async (namespace, lookup, options) => {
          if (!('fingerprint' in lookup)) return store.find(namespace, lookup, options)
          const known = first.get(lookup.fingerprint)
          if (known !== undefined) return known
          const found = await store.find(namespace, lookup, options)
          if (found.length > 0) first.set(lookup.fingerprint, found)
          return found
        },
      }
    },
  },
  'a registry that dispatches without reading the contact again': {
    breaks: ['none-after-the-end', 'no-alert-lost'],
    registry: (store) => {
      const first = new Map<string, Awaited<ReturnType<CertificateStore['getContact']>>>()
      return {
        ...store,
        getContact: async (namespace, id, options) => {
          const known = first.get(id)
          if (known !== undefined) return known
          const found = await store.getContact(namespace, id, options)
          first.set(id, found)
          return found
        },
      }
    },
  },
  'a registry that looks days too late': {
    breaks: ['nothing-overlooked', 'no-alert-lost'],
    registry: (store) => changedRecords(store, (record) => ({ dueAt: later(record.dueAt, 4 * DAY_MS) })),
  },
  'a registry that forgets what it knew of revocations': {
    breaks: ['status-agrees', 'none-doubled', 'no-alert-lost', 'nothing-overlooked'],
    registry: (store) =>
      changedRecords(store, ({ previous }) => ({ previous: previous && { status: 'valid', problems: [] } })),
  },
  'a registry that counts alerts as told when it is muted': {
    breaks: ['no-alert-lost'],
    registry: (store) =>
      changedRecords(store, ({ alerts, updatedAt }) =>
        alerts.mutedUntil === null
          ? {}
          : { alerts: { ...alerts, plannedUntil: alerts.mutedUntil, lastStep: updatedAt } },
      ),
  },
  'a registry that tells only the first contact': {
    breaks: ['no-alert-lost'],
    registry: (store) => ({
      ...store,
      commit: (change, options) => store.commit({ ...change, messages: change.messages?.slice(0, 1) }, options),
    }),
  },
  'a registry that attaches without looking at the status': {
    breaks: ['attached-only-if-valid'],
    registry: (store) => ({
      ...store,
      get: async (namespace, id, options) => {
        const record = await store.get(namespace, id, options)
        if (record === undefined || record.attachments.length > 0) return record
        return { ...record, status: 'valid', expiresAt: '9999-01-01T00:00:00.000Z' }
      },
    }),
  },
  'a registry that names a delivery anew each time': {
    breaks: ['none-doubled'],
    notifier: (inner) => {
      let count = 0
      return {
        ...inner,
        send: (notification, options) => {
          count += 1
          const idempotencyKey = `${notification.idempotencyKey.slice(0, 60)}${String(count)}`
          return inner.send({ ...notification, idempotencyKey }, options)
        },
      }
    },
  },
  'a sealer that does not seal': {
    breaks: ['no-key-outside-its-seal'],
    sealer: (inner) => ({
      ...inner,
      seal: (plaintext) => Promise.resolve(new Uint8Array(plaintext)),
    }),
  },
  'a registry that writes the key to its history': {
    breaks: ['no-key-outside-its-seal'],
    registry: (store) => ({
      ...store,
      commit: (change, options) => {
        const events = change.events?.map((event) =>
          event.type === 'key-read' ? { ...event, detail: { ...event.detail, fingerprint: LEAK } } : event,
        )
        return store.commit({ ...change, events }, options)
      },
    }),
  },
}

const LEAK = 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg'

/** Changes what checks write. */
function changedRecords(
  store: CertificateStore,
  changes: (record: CertificateRecord) => Partial<CertificateRecord>,
): CertificateStore {
  return {
    ...store,
    commit: (change: StoreChange, options) => {
      const { certificate } = change
      if (certificate?.kind !== 'put') return store.commit(change, options)
      const record = { ...certificate.record, ...changes(certificate.record) }
      return store.commit({ ...change, certificate: { ...certificate, record } }, options)
    },
  }
}

function later(instant: string | null, ms: number): string | null {
  return instant === null ? null : new Date(Date.parse(instant) + ms).toISOString()
}
