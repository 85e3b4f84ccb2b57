import type { Library } from '../library.ts'
import type { TestRun } from '../test-run.ts'
import { codesOf, fixture } from './fixture.ts'

const DAY_MS = 86_400_000

export function testLifecycle(t: TestRun, { certkeep }: Library): void {
  const { computeStatus, describeStatus, nextAlertDates, parseCertificate } = certkeep
  const at = new Date(t.samples.at)

  t.test('computeStatus() counts days, and tells the last second from the first one after it', () => {
    const certificate = fixture(t, 'server.crt')
    const { notAfter } = parseCertificate(certificate)
    const after = (ms: number): unknown => {
      const { status, daysLeft } = computeStatus({ certificate }, { at: new Date(notAfter.getTime() + ms) })
      return [status, daysLeft]
    }
    t.equal(after(-10 * DAY_MS), ['valid', 10])
    t.equal(after(999), ['valid', 0])
    t.equal(after(1000), ['expired', -1])
    t.equal(codesOf(computeStatus({ certificate: fixture(t, 'expired.crt') }, { at }).problems), [
      'certificate-expired',
    ])
  })

  t.test('computeStatus() remembers a revocation through JSON', () => {
    const { revoked, issuing, root } = t.samples.revocation
    const chain = [revoked, issuing, root]
    const revocation = {
      status: 'revoked',
      checkAgainAt: at,
      certificates: [
        { status: 'revoked', source: 'crl', reason: 'keyCompromise', revokedAt: at, problems: [] },
        { status: 'good', source: 'crl', problems: [] },
      ],
    } as const
    const first = computeStatus({ certificate: revoked, chain, revocation }, { at })
    t.equal(first.status, 'revoked')
    const previous = JSON.parse(JSON.stringify(first)) as typeof first
    t.like(computeStatus({ certificate: revoked, chain, previous }, { at }), { status: 'revoked' })
    t.equal([describeStatus(first, 'en').label, describeStatus(first, 'ko').label], ['Revoked', '폐기'])
  })

  t.test('nextAlertDates() warns from 30 days before expiry, every 5 days', () => {
    const notBefore = new Date('2026-01-01T00:00:00Z')
    const notAfter = new Date('2026-12-31T23:59:59Z')
    const alerts = nextAlertDates({ notBefore, notAfter }, { from: at })
    t.equal(
      alerts.map(({ kind, daysBefore }) => `${kind} ${daysBefore}`),
      ['expiring 30', 'expiring 25', 'expiring 20', 'expiring 15', 'expiring 10', 'expiring 5', 'expired 0'],
    )
    t.equal(alerts[0]?.at, new Date('2026-12-01T23:59:59Z'))
  })

  if (t.has('time zones')) {
    t.test('nextAlertDates() delivers by the calendar of a place', () => {
      const notBefore = new Date('2026-01-01T00:00:00Z')
      // Clocks in New York are put forward on 8 March 2026.
      const notAfter = new Date('2026-03-10T06:00:00Z')
      const hours = (timeZone: string): readonly string[] =>
        nextAlertDates(
          { notBefore, notAfter },
          { from: new Date('2026-03-01T00:00:00Z'), schedule: { days: [5, 1] }, deliverAt: { timeZone, hour: 9 } },
        ).map((alert) => alert.at.toISOString().slice(0, 16))
      t.equal(hours('America/New_York').slice(0, 2), ['2026-03-05T14:00', '2026-03-09T13:00'])
      t.equal(hours('Asia/Seoul').slice(0, 2), ['2026-03-06T00:00', '2026-03-10T00:00'])
    })
  }
}
