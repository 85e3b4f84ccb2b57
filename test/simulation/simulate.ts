import { setImmediate } from 'node:timers/promises'
import type { CertificateStore } from '../../src/registry/certificate-store.ts'
import type { KeySealer } from '../../src/registry/key-sealer.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { isCertkeepError } from '../../src/problem/certkeep-error.ts'
import { createMemoryStore } from '../../src/registry/create-memory-store.ts'
import { createRegistry } from '../../src/registry/create-registry.ts'
import { createTrustStore, type TrustStore } from '../../src/path/trust-store.ts'
import { createRevocationCache, type RevocationCache } from '../../src/revocation/revocation-cache.ts'
import { chooseAction, contactFor, type Action, type Place } from './actions.ts'
import { EPOCH_MS, type CertificatePool } from './certificate-pool.ts'
import { compareStore } from './compare-store.ts'
import { createMonitor, type Monitor } from './monitor.ts'
import { withPooledCrypto } from './platform-crypto.ts'
import {
  createClockPort,
  createFetcherPort,
  createNotifierPort,
  createSealerPort,
  createSimulationSealer,
  createStorePort,
} from './ports.ts'
import { createRandom, type Random } from './random.ts'
import type { Sabotage } from './sabotage.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'
import { createCa } from './simulated-ca.ts'
import { createTrace } from './trace.ts'
import { disturb, jump } from './weather.ts'
import type { RunPolicy, SimulatedProcess, Violation, World } from './world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Namespaces over the one store. */
const NAMESPACES = ['alpha', 'beta'] as const

/** Processes at the same time. */
const PROCESSES = 2

/** How a run is made. */
export interface SimulationOptions {
  readonly seed: number
  readonly years: number
  readonly pool: CertificatePool
  readonly sabotage?: Sabotage | undefined
  /** How many lines are kept of the trace of a run that breaks a rule. @defaultValue 60 */
  readonly lines?: number | undefined
}

/** How a run has ended. */
export interface SimulationResult {
  readonly seed: number
  readonly years: number
  readonly steps: number
  /** SHA-256 of everything that happened. */
  readonly hash: string
  readonly counts: {
    readonly registered: number
    readonly messages: number
    readonly delivered: number
    readonly crashes: number
    readonly quiet: number
  }
  readonly violation: (Violation & { readonly trace: readonly string[] }) | undefined
}

/** A process with what it is made of. */
interface Running {
  readonly process: SimulatedProcess
  readonly registries: ReadonlyMap<string, Registry>
}

/** Runs years of a registry's life, and holds all that happens against the model. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  return withPooledCrypto(options.pool, () => run(options))
}

async function run({
  seed,
  years,
  pool,
  sabotage = { breaks: [] },
  lines = 60,
}: SimulationOptions): Promise<SimulationResult> {
  const world = createWorld(seed, pool)
  const { random, trace } = world
  const monitor = createMonitor(world, NAMESPACES)
  const scheduler = createScheduler(world)
  const memory = createMemoryStore()
  const store = sabotage.store?.(memory) ?? memory
  let nonce = 0
  const plainSealer = createSimulationSealer(() => {
    nonce += 1
    return nonce.toString(16).padStart(16, '0')
  })
  const parts: RunParts = {
    ...{ world, monitor, scheduler, store, sabotage, anchors: createTrustStore([pool.rootPem]) },
    ...{ sealer: sabotage.sealer?.(plainSealer) ?? plainSealer, createId: createCounter() },
  }
  const counts = { crashes: 0, quiet: 0 }
  let processes = Array.from({ length: PROCESSES }, (_, index) => start(parts, `p${String(index)}`))
  const inFlight = new Set<Promise<void>>()

  const launch = ({ label, run: work }: Action, { process }: Running): void => {
    trace.note(`${String(world.step)} ${process.name} begins ${label}`)
    const call = watch(world, monitor, label, work, process).finally(() => inFlight.delete(call))
    inFlight.add(call)
  }
  const settle = async (): Promise<void> => {
    await setImmediate()
    while (!scheduler.isIdle() && world.violation === undefined) await scheduler.advance()
  }
  const placeOf = (running: Running, name = random.pick(NAMESPACES)): Place => {
    const registry = running.registries.get(name)
    const namespace = monitor.namespaces.get(name)
    if (registry === undefined || namespace === undefined) throw new RangeError(`there is no namespace ${name}`)
    return { world, monitor, registry, namespace }
  }
  const maintain = (kind: 'sweep' | 'dispatch', running: Running, name?: (typeof NAMESPACES)[number]): void => {
    const { registry, namespace } = placeOf(running, name)
    launch({ label: `${namespace.name} ${kind}`, run: () => registry[kind]() }, running)
  }
  const begin = (): void => {
    const running = random.pick(processes)
    const kind = random.weigh({ act: 5, sweep: 3, dispatch: 3 })
    if (kind === 'act') launch(chooseAction(placeOf(running)), running)
    else maintain(kind, running)
  }
  const crash = (): void => {
    const victim = random.pick(processes)
    counts.crashes += 1
    trace.note(`${String(world.step)} ${victim.process.name} dies`)
    scheduler.kill(victim.process)
    const name = random.chance(0.5) ? victim.process.name : `p${String(world.step)}`
    processes = processes.map((each) => (each === victim ? start(parts, name) : each))
  }
  const quiet = async (): Promise<void> => {
    counts.quiet += 1
    const health = world.storeHealth
    world.storeHealth = 'good'
    await settle()
    for (const name of NAMESPACES) {
      maintain('sweep', random.pick(processes), name)
      await settle()
    }
    world.storeHealth = health
    if (world.violation === undefined) monitor.quiet()
    trace.note(`${String(world.step)} quiet`)
  }

  for (const name of NAMESPACES) {
    const running = random.pick(processes)
    const place = placeOf(running, name)
    const contact = contactFor(place)
    launch({ label: `${name} addContact`, run: () => place.registry.addContact(contact) }, running)
    await settle()
  }
  const endMs = EPOCH_MS + years * 365 * DAY_MS
  while (world.trueMs < endMs && world.violation === undefined) {
    if (scheduler.isIdle()) {
      disturb(world, monitor)
      jump(world, monitor)
      if (random.chance(0.12)) await quiet()
      for (let count = random.between(1, 2); count > 0; count -= 1) begin()
      await setImmediate()
    } else if (random.chance(0.006)) crash()
    else if (random.chance(0.01)) disturb(world, monitor)
    else if (random.chance(0.02)) {
      world.trueMs += random.between(1, Math.floor(world.policy.registry.leaseMs * 1.2))
      monitor.timePassed()
    } else if (inFlight.size < 4 && random.chance(0.03)) {
      begin()
      await setImmediate()
    } else await scheduler.advance()
  }
  if (world.violation === undefined) await drain()

  /** Lets everything come to an end that has begun. */
  async function drain(): Promise<void> {
    trace.note(`${String(world.step)} the end`)
    world.outages.clear()
    world.storeHealth = 'good'
    world.notifierHealth = 'good'
    await quiet()
    for (let round = 0; round < 500 && world.violation === undefined; round += 1) {
      for (const name of NAMESPACES) maintain('dispatch', random.pick(processes), name)
      await settle()
      const dueMs = Math.min(...monitor.pending().map((message) => message.dueMs))
      if (!Number.isFinite(dueMs)) break
      world.trueMs = Math.max(world.trueMs, dueMs - world.offsetMs)
      monitor.timePassed()
    }
    if (world.violation === undefined) monitor.drained()
    if (world.violation === undefined) await compareStore(world, monitor, store)
  }

  const ledger = [...monitor.namespaces.values()].flatMap((namespace) => [...namespace.ledger.values()])
  const { violation } = world
  const last = violation === undefined ? [] : trace.last(lines)
  return {
    ...{ seed, years, steps: world.step, hash: trace.hash() },
    counts: {
      ...counts,
      registered: parts.createId.count(),
      messages: ledger.length,
      delivered: ledger.filter(({ isDelivered }) => isDelivered).length,
    },
    violation: violation && { ...violation, trace: last },
  }
}

interface RunParts {
  readonly world: World
  readonly monitor: Monitor
  readonly scheduler: Scheduler
  readonly store: CertificateStore
  readonly sabotage: Sabotage
  readonly anchors: TrustStore
  readonly sealer: KeySealer
  readonly createId: Counter
}

type Counter = (() => string) & { readonly count: () => number }

function createCounter(): Counter {
  let count = 0
  const next = (): string => {
    count += 1
    return `i${String(count)}`
  }
  return Object.assign(next, { count: () => count })
}

function createWorld(seed: number, pool: CertificatePool): World {
  const random = createRandom(seed)
  const schedule = { everyDays: random.pick([2, 7, 20]), lifeDays: random.pick([8, 25, 60]) }
  const world: World = {
    ...{ random, pool, trace: createTrace(), policy: choosePolicy(random) },
    cas: pool.issuers.map((issuer) => createCa(issuer, EPOCH_MS, schedule)),
    ...{ step: 0, trueMs: EPOCH_MS, offsetMs: 0, putBack: [], outages: new Set<string>() },
    ...{ notifierHealth: 'good', storeHealth: 'good', violation: undefined },
    hasWrongClocks: random.chance(0.3),
    pace: random.chance(0.05) ? 'busy' : 'calm',
    lastRecord: new Map<string, string>(),
    violate: (invariant, message) => {
      world.violation ??= { invariant, message, step: world.step }
    },
    nowMs: () => world.trueMs + world.offsetMs,
  }
  return world
}

function choosePolicy(random: Random): RunPolicy {
  const warningDays = random.pick([undefined, undefined, [45, 20, 10, 5, 1], [14, 3]])
  return {
    keepsEvidence: random.chance(0.6),
    warningDays,
    registry: {
      keepFailed: random.chance(0.3),
      ...(warningDays === undefined ? {} : { schedule: { days: warningDays } }),
      unverifiableAfterMs: random.pick([undefined, undefined, 3 * DAY_MS, 0]),
      checkEveryMs: random.pick([5, 10, 20]) * DAY_MS,
      leaseMs: random.pick([10 * MINUTE_MS, HOUR_MS]),
      retry: {
        firstMs: random.pick([MINUTE_MS, HOUR_MS]),
        maxMs: 6 * HOUR_MS,
        giveUpAfterMs: random.pick([DAY_MS, 3 * DAY_MS, 20 * DAY_MS]),
      },
      // Real time is none of a run's.
      revocation: { scope: 'leaf', timeoutMs: 2_147_483_647 },
    },
  }
}

/** Starts a process, which has a registry for each namespace. */
function start({ world, scheduler, monitor, ...parts }: RunParts, name: string): Running {
  const process: SimulatedProcess = { name, isAlive: true, seen: new Map(), fetches: [] }
  const portParts = { world, scheduler, monitor, process }
  const { sabotage, store, sealer, anchors, createId } = parts
  const cache = world.policy.keepsEvidence ? createRevocationCache() : NO_CACHE
  const registries = NAMESPACES.map((namespace) => {
    const port = createStorePort(portParts, store, namespace)
    const notifier = createNotifierPort(portParts, namespace)
    const registry = createRegistry({
      namespace,
      store: sabotage.registry?.(port) ?? port,
      anchors,
      notifiers: [sabotage.notifier?.(notifier) ?? notifier],
      sealer: createSealerPort(portParts, sealer),
      fetcher: createFetcherPort(portParts),
      clock: createClockPort(portParts),
      policy: world.policy.registry,
      verifier: world.pool.verifier,
      cache,
      worker: name,
      createId,
    })
    registry.subscribe((event) => {
      monitor.inspect('an event', JSON.stringify(event))
      if (event.namespace !== namespace)
        world.violate('namespaces-never-leak', `${namespace} is told of ${event.namespace}`)
    })
    return [namespace, registry] as const
  })
  return { process, registries: new Map(registries) }
}

const NO_CACHE: RevocationCache = {
  find: () => undefined,
  keep: () => undefined,
  once: (_, load) => load(),
}

/** Errors that a registry may reject with, where nothing is wrong with it. */
const EXPECTED = /^ERR_(REGISTRY_(NOT_FOUND|IN_USE|NOT_VALID|NOT_COVERED|NO_KEY|CONFLICT)|STORE_FAILED)$/

async function watch(
  world: World,
  monitor: Monitor,
  label: string,
  work: () => Promise<unknown>,
  process: SimulatedProcess,
): Promise<void> {
  try {
    const result = await work()
    const text = JSON.stringify([result])
    world.trace.note(`${String(world.step)} ${process.name} has done ${label}`, text)
    monitor.inspect('a result', label.includes(' material ') ? '' : text)
  } catch (error) {
    const code = isCertkeepError(error) ? error.code : String(error)
    world.trace.note(`${String(world.step)} ${process.name} was refused ${label}: ${code}`)
    const text =
      error instanceof Error ? `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}` : String(error)
    monitor.inspect('an error', text)
    const isLateMute = error instanceof RangeError && label.includes(' mute ')
    if (!isLateMute && !EXPECTED.test(code)) world.violate('no-unexpected-error', `${label}: ${text}`)
  }
}
