import { describe, expect, it } from 'vitest'
import type { CertificateStatus, Usage } from '../../../src/lifecycle/certificate-status.ts'
import { nextAlertDates, type AlertKind } from '../../../src/lifecycle/next-alert-dates.ts'
import { createProblem, PROBLEM_FACTS, type ProblemCode, type ProblemKind } from '../../../src/problem/problem.ts'
import { describeAlert } from '../../../src/report/describe-alert.ts'
import { describeProblemKind } from '../../../src/report/describe-problem-kind.ts'
import { describeRevocationReason } from '../../../src/report/describe-revocation-reason.ts'
import { describeSchedule } from '../../../src/report/describe-schedule.ts'
import { describeStatus, type DescribedStatus } from '../../../src/report/describe-status.ts'
import { describeUsage } from '../../../src/report/describe-usage.ts'
import type { Language } from '../../../src/report/language.ts'
import type { RevocationReason } from '../../../src/x509/crl.ts'

const LANGUAGES = ['en', 'ko'] as const

/** The console's words; a status that is added does not compile until it is here, and so for what follows. */
const STATUSES: Readonly<Record<CertificateStatus, string>> = {
  valid: '정상',
  expired: '만료',
  revoked: '폐기',
  'registration-failed': '등록실패',
  unverifiable: '확인불가',
}
const USAGES: Readonly<Record<Usage, string>> = { 'in-use': '사용중', unused: '미사용' }
const ALERT_KINDS: Readonly<Record<AlertKind, string>> = {
  expiring: 'expiring:30d',
  expired: 'expired',
  revoked: 'revoked:3d',
}
const KINDS: Readonly<Record<ProblemKind, true>> = {
  'key-mismatch': true,
  format: true,
  'not-current': true,
  'not-public': true,
  'encrypted-key': true,
  'incomplete-chain': true,
  unusable: true,
  unverifiable: true,
  name: true,
  'in-use': true,
  conflict: true,
}
const REASONS: Readonly<Record<RevocationReason, true>> = {
  unspecified: true,
  keyCompromise: true,
  cACompromise: true,
  affiliationChanged: true,
  superseded: true,
  cessationOfOperation: true,
  certificateHold: true,
  removeFromCRL: true,
  privilegeWithdrawn: true,
  aACompromise: true,
}

function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(table) as Key[]
}

const HOSTILE = 'A\u001b[31m\u0007\u202e\u200b\u2066\ufeff\u009b\n\ud800Z'

function report(status: CertificateStatus, parts: Partial<DescribedStatus> = {}): DescribedStatus {
  return { status, daysLeft: 12, expiresAt: new Date('2026-07-20T23:59:59Z'), problems: [], ...parts }
}

/** Says something, in the language's letters, with all its values and nothing that is not shown. */
function expectWords(texts: readonly string[], language: Language, name: string): void {
  for (const text of texts) {
    expect(text, name).toMatch(/^\S.*\S$/su)
    expect(text, name).not.toMatch(/undefined|null|NaN|\[object|\$\{|Invalid| {2}/)
    expect(text, name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u)
    if (language === 'ko') expect(text, name).toMatch(/\p{Script=Hangul}/u)
    else expect(text, name).not.toMatch(/\p{Script=Hangul}/u)
  }
}

describe.each(LANGUAGES)('in %s', (language) => {
  it('there are words for every status, whatever is known of it', () => {
    const problems = [
      createProblem('certificate-revoked', {
        subject: 'CN=A',
        revokedAt: '2026-06-01T00:00:00Z',
        reason: 'keyCompromise',
        source: 'crl',
      }),
      createProblem('fetch-failed', { url: 'http://crl.example/', reason: 'timeout' }),
    ]
    const excused = problems.map((problem) => ({ ...problem, severity: 'warning' as const }))
    for (const status of keysOf(STATUSES)) {
      for (const parts of [
        {},
        { problems },
        { problems: excused },
        { daysLeft: 0 },
        { daysLeft: -1 },
        { daysLeft: -30 },
      ]) {
        const { label, explanation, mend } = describeStatus(report(status, parts), language)
        expectWords([label, explanation, mend], language, status)
        expect(explanation, status).toMatch(/\.$/)
        expect(mend, status).toMatch(/\.$/)
      }
    }
  })

  it('there are words for every usage, kind of alert, kind of problem and reason of revocation', () => {
    for (const usage of keysOf(USAGES)) expectWords(Object.values(describeUsage(usage, language)), language, usage)
    for (const kind of keysOf(ALERT_KINDS)) {
      const { title, explanation, mend } = describeAlert({ kind, step: ALERT_KINDS[kind], daysBefore: 30 }, language)
      expectWords([title, explanation, mend], language, kind)
      expect(title, kind).not.toMatch(/\.$/)
      for (const sentence of [explanation, mend]) expect(sentence, kind).toMatch(/\.$/)
    }
    for (const kind of keysOf(KINDS)) {
      const sentence = describeProblemKind(kind, language)
      expectWords([sentence], language, kind)
      // One sentence.
      expect(sentence, kind).toMatch(/^[^.]+\.$/)
    }
    for (const reason of keysOf(REASONS)) expectWords([describeRevocationReason(reason, language)], language, reason)
  })

  it('no two of them are the same', () => {
    const all = [
      keysOf(STATUSES).map((status) => describeStatus(report(status), language).label),
      keysOf(USAGES).map((usage) => describeUsage(usage, language).label),
      keysOf(KINDS).map((kind) => describeProblemKind(kind, language)),
      keysOf(REASONS).map((reason) => describeRevocationReason(reason, language)),
    ]
    for (const texts of all) expect(new Set(texts).size).toBe(texts.length)
  })

  it('nothing of an input shows that is invisible, changes direction or controls a terminal', () => {
    const problems = [
      createProblem('certificate-revoked', { subject: HOSTILE, revokedAt: HOSTILE, reason: HOSTILE, source: 'crl' }),
      createProblem('responder-unknown', { subject: HOSTILE }),
    ]
    for (const status of keysOf(STATUSES)) {
      const texts = describeStatus(report(status, { problems, expiresAt: HOSTILE }), language)
      expectWords(Object.values(texts), language, status)
    }
    expect(describeStatus(report('revoked', { problems }), language).explanation).toContain('\\u{202e}')
    expect(describeRevocationReason(HOSTILE, language)).toContain('\\u{1b}')
    expectWords(
      Object.values(describeAlert({ kind: 'expiring', step: HOSTILE, daysBefore: 3 }, language)),
      language,
      'alert',
    )
  })
})

describe('describeStatus()', () => {
  it.each(keysOf(STATUSES))('calls %s what the console calls it', (status) => {
    expect(describeStatus(report(status), 'ko').label).toBe(STATUSES[status])
  })

  it('says when it expires, and in how many days', () => {
    expect(describeStatus(report('valid'), 'en').explanation).toBe('It expires on 2026-07-20 23:59:59 UTC, in 12 days.')
    expect(describeStatus(report('valid', { daysLeft: 1 }), 'en').explanation).toContain('in 1 day.')
    expect(describeStatus(report('valid', { daysLeft: 0 }), 'en').explanation).toContain('in less than a day.')
    expect(describeStatus(report('valid', { daysLeft: 1234 }), 'ko').explanation).toContain('1,234일 남음')
  })

  it('says how long ago it expired: a day has passed only once it is over', () => {
    const ago = (daysLeft: number): string => describeStatus(report('expired', { daysLeft }), 'en').explanation
    expect(ago(-1)).toContain('less than a day ago')
    expect(ago(-2)).toContain(', 1 day ago')
    expect(ago(-31)).toContain('30 days ago')
  })

  it('says when and why it was revoked', () => {
    const detail = {
      subject: 'CN=A',
      revokedAt: '2026-06-01T00:00:00Z',
      reason: 'keyCompromise',
      source: 'crl',
    } as const
    const problems = [createProblem('certificate-revoked', detail)]
    expect(describeStatus(report('revoked', { problems }), 'ko').explanation).toBe(
      '발급자가 2026-06-01 00:00:00 UTC에 인증서를 폐기했습니다(사유: 개인 키 유출).',
    )
  })

  it('takes a report as JSON has kept it', () => {
    const kept = JSON.parse(JSON.stringify(report('valid'))) as DescribedStatus
    expect(describeStatus(kept, 'ko')).toEqual(describeStatus(report('valid'), 'ko'))
  })
})

describe('describeUsage()', () => {
  it.each(keysOf(USAGES))('calls %s what the console calls it', (usage) => {
    expect(describeUsage(usage, 'ko').label).toBe(USAGES[usage])
  })
})

describe('describeAlert()', () => {
  it.each<readonly [string, string, string]>([
    ['expiring:30d', 'in 30 days', '30일 남았습니다'],
    ['expiring:1d', 'in 1 day', '1일 남았습니다'],
    ['expiring:16h', 'in 16 hours', '16시간 남았습니다'],
    ['expiring:2d14h40m', 'in 2 days 14 hours', '2일 14시간 남았습니다'],
    ['expiring:5m1s', 'in 5 minutes 1 second', '5분 1초 남았습니다'],
  ])('puts %s into words', (step, english, korean) => {
    const alert = { kind: 'expiring', step, daysBefore: 0 } as const
    expect(describeAlert(alert, 'en').title).toBe(`The certificate expires ${english}`)
    expect(describeAlert(alert, 'ko').title).toBe(`인증서 만료까지 ${korean}`)
  })
})

describe('describeProblemKind()', () => {
  /** The registration errors of the console, with codes that stand for each. */
  const ERRORS: readonly (readonly [string, ProblemKind, readonly ProblemCode[], RegExp])[] = [
    ['a', 'key-mismatch', ['key-mismatch'], /개인 키와 인증서 본문이 서로 맞지 않/],
    [
      'b',
      'format',
      ['pem-data-truncated', 'pem-end-missing', 'pem-unexpected-object', 'certificate-malformed'],
      /형식이 잘못/,
    ],
    [
      'c',
      'not-current',
      ['certificate-revoked', 'certificate-expired', 'certificate-not-yet-valid'],
      /폐기되었거나 만료/,
    ],
    ['d', 'not-public', ['self-signed', 'private-ca', 'root-distrusted'], /사설 인증서는 등록할 수 없습니다/],
    ['e', 'encrypted-key', ['key-encrypted'], /개인 키가 암호화되어 있/],
    ['chain', 'incomplete-chain', ['issuer-not-found'], /루트 인증서가 빠져/],
  ]

  it.each(ERRORS)('error %s of the guide is the kind %s', (_, kind, codes, sentence) => {
    for (const code of codes) expect(PROBLEM_FACTS[code].kind, code).toBe(kind)
    expect(describeProblemKind(kind, 'ko')).toMatch(sentence)
  })
})

describe('describeSchedule()', () => {
  const subject = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-03-31T23:59:59Z') }

  it('says when each alert comes, and why', () => {
    expect(describeSchedule(subject, 'en', { from: subject.notBefore, schedule: { days: [30, 1] } })).toEqual({
      title: 'Alerts for a certificate that expires on 2026-03-31 23:59:59 UTC',
      lines: [
        '2026-03-01 23:59:59 UTC: The certificate expires in 30 days',
        '2026-03-30 23:59:59 UTC: The certificate expires in 1 day',
        '2026-03-31 23:59:59 UTC: The certificate has expired',
      ],
    })
  })

  it('shows the place’s own time where alerts are delivered by it', () => {
    const deliverAt = { timeZone: 'Asia/Seoul', hour: 9 }
    const { title, lines } = describeSchedule(subject, 'ko', { from: subject.notBefore, deliverAt })
    expect(title).toContain('2026-04-01 08:59:59 Asia/Seoul')
    expect(lines).toHaveLength(7)
    expect(lines[0]).toBe('2026-03-02 09:00:00 Asia/Seoul: 인증서 만료까지 30일 남았습니다')
  })

  it('has a line for each alert, and says so where there is none or may be more', () => {
    const options = { from: subject.notBefore }
    expect(describeSchedule(subject, 'en', options).lines).toHaveLength(nextAlertDates(subject, options).length)
    expect(describeSchedule(subject, 'ko', { from: new Date('2027-01-01T00:00:00Z') }).lines).toEqual([
      '예정된 알림이 없습니다.',
    ])
    expect(describeSchedule(subject, 'en', { ...options, limit: 2 }).lines.at(-1)).toContain('first 2')
  })
})

it('a language that is not spoken is refused', () => {
  for (const language of ['fr', 'constructor'] as unknown as readonly Language[]) {
    expect(() => describeStatus(report('valid'), language)).toThrow(RangeError)
    expect(() => describeUsage('unused', language)).toThrow(RangeError)
    expect(() => describeAlert({ kind: 'expired', step: 'expired', daysBefore: 0 }, language)).toThrow(RangeError)
    expect(() => describeProblemKind('format', language)).toThrow(RangeError)
    expect(() => describeRevocationReason('superseded', language)).toThrow(RangeError)
    expect(() => describeSchedule({ notBefore: new Date(0), notAfter: new Date(1) }, language)).toThrow(RangeError)
  }
})
