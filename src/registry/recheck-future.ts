import { nextVersion } from './change-record.ts'
import { commitChange, type RegistryContext } from './registry-context.ts'

/** Clocks are put right by less all the time. */
const SLACK_MS = 60_000

const PAGE = 500

/** Notices that a clock was put back. */
export interface LeapWatch {
  /** Whether an instant that was settled before lies more than a minute after this one. */
  readonly isPutBack: (at: Date) => boolean
  /** Goes on from this instant: what there was to do about a clock that was put back is done. */
  readonly settle: (at: Date) => void
}

/** Makes a watch that has seen no instant yet. */
export function createLeapWatch(): LeapWatch {
  let latestMs = -Infinity
  const isPutBack = (at: Date): boolean => at.getTime() < latestMs - SLACK_MS
  return {
    isPutBack,
    settle: (at) => {
      latestMs = isPutBack(at) ? at.getTime() : Math.max(latestMs, at.getTime())
    },
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
