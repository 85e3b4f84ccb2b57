/**
 * Prints, as JSON, what a registry in memory takes that holds so many certificates. In a process of its own for each size: what was
 * allocated for one would be swept up during the next.
 *
 * Argument: how many certificates are stored.
 */
import {
  createMemoryStore,
  createRegistry,
  createTrustStore,
  validateBundle,
  type Bundle,
  type CertificateRecord,
  type CertificateStore,
  type Registry,
} from '../../src/index.ts'
import { aesGcmSealer } from '../../src/registry/aes-gcm-sealer.ts'
import { bytesInUse, median } from './measure.ts'
import {
  createTestAuthority,
  createTestClock,
  type TestAuthority,
  type TestCertificate,
} from '../../src/testing/index.ts'

const DUE = 100
/** Sweeps of so many each, an hour apart, of which the one in the middle counts: what the collector of garbage does falls on some. */
const SWEEPS = 9
const REGISTRATIONS = 60
/** The first of them warm everything up, and do not count. */
const WARM_UP = 20
const PAGE = 50
const PAGES = 200
const NAMESPACE = 'default'
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** What was measured. Times are microseconds. */
export interface RegistryFigures {
  readonly count: number
  /** Bytes that the store keeps for a record. */
  readonly bytesARecord: number
  /** `validateBundle` alone, of a bundle seen before. */
  readonly validate: number
  /** `register` of such a bundle. */
  readonly register: number
  /** A sweep, for each certificate that is due. */
  readonly sweepADue: number
  /** A sweep when nothing is due. */
  readonly sweepOfNothing: number
  /** How many calls of the store the sweep made. */
  readonly storeCalls: number
  readonly firstPage: number
  readonly laterPage: number
  /** A search of which nothing is true, so that every record is looked at. */
  readonly searchAll: number
}

const count = Number(process.argv[2])
const clock = createTestClock()
const root = await createTestAuthority({ at: clock })
const ca = await root.intermediate()
const anchors = createTrustStore([root.pem])
const bundles: Bundle[] = []
for (let index = 0; index < REGISTRATIONS; index += 1)
  bundles.push(bundleOf(await ca.leaf({ lifetimeDays: 90 }), index))

// Before the store is filled, which has nothing to do with it.
const validate = await each(bundles, (bundle) => validateBundle(bundle, { anchors, at: clock.now() }))

const { store, calls } = countCalls(createMemoryStore())
const registry = openRegistry(store)
// Records are copies of one that was registered: with keys, names and texts of their own, but without the work of registering.
const model = await modelOf(openRegistry(createMemoryStore()), ca)
const before = bytesInUse()
const dueMs = clock.now().getTime() + DAY_MS
for (let index = 0; index < count; index += 1) {
  const sweep = Math.floor(index / DUE)
  const record = copyOf(model, index, sweep < SWEEPS ? dueMs + sweep * HOUR_MS : dueMs + DAY_MS + index)
  await store.commit({
    namespace: NAMESPACE,
    at: clock.now(),
    certificate: { kind: 'put', expectedVersion: 0, record },
  })
}
const bytesARecord = (bytesInUse() - before) / count

const register = await each(bundles, async (bundle) => {
  const result = await registry.register(bundle)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
})

const firstPage = await repeat(PAGES, () => registry.list({ limit: PAGE }))
const { cursor } = await pageAt(registry, Math.min(count / 2, 50_000))
const laterPage = await repeat(PAGES, () => registry.list({ limit: PAGE, cursor }))
const searchAll = await repeat(5, () => registry.list({ search: 'is in none of them' }))

const sweepOfNothing = await repeat(PAGES, () => registry.sweep())
const sweepTimes: number[] = []
for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
  clock.set(new Date(dueMs + sweep * HOUR_MS))
  calls.count = 0
  const start = performance.now()
  const { checked, failures } = await registry.sweep()
  sweepTimes.push(((performance.now() - start) * 1000) / DUE)
  if (checked !== DUE || failures.length > 0) throw new Error(`${checked} were looked at, ${failures.length} failed`)
}
const sweepADue = median(sweepTimes)

const figures: RegistryFigures = {
  count,
  bytesARecord,
  validate,
  register,
  sweepADue,
  sweepOfNothing,
  storeCalls: calls.count,
  firstPage,
  laterPage,
  searchAll,
}
console.log(JSON.stringify(figures))

function openRegistry(own: CertificateStore): Registry {
  return createRegistry({
    store: own,
    anchors,
    clock,
    sealer: aesGcmSealer([{ id: 'a', key: new Uint8Array(32).fill(7) }]),
  })
}

function bundleOf({ key, pem, chainPem }: TestCertificate, index: number): Bundle {
  return { name: `new ${index}`, privateKey: key.pkcs8, certificate: pem, chain: chainPem }
}

async function modelOf(first: Registry, issuer: TestAuthority): Promise<CertificateRecord> {
  const result = await first.register(bundleOf(await issuer.leaf({ lifetimeDays: 90 }), -1))
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.record
}

/** A record of its own: every text is a new one, as when it is read from a database. */
function copyOf(record: CertificateRecord, index: number, dueAtMs: number): CertificateRecord {
  const digits = index.toString(16).padStart(64, '0')
  const own = {
    id: digits.slice(32),
    name: `copy ${index}`,
    fingerprint: digits,
    publicKeySha256: digits,
    dueAt: new Date(dueAtMs).toISOString(),
  }
  return structuredClone({ ...record, ...own })
}

/** A store that counts what is asked of it. */
function countCalls(inner: CertificateStore): { readonly store: CertificateStore; readonly calls: { count: number } } {
  const calls = { count: 0 }
  const store = new Proxy(inner, {
    get: (target, name: keyof CertificateStore) => {
      const member = target[name]
      if (typeof member !== 'function') return member
      return (...given: readonly unknown[]): unknown => {
        calls.count += 1
        return Reflect.apply(member, target, given)
      }
    },
  })
  return { store, calls }
}

/** The page that begins so many records from the first. */
async function pageAt(own: Registry, skipped: number): Promise<{ readonly cursor?: string }> {
  let page: { readonly cursor?: string } = {}
  for (let index = 0; index < skipped; index += 1000) page = await own.list({ limit: 1000, cursor: page.cursor })
  return page
}

/** The median microseconds of a call for each of these, the first of them left out. */
async function each<Item>(items: readonly Item[], run: (item: Item) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (const item of items) times.push(await timeOf(() => run(item)))
  return median(times.slice(WARM_UP))
}

async function repeat(rounds: number, run: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) times.push(await timeOf(run))
  return median(times)
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return (performance.now() - start) * 1000
}
