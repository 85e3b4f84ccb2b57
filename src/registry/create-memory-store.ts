import type { CertificateRecord } from './certificate-record.ts'
import type {
  CertificateLookup,
  CertificateStore,
  ClaimedMessage,
  ClaimedRecord,
  ClaimQuery,
  Lease,
  Page,
  Settlement,
  SettleResult,
} from './certificate-store.ts'
import { checkChange, checkClaim, checkList, checkPage, checkSettlement } from './check-store-arguments.ts'
import { createClaimQueue } from './claim-queue.ts'
import { frozenCopy } from './frozen-copy.ts'
import { appendEvents, commitChange, type MemoryState } from './commit-to-memory.ts'
import { matchesQuery } from './matches-query.ts'
import { claimableAt, createShelf, holds, textOfKey, type CertificateRow, type Shelf } from './memory-shelf.ts'
import type { PortOptions } from './port-options.ts'

/** Records that `find` gives if it is not told. */
const DEFAULT_FOUND = 1000

/** What a cursor looks like: the number of the row or item after which the next page begins. */
const CURSOR = /^\d{1,15}$/

/**
 * Makes a store that keeps everything in memory, and forgets it with the process: for tests, for trying out, and as the reference of
 * what a {@link CertificateStore} does. Everything happens within one turn, so that nothing is ever half written.
 *
 * Lists and searches look at every record of the namespace; what is due is found by an ordered index, and costs what is claimed.
 *
 * @example
 * ```ts
 * const registry = createRegistry({ store: createMemoryStore(), anchors })
 * ```
 */
export function createMemoryStore(): CertificateStore {
  const shelves = new Map<string, Shelf>()
  const state: MemoryState = {
    shelfOf: (namespace) => {
      const known = shelves.get(namespace)
      if (known !== undefined) return known
      const made = createShelf()
      shelves.set(namespace, made)
      return made
    },
    due: createClaimQueue(),
    outbox: createClaimQueue(),
    nextSequence: createCounter(),
  }
  const rowOf = (namespace: string, id: string): CertificateRow | undefined =>
    shelves.get(namespace)?.certificates.get(id)

  return {
    durable: false,
    get: (namespace, id, options) => answer(options, () => rowOf(namespace, id)?.record),
    getWithKey: (namespace, id, options) =>
      answer(options, () => {
        const row = rowOf(namespace, id)
        return row && { record: row.record, sealedKey: row.sealedKey && new Uint8Array(row.sealedKey) }
      }),
    find: (namespace, lookup, options) => answer(options, () => findRecords(shelves.get(namespace), lookup)),
    list: (namespace, query, options) =>
      answer(options, () => {
        checkList(query)
        const isWanted = matchesQuery(query)
        const before = readCursor(query.cursor) ?? Infinity
        const rows = shelves.get(namespace)?.order.before(before) ?? []
        const found: CertificateRow[] = []
        for (const row of rows) {
          if (isWanted(row.record)) found.push(row)
          if (found.length > query.limit) break
        }
        const rowsOfPage = found.slice(0, query.limit)
        const items = rowsOfPage.map((row) => row.record)
        const last = rowsOfPage.at(-1)
        return last === undefined || found.length <= query.limit ? { items } : { items, cursor: String(last.sequence) }
      }),
    getContact: (namespace, id, options) => answer(options, () => shelves.get(namespace)?.contacts.get(id)),
    listContacts: (namespace, options) => answer(options, () => [...(shelves.get(namespace)?.contacts.values() ?? [])]),
    history: (namespace, subjectId, page, options) =>
      answer(options, () => pageOf([...(shelves.get(namespace)?.histories.get(subjectId)?.values() ?? [])], page)),
    listMessages: (namespace, fingerprint, page, options) =>
      answer(options, () => {
        const rows = shelves.get(namespace)?.ledger.get(fingerprint) ?? []
        return pageOf(
          rows.map((row) => row.message),
          page,
        )
      }),
    getMessage: (namespace, key, options) =>
      answer(options, () => shelves.get(namespace)?.messages.get(textOfKey(key))?.message),
    commit: (change, options) =>
      answer(options, () => {
        checkChange(change)
        return commitChange(state, change)
      }),
    claimDue: (query, options) => answer(options, () => claimRecords(state, query)),
    claimOutbox: (query, options) => answer(options, () => claimMessages(state, query)),
    settle: (settlement, options) => answer(options, () => settleMessage(state, settlement)),
  }
}

/** Does the work at once; what it throws is what the promise rejects with. */
function answer<Value>(options: PortOptions | undefined, work: () => Value): Promise<Value> {
  return new Promise((resolve) => {
    options?.signal?.throwIfAborted()
    resolve(work())
  })
}

function createCounter(): () => number {
  let count = 0
  return () => {
    count += 1
    return count
  }
}

function findRecords(shelf: Shelf | undefined, lookup: CertificateLookup): readonly CertificateRecord[] {
  if ('name' in lookup) {
    const row = shelf?.names.get(lookup.name)
    return row === undefined ? [] : [row.record]
  }
  const { limit = DEFAULT_FOUND } = lookup
  checkPage({ limit })
  if (shelf === undefined) return []
  const rows =
    'fingerprint' in lookup
      ? shelf.fingerprints.find(lookup.fingerprint, limit)
      : shelf.publicKeys.find(lookup.publicKeySha256, limit)
  return rows.map((row) => row.record)
}

function pageOf<Item>(
  items: readonly Item[],
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Page<Item> {
  checkPage(page)
  const start = readCursor(page.cursor) ?? 0
  const end = start + page.limit
  const part = items.slice(start, end)
  return end < items.length ? { items: part, cursor: String(end) } : { items: part }
}

function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  if (!CURSOR.test(cursor)) throw new RangeError('"cursor" must come from an earlier page')
  return Number(cursor)
}

function claimRecords({ due }: MemoryState, query: ClaimQuery): readonly ClaimedRecord[] {
  checkClaim(query)
  const claimed: ClaimedRecord[] = []
  while (claimed.length < query.limit) {
    const row = due.next(query.at.getTime(), query.namespace)
    if (row === undefined || row.record.dueAt === null) break
    const { record } = row
    const lease = leaseOf(query)
    row.lease = lease
    due.set(record.namespace, row, claimableAt(row.record.dueAt, lease))
    claimed.push({ record, lease })
  }
  return claimed
}

function claimMessages({ outbox }: MemoryState, query: ClaimQuery): readonly ClaimedMessage[] {
  checkClaim(query)
  const claimed: ClaimedMessage[] = []
  while (claimed.length < query.limit) {
    const row = outbox.next(query.at.getTime(), query.namespace)
    if (row === undefined) break
    const { message } = row
    const lease = leaseOf(query)
    row.lease = lease
    outbox.set(message.namespace, row, claimableAt(message.dueAt, lease))
    claimed.push({ message, lease })
  }
  return claimed
}

function leaseOf({ owner, at, leaseMs }: ClaimQuery): Lease {
  // Rounded up, so that a part of a millisecond is no lease of nothing.
  return Object.freeze({ owner, until: new Date(at.getTime() + Math.ceil(leaseMs)).toISOString() })
}

function settleMessage(state: MemoryState, settlement: Settlement): SettleResult {
  checkSettlement(settlement)
  const { lease, at } = settlement
  const message = frozenCopy(settlement.message, 'message')
  const events = frozenCopy(settlement.events ?? [], 'events')
  const shelf = state.shelfOf(message.namespace)
  const row = shelf.messages.get(textOfKey(message.key))
  if (row === undefined) return 'missing'
  if (!holds(row.lease, lease, at)) return 'conflict'
  row.message = message
  row.lease = null
  const isPending = message.state === 'pending'
  state.outbox.set(message.namespace, row, isPending ? claimableAt(message.dueAt, null) : undefined)
  appendEvents(shelf, events)
  return 'settled'
}
