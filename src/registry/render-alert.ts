import { describeAlert } from '../report/describe-alert.ts'
import type { Language } from '../report/describe-problem.ts'
import { describeRevocationReason } from '../report/describe-revocation-reason.ts'
import { escapeShortText, escapeText } from '../report/escape-text.ts'
import { formatInstant } from '../report/format-instant.ts'
import { formatCount } from '../report/format-quantity.ts'
import { textsOf } from '../report/language.ts'
import type { AlertNotice } from './alert-notice.ts'
import type { AlertWords } from './alert-words.ts'
import { ALERT_WORDS_EN } from './alert-words-en.ts'
import { ALERT_WORDS_KO } from './alert-words-ko.ts'
import { createSmsText, type SmsText } from './sms-text.ts'

/** An alert in words. */
export interface AlertMessage {
  /** One line. */
  readonly subject: string
  /** Plain text, lines parted by LF. */
  readonly text: string
  /** A whole HTML document without scripts, styles, links or anything loaded. */
  readonly html: string
  readonly sms: SmsText
}

/** A line of a table: what it is, and its value, safe to show as text. */
type Fact = readonly [label: string, value: string]

/** Services that a message names; more are counted. */
const MAX_SERVICES = 20

/** No host name is longer (RFC 1035 section 2.3.4); what else stands in its place is cut off. */
const MAX_DOMAIN_LENGTH = 255

const WORDS: Readonly<Record<Language, AlertWords>> = { en: ALERT_WORDS_EN, ko: ALERT_WORDS_KO }

/**
 * Puts an alert into words for every channel.
 *
 * What comes from outside is escaped: control, invisible and direction-changing characters everywhere, and for HTML in `html`. Instants are in
 * UTC. A name longer than 80 characters is cut off.
 *
 * The text message is short (90 bytes of EUC-KR) wherever domain and days fit: the name is left out first, then the date. The domain is never cut
 * to fit: one that is too long makes a long message (LMS, 2,000 bytes). Characters other than ASCII and Hangul are `?` in it.
 *
 * @throws RangeError if `locale` is neither `en` nor `ko`
 * @example
 * ```ts
 * renderAlert(notice, 'ko').sms.text // such as '[인증서] www.example.com 만료까지 30일 남음, 만료 2026-12-24 23:59:59 UTC'
 * ```
 */
export function renderAlert(alert: AlertNotice, locale: Language): AlertMessage {
  const words = textsOf(WORDS, locale)
  const name = escapeShortText(alert.name)
  const domain = alert.domain === null ? undefined : safeDomain(alert.domain)
  const days = words.days(Math.max(alert.daysLeft, 0))
  const what = whatOf(alert, words, days)
  const sentence = alert.kind === 'expiring' ? words.sentence.expiring(name, days) : words.sentence[alert.kind](name)
  const step = `${alert.kind}:${alert.daysLeft}d`
  const { mend } = describeAlert({ kind: alert.kind, step, daysBefore: alert.daysLeft }, locale)
  const facts = factsOf(alert, words, locale, name, domain)
  const subject = `${words.label} ${words.subject(what, domain ?? name)}`
  const text = [sentence, mend, '', ...facts.map(([label, value]) => `${label}: ${value}`)].join('\n')
  return {
    subject,
    text: `${text}\n`,
    html: renderHtml(subject, [sentence, mend], facts, locale),
    sms: renderSms(alert, words, name, domain, what, text),
  }
}

function whatOf({ kind }: AlertNotice, words: AlertWords, days: string): string {
  return kind === 'expiring' ? words.expiring(days) : words[kind]
}

function factsOf(
  alert: AlertNotice,
  { facts, unknown, noService, moreServices }: AlertWords,
  locale: Language,
  name: string,
  domain: string | undefined,
): readonly Fact[] {
  const { kind, revokedAt, reason, services } = alert
  const revocation: readonly Fact[] = [
    [facts.revokedAt, revokedAt === null ? unknown : formatInstant(revokedAt)],
    [facts.reason, reason === null ? unknown : describeRevocationReason(reason, locale)],
  ]
  const named = services
    .slice(0, MAX_SERVICES)
    .map(({ service, resourceType, resourceId }) =>
      [service, resourceType, resourceId].map((part) => escapeShortText(part)).join(' / '),
    )
  if (services.length > MAX_SERVICES) named.push(moreServices(formatCount(services.length - MAX_SERVICES)))
  return [
    [facts.name, name],
    ...(domain === undefined ? [] : [[facts.domain, domain] as const]),
    [facts.notAfter, formatInstant(alert.notAfter)],
    ...(kind === 'revoked' ? revocation : []),
    [facts.issuer, escapeShortText(alert.issuer)],
    [facts.serialNumber, escapeShortText(alert.serialNumber)],
    [facts.fingerprint, escapeShortText(alert.fingerprint)],
    [facts.services, named.length === 0 ? noService : named.join(', ')],
  ]
}

function renderSms(
  { notAfter }: AlertNotice,
  words: AlertWords,
  name: string,
  domain: string | undefined,
  what: string,
  long: string,
): SmsText {
  const until = words.until(formatInstant(notAfter))
  const whose = domain ?? name
  const drafts = [`${words.label} ${whose} ${what}, ${until}`, `${words.label} ${whose} ${what}`]
  if (domain !== undefined) drafts.unshift(`${words.label} ${name} (${domain}) ${what}, ${until}`)
  return createSmsText(drafts, `${words.label} ${whose} ${what}\n${long}`)
}

function renderHtml(subject: string, sentences: readonly string[], facts: readonly Fact[], locale: Language): string {
  const paragraphs = sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`)
  const rows = facts.map(
    ([label, value]) => `<tr><th scope="row" align="left">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`,
  )
  return [
    `<!doctype html>`,
    `<html lang="${locale}">`,
    `<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    `<body>`,
    ...paragraphs,
    `<table>`,
    ...rows,
    `</table>`,
    `</body>`,
    `</html>`,
    ``,
  ].join('\n')
}

/** Text that is escaped for display already, made text of HTML, also within quotes. */
function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function safeDomain(domain: string): string {
  return domain.length <= MAX_DOMAIN_LENGTH ? escapeText(domain) : escapeShortText(domain)
}
