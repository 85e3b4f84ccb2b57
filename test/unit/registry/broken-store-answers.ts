import type { CertificateRecord } from '../../../src/registry/certificate-record.ts'
import type { CertificateStore, CommitResult } from '../../../src/registry/certificate-store.ts'
import { foldSearch } from '../../../src/registry/search-text.ts'
import { breakStore } from './break-store.ts'

/** Clones without freezing, the same one for the same value each time. */
function ownCopies(): <Value>(value: Value) => Value {
  const copies = new Map<unknown, unknown>()
  return (value) => {
    const known = copies.get(value) as typeof value | undefined
    const copy = known ?? structuredClone(value)
    copies.set(value, copy)
    return copy
  }
}

/** A store whose lists filter by what a record held when it was made. */
function filterByFirst(
  member: 'usage' | 'domains' | 'expiringBefore' | 'search',
  matches: (first: CertificateRecord, wanted: unknown) => boolean,
): () => CertificateStore {
  return breakStore((store) => {
    const first = new Map<string, CertificateRecord>()
    return {
      commit: (change, options) => {
        const { certificate } = change
        if (certificate?.kind === 'put' && certificate.expectedVersion === 0) {
          first.set(certificate.record.id, certificate.record)
        }
        return store.commit(change, options)
      },
      list: async (namespace, query, options) => {
        const { [member]: wanted, ...rest } = query
        if (wanted === undefined) return store.list(namespace, query, options)
        const { items } = await store.list(namespace, { ...rest, limit: 1_000_000 }, options)
        return {
          items: items.filter(({ id }) => {
            const made = first.get(id)
            return made !== undefined && matches(made, wanted)
          }),
        }
      },
    }
  })
}

/** Stores that break a rule of what is answered: limits, signals, copies, filters, orders and refusals. */
export const BROKEN_ANSWERS: Readonly<Record<string, () => CertificateStore>> = {
  'does not say whether it is durable': breakStore(() => ({ durable: undefined as unknown as boolean })),
  'takes no notice of the signal of a look-up': breakStore((store) => ({
    find: (namespace, lookup) => store.find(namespace, lookup),
  })),
  'takes no notice of the signal of a history': breakStore((store) => ({
    history: (namespace, id, page) => store.history(namespace, id, page),
  })),
  'settles though the signal was aborted': breakStore((store) => ({
    settle: (settlement) => store.settle(settlement),
  })),
  'claims messages though the signal was aborted': breakStore((store) => ({
    claimOutbox: (query) => store.claimOutbox(query),
  })),
  'finds every record of a fingerprint': breakStore((store) => ({
    find: (namespace, lookup, options) =>
      store.find(namespace, 'name' in lookup ? lookup : { ...lookup, limit: 1_000_000 }, options),
  })),
  'finds 100 records where no limit is given': breakStore((store) => ({
    find: (namespace, lookup, options) =>
      store.find(namespace, 'name' in lookup ? lookup : { limit: 100, ...lookup }, options),
  })),
  'answers a page of a ledger for any limit': breakStore((store) => ({
    listMessages: (namespace, fingerprint, page, options) =>
      store.listMessages(namespace, fingerprint, { ...page, limit: page.limit >= 1 ? page.limit : 1 }, options),
  })),
  'answers a page of a history for any limit': breakStore((store) => ({
    history: (namespace, id, page, options) =>
      store.history(namespace, id, { ...page, limit: page.limit >= 1 ? page.limit : 1 }, options),
  })),
  'claims messages for nobody': breakStore((store) => ({
    claimOutbox: (query, options) =>
      store.claimOutbox({ ...query, owner: query.owner === '' ? 'nobody' : query.owner }, options),
  })),
  'claims by when it was due, not by when it could be claimed': breakStore((store) => ({
    claimDue: async (query, options) => {
      const dueAt = ({ record }: { readonly record: CertificateRecord }): string => record.dueAt ?? ''
      const claimed = await store.claimDue({ ...query, limit: 1_000_000 }, options)
      return [...claimed].sort((a, b) => (dueAt(a) < dueAt(b) ? -1 : 1)).slice(0, query.limit)
    },
  })),
  'looks for the namespace among as many records as are claimed': breakStore((store) => ({
    claimDue: async (query, options) => {
      const claimed = await store.claimDue({ ...query, namespace: undefined }, options)
      return claimed.filter(({ record }) => query.namespace === undefined || record.namespace === query.namespace)
    },
  })),
  'looks for the namespace among as many messages as are claimed': breakStore((store) => ({
    claimOutbox: async (query, options) => {
      const claimed = await store.claimOutbox({ ...query, namespace: undefined }, options)
      return claimed.filter(({ message }) => query.namespace === undefined || message.namespace === query.namespace)
    },
  })),
  'lists a record once for each domain that matches': breakStore((store) => ({
    list: async (namespace, query, options) => {
      const page = await store.list(namespace, query, options)
      const { domains } = query
      if (domains === undefined) return page
      const timesOf = (record: CertificateRecord): number =>
        record.domains.filter((one) => domains.includes(one)).length
      return { ...page, items: page.items.flatMap((item) => Array.from({ length: timesOf(item) }, () => item)) }
    },
  })),
  'filters by the usage that was': filterByFirst('usage', (first, wanted) => first.usage === wanted),
  'filters by the domains that were': filterByFirst(
    'domains',
    (first, wanted) => Array.isArray(wanted) && first.domains.some((domain) => wanted.includes(domain)),
  ),
  'filters by the expiry that was': filterByFirst(
    'expiringBefore',
    (first, wanted) =>
      wanted instanceof Date && first.expiresAt !== null && Date.parse(first.expiresAt) < wanted.getTime(),
  ),
  'searches what was': filterByFirst('search', (first, wanted) =>
    [first.name, ...first.domains].some(
      (text) => typeof wanted === 'string' && foldSearch(text).includes(foldSearch(wanted)),
    ),
  ),
  'drops what is pending of a removed record': breakStore((store) => {
    const removed = new Set<string>()
    return {
      commit: (change, options) => {
        if (change.certificate?.kind === 'remove') removed.add(change.certificate.id)
        return store.commit(change, options)
      },
      claimOutbox: async (query, options) =>
        (await store.claimOutbox(query, options)).filter(({ message }) => !removed.has(message.certificateId)),
    }
  }),
  'moves a settled message to the end of the ledger': breakStore((store) => {
    const settled = new Set<string>()
    return {
      settle: (settlement, options) => {
        settled.add(settlement.message.key.step)
        return store.settle(settlement, options)
      },
      listMessages: async (...given) => {
        const page = await store.listMessages(...given)
        const isSettled = (step: string): number => Number(settled.has(step))
        return { ...page, items: [...page.items].sort((a, b) => isSettled(a.key.step) - isSettled(b.key.step)) }
      },
    }
  }),
  'finds a message whatever its channel': breakStore((store) => ({
    getMessage: async (namespace, key, options) =>
      (await store.getMessage(namespace, key, options)) ??
      store.getMessage(namespace, { ...key, channel: 'email' }, options),
  })),
  'writes events where they say that they are': breakStore((store) => ({
    commit: async (change, options) => {
      const { namespace, at, events = [] } = change
      for (const event of events) {
        if (event.namespace !== namespace) await store.commit({ namespace: event.namespace, at, events: [event] })
      }
      return store.commit({ ...change, events: events.filter((event) => event.namespace === namespace) }, options)
    },
  })),
  'settles with events of another namespace': breakStore((store) => ({
    settle: (settlement, options) =>
      store.settle(
        {
          ...settlement,
          events: settlement.events?.filter(({ namespace }) => namespace === settlement.message.namespace),
        },
        options,
      ),
  })),
  'answers for the record before it looks at the contact': breakStore((store) => ({
    commit: async (change, options) => {
      const { namespace, at, certificate, contact } = change
      if (certificate?.kind !== 'put' || contact === undefined) return store.commit(change, options)
      const stored = await store.get(namespace, certificate.record.id)
      const [owner] = await store.find(namespace, { name: certificate.record.name })
      if (stored !== undefined && stored.version !== certificate.expectedVersion) return 'conflict'
      if (stored !== undefined && owner !== undefined && owner.id !== stored.id) return 'name-taken'
      return store.commit({ ...change, at }, options)
    },
  })),
  'checks the version of a contact and writes later': breakStore((store) => ({
    commit: async (change, options) => {
      const { namespace, contact } = change
      if (contact?.kind !== 'put' || contact.expectedVersion === 0) return store.commit(change, options)
      const stored = await store.getContact(namespace, contact.record.id)
      if (stored?.version !== contact.expectedVersion) return store.commit(change, options)
      let result: CommitResult = 'conflict'
      for (let attempt = 0; attempt < 30 && result === 'conflict'; attempt += 1) {
        const version = (await store.getContact(namespace, contact.record.id))?.version ?? contact.expectedVersion
        const put = { ...contact, expectedVersion: version, record: { ...contact.record, version: version + 1 } }
        result = await store.commit({ ...change, contact: put }, options)
      }
      return result
    },
  })),
  'lists records that are its own': breakStore((store) => {
    const own = ownCopies()
    return {
      list: async (...given) => {
        const page = await store.list(...given)
        return { ...page, items: page.items.map(own) }
      },
    }
  }),
  'gives out events that are its own': breakStore((store) => {
    const own = ownCopies()
    return {
      history: async (...given) => {
        const page = await store.history(...given)
        return { ...page, items: page.items.map(own) }
      },
    }
  }),
  'gives out contacts that are its own': breakStore((store) => {
    const own = ownCopies()
    return { getContact: async (...given) => own(await store.getContact(...given)) }
  }),
}
