import { describe, expect, it } from 'vitest'
import { createTestAuthority, createTestClock, TEST_EPOCH } from '../../../src/testing/index.ts'

describe('createTestClock()', () => {
  it('stands still until it is told otherwise', () => {
    const clock = createTestClock(new Date('2026-01-01T00:00:00Z'))
    expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'))
    expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'))
  })

  it('starts at the epoch of this kit', () => {
    expect(createTestClock().now()).toEqual(new Date(TEST_EPOCH))
  })

  it('moves by milliseconds', () => {
    const clock = createTestClock(new Date('2026-01-01T00:00:00Z'))
    expect(clock.advance(1500)).toEqual(new Date('2026-01-01T00:00:01.500Z'))
    expect(clock.now()).toEqual(new Date('2026-01-01T00:00:01.500Z'))
  })

  it('moves by spans, whose parts are added up, and back', () => {
    const clock = createTestClock(new Date('2026-02-28T00:00:00Z'))
    clock.advance({ days: 1, hours: 2, minutes: 3, seconds: 4, ms: 5 })
    expect(clock.now()).toEqual(new Date('2026-03-01T02:03:04.005Z'))
    clock.advance({ days: -1 })
    expect(clock.now()).toEqual(new Date('2026-02-28T02:03:04.005Z'))
  })

  it('is set to any instant', () => {
    const clock = createTestClock()
    clock.set(new Date('1999-12-31T23:59:59Z'))
    expect(clock.now()).toEqual(new Date('1999-12-31T23:59:59Z'))
  })

  it('hands out dates that nobody else holds', () => {
    const start = new Date('2026-01-01T00:00:00Z')
    const clock = createTestClock(start)
    start.setUTCFullYear(2000)
    clock.now().setUTCFullYear(2001)
    expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'))
  })

  it('can be passed on as a function', () => {
    const { now } = createTestClock(new Date('2026-01-01T00:00:00Z'))
    expect([1].map(now)).toEqual([new Date('2026-01-01T00:00:00Z')])
  })

  it('refuses what is no instant', () => {
    const clock = createTestClock()
    expect(() => createTestClock(new Date(NaN))).toThrow(new RangeError('"start" must be a valid instant'))
    expect(() => clock.advance(Infinity)).toThrow(RangeError)
    expect(() => {
      clock.set(new Date(NaN))
    }).toThrow(RangeError)
    expect(clock.now()).toEqual(new Date(TEST_EPOCH))
  })

  it('is what an authority goes by', async () => {
    const clock = createTestClock(new Date('2027-01-01T00:00:00Z'))
    const root = await createTestAuthority({ at: clock })
    clock.advance({ days: 10 })
    const leaf = await root.leaf({ lifetimeDays: 47 })
    expect(leaf.certificate.notBefore).toEqual(new Date('2027-01-10T00:00:00Z'))
    expect(leaf.certificate.notAfter).toEqual(new Date('2027-02-25T23:59:59Z'))
  })
})
