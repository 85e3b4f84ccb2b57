import { listPassedSteps } from './alert-dates.ts'
import { plainStep, stepOfRevocation, stepToldFirst } from './alert-step.ts'
import type { CertificateRecord } from './certificate-record.ts'
import type { ContactRecord, NotificationChannel } from './contact-record.ts'
import { createNotification } from './create-notification.ts'
import { hasExpired } from './has-expired.ts'
import type { AlertNotification } from './notifier.ts'
import type { OutboxMessage } from './outbox-message.ts'
import type { RegistryContext } from './registry-context.ts'

/** What is to be sent, or why nothing is. */
export type MessageVerdict =
  | { readonly notification: AlertNotification; readonly reason: null }
  | { readonly notification: undefined; readonly reason: string }

/**
 * Decides whether there still is a reason to send a message: reads certificate and contact again.
 *
 * A certificate that is registered twice has one ledger; the message goes out as long as one of its records gives a reason, and no more urgent
 * one was written for any of them.
 */
export async function judgeMessage(
  context: RegistryContext,
  message: OutboxMessage,
  signal: AbortSignal | undefined,
): Promise<MessageVerdict> {
  const { store, namespace, clock } = context
  const { contactId, channel } = message.key
  const contact = await store.getContact(namespace, contactId, { signal })
  const address = addressOf(contact, channel)
  if (contact === undefined || address === undefined) return drop('the contact does not take such messages any more')
  const records = await recordsOf(context, message, signal)
  if (records.length === 0) return drop('the certificate was replaced or deleted')
  const at = clock.now()
  const reasons = records.map((record) => findReasonAgainst(record, message, at))
  const against = reasons.includes(undefined)
    ? await findMoreUrgent(context, records, message, at, signal)
    : reasons.at(-1)
  if (against !== undefined) return drop(against)
  const { name, locale } = contact
  return { notification: createNotification(message, { name, address, locale }), reason: null }
}

/** All records of the certificate. */
async function recordsOf(
  { store, namespace }: RegistryContext,
  { certificateId, key: { fingerprint } }: OutboxMessage,
  signal: AbortSignal | undefined,
): Promise<readonly CertificateRecord[]> {
  const found = await store.find(namespace, { fingerprint }, { signal })
  if (found.some(({ id }) => id === certificateId)) return found
  // A store finds so many and no more, and all of them may be attempts that failed.
  const own = await store.get(namespace, certificateId, { signal })
  return own?.fingerprint === fingerprint ? [...found, own] : found
}

function drop(reason: string): MessageVerdict {
  return { notification: undefined, reason }
}

/** Where a contact takes messages of a channel; `undefined` if it does not. */
function addressOf(contact: ContactRecord | undefined, channel: NotificationChannel): string | undefined {
  if (contact === undefined) return undefined
  const { serviceNotifications, channels, email, phone } = contact
  if (!serviceNotifications || !channels.includes(channel)) return undefined
  return (channel === 'email' ? email : phone) ?? undefined
}

/** What the record says against it. */
function findReasonAgainst(record: CertificateRecord, { alert }: OutboxMessage, at: Date): string | undefined {
  const { status, alerts } = record
  if (alerts.mutedUntil !== null && Date.parse(alerts.mutedUntil) > at.getTime()) return 'alerts are muted'
  const isRevoked = status === 'revoked'
  if (status === 'registration-failed') return 'the certificate is not registered'
  if ((alert.kind === 'revoked') !== isRevoked) {
    return isRevoked ? 'the certificate was revoked meanwhile' : 'the certificate is not revoked any more'
  }
  if (alert.kind === 'expiring' && hasExpired(record, at)) return 'the certificate has expired meanwhile'
  return undefined
}

/**
 * While this message could not be delivered, another step has come for one of the records, and its message is there too. That of the last step may not be:
 * the contact did not take messages then; so that the steps before it are looked at, down to this one.
 */
async function findMoreUrgent(
  context: RegistryContext,
  records: readonly CertificateRecord[],
  { key, createdAt }: OutboxMessage,
  at: Date,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { store, namespace } = context
  const own = stepToldFirst(key.step)
  for (const record of records) {
    for (const step of laterSteps(context, record, plainStep(own), Date.parse(createdAt), at)) {
      if (step === own) continue
      // As it was told first: what was told anew was so later still.
      const later = await store.getMessage(namespace, { ...key, step }, { signal })
      if (later === undefined || !isOfNow(later, record)) continue
      if (later.createdAt > createdAt) return 'a more urgent message has taken its place'
      break
    }
  }
  return undefined
}

/** Of two revocations, the record is about one. */
function isOfNow({ alert }: OutboxMessage, { revocation }: CertificateRecord): boolean {
  return revocation === null || alert.revokedAt === revocation.revokedAt
}

/** The names that steps after this one may have, from the last one that was planned down; mostly the first decides. */
function* laterSteps(
  context: RegistryContext,
  record: CertificateRecord,
  own: string,
  sinceMs: number,
  at: Date,
): Generator<string> {
  const { lastStep } = record.alerts
  if (lastStep === null) return
  const last = plainStep(lastStep)
  yield* namesOf(last, record)
  if (last === own) return
  for (const step of listPassedSteps(context, record, sinceMs, at.getTime())) {
    if (step === own) return
    if (step !== last) yield* namesOf(step, record)
  }
}

/** Whether the step of a second revocation goes by its own name depends on what each contact was told of the first. */
function namesOf(step: string, { revocation }: CertificateRecord): readonly string[] {
  return revocation === null ? [step] : [step, stepOfRevocation(step, revocation)]
}
