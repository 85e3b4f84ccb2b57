import {
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  double,
  integer,
  oneof,
  option,
  property,
  record,
  type Arbitrary,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeStatus } from '../../src/lifecycle/compute-status.ts'
import { nextAlertDates, type AlertLife, type AlertOptions } from '../../src/lifecycle/next-alert-dates.ts'
import type { CertificateStatus } from '../../src/lifecycle/certificate-status.ts'
import type { StatusFacts, StatusReport } from '../../src/lifecycle/status-report.ts'
import type { RevocationReport } from '../../src/revocation/revocation-report.ts'
import { createTestAuthority } from '../../src/testing/index.ts'
import { FUZZ } from '../support/fuzz-parameters.ts'

const DAY_S = 86_400
const EPOCH_MS = Date.UTC(2026, 0, 1)
const BEGINNING = new Date(-8_640_000_000_000_000)

/** Seconds from 2026 on, some years to both sides. */
const instant = integer({ min: -20 * 365 * DAY_S, max: 20 * 365 * DAY_S }).map((s) => new Date(EPOCH_MS + s * 1000))

const lifeSeconds = oneof(
  integer({ min: 0, max: 400 * DAY_S }),
  integer({ min: 0, max: 3 * DAY_S }),
  constantFrom(6, 47, 90, 100, 200, 398).map((days) => days * DAY_S - 1),
)

const ZONES = [
  'UTC',
  'Asia/Seoul',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'America/Havana',
]

const deliverAt = option(record({ timeZone: constantFrom(...ZONES), hour: integer({ min: 0, max: 23 }) }), {
  nil: undefined,
})

const schedule: Arbitrary<AlertOptions['schedule']> = oneof(
  constant(undefined),
  array(double({ min: 0, max: 60, noNaN: true }), { maxLength: 8 }).map((days) => ({ days })),
  array(double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }).map((shares) => ({ shares })),
)

const life = record({ notBefore: instant, seconds: lifeSeconds }).map(({ notBefore, seconds }) => ({
  notBefore,
  notAfter: new Date(notBefore.getTime() + seconds * 1000),
}))

const revoked: Arbitrary<AlertLife> = record({ life, after: integer({ min: -5 * DAY_S, max: 400 * DAY_S }) }).map(
  ({ life: dates, after }) => ({
    ...dates,
    status: 'revoked',
    revokedAt: new Date(dates.notBefore.getTime() + after * 1000),
  }),
)

const subject: Arbitrary<AlertLife> = oneof({ arbitrary: life, weight: 3 }, revoked)
const LIMIT = 500

const WALL_CLOCKS = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
)

/** The hour on the wall, and the day. */
function wallOf(at: Date, timeZone: string): { readonly hour: number; readonly day: string } {
  const text = WALL_CLOCKS.get(timeZone)?.format(at) ?? ''
  return { hour: Number(text.slice(11, 13)), day: text.slice(0, 10) }
}

describe('nextAlertDates()', () => {
  it('ascends, names each step once, and stays within what it may', () => {
    assert(
      property(subject, schedule, deliverAt, (dates, plan, delivery) => {
        const alerts = nextAlertDates(dates, { from: BEGINNING, schedule: plan, deliverAt: delivery, limit: LIMIT })
        const instants = alerts.map(({ at }) => at.getTime())
        expect(instants).toEqual([...new Set(instants)].sort((a, b) => a - b))
        expect(new Set(alerts.map(({ step }) => step)).size).toBe(alerts.length)
        for (const { at, kind, daysBefore, step } of alerts) {
          expect(step.startsWith(kind)).toBe(true)
          expect(Number.isInteger(daysBefore) && daysBefore >= 0).toBe(true)
          if (kind === 'expiring') expect(at.getTime()).toBeLessThan(dates.notAfter.getTime())
          if (kind === 'expiring') expect(at.getTime()).toBeGreaterThanOrEqual(dates.notBefore.getTime())
          if (kind === 'revoked') expect(at.getTime()).toBeLessThanOrEqual(dates.notAfter.getTime())
        }
      }),
      FUZZ,
    )
  })

  it('gives from an instant on what it gives from the beginning and is not past', () => {
    assert(
      property(subject, schedule, deliverAt, instant, boolean(), (dates, plan, delivery, other, onStep) => {
        const options = { schedule: plan, deliverAt: delivery, limit: LIMIT }
        const all = nextAlertDates(dates, { ...options, from: BEGINNING })
        const from = onStep ? (all[all.length >> 1]?.at ?? other) : other
        const later = nextAlertDates(dates, { ...options, from })
        expect(later).toEqual(all.filter(({ at }) => at >= from))
        const [first] = later
        if (first !== undefined) expect(nextAlertDates(dates, { ...options, from: first.at })).toEqual(later)
      }),
      FUZZ,
    )
  })

  it('warns by default within 30 days and a third of the life', () => {
    assert(
      property(life, (dates) => {
        const { notBefore, notAfter } = dates
        const windowMs = Math.min(30 * DAY_S * 1000, (notAfter.getTime() - notBefore.getTime() + 1000) / 3)
        const alerts = nextAlertDates(dates, { from: BEGINNING })
        for (const { at } of alerts) expect(notAfter.getTime() - at.getTime()).toBeLessThanOrEqual(windowMs)
        expect(alerts.length).toBeLessThanOrEqual(7)
        expect(alerts.at(-1)).toEqual({ at: notAfter, kind: 'expired', daysBefore: 0, step: 'expired' })
      }),
      FUZZ,
    )
  })

  it('delivers at the local hour, never early, and never more than a day and a skipped hour late', () => {
    assert(
      property(life, constantFrom(...ZONES), integer({ min: 0, max: 23 }), (dates, timeZone, hour) => {
        const options = { from: BEGINNING, schedule: { days: [20] } }
        const [planned] = nextAlertDates(dates, options)
        const [delivered] = nextAlertDates(dates, { ...options, deliverAt: { timeZone, hour } })
        if (planned === undefined || delivered?.step !== planned.step) return
        const waitMs = delivered.at.getTime() - planned.at.getTime()
        expect(waitMs).toBeGreaterThanOrEqual(0)
        expect(waitMs).toBeLessThanOrEqual(26 * 3_600_000)
        // A skipped hour comes as much later as was skipped.
        if (waitMs > 0) expect([hour, (hour + 1) % 24]).toContain(wallOf(delivered.at, timeZone).hour)
      }),
      FUZZ,
    )
  })

  it('tells of a revocation once on each local day', () => {
    assert(
      property(revoked, constantFrom(...ZONES), integer({ min: 0, max: 23 }), (dates, timeZone, hour) => {
        const alerts = nextAlertDates(dates, { from: BEGINNING, deliverAt: { timeZone, hour }, limit: LIMIT })
        const days = alerts.map(({ at }) => wallOf(at, timeZone).day)
        expect(new Set(days).size).toBe(days.length)
        days.slice(1).forEach((day, index) => {
          const gap = (Date.parse(day) - Date.parse(days[index] ?? '')) / 86_400_000
          // Samoa left out a day.
          expect(gap === 1 || (day === '2011-12-31' && gap === 2)).toBe(true)
        })
      }),
      FUZZ,
    )
  })

  it('neither changes what it is given nor remembers it', () => {
    assert(
      property(subject, schedule, deliverAt, (dates, plan, delivery) => {
        const options = { from: new Date(EPOCH_MS), schedule: plan, deliverAt: delivery }
        const copy = structuredClone({ dates, options })
        const first = nextAlertDates(dates, options)
        expect({ dates, options }).toEqual(copy)
        for (const { at } of first) at.setTime(0)
        expect(nextAlertDates(dates, options)).toEqual(nextAlertDates(copy.dates, copy.options))
        expect(nextAlertDates(dates, options).every(({ at }) => at >= options.from)).toBe(true)
      }),
      FUZZ,
    )
  })
})

const root = await createTestAuthority({ seed: 'status properties', notAfter: new Date('2030-01-01T00:00:00Z') })
const ca = await root.intermediate({
  notBefore: new Date('2026-02-01T00:00:00Z'),
  notAfter: new Date('2026-09-01T00:00:00Z'),
})
const leaf = await ca.leaf({ notBefore: new Date('2026-03-01T00:00:00Z'), notAfter: new Date('2026-08-01T00:00:00Z') })
const chain = leaf.chain.map(({ certificate }) => certificate)
const facts: StatusFacts = { certificate: leaf.certificate, chain }

const duringLife = integer({ min: 0, max: 300 * DAY_S }).map((s) => new Date(EPOCH_MS + s * 1000))
const result = record({
  status: constantFrom('good', 'revoked', 'unknown', 'unavailable', 'not-applicable'),
  reason: constantFrom('keyCompromise', 'certificateHold', 'superseded'),
  thisUpdate: duringLife,
  days: integer({ min: 0, max: 20 }),
}).map(({ status, reason, thisUpdate, days }): RevocationReport['certificates'][number] => ({
  status,
  ...(status === 'revoked' ? { reason, revokedAt: thisUpdate } : {}),
  thisUpdate,
  nextUpdate: new Date(thisUpdate.getTime() + days * DAY_S * 1000),
  problems: [],
}))
const revocation = option(
  array(result, { minLength: 1, maxLength: 2 }).map((certificates): RevocationReport => ({
    status: 'good',
    certificates,
    checkAgainAt: new Date(EPOCH_MS),
  })),
  { nil: undefined },
)
const visits = array(record({ at: duringLife, revocation }), { minLength: 1, maxLength: 6 })

/** Visits one after the other, each with the report of the one before. */
function visit(
  list: readonly { readonly at: Date; readonly revocation: RevocationReport | undefined }[],
): readonly StatusReport[] {
  const reports: StatusReport[] = []
  for (const { at, revocation: found } of list) {
    reports.push(computeStatus({ ...facts, revocation: found, previous: reports.at(-1) }, { at }))
  }
  return reports
}

describe('computeStatus()', () => {
  it('is valid exactly if no problem is an error', () => {
    assert(
      property(visits, (list) => {
        for (const { status, problems } of visit(list)) {
          expect(problems.some(({ severity }) => severity === 'error')).toBe(status !== 'valid')
        }
      }),
      FUZZ,
    )
  })

  it('changes by itself at nextChangeAt, and not before', () => {
    assert(
      property(visits, revocation, duringLife, integer({ min: 0, max: 1000 }), (list, found, at, part) => {
        const previous = visit(list).at(-1)
        const statusAt = (ms: number): CertificateStatus =>
          computeStatus({ ...facts, revocation: found, previous }, { at: new Date(ms) }).status
        const { status, nextChangeAt } = computeStatus({ ...facts, revocation: found, previous }, { at })
        const endMs = nextChangeAt?.getTime() ?? Date.UTC(2031, 0, 1)
        expect(endMs).toBeGreaterThan(at.getTime())
        if (nextChangeAt !== undefined) expect(statusAt(endMs)).not.toBe(status)
        expect(statusAt(endMs - 1)).toBe(status)
        expect(statusAt(at.getTime() + Math.floor(((endMs - 1 - at.getTime()) * part) / 1000))).toBe(status)
      }),
      FUZZ,
    )
  })

  it('never forgets a revocation for good, whatever comes after it', () => {
    assert(
      property(visits, visits, duringLife, (before, after, at) => {
        const lasting: RevocationReport = {
          status: 'revoked',
          certificates: [{ status: 'revoked', reason: 'keyCompromise', revokedAt: at, problems: [] }],
          checkAgainAt: at,
        }
        const reports = visit([...before, { at, revocation: lasting }, ...after])
        for (const { status } of reports.slice(before.length)) expect(status).toBe('revoked')
      }),
      FUZZ,
    )
  })

  it('decides the same from a report that JSON has kept', () => {
    assert(
      property(visits, revocation, duringLife, (list, found, at) => {
        const previous = visit(list).at(-1)
        const kept = JSON.parse(JSON.stringify(previous)) as StatusReport
        expect(computeStatus({ ...facts, revocation: found, previous: kept }, { at })).toEqual(
          computeStatus({ ...facts, revocation: found, previous }, { at }),
        )
      }),
      FUZZ,
    )
  })
})
