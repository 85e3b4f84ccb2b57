import type { AlertSchedule } from '../lifecycle/alert-schedule.ts'
import type { DeliveryHour } from '../lifecycle/delivery-hour.ts'
import type { AuditEvent, JsonValue } from './audit-event.ts'
import type { CertificateStore, CommitResult, SettleResult, Settlement, StoreChange } from './certificate-store.ts'
import type { Clock } from './clock.ts'
import type { KeySealer } from './key-sealer.ts'
import type { LeapWatch } from './leap-watch.ts'
import type { Notifier } from './notifier.ts'
import type { PortOptions } from './port-options.ts'
import type { RegistryEngine } from './registry-engine.ts'
import type { RegistryEvent, RegistryEventDetails, RegistryEventOf, RegistryEventType } from './registry-event.ts'

/** The policy with its defaults filled in. */
export interface ResolvedPolicy {
  readonly keepFailed: boolean
  readonly schedule: AlertSchedule
  readonly deliverAt: DeliveryHour | undefined
  readonly unverifiableAfterMs: number | undefined
  readonly checkEveryMs: number
  readonly leaseMs: number
  readonly retry: {
    readonly timeoutMs: number
    readonly firstMs: number
    readonly maxMs: number
    readonly giveUpAfterMs: number
  }
}

/** What every operation of a registry works with. */
export interface RegistryContext {
  readonly namespace: string
  readonly store: CertificateStore
  readonly sealer: KeySealer | undefined
  readonly notifiers: readonly Notifier[]
  readonly clock: Clock
  readonly policy: ResolvedPolicy
  readonly engine: RegistryEngine
  readonly worker: string
  readonly createId: () => string
  /** Is shown the instant at which each sweep begins. */
  readonly leapWatch: LeapWatch
  /** Tells listeners. Never throws. */
  readonly tell: (event: RegistryEvent) => void
}

/** An event as history keeps it, and as listeners are told of it. */
export interface PendingEvent {
  readonly audit: AuditEvent
  readonly event: RegistryEvent
}

/** To whom an event belongs. */
export interface EventSubject {
  readonly id: string
  readonly at: Date
  /** @defaultValue the registry itself */
  readonly actor?: string | undefined
}

/** Makes an event that is not yet written. */
export function createEvent<Type extends RegistryEventType>(
  context: Pick<RegistryContext, 'namespace' | 'createId'>,
  type: Type,
  subject: EventSubject,
  detail: RegistryEventDetails[Type] & { readonly [name: string]: JsonValue },
): { readonly audit: AuditEvent; readonly event: RegistryEventOf<Type> } {
  const { namespace } = context
  const id = context.createId()
  const actor = subject.actor ?? null
  const kind = type.startsWith('contact-') ? 'contact' : 'certificate'
  const at = subject.at.toISOString()
  return {
    audit: { id, namespace, subject: kind, subjectId: subject.id, type, at, actor, detail },
    event: { ...detail, type, id, namespace, subjectId: subject.id, at: new Date(subject.at), actor },
  }
}

/** A change without what is the same for all of a registry. */
export interface RegistryChange extends Omit<StoreChange, 'namespace' | 'events' | 'at'> {
  readonly at?: Date | undefined
  readonly events?: readonly PendingEvent[] | undefined
}

/** Writes a change, and tells of it once it is written. */
export async function commitChange(
  context: RegistryContext,
  { events = [], at = context.clock.now(), ...change }: RegistryChange,
  options: PortOptions | undefined,
): Promise<CommitResult> {
  const { namespace, store } = context
  const result = await store.commit({ ...change, namespace, at, events: events.map(({ audit }) => audit) }, options)
  if (result === 'committed') tellAll(context, events)
  return result
}

/** Writes what became of a message, and tells of it once it is written. */
export async function settleMessage(
  context: RegistryContext,
  { events, ...settlement }: Omit<Settlement, 'events'> & { readonly events: readonly PendingEvent[] },
  options: PortOptions | undefined,
): Promise<SettleResult> {
  const result = await context.store.settle({ ...settlement, events: events.map(({ audit }) => audit) }, options)
  if (result === 'settled') tellAll(context, events)
  return result
}

function tellAll({ tell }: RegistryContext, events: readonly PendingEvent[]): void {
  for (const { event } of events) tell(event)
}
