import type { AuditEvent } from '../../../src/registry/audit-event.ts'
import type { CertificateRecord } from '../../../src/registry/certificate-record.ts'
import type { CertificateStore, CommitResult } from '../../../src/registry/certificate-store.ts'
import type { OutboxMessage } from '../../../src/registry/outbox-message.ts'

import { alterCommit, alterRecord, breakStore } from './break-store.ts'

/** A clone without freezing, handed out again and again. */
function shared<Value extends object>(): (value: Value) => Value {
  const copies = new WeakMap<Value, Value>()
  return (value) => {
    const copy = copies.get(value) ?? structuredClone(value)
    copies.set(value, copy)
    return copy
  }
}

const fold = (text: string): string => text.toLowerCase()

/** Stores that break a rule of what is written: versions, names, keys, copies, histories and the ledger. */
export const BROKEN_WRITES: Readonly<Record<string, () => CertificateStore>> = {
  'forgets that versions must match': breakStore((store) => ({
    commit: async (change, options) => {
      const { certificate } = change
      if (certificate?.kind !== 'put' || certificate.expectedVersion === 0) return store.commit(change, options)
      const stored = await store.get(change.namespace, certificate.record.id)
      const version = stored?.version ?? certificate.expectedVersion
      const record = { ...certificate.record, version: version + 1 }
      return store.commit({ ...change, certificate: { ...certificate, expectedVersion: version, record } }, options)
    },
  })),
  'checks the version and writes later': breakStore((store) => ({
    commit: async (change, options) => {
      const { certificate } = change
      if (certificate?.kind !== 'put' || certificate.expectedVersion === 0) return store.commit(change, options)
      const stored = await store.get(change.namespace, certificate.record.id)
      if (stored?.version !== certificate.expectedVersion) return store.commit(change, options)
      let result: CommitResult = 'conflict'
      for (let attempt = 0; attempt < 9 && result === 'conflict'; attempt += 1) {
        const late = await store.get(change.namespace, certificate.record.id)
        const version = late?.version ?? certificate.expectedVersion
        const put = {
          ...certificate,
          expectedVersion: version,
          record: { ...certificate.record, version: version + 1 },
        }
        result = await store.commit({ ...change, certificate: put }, options)
      }
      return result
    },
  })),
  'lets names be taken twice': alterRecord((record) => ({ ...record, name: `${record.name}\u0000${record.id}` })),
  'folds the case of names': breakStore((store) => ({
    commit: async (change, options) => {
      const { certificate, namespace } = change
      if (certificate?.kind === 'put') {
        const { items } = await store.list(namespace, { limit: 9999 })
        const { id, name } = certificate.record
        if (items.some((item) => item.id !== id && fold(item.name) === fold(name))) return 'name-taken'
      }
      return store.commit(change, options)
    },
  })),
  'answers name-taken before conflict': breakStore((store) => ({
    commit: async (change, options) => {
      const { certificate, namespace } = change
      if (certificate?.kind === 'put') {
        const [owner] = await store.find(namespace, { name: certificate.record.name })
        if (owner !== undefined && owner.id !== certificate.record.id) return 'name-taken'
      }
      return store.commit(change, options)
    },
  })),
  'keeps the key of a removed record': breakStore((store) => {
    const keys = new Map<string, Uint8Array>()
    return {
      commit: (change, options) => {
        const { certificate } = change
        if (certificate?.kind !== 'put') return store.commit(change, options)
        const { id } = certificate.record
        if (certificate.sealedKey instanceof Uint8Array) keys.set(id, certificate.sealedKey.slice())
        if (certificate.sealedKey === null) keys.delete(id)
        return store.commit({ ...change, certificate: { ...certificate, sealedKey: keys.get(id) } }, options)
      },
    }
  }),
  'forgets the key at every change': alterCommit((change) =>
    change.certificate?.kind === 'put'
      ? { ...change, certificate: { ...change.certificate, sealedKey: change.certificate.sealedKey ?? null } }
      : change,
  ),
  'never destroys a key': alterCommit((change) =>
    change.certificate?.kind === 'put' && change.certificate.sealedKey === null
      ? { ...change, certificate: { ...change.certificate, sealedKey: undefined } }
      : change,
  ),
  'gives out records that are its own': breakStore((store) => {
    const own = shared<CertificateRecord>()
    return {
      get: async (...given) => {
        const record = await store.get(...given)
        return record && own(record)
      },
      getWithKey: async (...given) => {
        const found = await store.getWithKey(...given)
        return found && { ...found, record: own(found.record) }
      },
    }
  }),
  'loses what JSON would keep': alterRecord((record) => ({ ...record, problems: [], attachments: [] })),
  'writes the record although an event failed': breakStore((store) => ({
    commit: async (change, options) => {
      try {
        return await store.commit(change, options)
      } catch (error) {
        await store.commit({ ...change, events: [] }, options).catch(() => undefined)
        throw error
      }
    },
  })),
  'writes events although the commit is refused': breakStore((store) => ({
    commit: async (change, options) => {
      const result = await store.commit(change, options)
      const { namespace, at, events } = change
      if (result !== 'committed') await store.commit({ namespace, at, events })
      return result
    },
  })),
  'writes messages although the commit is refused': breakStore((store) => ({
    commit: async (change, options) => {
      const result = await store.commit(change, options)
      const { namespace, at, messages } = change
      if (result !== 'committed') await store.commit({ namespace, at, messages })
      return result
    },
  })),
  'writes the contact although the certificate is refused': breakStore((store) => ({
    commit: async (change, options) => {
      const { namespace, at, contact } = change
      const result = await store.commit(change, options)
      if (result !== 'committed') await store.commit({ namespace, at, contact })
      return result
    },
  })),
  'forgets the events of a commit': alterCommit((change) => ({ ...change, events: [] })),
  'forgets the messages of a commit': alterCommit((change) => ({ ...change, messages: [] })),
  'writes an event twice': breakStore((store) => {
    let count = 0
    const renamed = (event: AuditEvent): AuditEvent => ({ ...event, id: `${event.id}-${(count += 1)}` })
    const unnamed = (event: AuditEvent): AuditEvent => ({ ...event, id: event.id.replace(/-\d+$/, '') })
    return {
      commit: (change, options) => store.commit({ ...change, events: change.events?.map(renamed) }, options),
      history: async (...given) => {
        const page = await store.history(...given)
        return { ...page, items: page.items.map(unnamed) }
      },
    }
  }),
  'sorts a history by its instants': breakStore((store) => ({
    history: async (...given) => {
      const page = await store.history(...given)
      return { ...page, items: [...page.items].sort((a, b) => (a.at < b.at ? -1 : 1)) }
    },
  })),
  'forgets keys of messages once they are delivered': breakStore((store) => {
    const gone = new Set<string>()
    const again = (message: OutboxMessage): OutboxMessage => {
      const key = JSON.stringify(message.key)
      return gone.has(key) ? { ...message, key: { ...message.key, step: `${message.key.step} ` } } : message
    }
    return {
      commit: (change, options) => store.commit({ ...change, messages: change.messages?.map(again) }, options),
      settle: async (settlement, options) => {
        const result = await store.settle(settlement, options)
        if (settlement.message.state !== 'pending') gone.add(JSON.stringify(settlement.message.key))
        return result
      },
    }
  }),
  'takes the channel for no part of a key': alterCommit((change) => ({
    ...change,
    messages: change.messages?.map((message) => ({ ...message, key: { ...message.key, channel: 'email' } })),
  })),
  'joins the parts of a key by a colon': alterCommit((change) => ({
    ...change,
    messages: change.messages?.map((message) => {
      const { step, contactId } = message.key
      const [first = '', ...rest] = `${step}:${contactId}`.split(':')
      return { ...message, key: { ...message.key, step: first, contactId: rest.join(':') } }
    }),
  })),
}
