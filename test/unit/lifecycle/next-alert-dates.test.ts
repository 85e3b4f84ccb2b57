import { describe, expect, it } from 'vitest'
import { nextAlertDates, type AlertLife, type AlertOptions } from '../../../src/lifecycle/next-alert-dates.ts'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import { createSampleLeaf, toPem } from '../../support/sample-leaf.ts'

const DAY_MS = 86_400_000
const LONG_AGO = new Date('2000-01-01T00:00:00Z')

/** A life of whole days that begins at midnight UTC and ends one second before midnight. */
function life(days: number, notBefore = '2026-01-01T00:00:00Z'): AlertLife {
  const begin = new Date(notBefore)
  return { notBefore: begin, notAfter: new Date(begin.getTime() + days * DAY_MS - 1000) }
}

function alerts(subject: AlertLife, options: AlertOptions = {}): readonly string[] {
  return nextAlertDates(subject, { from: LONG_AGO, ...options }).map(({ at, step }) => `${step} ${at.toISOString()}`)
}

function steps(subject: AlertLife, options: AlertOptions = {}): readonly string[] {
  return nextAlertDates(subject, { from: LONG_AGO, ...options }).map(({ step }) => step)
}

const DEFAULT_STEPS = ['30d', '25d', '20d', '15d', '10d', '5d'].map((name) => `expiring:${name}`)

describe('nextAlertDates() with the default schedule', () => {
  it.each([398, 200, 100, 90])('warns of %i days at 30 days and every 5 days after that, and at expiry', (days) => {
    const { notBefore, notAfter } = life(days)
    expect(nextAlertDates({ notBefore, notAfter }, { from: notBefore })).toEqual([
      ...[30, 25, 20, 15, 10, 5].map((daysBefore) => ({
        at: new Date(notAfter.getTime() - daysBefore * DAY_MS),
        kind: 'expiring',
        daysBefore,
        step: `expiring:${daysBefore}d`,
      })),
      { at: notAfter, kind: 'expired', daysBefore: 0, step: 'expired' },
    ])
  })

  it('warns of 47 days in six equal steps of the last third', () => {
    // 47 days are 4,060,800 s, a third of them 1,353,600 s, and a step of that 225,600 s: 2 days 14 hours 40 minutes.
    expect(alerts(life(47))).toEqual([
      'expiring:15d16h 2026-02-01T07:59:59.000Z',
      'expiring:13d1h20m 2026-02-03T22:39:59.000Z',
      'expiring:10d10h40m 2026-02-06T13:19:59.000Z',
      'expiring:7d20h 2026-02-09T03:59:59.000Z',
      'expiring:5d5h20m 2026-02-11T18:39:59.000Z',
      'expiring:2d14h40m 2026-02-14T09:19:59.000Z',
      'expired 2026-02-16T23:59:59.000Z',
    ])
  })

  it('warns of 6 days every 8 hours of the last two days', () => {
    expect(alerts(life(6))).toEqual([
      'expiring:2d 2026-01-04T23:59:59.000Z',
      'expiring:1d16h 2026-01-05T07:59:59.000Z',
      'expiring:1d8h 2026-01-05T15:59:59.000Z',
      'expiring:1d 2026-01-05T23:59:59.000Z',
      'expiring:16h 2026-01-06T07:59:59.000Z',
      'expiring:8h 2026-01-06T15:59:59.000Z',
      'expired 2026-01-06T23:59:59.000Z',
    ])
  })

  it('counts whole days of what is left, rounded down', () => {
    const days = (subject: AlertLife): readonly number[] =>
      nextAlertDates(subject, { from: LONG_AGO }).map(({ daysBefore }) => daysBefore)
    expect(days(life(47))).toEqual([15, 13, 10, 7, 5, 2, 0])
    expect(days(life(6))).toEqual([2, 1, 1, 1, 0, 0, 0])
  })

  it('keeps 30 days from a life of 90 days on, the last second counted', () => {
    const { notBefore, notAfter } = life(90)
    expect(steps({ notBefore, notAfter })[0]).toBe('expiring:30d')
    const shorter = { notBefore, notAfter: new Date(notAfter.getTime() - 3000) }
    expect(steps(shorter)[0]).toBe('expiring:29d23h59m59s')
  })

  it('warns of an expiry in the year 9999', () => {
    const subject = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('9999-12-31T23:59:59Z') }
    expect(alerts(subject)[0]).toBe('expiring:30d 9999-12-01T23:59:59.000Z')
    expect(alerts(subject, { deliverAt: { timeZone: 'Asia/Seoul', hour: 9 } })[0]).toBe(
      'expiring:30d 9999-12-02T00:00:00.000Z',
    )
    expect(alerts(subject, { deliverAt: { timeZone: 'Asia/Seoul', hour: 9 } }).at(-1)).toMatch(
      'expired +010000-01-01T00',
    )
  })

  it('gives lives of a few seconds, of one second, and none at all, their expiry', () => {
    const at = new Date('2026-01-01T00:00:00Z')
    const lasting = (seconds: number): AlertLife => ({
      notBefore: at,
      notAfter: new Date(at.getTime() + seconds * 1000),
    })
    // The sixths of 3.3 s, cut to the second: 3, 2, 2, 1, 1 and 0.
    expect(steps(lasting(9))).toEqual(['expiring:3s', 'expiring:2s', 'expiring:1s', 'expired'])
    expect(steps(lasting(0))).toEqual(['expired'])
    expect(steps(lasting(-5))).toEqual(['expired'])
  })

  it('takes a certificate as text, as bytes, decoded, and with what is known of it', () => {
    const der = createSampleLeaf()
    const certificate = parseCertificate(der)
    const expected = nextAlertDates(life(200), { from: LONG_AGO })
    for (const subject of [
      toPem(der),
      der,
      certificate,
      { certificate },
      { certificate: der, status: 'valid' as const },
    ]) {
      expect(nextAlertDates(subject, { from: LONG_AGO })).toEqual(expected)
    }
  })
})

describe('nextAlertDates() from an instant on', () => {
  const subject = life(398)
  const step = new Date(subject.notAfter.getTime() - 20 * DAY_MS)

  it('begins with a step that is exactly there', () => {
    expect(steps(subject, { from: step })[0]).toBe('expiring:20d')
    expect(steps(subject, { from: new Date(step.getTime() + 1) })[0]).toBe('expiring:15d')
    expect(steps(subject, { from: new Date(step.getTime() - 1) })[0]).toBe('expiring:20d')
  })

  it('gives what is left to one that was registered within the window', () => {
    const from = new Date(subject.notAfter.getTime() - 12 * DAY_MS)
    expect(steps(subject, { from })).toEqual(['expiring:10d', 'expiring:5d', 'expired'])
  })

  it('gives the expiry at notAfter, and nothing after it', () => {
    expect(steps(subject, { from: subject.notAfter })).toEqual(['expired'])
    expect(steps(subject, { from: new Date(subject.notAfter.getTime() + 1) })).toEqual([])
  })

  it('takes now where nothing is given', () => {
    expect(nextAlertDates({ notBefore: new Date(0), notAfter: new Date(1_000_000_000_000) })).toEqual([])
    expect(nextAlertDates(life(398, '2200-01-01T00:00:00Z'))).toHaveLength(7)
  })

  it('compares with the instant of delivery', () => {
    const deliverAt = { timeZone: 'UTC', hour: 9 }
    // The step of 20 days is at 23:59:59, and delivered at 09:00 of the next day.
    const delivered = new Date(Math.ceil(step.getTime() / DAY_MS) * DAY_MS + 9 * 3_600_000)
    expect(steps(subject, { deliverAt, from: delivered })[0]).toBe('expiring:20d')
    expect(steps(subject, { deliverAt, from: new Date(delivered.getTime() + 1) })[0]).toBe('expiring:15d')
  })
})

describe('nextAlertDates() at an hour of the day', () => {
  const at = (notAfter: string, timeZone: string, hour: number): readonly string[] =>
    alerts(
      { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date(notAfter) },
      { schedule: { days: [5] }, deliverAt: { timeZone, hour } },
    )

  it.each<readonly [string, string, string, number, string]>([
    ['the hour is the same day still to come', '2026-06-10T23:30:00Z', 'Asia/Seoul', 9, '2026-06-06T00:00:00.000Z'],
    ['the hour is there to the second', '2026-06-10T00:00:00Z', 'Asia/Seoul', 9, '2026-06-05T00:00:00.000Z'],
    ['the hour has just passed', '2026-06-10T00:00:01Z', 'Asia/Seoul', 9, '2026-06-06T00:00:00.000Z'],
    ['the day is another one there', '2026-06-10T20:00:00Z', 'Asia/Seoul', 9, '2026-06-06T00:00:00.000Z'],
    ['the place is west', '2026-06-10T02:00:00Z', 'America/Los_Angeles', 9, '2026-06-05T16:00:00.000Z'],
    ['the place is half an hour off', '2026-06-10T04:00:00Z', 'Asia/Kolkata', 9, '2026-06-06T03:30:00.000Z'],
    ['the place is a day ahead', '2026-06-10T10:30:00Z', 'Pacific/Kiritimati', 0, '2026-06-06T10:00:00.000Z'],
    ['the hour is midnight', '2026-06-10T15:00:00Z', 'Asia/Seoul', 0, '2026-06-05T15:00:00.000Z'],
    ['the hour is the last', '2026-06-10T00:00:00Z', 'UTC', 23, '2026-06-05T23:00:00.000Z'],
  ])('when %s', (_, notAfter, timeZone, hour, expected) => {
    expect(at(notAfter, timeZone, hour)[0]).toBe(`expiring:5d ${expected}`)
  })

  // New York puts the clock from 02:00 EST to 03:00 EDT on 2026-03-08 (07:00 UTC), and back from 02:00 EDT on 2026-11-01 (06:00 UTC).
  it.each<readonly [string, string, number, string]>([
    [
      'keeps to the hour the day before the clock is put forward',
      '2026-03-12T14:00:00Z',
      9,
      '2026-03-07T14:00:00.000Z',
    ],
    ['keeps to the hour on the day itself, 23 hours later', '2026-03-12T14:00:01Z', 9, '2026-03-08T13:00:00.000Z'],
    ['comes as much later as was skipped', '2026-03-13T06:00:00Z', 2, '2026-03-08T07:00:00.000Z'],
    ['keeps to the hour the day before the clock is put back', '2026-11-05T13:00:00Z', 9, '2026-10-31T13:00:00.000Z'],
    ['keeps to the hour on the day itself, 25 hours later', '2026-11-05T13:00:01Z', 9, '2026-11-01T14:00:00.000Z'],
    ['takes the first of two hours', '2026-11-06T04:00:00Z', 1, '2026-11-01T05:00:00.000Z'],
    ['takes the second of two hours where the first has passed', '2026-11-06T05:30:00Z', 1, '2026-11-01T06:00:00.000Z'],
    ['takes the next day where both have passed', '2026-11-06T06:00:01Z', 1, '2026-11-02T06:00:00.000Z'],
  ])('in New York %s', (_, notAfter, hour, expected) => {
    expect(at(notAfter, 'America/New_York', hour)[0]).toBe(`expiring:5d ${expected}`)
  })

  it('passes over a day that a place left out', () => {
    // Samoa went from 29 to 31 December 2011 at midnight, from UTC-10 to UTC+14.
    const subject = { notBefore: new Date('2011-01-01T00:00:00Z'), notAfter: new Date('2012-01-03T20:00:00Z') }
    const deliverAt = { timeZone: 'Pacific/Apia', hour: 9 }
    // 29 December 10:00 there.
    expect(alerts(subject, { schedule: { days: [5] }, deliverAt })[0]).toBe('expiring:5d 2011-12-30T19:00:00.000Z')
  })

  it('delivers one alert where several steps come to one hour, for the most urgent', () => {
    // The steps are at 23:59:59 of the 4th, 07:59, 15:59 and 23:59 of the 5th, 07:59 and 15:59 of the 6th.
    expect(alerts(life(6), { deliverAt: { timeZone: 'UTC', hour: 9 } })).toEqual([
      'expiring:1d16h 2026-01-05T09:00:00.000Z',
      'expiring:16h 2026-01-06T09:00:00.000Z',
      'expired 2026-01-07T09:00:00.000Z',
    ])
  })

  it('delivers no warning after expiry', () => {
    expect(alerts(life(6), { schedule: { days: [2, 0.25] }, deliverAt: { timeZone: 'UTC', hour: 9 } })).toEqual([
      'expiring:2d 2026-01-05T09:00:00.000Z',
      'expired 2026-01-07T09:00:00.000Z',
    ])
  })

  it('leaves a warning where it is if the hour comes only with expiry', () => {
    const subject = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-02-01T09:00:00Z') }
    expect(alerts(subject, { schedule: { days: [0.5] }, deliverAt: { timeZone: 'UTC', hour: 9 } })).toEqual([
      'expiring:12h 2026-01-31T21:00:00.000Z',
      'expired 2026-02-01T09:00:00.000Z',
    ])
  })

  it('leaves warnings where they are if the hour comes only after expiry', () => {
    expect(alerts(life(1), { deliverAt: { timeZone: 'UTC', hour: 9 } })).toEqual([
      ...['15:59:59', '17:19:59', '18:39:59', '19:59:59', '21:19:59', '22:39:59'].map(
        (time, index) =>
          `expiring:${['8h', '6h40m', '5h20m', '4h', '2h40m', '1h20m'][index] ?? ''} 2026-01-01T${time}.000Z`,
      ),
      'expired 2026-01-02T09:00:00.000Z',
    ])
  })

  it.each([
    [{ timeZone: 'Mars/Olympus', hour: 9 }, /timeZone/],
    [{ timeZone: 'UTC', hour: 24 }, /hour/],
    [{ timeZone: 'UTC', hour: -1 }, /hour/],
    [{ timeZone: 'UTC', hour: 9.5 }, /hour/],
  ])('refuses %o', (deliverAt, message) => {
    expect(() => nextAlertDates(life(90), { deliverAt })).toThrow(RangeError)
    expect(() => nextAlertDates(life(90), { deliverAt })).toThrow(message)
  })
})

describe('nextAlertDates() with a schedule of one’s own', () => {
  it('takes days, in any order, and parts of a day', () => {
    expect(steps(life(90), { schedule: { days: [1, 30, 14, 7, 7, 0.5, 0] } })).toEqual([
      'expiring:30d',
      'expiring:14d',
      'expiring:7d',
      'expiring:1d',
      'expiring:12h',
      'expired',
    ])
  })

  it('takes shares of the life', () => {
    expect(steps(life(90), { schedule: { shares: [1 / 3, 1 / 6, 0.1] } })).toEqual([
      'expiring:30d',
      'expiring:15d',
      'expiring:9d',
      'expired',
    ])
  })

  it('takes a function of days or instants', () => {
    const subject = life(90)
    const schedule: AlertOptions['schedule'] = ({ notBefore, lifeMs }) => [
      lifeMs / DAY_MS / 9,
      new Date(notBefore.getTime() + DAY_MS - 1000),
    ]
    expect(steps(subject, { schedule })).toEqual(['expiring:89d', 'expiring:10d', 'expired'])
  })

  it('leaves out what lies before the life', () => {
    expect(steps(life(10), { schedule: { days: [90, 10, 9] } })).toEqual(['expiring:9d', 'expired'])
  })

  it('takes a step at notBefore itself', () => {
    const begin = new Date('2026-01-01T00:00:00Z')
    const subject = { notBefore: begin, notAfter: new Date(begin.getTime() + 10 * DAY_MS) }
    expect(alerts(subject, { schedule: { days: [10] } })[0]).toBe('expiring:10d 2026-01-01T00:00:00.000Z')
  })

  it('names a step the same whatever else is planned', () => {
    const [alone] = steps(life(90), { schedule: { days: [7] } })
    expect(steps(life(398), { schedule: { days: [7, 7.5, 30], ...{} } })).toContain(alone)
  })

  it.each<NonNullable<AlertOptions['schedule']>>([
    { days: [-1] },
    { days: [Number.NaN] },
    { days: [Infinity] },
    { shares: [1.1] },
    { shares: [-0.1] },
    () => [new Date(Number.NaN)],
    { days: Array.from({ length: 1001 }, (_, day) => day) },
  ])('refuses %o', (schedule) => {
    expect(() => nextAlertDates(life(90), { schedule })).toThrow(RangeError)
  })

  it.each(['weekly', 30, null, { weeks: [1] }])('names the option where it is no schedule at all: %o', (schedule) => {
    const given = schedule as AlertOptions['schedule']
    expect(() => nextAlertDates(life(90), { schedule: given })).toThrow(TypeError)
    expect(() => nextAlertDates(life(90), { schedule: given })).toThrow('"schedule" must be')
  })
})

describe('nextAlertDates() by status', () => {
  const subject = life(90)
  const revokedAt = new Date('2026-03-20T10:30:00Z')

  it('tells daily of a revocation until expiry, and of nothing else', () => {
    const planned = nextAlertDates({ ...subject, status: 'revoked', revokedAt }, { from: LONG_AGO })
    // From 20 March to 31 March, where the 90 days end at 23:59:59.
    expect(planned).toHaveLength(12)
    expect(planned[0]).toEqual({ at: revokedAt, kind: 'revoked', daysBefore: 11, step: 'revoked:0d' })
    expect(planned[11]).toEqual({
      at: new Date('2026-03-31T10:30:00Z'),
      kind: 'revoked',
      daysBefore: 0,
      step: 'revoked:11d',
    })
  })

  it('names the days of a revocation the same from whenever they are asked for', () => {
    const revoked = { ...subject, revokedAt }
    expect(steps(revoked, { from: new Date('2026-03-30T10:30:00Z') })).toEqual(['revoked:10d', 'revoked:11d'])
    expect(steps(revoked, { from: new Date('2026-03-30T10:30:01Z') })).toEqual(['revoked:11d'])
    expect(steps(revoked, { from: subject.notAfter })).toEqual([])
  })

  it('tells of a revocation at the same local hour each day, also over a change of the clock', () => {
    const revoked = {
      ...life(398, '2025-12-01T00:00:00Z'),
      status: 'revoked' as const,
      revokedAt: new Date('2026-03-06T13:30:00Z'),
    }
    const deliverAt = { timeZone: 'America/New_York', hour: 9 }
    expect(alerts(revoked, { deliverAt, limit: 4 })).toEqual([
      'revoked:0d 2026-03-06T14:00:00.000Z',
      'revoked:1d 2026-03-07T14:00:00.000Z',
      'revoked:2d 2026-03-08T13:00:00.000Z',
      'revoked:3d 2026-03-09T13:00:00.000Z',
    ])
    expect(alerts(revoked, { deliverAt, limit: 1, from: new Date('2026-03-08T13:00:00Z') })).toEqual([
      'revoked:2d 2026-03-08T13:00:00.000Z',
    ])
  })

  it('tells of a revocation up to notAfter itself', () => {
    const at = (time: string): readonly string[] => steps({ ...subject, revokedAt: new Date(`2026-03-29T${time}Z`) })
    expect(at('23:59:59')).toEqual(['revoked:0d', 'revoked:1d', 'revoked:2d'])
    expect(at('23:59:58')).toHaveLength(3)
    expect(steps({ ...subject, revokedAt: new Date('2026-04-01T00:00:00Z') })).toEqual([])
  })

  it('tells nothing of a revocation from the end of time on', () => {
    const options = { from: new Date(8_640_000_000_000_000), deliverAt: { timeZone: 'Asia/Seoul', hour: 9 } }
    expect(steps({ ...subject, revokedAt }, options)).toEqual([])
  })

  it('tells of a revocation once where a place left out a day', () => {
    const revoked = { ...life(398, '2011-01-02T00:00:00Z'), revokedAt: new Date('2011-12-28T19:00:00Z') }
    // 28 and 29 December at 09:00 are at UTC-10, 31 December is at UTC+14.
    expect(alerts(revoked, { deliverAt: { timeZone: 'Pacific/Apia', hour: 9 }, limit: 4 })).toEqual([
      'revoked:0d 2011-12-28T19:00:00.000Z',
      'revoked:1d 2011-12-29T19:00:00.000Z',
      'revoked:2d 2011-12-30T19:00:00.000Z',
      'revoked:4d 2011-12-31T19:00:00.000Z',
    ])
  })

  it('counts from notBefore where it is not known when it was revoked', () => {
    expect(steps({ ...subject, status: 'revoked' }, { limit: 1 })).toEqual(['revoked:0d'])
  })

  it('ends after 400 alerts, or as many as are asked for', () => {
    const revoked = { notBefore: new Date(0), notAfter: new Date('9999-12-31T23:59:59Z'), revokedAt: new Date(0) }
    const from = new Date('2026-01-01T00:00:00Z')
    expect(nextAlertDates(revoked, { from })).toHaveLength(400)
    expect(steps(revoked, { from, limit: 2 })).toEqual(['revoked:20454d', 'revoked:20455d'])
    expect(steps(subject, { limit: 2 })).toEqual(DEFAULT_STEPS.slice(0, 2))
    for (const limit of [0, -1, 1.5, Number.NaN]) expect(() => nextAlertDates(subject, { limit })).toThrow(RangeError)
  })

  it('tells nothing of what was never registered', () => {
    expect(steps({ ...subject, status: 'registration-failed' })).toEqual([])
  })

  it('tells of one that has expired only that', () => {
    expect(steps({ ...subject, status: 'expired' })).toEqual(['expired'])
  })

  it.each(['valid', 'unverifiable'] as const)('warns of one that is %s, also if a hold was lifted', (status) => {
    expect(steps({ ...subject, status, revokedAt })).toEqual([...DEFAULT_STEPS, 'expired'])
  })
})

describe('nextAlertDates() and misuse', () => {
  it('refuses what is no date', () => {
    const { notBefore, notAfter } = life(90)
    expect(() => nextAlertDates({ notBefore, notAfter: new Date(Number.NaN) })).toThrow(RangeError)
    expect(() => nextAlertDates({ notBefore, notAfter }, { from: new Date(Number.NaN) })).toThrow('"from"')
    expect(() => nextAlertDates({ notBefore, notAfter, revokedAt: new Date(Number.NaN) })).toThrow('"revokedAt"')
  })
})
