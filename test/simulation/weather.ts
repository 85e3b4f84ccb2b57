import type { Monitor } from './monitor.ts'
import type { World } from './world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Something happens outside: at a CA, on the network, at those who deliver, to the store, to the clock. Mostly nothing. */
export function disturb(world: World, monitor: Monitor): void {
  const { random, trace } = world
  const kind = random.weigh({
    ...{ nothing: 30, revoke: 3, release: 3, outage: 2, recovery: 4, notifier: 2, store: 1 },
    clock: world.hasWrongClocks ? 1 : 0,
  })
  switch (kind) {
    case 'nothing':
      return
    case 'revoke':
      revoke(world, monitor)
      return
    case 'release':
      release(world, monitor)
      return
    case 'outage':
      world.outages.add(random.pick(world.cas).issuer.name)
      break
    case 'recovery':
      world.outages.clear()
      break
    case 'notifier':
      world.notifierHealth = random.pick(['good', 'good', 'flaky', 'down'])
      break
    case 'store':
      world.storeHealth = random.pick(['good', 'good', 'flaky'])
      break
    case 'clock':
      setClock(world, monitor)
      break
  }
  trace.note(`    weather: ${kind}`)
}

/** How far time jumps when nothing is under way: to what is due next, or by hours, days or weeks. */
const PACES = {
  busy: { due: 12, soon: 6, days: 3, weeks: 0.4 },
  calm: { due: 3, soon: 0.5, days: 6, weeks: 1.5 },
} as const

/** To the next thing that is due, or by some time, and at times by long. */
export function jump(world: World, monitor: Monitor): void {
  const { random } = world
  const dues = [
    ...monitor.pending().map(({ dueMs }) => dueMs),
    ...[...monitor.namespaces.values()].flatMap(({ records }) =>
      [...records.values()].map(({ record, lease }) =>
        Math.max(Date.parse(record.dueAt ?? '9999-01-01T00:00:00Z'), lease === undefined ? 0 : Date.parse(lease.until)),
      ),
    ),
  ]
  const dueMs = Math.min(...dues) - world.offsetMs
  const gap = random.weigh(PACES[world.pace])
  const byMs = {
    due: 0,
    soon: random.between(1, 2 * HOUR_MS),
    days: random.between(1, (world.pace === 'busy' ? 5 : 12) * DAY_MS),
    weeks: random.between(10, 60) * DAY_MS,
  }
  const isDue = gap === 'due' && dueMs - world.trueMs < 20 * DAY_MS && dueMs >= world.trueMs
  world.trueMs = isDue
    ? dueMs + random.pick([0, 0, 1, 1000, random.between(0, HOUR_MS)])
    : world.trueMs + Math.max(1, byMs[gap])
  world.trace.note(`    it is ${new Date(world.nowMs()).toISOString()}`)
  monitor.timePassed()
}

function used(monitor: Monitor): World['pool']['certificates'] {
  return [...monitor.namespaces.values()].flatMap(({ records }) =>
    [...records.values()].flatMap(({ tenure }) => (tenure === undefined ? [] : [tenure.certificate])),
  )
}

function revoke(world: World, monitor: Monitor): void {
  const { random, trace, trueMs } = world
  const certificates = used(monitor)
  if (certificates.length === 0) return
  const certificate = random.pick(certificates)
  const ca = world.cas.find(({ issuer }) => issuer === certificate.issuer)
  const known = ca?.entryOf(certificate)
  if (ca === undefined || certificate.notAfterMs < trueMs) return
  if (known !== undefined && known.reason !== 'certificateHold') return
  const reason = random.weigh({ certificateHold: 4, keyCompromise: 1, superseded: 1, unspecified: 1 })
  if (known?.reason === reason) return
  ca.revoke(certificate, reason, trueMs)
  if (random.chance(0.5)) ca.publish(trueMs)
  trace.note(`    ${ca.issuer.name} revokes ${certificate.label} for ${reason}`)
}

function release(world: World, monitor: Monitor): void {
  const { random, trace, trueMs } = world
  for (const certificate of used(monitor)) {
    const ca = world.cas.find(({ issuer }) => issuer === certificate.issuer)
    if (ca?.entryOf(certificate)?.reason !== 'certificateHold') continue
    ca.release(certificate, trueMs)
    if (random.chance(0.5)) ca.publish(trueMs)
    trace.note(`    ${ca.issuer.name} releases ${certificate.label}`)
    return
  }
}

/** Puts the registries' clock forward or back, by little or by long, or right. */
function setClock(world: World, monitor: Monitor): void {
  const { random } = world
  const before = world.offsetMs
  const kind = random.weigh({ right: 4, ahead: 2, back: 2, far: 1 })
  const byMs = {
    right: -before,
    ahead: random.between(1, 3 * DAY_MS),
    back: -random.between(1, 3 * DAY_MS),
    far: random.between(10, 500) * DAY_MS,
  }
  world.offsetMs += byMs[kind]
  world.step += 1
  if (world.offsetMs < before) world.putBack.push(world.step)
  world.trace.note(`    the clock is wrong by ${String(world.offsetMs)} ms`)
  monitor.timePassed()
}
