export const SECOND_MS = 1000
export const DAY_MS = 86_400_000

/** An instant as a value, or as JSON wrote it. */
export type Instant = Date | string

/**
 * Reads an instant in milliseconds since 1970.
 *
 * @throws TypeError, RangeError naming the option if it is none
 */
export function readInstant(value: unknown, name: string): number {
  if (!(value instanceof Date) && typeof value !== 'string') throw new TypeError(`"${name}" must be a date`)
  const ms = new Date(value).getTime()
  if (Number.isNaN(ms)) throw new RangeError(`"${name}" must be a valid date`)
  return ms
}

/** The same, with now where nothing is given: the one place of this room that reads the clock. */
export function readInstantOrNow(value: unknown, name: string): number {
  // eslint-disable-next-line no-restricted-syntax -- the default is read once, here at the edge
  return readInstant(value ?? new Date(), name)
}

/** Cuts to the second, as certificates do. */
export function floorToSecond(ms: number): number {
  return Math.floor(ms / SECOND_MS) * SECOND_MS
}
