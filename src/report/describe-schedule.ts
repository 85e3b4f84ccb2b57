import { readCertificate } from '../lifecycle/read-certificate.ts'
import { nextAlertDates, type AlertOptions, type AlertSubject } from '../lifecycle/next-alert-dates.ts'
import { describeAlert } from './describe-alert.ts'
import { formatInstant } from './format-instant.ts'
import { textsOf, type Language } from './language.ts'
import { LIFECYCLE_TEXTS } from './lifecycle-languages.ts'

/** A schedule of alerts in words. */
export interface ScheduleText {
  readonly title: string
  /** One for each alert, in order: when it comes, and why. One that says so where none is to come. */
  readonly lines: readonly string[]
}

const DEFAULT_LIMIT = 400

/**
 * Puts the alerts that `nextAlertDates` plans into words, so that a person can see when each comes, and why.
 *
 * Instants are in the time zone of `deliverAt`, where that is given, and in UTC otherwise.
 *
 * @throws TypeError, RangeError for options that are not what they must be, or a language other than `en` and `ko`
 * @example
 * ```ts
 * describeSchedule(certificate, 'en').lines[0] // such as '2026-06-20 23:59:59 UTC: The certificate expires in 30 days'
 * ```
 */
export function describeSchedule(subject: AlertSubject, language: Language, options: AlertOptions = {}): ScheduleText {
  const { schedule } = textsOf(LIFECYCLE_TEXTS, language)
  const alerts = nextAlertDates(subject, options)
  const format = createFormat(options.deliverAt?.timeZone)
  const lines = alerts.map((alert) => schedule.line(format(alert.at), describeAlert(alert, language).title))
  const limit = options.limit ?? DEFAULT_LIMIT
  if (lines.length === limit) lines.push(schedule.more(limit))
  return { title: schedule.title(format(endOf(subject))), lines: lines.length === 0 ? [schedule.none] : lines }
}

function endOf(subject: AlertSubject): Date {
  if (typeof subject === 'string' || subject instanceof Uint8Array) return readCertificate(subject).notAfter
  return 'certificate' in subject ? readCertificate(subject.certificate).notAfter : subject.notAfter
}

/** The same form in every language, because a list of dates is compared and not read aloud. */
function createFormat(timeZone: string | undefined): (at: Date) => string {
  if (timeZone === undefined) return (at) => formatInstant(at.toISOString())
  const numeric = '2-digit'
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: numeric, day: numeric },
    ...{ hour: numeric, minute: numeric, second: numeric },
  })
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
    const [year, month, day, hour, minute, second] = (
      ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
    ).map((type) => parts.get(type) ?? '')
    return `${year ?? ''}-${month ?? ''}-${day ?? ''} ${hour ?? ''}:${minute ?? ''}:${second ?? ''} ${timeZone}`
  }
}
