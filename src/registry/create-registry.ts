import { nextAlertDates } from '../lifecycle/next-alert-dates.ts'
import { hexOf } from '../der/hex.ts'
import { assembleRegistry } from './assemble-registry.ts'
import { checkText } from './check-text.ts'
import { systemClock } from './clock.ts'
import type { Registry } from './registry.ts'
import type { ResolvedPolicy } from './registry-context.ts'
import { createRegistryEngine } from './registry-engine.ts'
import { registryError } from './registry-error.ts'
import type { RegistryOptions, RegistryPolicy } from './registry-options.ts'

const DAY_MS = 86_400_000
const ID_OCTETS = 16

/** A hundred years, after which there still are dates. */
const MAX_SPAN_MS = 3_155_760_000_000

/** Longer timers fire at once. */
const MAX_TIMER_MS = 2_147_483_647

/**
 * Makes the registry of one account: it keeps certificates with their keys, knows who uses them, checks them, and tells of what is to come.
 *
 * Nothing happens by itself: `sweep` and `dispatch` are to be called by a timer of the caller's, in as many processes as there are.
 *
 * Without a sealer no private key is stored, and `material` refuses; a durable store is refused then.
 *
 * @throws CertkeepError `ERR_REGISTRY_NO_SEALER` for a durable store without a sealer
 * @throws TypeError, RangeError for options that are not what they must be
 * @throws CertkeepError if a root cannot be read
 * @example
 * ```ts
 * const registry = createRegistry({ store: createMemoryStore(), anchors: mozillaRoots() })
 * const result = await registry.register({ name: 'www', privateKey: keyPem, certificate: pem, chain: chainPem }, { actor: 'kim' })
 * ```
 */
export function createRegistry(options: RegistryOptions): Registry {
  const { store, sealer, notifiers = [], clock = systemClock(), namespace = 'default', policy } = options
  const { createId = randomId, worker = createId() } = options
  checkText(namespace, 'namespace')
  checkText(worker, 'worker')
  if (store.durable && sealer === undefined) throw registryError('NO_SEALER')
  return assembleRegistry({
    namespace,
    store,
    sealer,
    notifiers: [...notifiers],
    clock,
    policy: resolvePolicy(policy),
    engine: createRegistryEngine(options),
    worker,
    createId,
  })
}

/** Fills in the defaults. @throws TypeError, RangeError naming what is wrong */
function resolvePolicy(policy: RegistryPolicy = {}): ResolvedPolicy {
  const { keepFailed = false, schedule = 'default', deliverAt, unverifiableAfterMs, retry = {} } = policy
  const { checkEveryMs = DAY_MS, leaseMs = 600_000 } = policy
  const { timeoutMs = 60_000, firstMs = 60_000, maxMs = DAY_MS / 4, giveUpAfterMs = 3 * DAY_MS } = retry
  const positive = { checkEveryMs, leaseMs, 'retry.firstMs': firstMs, 'retry.maxMs': maxMs }
  for (const [name, ms] of Object.entries(positive)) {
    if (!(ms >= 1 && ms <= MAX_SPAN_MS)) {
      throw new RangeError(`"policy.${name}" must be at least a millisecond, and at most a hundred years`)
    }
  }
  const spans = { unverifiableAfterMs: unverifiableAfterMs ?? 0, 'retry.giveUpAfterMs': giveUpAfterMs }
  for (const [name, ms] of Object.entries(spans)) {
    if (!(ms >= 0)) throw new RangeError(`"policy.${name}" must not be negative`)
  }
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMER_MS) {
    throw new RangeError(`"policy.retry.timeoutMs" must be an integer from 1 to ${MAX_TIMER_MS}`)
  }
  // A schedule or zone that is none shows at once, and not when an alert is due.
  const life = { notBefore: new Date(0), notAfter: new Date(100 * DAY_MS) }
  nextAlertDates(life, { from: new Date(0), schedule, deliverAt, limit: 1 })
  return {
    keepFailed,
    schedule,
    deliverAt,
    unverifiableAfterMs,
    checkEveryMs,
    leaseMs,
    retry: { timeoutMs, firstMs, maxMs, giveUpAfterMs },
  }
}

/** The platform's own source: an id is no secret, but must be unique among all processes. */
function randomId(): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(ID_OCTETS)))
}
