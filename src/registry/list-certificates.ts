import { parseDnsName, parseIpAddress } from '../path/host-name.ts'
import { readName } from '../report/read-name.ts'
import { ipText } from '../x509/ip-text.ts'
import type { CertificateRecord } from './certificate-record.ts'
import type { Page } from './certificate-store.ts'
import type { ListOptions } from './registry.ts'
import type { RegistryContext } from './registry-context.ts'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 1000

const STATUSES = ['valid', 'expired', 'revoked', 'registration-failed', 'unverifiable']
const USAGES = ['in-use', 'unused']

/** A page of certificates. See {@link Registry}. */
export async function listCertificates(
  { store, namespace }: RegistryContext,
  options: ListOptions,
): Promise<Page<CertificateRecord>> {
  const { status, usage, domain, expiringBefore, search, cursor, limit = DEFAULT_LIMIT, signal } = options
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new RangeError(`"limit" must be an integer from 1 to ${MAX_LIMIT}`)
  }
  if (status !== undefined && !STATUSES.includes(status))
    throw new RangeError(`"status" must be one of ${STATUSES.join(', ')}`)
  if (usage !== undefined && !USAGES.includes(usage)) throw new RangeError('"usage" must be "in-use" or "unused"')
  if (domain !== undefined && typeof domain !== 'string') throw new TypeError('"domain" must be a string')
  const domains = domain === undefined ? undefined : domainsFor(domain.trim())
  return store.list(namespace, { status, usage, domains, expiringBefore, search, cursor, limit }, { signal })
}

/** The certificate of a name, as a form would give it. See {@link Registry}. */
export async function findByName(
  { store, namespace }: RegistryContext,
  name: string,
  signal: AbortSignal | undefined,
): Promise<CertificateRecord | undefined> {
  if (typeof name !== 'string') throw new TypeError('"name" must be a string')
  const { name: kept, problems } = readName(name)
  // Nothing has such a name, and a store might take it for another.
  if (problems.length > 0) return undefined
  const [record] = await store.find(namespace, { name: kept }, { signal })
  return record
}

/** How a certificate that covers a host may name it (RFC 9525 section 6.3): itself, or a wildcard for its first label. */
function domainsFor(domain: string): readonly string[] {
  const octets = parseIpAddress(domain)
  if (octets !== undefined) return [ipText(octets, 0, octets.length)]
  if (domain.startsWith('*.')) return [domain.toLowerCase()]
  const labels = parseDnsName(domain)
  if (labels === undefined) return [domain.toLowerCase()]
  const name = labels.join('.')
  return labels.length > 2 ? [name, `*.${labels.slice(1).join('.')}`] : [name]
}
