import { describe, expect, it } from 'vitest'
import { ROOTS_SNAPSHOT } from '../../../src/roots/mozilla-roots.data.ts'
import { rootsAgeDays } from '../../../src/roots/roots-age-days.ts'

const published = Date.parse(`${ROOTS_SNAPSHOT.date}T00:00:00Z`)
const HOUR_MS = 3_600_000

describe('rootsAgeDays()', () => {
  it.each([
    ['on the day of the snapshot', 23, 0],
    ['a day later, to the hour', 24, 1],
    ['half a year later', 24 * 182 + 1, 182],
    ['an hour before the snapshot', -1, -1],
  ])('counts whole days: %s', (_, hours, days) => {
    expect(rootsAgeDays(new Date(published + hours * HOUR_MS))).toBe(days)
  })

  it('refuses a date that is none', () => {
    expect(() => rootsAgeDays(new Date(NaN))).toThrow(new RangeError('"at" must be a valid date'))
  })
})
