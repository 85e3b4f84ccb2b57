import { DAY_MS } from './read-instant.ts'

/** An hour of the day in a place. */
export interface DeliveryHour {
  /** IANA name, such as `Asia/Seoul`. */
  readonly timeZone: string
  /** 0 to 23. */
  readonly hour: number
}

/** Finds the instants at which it is that hour there. */
export interface HourFinder {
  /** The first one at or after an instant. */
  readonly firstFrom: (ms: number) => number
  /** The one that is this many local days after the day of an instant. */
  readonly daysAfter: (ms: number, days: number) => number
}

/**
 * Finds hours by the calendar of the place. Where the clock is turned back an hour comes twice, and both count; where it is put
 * forward past the hour, it comes as much later as was skipped (what ECMAScript's Temporal calls `compatible`, RFC 5545 section 3.3.5).
 *
 * @throws TypeError, RangeError naming the option
 */
export function createHourFinder({ timeZone, hour }: DeliveryHour): HourFinder {
  if (!Number.isInteger(hour) || hour < 0 || hour > 23) throw new RangeError('"deliverAt.hour" must be 0 to 23')
  const wallOf = createWallClock(timeZone)
  const dayOf = (ms: number): number => Math.floor(wallOf(ms) / DAY_MS) * DAY_MS + hour * 3_600_000

  const instantsOf = (wallMs: number): readonly [number, ...number[]] => {
    // No place turns its clock twice within two days.
    const [before, after] = [wallMs - DAY_MS, wallMs + DAY_MS].map((ms) => wallMs - (wallOf(ms) - ms))
    if (before === undefined || after === undefined || before === after) return [before ?? wallMs]
    // In the order of time, since the offset shrinks where an hour comes twice.
    const [first, ...others] = [before, after].filter((ms) => wallOf(ms) === wallMs)
    return first === undefined ? [before] : [first, ...others]
  }

  return {
    firstFrom: (ms) => {
      const wallMs = dayOf(ms)
      const later = [0, 1].flatMap((days) => instantsOf(wallMs + days * DAY_MS)).filter((found) => found >= ms)
      return Math.min(...later)
    },
    daysAfter: (ms, days) => instantsOf(dayOf(ms) + days * DAY_MS)[0],
  }
}

/** What a clock on the wall shows there, written as if it were UTC. */
function createWallClock(timeZone: string): (ms: number) => number {
  if (typeof timeZone !== 'string') throw new TypeError('"deliverAt.timeZone" must be a string')
  const format = createFormat(timeZone)
  return (ms) => {
    const parts = new Map(format.formatToParts(new Date(ms)).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
    const wall = new Date(0)
    // Unlike `Date.UTC`, this takes the years before 100 as they are.
    wall.setUTCFullYear(part('year'), part('month') - 1, part('day'))
    return wall.setUTCHours(part('hour'), part('minute'), part('second'), 0)
  }
}

function createFormat(timeZone: string): Intl.DateTimeFormat {
  const numeric = 'numeric'
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      ...{ timeZone, hourCycle: 'h23', year: numeric, month: numeric, day: numeric },
      ...{ hour: numeric, minute: numeric, second: numeric },
    })
  } catch (cause) {
    throw new RangeError('"deliverAt.timeZone" must be the IANA name of a time zone', { cause })
  }
}
