import { nextVersion } from './change-record.ts'
import { commitChange, type RegistryContext } from './registry-context.ts'

/** Clocks are put right by less all the time. */
const SLACK_MS = 60_000

const PAGE = 500

/** Makes what notices that a clock was put back: it is given each instant, and answers whether an earlier one was later by more than a minute. */
export function createLeapWatch(): (at: Date) => boolean {
  let latestMs = -Infinity
  return (at) => {
    const isBack = at.getTime() < latestMs - SLACK_MS
    latestMs = isBack ? at.getTime() : Math.max(latestMs, at.getTime())
    return isBack
  }
}

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
