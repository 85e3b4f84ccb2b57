import { createHash } from 'node:crypto'
import type { CertificateStore, Lease } from '../../src/registry/certificate-store.ts'
import type { Clock } from '../../src/registry/clock.ts'
import type { KeySealer, SealContext } from '../../src/registry/key-sealer.ts'
import type { DeliveryOutcome, Notifier } from '../../src/registry/notifier.ts'
import type { Fetcher, FetchResponse } from '../../src/problem/fetcher.ts'
import { CertkeepError } from '../../src/problem/certkeep-error.ts'
import type { Monitor } from './monitor.ts'
import type { Scheduler } from './scheduler.ts'
import type { PublishedCrl } from './simulated-ca.ts'
import type { SimulatedProcess, World } from './world.ts'

/** How often a store that is flaky fails. */
const STORE_FAILS = 0.04

/** What the ports of a process are made of. */
export interface PortParts {
  readonly world: World
  readonly scheduler: Scheduler
  readonly monitor: Monitor
  readonly process: SimulatedProcess
}

/** The store as one registry sees it: far away, at times broken, and watched. */
export function createStorePort(
  { world, scheduler, monitor, process }: PortParts,
  inner: CertificateStore,
  namespace: string,
): CertificateStore {
  const { random, trace } = world
  const ask = <Value>(label: string, given: string, work: () => Promise<Value>): Promise<Value> => {
    if (given !== namespace) world.violate('namespaces-never-leak', `${namespace} asks for ${given}`)
    return scheduler.ask(process, `${namespace} ${label}`, async () => {
      const isFailing = world.storeHealth === 'flaky' && random.chance(STORE_FAILS)
      const isDone = !isFailing || random.chance(0.5)
      if (!isDone) throw storeFailure()
      const value = await work()
      if (isFailing) throw storeFailure()
      return value
    })
  }
  const belongs = <Value extends { readonly namespace: string }>(value: Value | undefined): Value | undefined => {
    if (value !== undefined && value.namespace !== namespace) {
      world.violate('namespaces-never-leak', `${namespace} was given a document of ${value.namespace}`)
    }
    return value
  }
  return {
    durable: true,
    get: (given, id) => ask(`get ${id}`, given, async () => belongs(await inner.get(given, id))),
    getWithKey: (given, id) => ask(`get key ${id}`, given, () => inner.getWithKey(given, id)),
    find: (given, lookup) =>
      ask(`find by ${Object.keys(lookup).join()}`, given, async () => {
        const found = await inner.find(given, lookup)
        found.forEach(belongs)
        return found
      }),
    list: (given, query) => ask('list', given, () => inner.list(given, query)),
    getContact: (given, id) => ask(`get contact ${id}`, given, async () => belongs(await inner.getContact(given, id))),
    listContacts: (given) =>
      ask('list contacts', given, async () => {
        const found = await inner.listContacts(given)
        found.forEach(belongs)
        return found
      }),
    history: (given, id, page) => ask(`history ${id}`, given, () => inner.history(given, id, page)),
    listMessages: (given, fingerprint, page) =>
      ask('list messages', given, () => inner.listMessages(given, fingerprint, page)),
    getMessage: (given, key) =>
      ask(`get message ${key.step}`, given, async () => belongs(await inner.getMessage(given, key))),
    commit: (change) => {
      const { certificate, contact, events = [], messages = [] } = change
      const types = events.map(({ type }) => type).join()
      const subject = certificate?.kind === 'put' ? certificate.record : (certificate ?? contact)
      const id = subject === undefined ? '' : 'id' in subject ? subject.id : subject.record.id
      const label = `commit ${id} ${types} ${String(messages.length)} messages`
      return ask(label, change.namespace, async () => {
        const result = await inner.commit(change)
        const status = certificate?.kind === 'put' ? certificate.record.status : ''
        trace.note(`    ${result} ${status}`, JSON.stringify(change))
        if (result === 'committed') monitor.committed(process, change)
        return result
      })
    },
    claimDue: (query) =>
      ask('claim due', query.namespace ?? 'all', async () => {
        const claims = await inner.claimDue(query)
        trace.note(`    ${claims.map(({ record }) => record.id).join()}${untilOf(claims[0])}`)
        monitor.claimedRecords(namespace, claims)
        return claims
      }),
    claimOutbox: (query) =>
      ask('claim outbox', query.namespace ?? 'all', async () => {
        const claims = await inner.claimOutbox(query)
        trace.note(`    ${String(claims.length)} messages${untilOf(claims[0])}`)
        monitor.claimedMessages(process, namespace, claims)
        return claims
      }),
    settle: (settlement) => {
      const { key, state, reason } = settlement.message
      return ask(
        `settle ${key.step} ${key.contactId} ${state} ${reason ?? ''}`,
        settlement.message.namespace,
        async () => {
          const result = await inner.settle(settlement)
          trace.note(`    ${result}`, JSON.stringify(settlement))
          if (result === 'settled') monitor.settled(settlement)
          monitor.settling(process, settlement)
          return result
        },
      )
    },
  }
}

function untilOf(claim: { readonly lease: Lease } | undefined): string {
  return claim === undefined ? '' : ` until ${claim.lease.until}`
}

function storeFailure(): CertkeepError {
  return new CertkeepError('ERR_STORE_FAILED', 'the simulated store failed')
}

/** The clock of the registries: that of the world, and wrong where it says so. */
export function createClockPort({ world, process }: PortParts): Clock {
  return {
    now: () => {
      const nowMs = world.nowMs()
      if (!process.seen.has(nowMs)) process.seen.set(nowMs, world.step)
      return new Date(nowMs)
    },
  }
}

/** A service that delivers, at times does not, and knows no one by name. */
export function createNotifierPort({ world, scheduler, monitor, process }: PortParts, namespace: string): Notifier {
  const { random } = world
  return {
    channels: ['email', 'sms'],
    send: async (notification) => {
      monitor.sent(process, namespace, notification)
      return scheduler.ask(process, `${namespace} send ${notification.subject}`, () => {
        const outcome = outcomeOf(world, random.share())
        // Taken is taken, whether the answer gets through or not.
        monitor.answered(process, notification, outcome)
        world.trace.note(`    ${outcome?.outcome ?? 'thrown'}`, JSON.stringify(notification))
        return outcome === undefined ? Promise.reject(new TypeError('the service hung up')) : Promise.resolve(outcome)
      })
    },
  }
}

function outcomeOf({ notifierHealth, random }: World, share: number): DeliveryOutcome | undefined {
  const goodShare = { good: 0.98, flaky: 0.4, down: 0 }[notifierHealth]
  if (share < goodShare) return { outcome: 'delivered' }
  if (notifierHealth === 'good') return { outcome: 'permanent-failure', reason: 'there is no such address' }
  if (random.chance(0.1)) return { outcome: 'permanent-failure', reason: 'there is no such address' }
  if (random.chance(0.3)) return undefined
  const retryAfterMs = random.chance(0.3) ? random.between(1, 7_200_000) : undefined
  return { outcome: 'temporary-failure', reason: 'busy', retryAfterMs }
}

/** The network on which CAs are, or are not. */
export function createFetcherPort({ world, scheduler, process }: PortParts): Fetcher {
  return async ({ url }) => {
    const ca = world.cas.find(({ issuer }) => issuer.url === url)
    if (ca === undefined) throw new TypeError(`nobody is at ${url}`)
    const { name } = ca.issuer
    const note = (crl: PublishedCrl | undefined): void => {
      process.fetches.push({ step: world.step, atMs: world.nowMs(), issuer: name, crl })
    }
    let crl: PublishedCrl | undefined
    const respond = (): Promise<FetchResponse> => {
      if (!world.outages.has(name)) {
        crl = ca.latest(world.trueMs)
        world.trace.note(`    CRL ${String(crl.number)}`)
        return Promise.resolve({ status: 200, body: crl.der })
      }
      const kind = world.random.weigh({ silence: 2, error: 1, garbage: 1 })
      world.trace.note(`    ${kind}`)
      if (kind === 'silence') return Promise.reject(new TypeError('nobody answers'))
      const body = kind === 'error' ? new Uint8Array() : Uint8Array.of(1, 2, 3)
      return Promise.resolve({ status: kind === 'error' ? 503 : 200, body })
    }
    try {
      return await scheduler.ask(process, `fetch ${url}`, respond)
    } finally {
      note(crl)
    }
  }
}

/** Seals with a key of the simulation: a stream and a tag by SHA-256, at once and the same each time but for its nonce. */
export function createSimulationSealer(nextNonce: () => string): KeySealer {
  const streamOf = (nonce: string, context: SealContext, length: number): Uint8Array => {
    const blocks: Buffer[] = []
    for (let index = 0; index * 32 < length; index += 1) {
      const { recordId, namespace, publicKeySha256 } = context
      const parts = JSON.stringify(['sealing key', nonce, recordId, namespace, publicKeySha256, index])
      blocks.push(createHash('sha256').update(parts).digest())
    }
    return Buffer.concat(blocks)
  }
  const apply = (bytes: Uint8Array, stream: Uint8Array): Uint8Array =>
    bytes.map((octet, index) => octet ^ (stream[index] ?? 0))
  return {
    seal: (plaintext, context) => {
      const nonce = nextNonce()
      const tag = createHash('sha256').update('tag').update(plaintext).digest()
      const sealed = apply(plaintext, streamOf(nonce, context, plaintext.length))
      return Promise.resolve(new Uint8Array(Buffer.concat([Buffer.from(nonce, 'hex'), tag, sealed])))
    },
    open: (sealed, context) => {
      const nonce = Buffer.from(sealed.subarray(0, 8)).toString('hex')
      const body = sealed.subarray(40)
      const plaintext = new Uint8Array(apply(body, streamOf(nonce, context, body.length)))
      const tag = createHash('sha256').update('tag').update(plaintext).digest()
      return tag.equals(sealed.subarray(8, 40))
        ? Promise.resolve(plaintext)
        : Promise.reject(new CertkeepError('ERR_SEALER_REFUSED', 'it was sealed for something else'))
    },
  }
}

/** The same, a process away. */
export function createSealerPort({ scheduler, process }: PortParts, inner: KeySealer): KeySealer {
  return {
    seal: (plaintext, context) => {
      const copy = new Uint8Array(plaintext)
      return scheduler.ask(process, 'seal', () => inner.seal(copy, context))
    },
    open: (sealed, context) => scheduler.ask(process, 'open', () => inner.open(sealed, context)),
  }
}
