import { nextVersion } from './change-record.ts'
import { commitChange, type RegistryContext } from './registry-context.ts'

/** Records that are asked for at once. */
const PAGE = 500

/**
 * Makes everything due that was looked at by a clock that was ahead. It may be kept as expired though it is not, and is due when that clock's time
 * comes, or never. Looks at every record of the account, since a store finds none by when it was looked at.
 */
export async function recheckFuture(
  context: RegistryContext,
  at: Date,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { store, namespace } = context
  const now = at.toISOString()
  let cursor: string | undefined
  do {
    const page = await store.list(namespace, { limit: PAGE, cursor }, { signal })
    for (const record of page.items) {
      const isAhead = record.checkedAt !== null && record.checkedAt > now
      // A failed registration is never looked at. Who changed it meanwhile has read the same clock.
      if (!isAhead || record.previous === null) continue
      await commitChange(context, { at, certificate: nextVersion(record, { dueAt: now }, at) }, { signal })
    }
    cursor = page.cursor
  } while (cursor !== undefined)
}
