import { DAY_MS, floorToSecond, SECOND_MS } from './read-instant.ts'

/** A certificate's dates, as a schedule of one's own sees them. */
export interface ScheduledLife {
  readonly notBefore: Date
  readonly notAfter: Date
  /** Both ends included. */
  readonly lifeMs: number
}

/**
 * When to warn before expiry. At expiry there is always an alert.
 *
 * - `default`: 30 days before and every 5 days after that, or six equal steps of the last third of a life shorter than 90 days
 * - `days`: days before expiry, also parts of a day
 * - `shares`: parts of the life that are left, from 0 to 1
 * - a function: days before expiry as numbers, or instants
 *
 * Instants are cut to the second. What lies before the life, and 0, which is expiry itself, is left out.
 */
export type AlertSchedule =
  | 'default'
  | { readonly days: readonly number[] }
  | { readonly shares: readonly number[] }
  | ((life: ScheduledLife) => readonly (number | Date)[])

const DEFAULT_WINDOW_MS = 2_592_000_000
const DEFAULT_STEPS = 6

/** More than daily for three years; a schedule is for people. */
const MAX_STEPS = 1000

/**
 * How long before expiry there are warnings, in milliseconds, the longest first, each once.
 *
 * @throws TypeError, RangeError for a schedule that is none
 */
export function warningOffsets(notBeforeMs: number, notAfterMs: number, schedule: AlertSchedule): readonly number[] {
  // Both ends belong to the validity, so that a second is added (RFC 5280 section 4.1.2.5).
  const lifeMs = Math.max(0, notAfterMs - notBeforeMs + SECOND_MS)
  const offsets = listOffsets(notBeforeMs, notAfterMs, lifeMs, schedule)
  if (offsets.length > MAX_STEPS) throw new RangeError(`"schedule" must have at most ${MAX_STEPS} steps`)
  const isInLife = (ms: number): boolean => ms > 0 && ms <= notAfterMs - notBeforeMs
  return [...new Set(offsets.map(floorToSecond))].filter(isInLife).sort((a, b) => b - a)
}

function listOffsets(
  notBeforeMs: number,
  notAfterMs: number,
  lifeMs: number,
  schedule: AlertSchedule,
): readonly number[] {
  if (schedule === 'default') return defaultOffsets(lifeMs)
  if (typeof schedule === 'function') {
    const life = { notBefore: new Date(notBeforeMs), notAfter: new Date(notAfterMs), lifeMs }
    return schedule(life).map((step) =>
      step instanceof Date ? notAfterMs - readNumber(step.getTime(), -Infinity, Infinity) : daysToMs(step),
    )
  }
  if (isObject(schedule) && 'days' in schedule) return schedule.days.map(daysToMs)
  if (isObject(schedule) && 'shares' in schedule)
    return schedule.shares.map((share) => readNumber(share, 0, 1) * lifeMs)
  throw new TypeError('"schedule" must be "default", { days }, { shares } or a function')
}

/** From a caller without types, text and numbers come too, in which nothing can be looked for. */
function isObject(schedule: unknown): boolean {
  return typeof schedule === 'object' && schedule !== null
}

function defaultOffsets(lifeMs: number): readonly number[] {
  const windowMs = Math.min(DEFAULT_WINDOW_MS, lifeMs / 3)
  return Array.from({ length: DEFAULT_STEPS }, (_, index) => (windowMs * (DEFAULT_STEPS - index)) / DEFAULT_STEPS)
}

function daysToMs(days: number): number {
  return readNumber(days, 0, Infinity) * DAY_MS
}

function readNumber(value: unknown, min: number, max: number): number {
  const isNumber = typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max
  if (!isNumber) throw new RangeError('"schedule" must hold days before expiry, or shares from 0 to 1')
  return value
}

const UNITS: readonly (readonly [string, number])[] = [
  ['d', DAY_MS],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', SECOND_MS],
]

/** Writes a duration of whole seconds exactly: `30d`, `16h`, `2d14h40m`. The same duration always has the same name. */
export function nameDuration(ms: number): string {
  let rest = ms
  let name = ''
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(rest / unitMs)
    if (count > 0) name += `${count}${unit}`
    rest -= count * unitMs
  }
  return name === '' ? '0d' : name
}
