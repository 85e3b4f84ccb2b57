/** A span of time, of which all parts are added up. */
export interface TestDuration {
  readonly days?: number | undefined
  readonly hours?: number | undefined
  readonly minutes?: number | undefined
  readonly seconds?: number | undefined
  readonly ms?: number | undefined
}

/** A clock that stands still until it is told otherwise. */
export interface TestClock {
  /** The instant shown. Needs no `this`, so it can be passed on as a function. */
  readonly now: () => Date
  /** Moves by milliseconds or by a span of time, back if negative, and returns the new instant. */
  readonly advance: (by: number | TestDuration) => Date
  /** Moves to an instant, also an earlier one. */
  readonly set: (to: Date) => void
}

/** The instant that everything here starts from if none is given, so that no test grows old: 1 June 2026, noon, UTC. */
export const TEST_EPOCH = '2026-06-01T12:00:00Z'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
/** A day of 24 hours: clocks here know of no time zones. */
const DAY_MS = 24 * HOUR_MS

/**
 * Makes a clock that only moves when told.
 *
 * @param start - {@link TEST_EPOCH} by default
 *
 * @example
 * ```ts
 * const clock = createTestClock(new Date('2026-06-01T00:00:00Z'))
 * clock.advance({ days: 30 })
 * ```
 */
export function createTestClock(start: Date = new Date(TEST_EPOCH)): TestClock {
  let nowMs = instantOf(start, 'start')
  return {
    now: () => new Date(nowMs),
    advance: (by) => {
      nowMs = instantOf(new Date(nowMs + durationMs(by)), 'by')
      return new Date(nowMs)
    },
    set: (to) => {
      nowMs = instantOf(to, 'to')
    },
  }
}

function durationMs(by: number | TestDuration): number {
  if (typeof by === 'number') return by
  const { days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0 } = by
  return days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS + ms
}

function instantOf(date: Date, option: string): number {
  const ms = date.getTime()
  if (Number.isNaN(ms)) throw new RangeError(`"${option}" must be a valid instant`)
  return ms
}
