import type { AuditEvent } from './audit-event.ts'
import { checkId } from './change-record.ts'
import type { RegistryContext } from './registry-context.ts'

/** Events that are asked for at once. */
const PAGE = 500

/** All that happened to a certificate or contact. See {@link Registry}. */
export async function readHistory(
  { store, namespace }: RegistryContext,
  id: string,
  signal: AbortSignal | undefined,
): Promise<readonly AuditEvent[]> {
  checkId(id)
  const events: AuditEvent[] = []
  let cursor: string | undefined
  do {
    const page = await store.history(namespace, id, { limit: PAGE, cursor }, { signal })
    events.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined)
  return events
}
