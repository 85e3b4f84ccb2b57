import type { CertificateStore } from '../../../src/registry/certificate-store.ts'

import { breakStore } from './break-store.ts'

/** Stores that break a rule of lists, searches and namespaces. */
export const BROKEN_LISTS: Readonly<Record<string, () => CertificateStore>> = {
  'pages by position': breakStore((store) => ({
    list: async (namespace, query) => {
      const start = Number(query.cursor ?? 0)
      if (!/^\d{0,9}$/.test(query.cursor ?? '') || query.cursor === '') throw new RangeError('"cursor"')
      const { items } = await store.list(namespace, {
        ...query,
        cursor: undefined,
        limit: Math.max(query.limit, 1_000_000),
      })
      const end = start + query.limit
      return end < items.length
        ? { items: items.slice(start, end), cursor: String(end) }
        : { items: items.slice(start, end) }
    },
  })),
  'pages by the record at which a page ended': breakStore((store) => ({
    list: async (namespace, query) => {
      const { items } = await store.list(namespace, { ...query, cursor: undefined, limit: 1_000_000 })
      const start = query.cursor === undefined ? 0 : items.findIndex(({ id }) => id === query.cursor) + 1
      const page = items.slice(start, start + query.limit)
      const last = page.at(-1)
      return last && start + query.limit < items.length ? { items: page, cursor: last.id } : { items: page }
    },
  })),
  'cuts pages at 500': breakStore((store) => ({
    list: async (namespace, query, options) => {
      const { items } = await store.list(namespace, { ...query, limit: Math.min(query.limit, 500) }, options)
      return { items }
    },
  })),
  'takes any cursor for the first page': breakStore((store) => ({
    list: (namespace, query, options) => {
      const isCursor = /^\d{1,15}$/.test(query.cursor ?? '')
      return store.list(namespace, { ...query, cursor: isCursor ? query.cursor : undefined }, options)
    },
  })),
  'searches by a pattern': breakStore((store) => ({
    list: async (namespace, query, options) => {
      const { search, ...rest } = query
      if (search === undefined) return store.list(namespace, query, options)
      const page = await store.list(namespace, { ...rest, limit: 1_000_000 }, options)
      const quoted = search
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll('%', '[^]*')
        .replaceAll('_', '[^]')
      const pattern = new RegExp(quoted, 'iu')
      return { items: page.items.filter(({ name, domains }) => [name, ...domains].some((text) => pattern.test(text))) }
    },
  })),
  'searches by letter case': breakStore((store) => ({
    list: async (namespace, query, options) => {
      const { search, ...rest } = query
      if (search === undefined) return store.list(namespace, query, options)
      const page = await store.list(namespace, { ...rest, limit: 1_000_000 }, options)
      return {
        items: page.items.filter(({ name, domains }) => [name, ...domains].some((text) => text.includes(search))),
      }
    },
  })),
  'lists what expires at the instant': breakStore((store) => ({
    list: (namespace, query, options) => {
      const { expiringBefore } = query
      const later = expiringBefore && new Date(expiringBefore.getTime() + 1)
      return store.list(namespace, { ...query, expiringBefore: later }, options)
    },
  })),
  'matches domains by their ends': breakStore((store) => ({
    list: async (namespace, query, options) => {
      const { domains, ...rest } = query
      if (domains === undefined) return store.list(namespace, query, options)
      const page = await store.list(namespace, { ...rest, limit: 1_000_000 }, options)
      return {
        items: page.items.filter((item) => item.domains.some((one) => domains.some((end) => one.endsWith(end)))),
      }
    },
  })),
  'folds the case of namespaces': breakStore((store) => ({
    get: (namespace, ...given) => store.get(namespace.toLowerCase(), ...given),
    list: (namespace, ...given) => store.list(namespace.toLowerCase(), ...given),
  })),
  'finds keys in all namespaces': breakStore((store) => {
    const all = new Set<string>()
    return {
      commit: (change, options) => {
        all.add(change.namespace)
        return store.commit(change, options)
      },
      find: async (namespace, lookup, options) => {
        if ('name' in lookup) return store.find(namespace, lookup, options)
        return (await Promise.all([...all].map((one) => store.find(one, lookup, options)))).flat()
      },
    }
  }),
  'cuts off texts at a NUL': breakStore((store) => ({
    get: async (namespace, id, options) => store.get(namespace, id.split('\0')[0] ?? '', options),
  })),
  'finds by the fingerprint that was': breakStore((store) => {
    const first = new Map<string, string | null>()
    return {
      commit: (change, options) => {
        const { certificate } = change
        if (certificate?.kind === 'put' && !first.has(certificate.record.id)) {
          first.set(certificate.record.id, certificate.record.fingerprint)
        }
        return store.commit(change, options)
      },
      find: async (namespace, lookup, options) => {
        if (!('fingerprint' in lookup)) return store.find(namespace, lookup, options)
        const { items } = await store.list(namespace, { limit: 9999 })
        return items.filter(({ id }) => first.get(id) === lookup.fingerprint)
      },
    }
  }),
  'takes no notice of signals': breakStore((store) => ({ commit: (change) => store.commit(change) })),
  'removes the history with its subject': breakStore((store) => {
    const removed = new Set<string>()
    return {
      commit: (change, options) => {
        if (change.certificate?.kind === 'remove') removed.add(change.certificate.id)
        return store.commit(change, options)
      },
      history: (namespace, id, page, options) =>
        removed.has(id) ? Promise.resolve({ items: [] }) : store.history(namespace, id, page, options),
    }
  }),
  'sorts contacts by id': breakStore((store) => ({
    listContacts: async (...given) => [...(await store.listContacts(...given))].sort((a, b) => (a.id < b.id ? -1 : 1)),
  })),
}
