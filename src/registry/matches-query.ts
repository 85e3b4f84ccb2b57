import type { CertificateRecord } from './certificate-record.ts'
import type { ListQuery } from './certificate-store.ts'
import { foldSearch, searchTextOf } from './search-text.ts'

/** Makes the test of whether a record belongs into a list. */
export function matchesQuery(query: ListQuery): (record: CertificateRecord) => boolean {
  const { status, usage, expiringBefore } = query
  const domains = query.domains === undefined ? undefined : new Set(query.domains)
  const search = query.search === undefined ? undefined : foldSearch(query.search)
  const beforeMs = expiringBefore?.getTime()
  return (record) => {
    if (status !== undefined && record.status !== status) return false
    if (usage !== undefined && record.usage !== usage) return false
    if (domains !== undefined && !record.domains.some((domain) => domains.has(domain))) return false
    if (beforeMs !== undefined && !(record.expiresAt !== null && Date.parse(record.expiresAt) < beforeMs)) return false
    return search === undefined || searchTextOf(record).includes(search)
  }
}
