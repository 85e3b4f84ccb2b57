import { changeRecord, checkActor } from './change-record.ts'
import type { ActorOptions, DeletionReceipt } from './registry.ts'
import { createEvent, type RegistryContext } from './registry-context.ts'
import { registryError } from './registry-error.ts'

/** Deletes a certificate with its key, unless it is in use. See {@link Registry}. */
export async function deleteCertificate(
  context: RegistryContext,
  id: string,
  { actor, signal }: ActorOptions,
): Promise<DeletionReceipt> {
  checkActor(actor)
  return changeRecord(context, id, signal, ({ attachments, version, name, fingerprint, hasKey: keyDestroyed }) => {
    if (attachments.length > 0) {
      const listed = attachments.map(({ service, resourceType, resourceId }) => ({ service, resourceType, resourceId }))
      throw registryError('IN_USE', { id, attachments: listed })
    }
    const at = context.clock.now()
    const event = createEvent(context, 'deleted', { id, at, actor }, { name, fingerprint, keyDestroyed })
    // An attachment in between makes another version, so that this one step is the check too.
    const certificate = { kind: 'remove', id, expectedVersion: version } as const
    return { change: { at, certificate, events: [event] }, result: { id, name, fingerprint, keyDestroyed } }
  })
}
