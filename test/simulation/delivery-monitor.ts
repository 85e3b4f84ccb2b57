import type { ClaimedMessage, Lease, Settlement } from '../../src/registry/certificate-store.ts'
import type { AlertNotification, DeliveryOutcome } from '../../src/registry/notifier.ts'
import type { OutboxMessage } from '../../src/registry/outbox-message.ts'
import { isMuted, ledgerKey, type LedgerEntry, type ModelNamespace } from './model.ts'
import type { SimulatedProcess, World } from './world.ts'

/** Follows each message from the outbox to the notifier and back. */
export interface DeliveryMonitor {
  readonly wrote: (namespace: ModelNamespace, messages: readonly OutboxMessage[]) => void
  readonly claimed: (process: SimulatedProcess, namespace: ModelNamespace, claims: readonly ClaimedMessage[]) => void
  readonly sent: (process: SimulatedProcess, namespace: ModelNamespace, notification: AlertNotification) => void
  readonly answered: (
    process: SimulatedProcess,
    notification: AlertNotification,
    outcome: DeliveryOutcome | undefined,
  ) => void
  readonly settled: (namespace: ModelNamespace, settlement: Settlement) => void
  /** A process has said what became of a message, whether anybody has heard it or not. */
  readonly over: (process: SimulatedProcess, settlement: Settlement) => void
  /** Something has changed: what was true meanwhile is noted of every message that is under way. */
  readonly lookAgain: () => void
}

/** A message between its claim and its end, with what was true in the meantime. */
interface Flight {
  readonly process: SimulatedProcess
  readonly namespace: ModelNamespace
  readonly entry: LedgerEntry
  /** As it was claimed. */
  readonly message: OutboxMessage
  readonly lease: Lease
  /** The contact took such messages, or did not. */
  contactYes: boolean
  contactNo: boolean
  /** A record gave a reason to send it. */
  recordYes: boolean
  /** Records which at some time gave none. */
  readonly recordNo: Set<string>
  /** There was no record of the certificate at all. */
  noRecord: boolean
  /** When it was claimed another message had already taken its place. */
  readonly isOutdated: boolean
  outcome: DeliveryOutcome | undefined
}

export function createDeliveryMonitor(world: World): DeliveryMonitor {
  const flights: Flight[] = []
  const keys = new Map<string, string>()

  // Each message that a store hands out has a notice of its own.
  const find = (process: SimulatedProcess, { alert }: AlertNotification): Flight | undefined =>
    flights.findLast((flight) => flight.process === process && flight.message.alert === alert)

  const end = (flight: Flight): void => {
    const index = flights.indexOf(flight)
    if (index !== -1) flights.splice(index, 1)
  }

  return {
    wrote: (namespace, messages) => {
      const { ledger } = namespace
      for (const message of messages) {
        const key = ledgerKey(message.key)
        if (ledger.has(key)) continue
        if (!isTheFirst(namespace, message)) {
          world.violate('none-doubled', `${key} was written anew, though somebody was told or is about to be`)
        }
        const facts = { isDelivered: false, isHopeless: false, claims: 0, sends: 0 }
        ledger.set(key, { message, step: world.step, lease: undefined, idempotencyKey: undefined, ...facts })
      }
    },
    claimed: (process, namespace, claims) => {
      for (const { message, lease } of claims) {
        const key = ledgerKey(message.key)
        const entry = namespace.ledger.get(key)
        if (entry === undefined) {
          world.violate('namespaces-never-leak', `${namespace.name} was given ${key}, which it has not written`)
          continue
        }
        const { state } = entry.message
        if (state !== 'pending') world.violate('none-doubled', `${key} was claimed again after it was ${state}`)
        entry.message = message
        entry.lease = lease
        entry.claims += 1
        const flight = {
          ...{ process, namespace, entry, message, lease, contactYes: false, contactNo: false, recordYes: false },
          ...{ recordNo: new Set<string>(), noRecord: false, outcome: undefined },
          isOutdated: isOutdated(namespace, entry),
        }
        for (const other of flights.filter((each) => each.entry === entry && !each.process.isAlive)) end(other)
        flights.push(flight)
        look(world, flight)
      }
    },
    sent: (process, namespace, notification) => {
      const { idempotencyKey } = notification
      const flight = find(process, notification)
      if (flight === undefined || flight.namespace !== namespace) {
        world.violate('none-doubled', `${process.name} sends what it has not claimed: ${notification.subject}`)
        return
      }
      const { entry } = flight
      entry.sends += 1
      const key = ledgerKey(entry.message.key)
      if (entry.sends > entry.claims) world.violate('none-doubled', `${key} was sent twice for one claim`)
      entry.idempotencyKey ??= idempotencyKey
      if (entry.idempotencyKey !== idempotencyKey) world.violate('none-doubled', `${key} was sent under two keys`)
      const owner = `${namespace.name} ${key}`
      if ((keys.get(idempotencyKey) ?? owner) !== owner) {
        world.violate('none-doubled', `${key} has the idempotency key of another message`)
      }
      keys.set(idempotencyKey, owner)
      if (!flight.contactYes) world.violate('none-after-the-end', `${key} was sent to somebody who takes none`)
      if (!flight.recordYes) world.violate('none-after-the-end', `${key} was sent without a reason`)
      if (flight.isOutdated) world.violate('none-doubled', `${key} was sent after a more urgent one was written`)
    },
    answered: (process, notification, outcome) => {
      const flight = find(process, notification)
      if (flight === undefined) return
      const { entry } = flight
      flight.outcome = outcome
      if (outcome?.outcome === 'delivered') entry.isDelivered = true
      if (outcome?.outcome === 'permanent-failure') entry.isHopeless = true
    },
    settled: (namespace, { message, lease, at }) => {
      const key = ledgerKey(message.key)
      const entry = namespace.ledger.get(key)
      if (entry === undefined) {
        world.violate('namespaces-never-leak', `${key} was settled, which was never written`)
        return
      }
      const isHeld = entry.lease?.owner === lease.owner && entry.lease.until === lease.until
      if (!isHeld || at.getTime() >= Date.parse(lease.until)) {
        world.violate('leases', `${key} was settled under a lease that had ended`)
      }
      const flight = flights.findLast((each) => each.entry === entry && each.lease.until === lease.until)
      entry.message = message
      entry.lease = undefined
      if (flight !== undefined) judgeEnd(world, flight, message, at)
    },
    over: (process, { message, lease }) => {
      const flight = flights.find((each) => {
        const isSame = ledgerKey(each.message.key) === ledgerKey(message.key)
        return isSame && each.process === process && each.lease.until === lease.until
      })
      if (flight !== undefined) end(flight)
    },
    lookAgain: () => {
      for (const flight of flights) look(world, flight)
    },
  }

  function isOutdated({ ledger, records }: ModelNamespace, { message, step }: LedgerEntry): boolean {
    const { fingerprint, contactId, channel } = message.key
    if (world.putBack.length > 0) return false
    const tenures = [...records.values()].filter(({ record }) => record.fingerprint === fingerprint)
    if (tenures.length !== 1) return false
    const isOfRevocation = message.alert.kind === 'revoked'
    return [...ledger.values()].some(({ message: { key, alert, certificateId }, step: later }) => {
      if ((alert.kind === 'revoked') !== isOfRevocation) return false
      // That of a record which stands for another certificate now is none of the records that are left.
      if (!tenures.some(({ record }) => record.id === certificateId)) return false
      const isSame = key.fingerprint === fingerprint && key.contactId === contactId && key.channel === channel
      return isSame && later > step
    })
  }
}

/** Whether it is the first message of its occasion, or all before it were dropped, or waited for the time of a clock that was ahead. */
function isTheFirst({ ledger }: ModelNamespace, { key, createdAt }: OutboxMessage): boolean {
  const [step = '', count] = key.step.split('#')
  if (count === undefined) return true
  const before = ledger.get(ledgerKey({ ...key, step: count === '2' ? step : `${step}#${String(Number(count) - 1)}` }))
  if (before === undefined) return false
  const { state, attempts, createdAt: earlier } = before.message
  return state === 'dropped' || (state === 'pending' && attempts === 0 && earlier > createdAt)
}

/** Notes what is true of a message at the moment. */
function look(world: World, flight: Flight): void {
  const { namespace, entry, recordNo } = flight
  const { key, alert } = entry.message
  const atMs = world.nowMs()
  if (namespace.contacts.get(key.contactId)?.since.has(key.channel) === true) flight.contactYes = true
  else flight.contactNo = true
  let count = 0
  for (const { record } of namespace.records.values()) {
    if (record.fingerprint !== key.fingerprint) continue
    count += 1
    const isRevoked = record.status === 'revoked'
    const isOver = Math.floor(atMs / 1000) * 1000 > Date.parse(record.expiresAt ?? '')
    const against =
      isMuted(record, atMs) ||
      record.status === 'registration-failed' ||
      isRevoked !== (alert.kind === 'revoked') ||
      (alert.kind === 'expiring' && isOver)
    if (!against) flight.recordYes = true
    if (against || hasLater(namespace, entry)) recordNo.add(record.id)
  }
  if (count === 0) flight.noRecord = true
}

/** A later one by the clock, which may be wrong, or in truth. */
function hasLater({ ledger }: ModelNamespace, { message, step }: LedgerEntry): boolean {
  const { fingerprint, contactId, channel } = message.key
  for (const { message: other, step: written } of ledger.values()) {
    const { key } = other
    const isSame = key.fingerprint === fingerprint && key.contactId === contactId && key.channel === channel
    if (isSame && (written > step || other.createdAt > message.createdAt)) return true
  }
  return false
}

/** Holds how a message ended against what was true meanwhile. */
function judgeEnd(world: World, flight: Flight, message: OutboxMessage, at: Date): void {
  const { namespace, entry, outcome, recordNo } = flight
  const key = ledgerKey(message.key)
  const { giveUpAfterMs } = world.policy.registry.retry
  switch (message.state) {
    case 'delivered':
      if (!entry.isDelivered) world.violate('no-alert-lost', `${key} was not delivered, but settled so`)
      return
    case 'failed': {
      const isOver = at.getTime() - Date.parse(message.createdAt) >= giveUpAfterMs
      if (!entry.isHopeless && !isOver) world.violate('no-alert-lost', `${key} was given up before its time`)
      return
    }
    case 'dropped': {
      const records = [...namespace.records.values()].filter(
        ({ record }) => record.fingerprint === message.key.fingerprint,
      )
      const isAgainst = flight.noRecord || records.every(({ record }) => recordNo.has(record.id))
      if (!flight.contactNo && !isAgainst) {
        world.violate('no-alert-lost', `${key} was dropped for "${message.reason ?? ''}", which was not so`)
      }
      return
    }
    case 'pending':
      if (outcome?.outcome === 'delivered' && entry.claims === 1)
        world.violate('none-doubled', `${key} was delivered, and is kept to be sent again`)
  }
}
