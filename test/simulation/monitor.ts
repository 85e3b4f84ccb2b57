import type { CertificateRecord } from '../../src/registry/certificate-record.ts'
import type { ClaimedMessage, ClaimedRecord, StoreChange, Settlement } from '../../src/registry/certificate-store.ts'
import type { NotificationChannel } from '../../src/registry/contact-record.ts'
import type { AlertNotification, DeliveryOutcome } from '../../src/registry/notifier.ts'
import { createDeliveryMonitor, type DeliveryMonitor } from './delivery-monitor.ts'
import {
  channelsOf,
  createNamespace,
  isMuted,
  ledgerKey,
  type ModelContact,
  type ModelNamespace,
  type Tenure,
} from './model.ts'
import { stepAt } from './alert-model.ts'
import { checkTenure } from './quiet-check.ts'
import { createSecretScan, type SecretScan } from './secret-scan.ts'
import { checked, NOTHING_KNOWN, possibleEvidence, statusOf, type CheckWindow } from './status-model.ts'
import { textOf, type SimulatedProcess, type World } from './world.ts'

/** Holds what really happens at the ports against the model. */
export interface Monitor {
  readonly namespaces: ReadonlyMap<string, ModelNamespace>
  readonly secrets: SecretScan
  readonly committed: (process: SimulatedProcess, change: StoreChange) => void
  readonly claimedRecords: (namespace: string, claims: readonly ClaimedRecord[]) => void
  readonly claimedMessages: (process: SimulatedProcess, namespace: string, claims: readonly ClaimedMessage[]) => void
  readonly settling: (process: SimulatedProcess, settlement: Settlement) => void
  readonly settled: (settlement: Settlement) => void
  readonly sent: (process: SimulatedProcess, namespace: string, notification: AlertNotification) => void
  readonly answered: (
    process: SimulatedProcess,
    notification: AlertNotification,
    outcome: DeliveryOutcome | undefined,
  ) => void
  /** The clock has moved. */
  readonly timePassed: () => void
  /** Everything that was due by now has been looked at, without any disturbance. */
  readonly quiet: () => void
  /** No message that was written may be left. */
  readonly drained: () => void
  readonly pending: () => readonly { readonly dueMs: number }[]
  /** Looks for keys in something that is not meant for them. */
  readonly inspect: (what: string, text: string | Uint8Array) => void
}

export function createMonitor(world: World, names: readonly string[]): Monitor {
  const namespaces = new Map(names.map((name) => [name, createNamespace(name)]))
  const secrets = createSecretScan()
  const deliveries: DeliveryMonitor = createDeliveryMonitor(world)
  const namespaceOf = (name: string): ModelNamespace => {
    const found = namespaces.get(name)
    if (found === undefined) throw new RangeError(`there is no namespace ${name}`)
    return found
  }
  const inspect = (what: string, text: string | Uint8Array): void => {
    const found = secrets.findIn(text)
    if (found !== undefined) world.violate('no-key-outside-its-seal', `${what} ${found}`)
  }

  return {
    namespaces,
    secrets,
    inspect,
    committed: (process, change) => {
      const namespace = namespaceOf(change.namespace)
      checkNamespaces(world, change)
      inspect('what the store was given', JSON.stringify([change.events, change.messages, change.contact]))
      writeContact(world, namespace, change)
      const before =
        change.certificate?.kind === 'put' ? namespace.records.get(change.certificate.record.id) : undefined
      const recordBefore = before?.record
      writeCertificate(world, namespace, change, inspect)
      deliveries.wrote(namespace, change.messages ?? [])
      judgeChange(world, namespace, process, change, recordBefore)
      deliveries.lookAgain()
    },
    claimedRecords: (name, claims) => {
      for (const { record, lease } of claims) {
        const known = namespaceOf(name).records.get(record.id)
        if (known === undefined) {
          world.violate('namespaces-never-leak', `${name} was given ${record.id} of ${record.namespace}`)
          continue
        }
        if (known.record.dueAt === null) world.violate('claims', `${record.id} was claimed, which is never due`)
        known.lease = lease
      }
    },
    claimedMessages: (process, name, claims) => {
      deliveries.claimed(process, namespaceOf(name), claims)
    },
    settled: (settlement) => {
      inspect('a settlement', JSON.stringify([settlement.events, settlement.message]))
      deliveries.settled(namespaceOf(settlement.message.namespace), settlement)
    },
    sent: (process, name, notification) => {
      inspect('a notification', JSON.stringify(notification))
      deliveries.sent(process, namespaceOf(name), notification)
    },
    settling: deliveries.over,
    answered: deliveries.answered,
    timePassed: deliveries.lookAgain,
    quiet: () => {
      for (const namespace of namespaces.values()) {
        for (const entry of namespace.records.values()) checkTenure(world, entry)
      }
    },
    drained: () => {
      for (const { ledger } of namespaces.values()) {
        for (const { message, isDelivered } of ledger.values()) {
          const { state, key } = message
          if (state === 'pending') world.violate('no-alert-lost', `${ledgerKey(key)} never came to an end`)
          if (state === 'delivered' && !isDelivered) {
            world.violate('no-alert-lost', `${ledgerKey(key)} counts as delivered, and no service has taken it`)
          }
        }
      }
    },
    pending: () =>
      [...namespaces.values()].flatMap(({ ledger }) =>
        [...ledger.values()].flatMap(({ message, lease }) => {
          const leaseMs = lease === undefined ? -Infinity : Date.parse(lease.until)
          return message.state === 'pending' ? [{ dueMs: Math.max(Date.parse(message.dueAt), leaseMs) }] : []
        }),
      ),
  }
}

function checkNamespaces(
  world: World,
  { namespace, certificate, contact, events = [], messages = [] }: StoreChange,
): void {
  const records = [certificate, contact].flatMap((write) => (write?.kind === 'put' ? [write.record] : []))
  const others = [...records, ...events, ...messages].filter((document) => document.namespace !== namespace)
  if (others.length > 0) world.violate('namespaces-never-leak', `a change of ${namespace} has documents of others`)
}

function writeContact(world: World, { name, contacts }: ModelNamespace, { contact }: StoreChange): void {
  if (contact === undefined) return
  const id = contact.kind === 'put' ? contact.record.id : contact.id
  const known = contacts.get(id)
  if ((known?.record.version ?? 0) !== contact.expectedVersion) {
    world.violate('no-update-lost', `contact ${id} of ${name} was written over a version nobody had read`)
  }
  if (contact.kind === 'remove') {
    contacts.delete(id)
    return
  }
  const since = new Map<NotificationChannel, number>()
  for (const channel of channelsOf(contact.record)) since.set(channel, known?.since.get(channel) ?? world.step)
  contacts.set(id, { record: contact.record, since })
}

function writeCertificate(
  world: World,
  namespace: ModelNamespace,
  { certificate: write, at }: StoreChange,
  inspect: Monitor['inspect'],
): void {
  if (write === undefined) return
  const { name, records, deleted } = namespace
  const id = write.kind === 'put' ? write.record.id : write.id
  const known = records.get(id)
  if ((known?.record.version ?? 0) !== write.expectedVersion) {
    const found = String(known?.record.version ?? 0)
    world.violate('no-update-lost', `${id} of ${name} was written over version ${found}, which nobody had read`)
  }
  if (write.lease !== undefined) {
    const isHeld = known?.lease?.owner === write.lease.owner && known.lease.until === write.lease.until
    if (!isHeld || at.getTime() >= Date.parse(write.lease.until)) {
      world.violate('leases', `${id} was written under a lease that had ended`)
    }
  }
  if (write.kind === 'remove') {
    const used = known?.record.attachments.length ?? 0
    if (used > 0) world.violate('in-use-never-deleted', `${id} was deleted with ${String(used)} attachments`)
    records.delete(id)
    deleted.add(id)
    return
  }
  const { record, sealedKey } = write
  if (deleted.has(id)) world.violate('in-use-never-deleted', `${id} came back after it was deleted`)
  const namesake = [...records.values()].find((other) => other.record.name === record.name)
  if (namesake !== undefined && namesake.record.id !== id) {
    world.violate('names-unique', `${namesake.record.id} and ${id} are both called ${record.name}`)
  }
  if (sealedKey instanceof Uint8Array) inspect('a sealed key', sealedKey)
  const isCheck = known !== undefined && known.record.replacedAt === record.replacedAt
  const { certificatePem, chainPem, info, previous, ...rest } = record
  inspect('a record', JSON.stringify(isCheck ? rest : [certificatePem, chainPem, info, previous, rest]))
  if (known === undefined) {
    records.set(id, { record, tenure: undefined, lease: undefined, sealedKey: sealedKey ?? null })
    return
  }
  known.record = record
  if (sealedKey !== undefined) known.sealedKey = sealedKey
  if (write.lease !== undefined) known.lease = undefined
}

/** Holds a record that was written against the model: attachments, status and alerts. */
function judgeChange(
  world: World,
  namespace: ModelNamespace,
  process: SimulatedProcess,
  { certificate: write, at, messages = [], events = [] }: StoreChange,
  before: CertificateRecord | undefined,
): void {
  const isOther = write?.kind !== 'put'
  if (isOther || write.record.previous === null) {
    if (messages.length > 0) world.violate('none-doubled', 'messages were written about nothing')
    return
  }
  const { record } = write
  const entry = namespace.records.get(record.id)
  const certificate = world.pool.byFingerprint.get(record.fingerprint ?? '')
  if (entry === undefined || certificate === undefined || record.checkedAt === null) {
    world.violate('names-unique', `${record.id} is about no certificate of the pool`)
    return
  }
  judgeAttachments(world, before, record, at)
  const isBegun = events.some(({ type }) => type === 'registered' || type === 'replaced')
  // Also where the clock stands still.
  const isNew = JSON.stringify(before?.previous) !== JSON.stringify(record.previous)
  const isChecked = isBegun || isNew || before?.checkedAt !== record.checkedAt || messages.length > 0
  if (!isChecked) return
  const atMs = Date.parse(record.checkedAt)
  const window = { process, atMs, fromStep: process.seen.get(atMs) ?? world.step }
  if (isBegun) {
    const isSame = entry.tenure?.certificate === certificate
    const states = isSame && entry.tenure !== undefined ? entry.tenure.states : [NOTHING_KNOWN]
    const sinceMs = Date.parse(record.replacedAt ?? record.registeredAt)
    entry.tenure = {
      certificate,
      sinceMs,
      states,
      planned: new Set(),
      dueSinceMs: sinceMs,
      checkedMs: sinceMs,
      checkedStep: window.fromStep,
    }
  }
  const { tenure } = entry
  if (tenure === undefined) return
  tenure.checkedStep = window.fromStep
  judgeStatus(world, record, tenure, window)
  if (isBegun || before === undefined) {
    if (messages.length > 0) world.violate('none-doubled', `messages about ${record.id}, which has just begun`)
    return
  }
  judgeAlerts(world, namespace, { before, record, tenure, window, written: messages })
}

function judgeAttachments(
  world: World,
  before: CertificateRecord | undefined,
  { id, attachments, usage, expiresAt }: CertificateRecord,
  at: Date,
): void {
  const isNew = attachments.length > (before?.attachments.length ?? 0)
  const isPast = at.getTime() >= Date.parse(expiresAt ?? '') + 1000
  if (isNew && (before?.status !== 'valid' || isPast)) {
    world.violate(
      'attached-only-if-valid',
      `${id} was attached while ${isPast ? 'expired' : (before?.status ?? 'unknown')}`,
    )
  }
  if ((usage === 'in-use') !== attachments.length > 0) {
    world.violate('attached-only-if-valid', `${id} is ${usage} with ${String(attachments.length)} attachments`)
  }
}

function judgeStatus(world: World, { id, status }: CertificateRecord, tenure: Tenure, window: CheckWindow): void {
  const { certificate } = tenure
  const evidence = possibleEvidence(world, certificate, window)
  if (evidence.length === 0) {
    world.violate('status-agrees', `${id} was checked at ${textOf(window.atMs)} without asking its CA`)
    return
  }
  const graceMs = world.policy.registry.unverifiableAfterMs
  const states = tenure.states.flatMap((state) =>
    evidence.map((each) => checked(state, certificate, each, window.atMs, graceMs)),
  )
  const fitting = states.filter((state) => statusOf(state, certificate, window.atMs) === status)
  if (fitting.length === 0) {
    const expected = [...new Set(states.map((state) => statusOf(state, certificate, window.atMs)))].join(' or ')
    world.violate('status-agrees', `${id} is ${status} at ${textOf(window.atMs)} and should be ${expected}`)
  }
  const kept = new Map((fitting.length > 0 ? fitting : states).map((state) => [JSON.stringify(state), state]))
  tenure.states = [...kept.values()]
}

interface CheckedRecord {
  readonly before: CertificateRecord
  readonly record: CertificateRecord
  readonly tenure: Tenure
  readonly window: CheckWindow
  readonly written: NonNullable<StoreChange['messages']>
}

function judgeAlerts(world: World, namespace: ModelNamespace, check: CheckedRecord): void {
  const { before, record, tenure, window, written } = check
  const { id } = record
  const { atMs } = window
  // A clock that was put back begins anew from where it is.
  tenure.sinceMs = Math.min(tenure.sinceMs, atMs)
  if (atMs < tenure.checkedMs) tenure.dueSinceMs = atMs
  tenure.checkedMs = atMs
  const times = { sinceMs: tenure.sinceMs, atMs }
  const step = isMuted(before, atMs) ? undefined : stepAt(tenure.certificate, record, times, world.policy.warningDays)
  const others = written.filter(({ key }) => step === undefined || key.step.replace(/[@#].*/, '') !== step.name)
  for (const { key } of others) {
    world.violate(
      'none-doubled',
      `${ledgerKey(key)} was written at ${textOf(atMs)}, when ${step?.name ?? 'nothing'} was due`,
    )
  }
  if (step === undefined) return
  const occasion = record.status === 'revoked' ? `${step.name}@${record.revocation?.revokedAt ?? ''}` : step.name
  const isNews = record.status === 'revoked' && before.status !== 'revoked'
  const isDue = !tenure.planned.has(occasion) && step.isOptional !== true && (isNews || step.atMs > tenure.dueSinceMs)
  tenure.planned.add(occasion)
  for (const [contactId, contact] of namespace.contacts) {
    if (isDue) judgeContact(world, namespace, contactId, contact, step.name, check)
  }
  for (const { key } of written) {
    const isKnown = namespace.contacts.get(key.contactId)?.since.has(key.channel) === true
    const isMeanwhile = window.fromStep < world.step
    if (!isKnown && !isMeanwhile) world.violate('none-doubled', `${ledgerKey(key)} is to nobody; about ${id}`)
  }
}

/** Who was there all the time must be told of it. */
function judgeContact(
  world: World,
  { ledger }: ModelNamespace,
  contactId: string,
  { since }: ModelContact,
  step: string,
  { record, window }: CheckedRecord,
): void {
  const { fingerprint, revocation, status } = record
  if (fingerprint === null) return
  for (const [channel, sinceStep] of since) {
    if (sinceStep >= window.fromStep) continue
    const plain = ledgerKey({ fingerprint, step, contactId, channel })
    const apart = ledgerKey({ fingerprint, step: `${step}@${revocation?.revokedAt ?? ''}`, contactId, channel })
    const isTold =
      status === 'revoked'
        ? ledger.get(plain)?.message.alert.revokedAt === revocation?.revokedAt || ledger.has(apart)
        : ledger.has(plain)
    if (!isTold) world.violate('no-alert-lost', `${plain} should have been written at ${textOf(window.atMs)}`)
  }
}
