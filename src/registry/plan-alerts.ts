import type { AlertDate } from '../lifecycle/next-alert-dates.ts'
import { listAlertDates, type AlertedRecord } from './alert-dates.ts'
import type { AlertNotice } from './alert-notice.ts'
import { plainStep, stepOfRevocation, stepToldAnew } from './alert-step.ts'
import type { AlertState } from './certificate-record.ts'
import type { ContactRecord } from './contact-record.ts'
import type { MessageKey, OutboxMessage } from './outbox-message.ts'
import type { PortOptions } from './port-options.ts'
import type { RegistryContext } from './registry-context.ts'

/** What is to be done about alerts. */
export interface AlertPlan {
  readonly alerts: AlertState
  readonly messages: readonly OutboxMessage[]
  /** The occasion for which messages are to be written now. */
  readonly due: AlertDate | undefined
  /** When there is something to do next. */
  readonly nextMs: number | undefined
}

/**
 * Decides which alert is due, and writes its messages: one for each contact and channel, for the most urgent step that has passed since the
 * last time. Messages that the ledger holds already are stepped over by the store.
 *
 * While alerts are muted nothing is planned, and the steps that pass wait for the end. While a certificate is on hold its days are told
 * instead, and the most urgent step of expiry that has passed follows when it is released. A clock that was put back begins anew from where it
 * is; the ledger keeps what was sent from being sent again.
 *
 * @param daysLeft - whole days to expiry, as status and texts count them
 * @param isNewlyRevoked - the revocation was not known before, so that also a step before the last look is news
 */
export async function planAlerts(
  context: RegistryContext,
  record: AlertedRecord,
  { at, daysLeft, isNewlyRevoked }: { readonly at: Date; readonly daysLeft: number; readonly isNewlyRevoked: boolean },
  options: PortOptions,
): Promise<AlertPlan> {
  const { mutedUntil, plannedUntil, lastStep } = record.alerts
  const atMs = at.getTime()
  if (mutedUntil !== null && Date.parse(mutedUntil) > atMs) {
    return { alerts: record.alerts, messages: [], due: undefined, nextMs: Date.parse(mutedUntil) }
  }
  const lookedMs = isReleased(record) ? beginOf(record) : plannedUntil === null ? atMs : Date.parse(plannedUntil)
  const sinceMs = isNewlyRevoked ? -Infinity : Math.min(lookedMs, atMs)
  const dates = listAlertDates(context, record, sinceMs, atMs)
  const due = dates.filter(({ atMs: dateMs }) => dateMs <= atMs).at(-1)?.date
  const nextMs = dates.find(({ atMs: dateMs }) => dateMs > atMs)?.atMs
  // What passes while a certificate is on hold without a day of it being told is not dealt with: it may be released.
  const plannedMs = due === undefined && record.status === 'revoked' ? Math.min(lookedMs, atMs) : atMs
  const plannedUntilNow = new Date(plannedMs).toISOString()
  const alerts = { mutedUntil: null, plannedUntil: plannedUntilNow, lastStep: due?.step ?? lastStep }
  if (due === undefined) return { alerts, messages: [], due, nextMs }
  const messages = await writeMessages(context, record, due, { at, daysLeft }, options)
  return { alerts: { ...alerts, lastStep: messages[0]?.key.step ?? due.step }, messages, due, nextMs }
}

/**
 * Up to when alert dates count as dealt with while alerts are muted: not the last step, since a message of it that waits still is dropped. When the
 * mute ends, the ledger keeps from repetition whoever was told of that step before.
 */
export function plannedBeforeMute(
  context: Pick<RegistryContext, 'policy'>,
  record: AlertedRecord,
  at: Date,
): string | null {
  const { plannedUntil, lastStep } = record.alerts
  if (plannedUntil === null || lastStep === null || record.info === null) return plannedUntil
  const dates = listAlertDates(context, record, Date.parse(record.info.notBefore), at.getTime())
  const stepName = plainStep(lastStep)
  const last = dates.find(({ date: { step } }) => step === stepName)
  if (last === undefined || last.atMs <= beginOf(record)) return plannedUntil
  return new Date(Math.min(last.atMs - 1, Date.parse(plannedUntil))).toISOString()
}

/** When there is something to do about alerts after an instant; what was due before is past. */
export function nextAlertMs(
  context: Pick<RegistryContext, 'policy'>,
  record: AlertedRecord,
  at: Date,
): number | undefined {
  return listAlertDates(context, record, at.getTime(), at.getTime())[0]?.atMs
}

/** What was told last was a revocation, and there is none any more. */
function isReleased({ status, alerts: { lastStep } }: AlertedRecord): boolean {
  return status !== 'revoked' && lastStep?.startsWith('revoked:') === true
}

/** Since when the record is about the certificate; what came before is nobody's business. */
function beginOf({ registeredAt, replacedAt }: AlertedRecord): number {
  return Date.parse(replacedAt ?? registeredAt)
}

async function writeMessages(
  context: RegistryContext,
  record: AlertedRecord,
  due: AlertDate,
  { at, daysLeft }: { readonly at: Date; readonly daysLeft: number },
  options: PortOptions,
): Promise<readonly OutboxMessage[]> {
  const { store, namespace } = context
  const { info, fingerprint, expiresAt } = record
  if (info === null || fingerprint === null || expiresAt === null) return []
  const keys = keysOf(await store.listContacts(namespace, options), fingerprint, due.step)
  if (keys.length === 0) return []
  const alert: AlertNotice = {
    kind: due.kind,
    name: record.name,
    domain: record.primaryDomain,
    daysLeft,
    notAfter: expiresAt,
    issuer: info.issuer.text,
    serialNumber: info.serialNumber,
    fingerprint,
    revokedAt: record.revocation?.revokedAt ?? null,
    reason: record.revocation?.reason ?? null,
    services: await servicesOf(context, record, fingerprint, options),
  }
  const written = at.toISOString()
  const common = { namespace, certificateId: record.id, alert, createdAt: written, dueAt: written }
  const messages: OutboxMessage[] = []
  for (const key of keys) {
    const own = await apartFromEarlier(context, key, alert, written, options)
    messages.push({ ...common, key: own, state: 'pending', attempts: 0, reason: null, settledAt: null })
  }
  return messages
}

/** Who uses the certificate, under whatever name it is registered: the ledger has one message for all of them. */
async function servicesOf(
  { store, namespace }: RegistryContext,
  { id, attachments }: AlertedRecord,
  fingerprint: string,
  options: PortOptions,
): Promise<AlertNotice['services']> {
  const records = await store.find(namespace, { fingerprint }, options)
  const others = records.filter((record) => record.id !== id).flatMap((record) => record.attachments)
  return [...attachments, ...others].map(({ service, resourceType, resourceId }) => ({
    service,
    resourceType,
    resourceId,
  }))
}

function keysOf(contacts: readonly ContactRecord[], fingerprint: string, step: string): readonly MessageKey[] {
  return contacts
    .filter(({ serviceNotifications }) => serviceNotifications)
    .flatMap(({ id, channels }) => channels.map((channel) => ({ fingerprint, step, contactId: id, channel })))
}

/**
 * The key of an occasion, apart from those of earlier ones. A certificate that was released from hold and is revoked again counts its days anew;
 * these are other occasions. So is the same step after its message was dropped, since nobody was told, and while it waits for the time of a clock that
 * was ahead.
 */
async function apartFromEarlier(
  { store, namespace }: RegistryContext,
  key: MessageKey,
  alert: AlertNotice,
  createdAt: string,
  options: PortOptions,
): Promise<MessageKey> {
  let known = await store.getMessage(namespace, key, options)
  const isEarlier = alert.kind === 'revoked' && known !== undefined && known.alert.revokedAt !== alert.revokedAt
  const step = isEarlier ? stepOfRevocation(key.step, alert) : key.step
  let own = { ...key, step }
  if (isEarlier) known = await store.getMessage(namespace, own, options)
  // Ends, since each of them was written by a plan before this one.
  for (let count = 2; known !== undefined && hasToldNobody(known, createdAt); count += 1) {
    own = { ...key, step: stepToldAnew(step, count) }
    known = await store.getMessage(namespace, own, options)
  }
  return own
}

function hasToldNobody({ state, createdAt, attempts }: OutboxMessage, now: string): boolean {
  return state === 'dropped' || (state === 'pending' && attempts === 0 && createdAt > now)
}
