import type { CertificateRecord } from './certificate-record.ts'
import { changeRecord, checkActor, nextVersion } from './change-record.ts'
import { LAST_INSTANT_MS } from './last-instant.ts'
import { plannedBeforeMute } from './plan-alerts.ts'
import type { ActorOptions } from './registry.ts'
import { createEvent, type RegistryContext } from './registry-context.ts'

/** Sends no alerts about a certificate for a while. See {@link Registry}. */
export async function muteAlerts(
  context: RegistryContext,
  id: string,
  until: Date | null,
  { actor, signal }: ActorOptions,
): Promise<CertificateRecord> {
  checkActor(actor)
  if (until !== null && !(until instanceof Date)) throw new TypeError('"until" must be a date or null')
  const mutedUntil = until === null ? null : toInstant(until)
  return changeRecord(context, id, signal, (record) => {
    const at = context.clock.now()
    if (mutedUntil !== null && Date.parse(mutedUntil) <= at.getTime())
      throw new RangeError('"until" must be in the future')
    if (record.alerts.mutedUntil === mutedUntil) return { result: record }
    const alerts = { ...record.alerts, mutedUntil, plannedUntil: plannedBeforeMute(context, record, at) }
    const certificate = nextVersion(record, { alerts, dueAt: nextDueAt(record, mutedUntil, at) }, at)
    const event = createEvent(context, 'muted', { id, at, actor }, { until: mutedUntil })
    return { change: { at, certificate, events: [event] }, result: certificate.record }
  })
}

/** Looked at when the mute ends, or at once where it was ended, for the steps that have passed. */
function nextDueAt({ dueAt, previous }: CertificateRecord, mutedUntil: string | null, at: Date): string | null {
  // A failed registration has no alerts.
  if (previous === null) return dueAt
  const due = mutedUntil ?? at.toISOString()
  return dueAt !== null && dueAt < due ? dueAt : due
}

function toInstant(date: Date): string {
  if (!(date.getTime() <= LAST_INSTANT_MS)) throw new RangeError('"until" must be a valid date before the year 10000')
  return date.toISOString()
}
