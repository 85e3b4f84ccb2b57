import { ROOTS_SNAPSHOT } from './mozilla-roots.data.ts'

const DAY_MS = 86_400_000

/**
 * How many whole days before `at` the snapshot of the roots was published; negative for an earlier `at`.
 *
 * Mozilla changes its list every few months. What age is too old is for the caller to say: after half a year some root
 * is missing, and after a year one is likely to be trusted that no longer should be.
 *
 * @throws RangeError if `at` is not a valid date
 * @example
 * ```ts
 * if (rootsAgeDays(new Date()) > 180) console.warn('update certkeep: its list of public roots is old')
 * ```
 */
export function rootsAgeDays(at: Date): number {
  if (Number.isNaN(at.getTime())) throw new RangeError('"at" must be a valid date')
  return Math.floor((at.getTime() - Date.parse(ROOTS_SNAPSHOT.date)) / DAY_MS)
}
