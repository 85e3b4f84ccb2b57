import { describe, expect, it } from 'vitest'
import { computeStatus } from '../../../src/lifecycle/compute-status.ts'
import type { StatusFacts, StatusOptions, StatusReport } from '../../../src/lifecycle/status-report.ts'
import { buildChain } from '../../../src/path/build-chain.ts'
import { createProblem } from '../../../src/problem/problem.ts'
import { checkRevocation } from '../../../src/revocation/check-revocation.ts'
import type { CertificateRevocation, RevocationReport } from '../../../src/revocation/revocation-report.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const AT = new Date('2026-06-01T12:00:00Z')

const root = await createTestAuthority({ seed: 'status', notAfter: new Date('2040-01-01T00:00:00Z') })
const ca = await root.intermediate({ subject: 'CA', notAfter: new Date('2030-01-01T00:00:00Z') })
const leaf = await ca.leaf({ notBefore: new Date('2026-05-01T00:00:00Z'), notAfter: new Date('2026-07-29T23:59:59Z') })
const chain = leaf.chain.map(({ certificate }) => certificate)
const { certificate } = leaf

/** A report about the leaf, and about its CA where a second result is given. */
function revocation(...certificates: readonly CertificateRevocation[]): RevocationReport {
  const order = ['revoked', 'unknown', 'unavailable', 'good'] as const
  const status = order.find((each) => certificates.some((result) => result.status === each)) ?? 'not-applicable'
  return { status, certificates, checkAgainAt: AT }
}

function good(nextUpdate?: string, thisUpdate = '2026-06-01T00:00:00Z'): CertificateRevocation {
  const next = nextUpdate === undefined ? {} : { nextUpdate: new Date(nextUpdate) }
  return { status: 'good', source: 'crl', thisUpdate: new Date(thisUpdate), ...next, problems: [] }
}

function revoked(reason: CertificateRevocation['reason'], thisUpdate = '2026-06-01T00:00:00Z'): CertificateRevocation {
  return {
    status: 'revoked',
    source: 'crl',
    revokedAt: new Date('2026-05-31T10:00:00Z'),
    ...(reason === undefined ? {} : { reason }),
    thisUpdate: new Date(thisUpdate),
    problems: [],
  }
}

const outage: CertificateRevocation = {
  status: 'unavailable',
  problems: [createProblem('fetch-failed', { url: 'http://crl.example/', reason: 'timeout' })],
}
const unknown: CertificateRevocation = {
  status: 'unknown',
  problems: [createProblem('responder-unknown', { subject: 'CN=www.example.com' })],
}

function statusAt(at: string | Date, facts: Partial<StatusFacts> = {}, options: StatusOptions = {}): StatusReport {
  return computeStatus({ certificate, chain, ...facts }, { at: new Date(at), ...options })
}

function inShort({ status, problems }: StatusReport): readonly string[] {
  return [status, ...problems.map(({ code, severity, certificate: index }) => `${severity} ${code} ${index ?? '-'}`)]
}

describe('computeStatus() by dates', () => {
  it.each<readonly [string, string, number]>([
    ['2026-05-01T00:00:00Z', 'valid', 89],
    ['2026-07-29T23:59:58Z', 'valid', 0],
    ['2026-07-29T23:59:59Z', 'valid', 0],
    ['2026-07-29T23:59:59.999Z', 'valid', 0],
    ['2026-07-30T00:00:00Z', 'expired', -1],
    ['2026-07-30T23:59:59Z', 'expired', -1],
    ['2026-07-31T00:00:00Z', 'expired', -2],
    ['2026-06-29T23:59:59Z', 'valid', 30],
    ['2026-06-30T00:00:00Z', 'valid', 29],
  ])('at %s finds it %s with %i days left', (at, status, daysLeft) => {
    expect(statusAt(at)).toMatchObject({ status, daysLeft, expiresAt: new Date('2026-07-29T23:59:59Z') })
  })

  it('says which certificate has expired', () => {
    expect(statusAt('2026-07-30T00:00:00Z').problems).toEqual([
      createProblem(
        'certificate-expired',
        { subject: 'CN=www.example.com', notAfter: '2026-07-29T23:59:59.000Z' },
        { certificate: 0 },
      ),
    ])
  })

  it('goes by the earliest certificate of the path', async () => {
    const shortCa = await root.intermediate({ subject: 'Short CA', notAfter: new Date('2026-06-10T00:00:00Z') })
    const below = await shortCa.leaf({ notAfter: new Date('2026-12-31T23:59:59Z') })
    const path = below.chain.map((part) => part.certificate)
    const facts: StatusFacts = { certificate: below.certificate, chain: path }
    expect(computeStatus(facts, { at: AT })).toMatchObject({
      status: 'valid',
      daysLeft: 8,
      expiresAt: new Date('2026-06-10T00:00:00Z'),
      nextChangeAt: new Date('2026-06-10T00:00:01Z'),
    })
    const after = computeStatus(facts, { at: new Date('2026-06-10T00:00:01Z') })
    expect(inShort(after)).toEqual(['expired', 'error certificate-expired 1'])
    expect(after.problems[0]?.detail).toMatchObject({ subject: 'CN=Short CA' })
    expect(computeStatus({ certificate: below.certificate }, { at: AT }).daysLeft).toBe(213)
  })

  it('takes one that is not valid yet for one that cannot be registered, until it begins', () => {
    const before = statusAt('2026-04-30T23:59:59Z')
    expect(inShort(before)).toEqual(['registration-failed', 'error certificate-not-yet-valid 0'])
    expect(before.nextChangeAt).toEqual(new Date('2026-05-01T00:00:00Z'))
    expect(statusAt('2026-05-01T00:00:00Z').status).toBe('valid')
  })

  it('takes the certificates as text, as bytes or decoded, with the leaf in the chain or not', () => {
    const expected = statusAt(AT)
    const der = chain.map((part) => part.der)
    for (const facts of [
      { certificate: leaf.pem, chain: leaf.chain.map(({ pem }) => pem) },
      { certificate: leaf.der, chain: der.slice(1) },
      { certificate, chain: { ok: true, chain, problems: [] } },
    ]) {
      expect(computeStatus(facts, { at: AT })).toEqual(expected)
    }
  })

  it('takes now where no instant is given', () => {
    const old = { notBefore: new Date('2000-01-01T00:00:00Z'), notAfter: new Date('2001-01-01T00:00:00Z') }
    return root.leaf(old).then((made) => expect(computeStatus({ certificate: made.der }).status).toBe('expired'))
  })

  it('reaches the year 9999', async () => {
    const endless = await root.leaf({ notAfter: new Date('9999-12-31T23:59:59Z') })
    const report = computeStatus({ certificate: endless.der }, { at: new Date('9999-12-31T23:59:59Z') })
    expect(report).toMatchObject({ status: 'valid', daysLeft: 0 })
    expect(report.nextChangeAt?.getTime()).toBe(Date.UTC(10_000, 0, 1))
  })
})

describe('computeStatus() with the report of a chain', () => {
  it('names an expired certificate that broke the path off', async () => {
    const expiredCa = await root.intermediate({ subject: 'Old CA', notAfter: new Date('2026-05-20T00:00:00Z') })
    const below = await expiredCa.leaf()
    const report = await buildChain(below.der, { anchors: [root.der], intermediates: [expiredCa.der], at: AT })
    expect(report.ok).toBe(false)
    const verdict = computeStatus({ certificate: below.der, chain: report }, { at: AT })
    expect(verdict.status).toBe('expired')
    expect(verdict.problems.filter(({ code }) => code === 'certificate-expired')).toHaveLength(1)
    expect(verdict.expiresAt).toEqual(new Date('2026-05-20T00:00:00Z'))
    expect(verdict.daysLeft).toBe(-13)
  })

  it('cannot vouch for what no root vouches for', async () => {
    const report = await buildChain(leaf.der, { anchors: [], intermediates: [ca.der], at: AT })
    const verdict = computeStatus({ certificate: leaf.der, chain: report }, { at: AT })
    expect(verdict.status).toBe('unverifiable')
    expect(verdict.problems).toEqual(report.problems.filter(({ severity }) => severity === 'error'))
    const again = computeStatus({ certificate, chain, previous: verdict }, { at: AT })
    expect(again.status).toBe('valid')
  })
})

describe('computeStatus() and which of several reasons decides', () => {
  const failed = { ok: false, problems: [createProblem('name-empty', {})] }
  const late = '2026-08-01T00:00:00Z'

  it.each<readonly [string, string | Date, Partial<StatusFacts>]>([
    ['registration-failed', late, { registration: failed, revocation: revocation(revoked('superseded')) }],
    ['registration-failed', AT, { registration: failed }],
    ['revoked', late, { revocation: revocation(revoked('superseded')) }],
    ['revoked', '2026-04-01T00:00:00Z', { revocation: revocation(revoked('superseded')) }],
    ['revoked', AT, { revocation: revocation(revoked('superseded'), outage) }],
    ['revoked', AT, { revocation: revocation(outage, revoked('cACompromise')) }],
    ['expired', late, { revocation: revocation(outage) }],
    ['unverifiable', AT, { revocation: revocation(outage, good()) }],
    ['unverifiable', AT, { revocation: revocation(good(), outage) }],
    ['unverifiable', AT, { revocation: revocation(unknown, good()) }],
    ['valid', AT, { revocation: revocation(good(), good()) }],
    ['valid', AT, { revocation: revocation({ status: 'not-applicable', problems: [] }) }],
    ['valid', AT, { registration: { ok: true } }],
    ['valid', AT, {}],
  ])('%s: %#', (status, at, facts) => {
    expect(statusAt(at, facts).status).toBe(status)
  })

  it('tells all reasons, whichever decides', () => {
    const report = statusAt(late, { registration: failed, revocation: revocation(revoked('superseded'), unknown) })
    expect(inShort(report)).toEqual([
      'registration-failed',
      'error name-empty -',
      'error certificate-revoked 0',
      'error certificate-expired 0',
      'error responder-unknown 1',
    ])
    expect(report.nextChangeAt).toBeUndefined()
  })

  it('gives a reason also where the report gives none', () => {
    expect(inShort(statusAt(AT, { revocation: { status: 'unknown', certificates: [], checkAgainAt: AT } }))).toEqual([
      'unverifiable',
      'error responder-unknown 0',
    ])
    expect(inShort(statusAt(AT, { revocation: { status: 'revoked', certificates: [], checkAgainAt: AT } }))).toEqual([
      'revoked',
      'error certificate-revoked 0',
    ])
    expect(inShort(statusAt(AT, { revocation: revocation({ status: 'unavailable', problems: [] }) }))).toEqual([
      'unverifiable',
      'error no-revocation-source 0',
    ])
  })
})

describe('computeStatus() and an outage of the CA', () => {
  const before = statusAt(AT, { revocation: revocation(good('2026-06-05T12:00:00Z'), good('2026-07-01T00:00:00Z')) })
  const during = { revocation: revocation(outage, good()), previous: before }

  it.each<readonly [string, string]>([
    ['2026-06-01T12:00:01Z', 'valid'],
    ['2026-06-05T12:00:00Z', 'valid'],
    ['2026-06-05T12:00:00.900Z', 'valid'],
    ['2026-06-05T12:00:01Z', 'unverifiable'],
  ])('at %s finds one that was good until 5 June 12:00 %s', (at, status) => {
    expect(statusAt(at, during).status).toBe(status)
  })

  it('tells of the outage as a warning within the grace period, and as an error after it', () => {
    expect(inShort(statusAt('2026-06-02T00:00:00Z', during))).toEqual(['valid', 'warning fetch-failed 0'])
    expect(inShort(statusAt('2026-06-06T00:00:00Z', during))).toEqual(['unverifiable', 'error fetch-failed 0'])
  })

  it('says when the grace period ends', () => {
    const { nextChangeAt } = statusAt('2026-06-02T00:00:00Z', during)
    expect(nextChangeAt).toEqual(new Date('2026-06-05T12:00:01Z'))
  })

  it('gives 24 hours where the evidence ended sooner', () => {
    const previous = statusAt(AT, { revocation: revocation(good('2026-06-01T13:00:00Z')) })
    const facts = { revocation: revocation(outage), previous }
    expect(statusAt('2026-06-02T12:00:00Z', facts).status).toBe('valid')
    expect(statusAt('2026-06-02T12:00:01Z', facts).status).toBe('unverifiable')
  })

  it('obeys unverifiableAfterMs, which counts from when it was last found good', () => {
    const options = { unverifiableAfterMs: 2 * HOUR_MS }
    expect(statusAt('2026-06-01T14:00:00Z', during, options).status).toBe('valid')
    expect(statusAt('2026-06-01T14:00:01Z', during, options).status).toBe('unverifiable')
    expect(statusAt('2026-06-01T12:00:01Z', during, { unverifiableAfterMs: 0 }).status).toBe('unverifiable')
    expect(statusAt('2026-07-20T00:00:00Z', during, { unverifiableAfterMs: Infinity }).status).toBe('valid')
  })

  it('says when it changes by itself, to the second', () => {
    const at = '2026-06-01T12:00:00Z'
    expect(statusAt(at, during, { unverifiableAfterMs: 1500 }).nextChangeAt).toEqual(new Date('2026-06-01T12:00:02Z'))
    expect(statusAt(at, { revocation: revocation(outage) }).nextChangeAt).toEqual(new Date('2026-07-30T00:00:00Z'))
    expect(statusAt('2026-08-01T00:00:00Z')).not.toHaveProperty('nextChangeAt')
  })

  it('forgets what was good about a certificate that the path has left', async () => {
    const path = [certificate, (await root.crossSign(ca)).certificate, root.certificate]
    const facts = { chain: path, revocation: revocation(good(), outage), previous: before }
    const report = statusAt('2026-06-02T00:00:00Z', facts)
    expect(report.status).toBe('unverifiable')
    expect(report.memory.evidence.map(({ fingerprint }) => fingerprint)).toEqual([certificate.fingerprint()])
  })

  it('excuses nothing that a revoked CA has signed', () => {
    const below = createProblem('issuer-revoked', { issuer: 'CN=CA' })
    const found = revocation({ status: 'unavailable', problems: [below] }, revoked('cACompromise'))
    expect(inShort(statusAt('2026-06-02T00:00:00Z', { revocation: found, previous: before }))).toEqual([
      'revoked',
      'error certificate-revoked 1',
      'error issuer-revoked 0',
    ])
  })

  it('does not begin the grace period anew at each failed check', () => {
    let previous = before
    for (let day = 2; day <= 5; day += 1) {
      previous = statusAt(`2026-06-0${day}T11:00:00Z`, { revocation: revocation(outage, outage), previous })
      expect(previous.status).toBe('valid')
    }
    previous = statusAt('2026-06-06T11:00:00Z', { revocation: revocation(outage, outage), previous })
    expect(inShort(previous)).toEqual(['unverifiable', 'error fetch-failed 0', 'warning fetch-failed 1'])
    expect(statusAt('2026-06-07T11:00:00Z', { revocation: revocation(good(), good()), previous }).status).toBe('valid')
  })

  it('gives no grace to one that was never found good, nor to one that the responder does not know', () => {
    expect(statusAt(AT, { revocation: revocation(outage) }).status).toBe('unverifiable')
    expect(statusAt('2026-06-01T13:00:00Z', { revocation: revocation(unknown), previous: before }).status).toBe(
      'unverifiable',
    )
  })

  it('forgets that it was good once the responder does not know it', () => {
    const previous = statusAt('2026-06-01T13:00:00Z', { revocation: revocation(unknown), previous: before })
    expect(statusAt('2026-06-01T14:00:00Z', { revocation: revocation(outage), previous }).status).toBe('unverifiable')
  })

  it('gives no grace to what another certificate earned', async () => {
    const other = await ca.leaf()
    const facts = { certificate: other.certificate, chain: other.chain.map((part) => part.certificate) }
    const report = computeStatus({ ...facts, ...during }, { at: AT })
    expect(report.status).toBe('unverifiable')
  })

  it('stays unverifiable while nobody asks again', () => {
    const previous = statusAt('2026-06-06T00:00:00Z', during)
    const next = statusAt('2026-06-06T01:00:00Z', { previous })
    expect(inShort(next)).toEqual(['unverifiable', 'error fetch-failed 0'])
    expect(statusAt('2026-06-06T01:00:00Z', { previous: next }).status).toBe('unverifiable')
    expect(statusAt('2026-06-06T01:00:00Z', { previous: before }).status).toBe('valid')
  })
})

describe('computeStatus() and a revocation seen before', () => {
  const first = statusAt(AT, { revocation: revocation(revoked('keyCompromise'), good()) })
  const held = statusAt(AT, { revocation: revocation(revoked('certificateHold'), good()) })

  it('tells when and why, from the first time on', () => {
    const problem = createProblem(
      'certificate-revoked',
      { subject: 'CN=www.example.com', revokedAt: '2026-05-31T10:00:00.000Z', reason: 'keyCompromise', source: 'crl' },
      { certificate: 0 },
    )
    expect(first.problems).toEqual([problem])
    expect(statusAt('2026-06-02T00:00:00Z', { previous: first }).problems).toEqual([problem])
  })

  it.each<readonly [string, RevocationReport | undefined]>([
    ['nobody asks', undefined],
    ['nothing can be had', revocation(outage, good())],
    ['the responder does not know it', revocation(unknown, good())],
    ['it does not apply any more', revocation({ status: 'not-applicable', problems: [] }, good())],
  ])('keeps it where %s', (_, later) => {
    for (const previous of [first, held]) {
      expect(statusAt('2026-06-03T00:00:00Z', { revocation: later, previous }).status).toBe('revoked')
      expect(statusAt('2027-06-03T00:00:00Z', { revocation: later, previous }).status).toBe('revoked')
    }
  })

  it('does not count as found good what was not asked because it had expired, should the clock have been wrong', () => {
    const previous = statusAt(AT, { revocation: revocation(good('2026-06-05T00:00:00Z'), good()) })
    const expired = revocation({ status: 'not-applicable', problems: [] }, good())
    const ahead = statusAt('2026-08-01T00:00:00Z', { revocation: expired, previous })
    expect(ahead.status).toBe('expired')
    const later = { revocation: revocation(outage, good()), previous: ahead }
    expect(statusAt('2026-06-05T00:00:00Z', later).status).toBe('valid')
    expect(statusAt('2026-06-05T00:00:01Z', later).status).toBe('unverifiable')
  })

  it('raises an alarm where newer evidence calls it good', () => {
    const later = revocation(good(undefined, '2026-06-02T00:00:00Z'), good())
    const report = statusAt('2026-06-03T00:00:00Z', { revocation: later, previous: first })
    expect(inShort(report)).toEqual(['revoked', 'error certificate-revoked 0', 'error revocation-contradicted 0'])
    expect(statusAt('2026-06-04T00:00:00Z', { previous: report }).status).toBe('revoked')
  })

  it('goes by the newer evidence of two holds, whichever is heard of last', () => {
    const second = {
      ...revoked('certificateHold', '2026-06-03T00:00:00Z'),
      revokedAt: new Date('2026-06-02T10:00:00Z'),
    }
    const rehold = statusAt('2026-06-03T12:00:00Z', { revocation: revocation(second, good()), previous: held })
    const older = { revocation: revocation(revoked('certificateHold'), good()), previous: rehold }
    const revokedAtOf = ({ problems }: StatusReport): unknown =>
      problems.map(({ detail }) => ('revokedAt' in detail ? detail.revokedAt : undefined))
    expect(revokedAtOf(rehold)).toEqual(['2026-06-02T10:00:00.000Z'])
    expect(revokedAtOf(statusAt('2026-06-03T13:00:00Z', older))).toEqual(['2026-06-02T10:00:00.000Z'])
    const forGood = { revocation: revocation(revoked('keyCompromise'), good()), previous: rehold }
    expect(revokedAtOf(statusAt('2026-06-03T13:00:00Z', forGood))).toEqual(['2026-05-31T10:00:00.000Z'])
  })

  it('ends a hold with evidence that is good and newer, and only with that', () => {
    const later = (thisUpdate: string): StatusReport =>
      statusAt('2026-06-03T00:00:00Z', { revocation: revocation(good(undefined, thisUpdate), good()), previous: held })
    expect(inShort(later('2026-06-01T00:00:01Z'))).toEqual(['valid'])
    expect(inShort(later('2026-06-01T00:00:00Z'))).toEqual(['revoked', 'error certificate-revoked 0'])
    expect(later('2026-05-31T23:00:00Z').status).toBe('revoked')
    expect(statusAt('2026-06-04T00:00:00Z', { previous: later('2026-06-02T00:00:00Z') }).status).toBe('valid')
  })

  it('does not end what says that it was never issued with a CRL, which cannot know', () => {
    const nonIssued = { ...revoked('certificateHold'), revokedAt: new Date(0), source: 'ocsp' as const }
    const previous = statusAt(AT, { revocation: revocation(nonIssued) })
    const crl = good(undefined, '2026-06-02T00:00:00Z')
    expect(statusAt(AT, { revocation: revocation(crl), previous }).status).toBe('revoked')
    expect(statusAt(AT, { revocation: revocation({ ...crl, source: 'ocsp' }), previous }).status).toBe('valid')
  })

  it('makes a hold a revocation for good, and never the other way round', () => {
    const hardened = statusAt(AT, { revocation: revocation(revoked('superseded')), previous: held })
    const newer = revocation(good(undefined, '2026-06-09T00:00:00Z'))
    expect(statusAt(AT, { revocation: newer, previous: hardened }).status).toBe('revoked')
    const softened = statusAt(AT, { revocation: revocation(revoked('certificateHold')), previous: first })
    expect(statusAt(AT, { revocation: newer, previous: softened }).status).toBe('revoked')
  })

  it('remembers a revoked CA as long as the path leads through it', async () => {
    const previous = statusAt(AT, { revocation: revocation(outage, revoked('cACompromise')) })
    expect(statusAt(AT, { previous }).status).toBe('revoked')
    const newCa = await root.crossSign(ca)
    const path = [certificate, newCa.certificate, root.certificate]
    const around = statusAt(AT, { chain: path, revocation: revocation(good(), good()), previous })
    expect(around.status).toBe('valid')
    expect(statusAt(AT, { previous: around }).status).toBe('revoked')
    expect(computeStatus({ certificate, previous }, { at: AT }).status).toBe('revoked')
  })

  it('does not hold it against another certificate', async () => {
    const other = await ca.leaf()
    expect(computeStatus({ certificate: other.certificate, previous: first }, { at: AT }).status).toBe('valid')
  })

  it('knows of it from the status alone', () => {
    const report = statusAt(AT, { previous: { status: 'revoked' } })
    expect(inShort(report)).toEqual(['revoked', 'error certificate-revoked 0'])
    expect(statusAt('2026-06-03T00:00:00Z', { previous: report }).problems).toEqual(report.problems)
  })

  it('is told of it by the report of a chain that was built with evidence', () => {
    const detail = {
      subject: 'CN=CA',
      revokedAt: '2026-05-31T10:00:00.000Z',
      reason: 'cACompromise',
      source: 'crl',
    } as const
    const problem = createProblem('certificate-revoked', detail, { certificate: 1 })
    const report = statusAt(AT, {
      chain: { ok: false, chain, problems: [problem] },
      previous: statusAt(AT, { revocation: revocation(good(), good()) }),
    })
    expect(report).toMatchObject({ status: 'revoked', problems: [problem] })
    expect(statusAt(AT, { previous: report }).status).toBe('revoked')
  })
})

describe('computeStatus() where two sources tell of a revocation', () => {
  it('goes by the one that is for good', () => {
    const detail = { subject: 'CN=www.example.com', revokedAt: '2026-05-31T10:00:00.000Z', source: 'crl' } as const
    const told = (reason: string): Partial<StatusFacts> => {
      const problem = createProblem('certificate-revoked', { ...detail, reason }, { certificate: 0 })
      return { chain: { ok: false, chain, problems: [problem] } }
    }
    const newer = revocation(good(undefined, '2026-06-02T00:00:00Z'), good())
    const statusAfter = (reason: string, remembered: 'superseded' | 'certificateHold'): string => {
      const previous = statusAt(AT, { revocation: revocation(revoked(remembered), good()) })
      return statusAt('2026-06-03T00:00:00Z', { ...told(reason), revocation: newer, previous }).status
    }
    expect(statusAfter('superseded', 'certificateHold')).toBe('revoked')
    expect(statusAfter('certificateHold', 'superseded')).toBe('revoked')
    expect(statusAfter('certificateHold', 'certificateHold')).toBe('valid')
  })
})

describe('computeStatus() and its memory', () => {
  it('is the same after a round trip through JSON', () => {
    const reports = [
      statusAt(AT, { revocation: revocation(good('2026-06-05T12:00:00Z'), good()) }),
      statusAt(AT, { revocation: revocation(revoked('keyCompromise'), good()) }),
      statusAt(AT, { revocation: revocation(revoked('certificateHold'), outage) }),
    ]
    for (const previous of reports) {
      const stored: StatusReport = JSON.parse(JSON.stringify(previous)) as StatusReport
      for (const later of [
        undefined,
        revocation(outage, outage),
        revocation(good(undefined, '2026-06-02T00:00:00Z')),
      ]) {
        const at = '2026-06-04T00:00:00Z'
        expect(statusAt(at, { revocation: later, previous: stored })).toEqual(
          statusAt(at, { revocation: later, previous }),
        )
      }
    }
  })

  it('does not change what it is given', () => {
    const previous = statusAt(AT, { revocation: revocation(good('2026-06-05T12:00:00Z'), good()) })
    const facts = { certificate, chain, revocation: revocation(outage, outage), previous }
    const copy = structuredClone({ revocation: facts.revocation, previous })
    computeStatus(facts, { at: new Date('2026-06-02T00:00:00Z') })
    expect({ revocation: facts.revocation, previous: facts.previous }).toEqual(copy)
  })

  it('refuses misuse before any work', () => {
    expect(() => statusAt('never')).toThrow(RangeError)
    expect(() => statusAt(AT, {}, { unverifiableAfterMs: -1 })).toThrow(RangeError)
    expect(() => statusAt(AT, {}, { unverifiableAfterMs: Number.NaN })).toThrow(RangeError)
    const memory = {
      fingerprint: certificate.fingerprint(),
      evidence: [{ fingerprint: null, index: 0, good: { at: 'yesterday', nextUpdate: null } }],
    }
    expect(() => statusAt(AT, { revocation: revocation(outage), previous: { status: 'valid', memory } })).toThrow(
      RangeError,
    )
  })
})

describe('computeStatus() after checkRevocation()', () => {
  it('follows a certificate from good over an outage to revoked', async () => {
    const subject = await ca.leaf()
    const path = subject.chain.map((part) => part.certificate)
    const evidence = async (): Promise<RevocationReport> =>
      checkRevocation(path, { at: AT, crls: [(await ca.crl()).der, (await root.crl()).der] })
    const facts = { certificate: subject.certificate, chain: path }
    const sound = computeStatus({ ...facts, revocation: await evidence() }, { at: AT })
    expect(inShort(sound)).toEqual(['valid'])
    const later = new Date(AT.getTime() + HOUR_MS)
    const without = await checkRevocation(path, { at: later })
    const graced = computeStatus({ ...facts, revocation: without, previous: sound }, { at: later })
    expect(graced.status).toBe('valid')
    expect(computeStatus({ ...facts, revocation: without }, { at: later }).status).toBe('unverifiable')
    ca.revoke(subject, { reason: 'keyCompromise' })
    const end = computeStatus({ ...facts, revocation: await evidence(), previous: graced }, { at: later })
    expect(end.status).toBe('revoked')
    expect(computeStatus({ ...facts, previous: end }, { at: new Date(AT.getTime() + 2 * DAY_MS) }).status).toBe(
      'revoked',
    )
  })
})
