import type { CertificateInfo, describeAlert as Describe, Language } from 'certkeep'
import type { Finding } from './check.ts'
import { element } from './element.ts'
import { formatDay, WORDS } from './words.ts'

/** The way to the root, from the server's certificate on; an issuer that is missing stands at its end. */
export function drawPath({ chain, report }: Finding, language: Language): readonly HTMLElement[] {
  const words = WORDS[language]
  const cards = chain.map((certificate, index) => {
    const isRoot = report.anchor !== undefined && index === chain.length - 1 && index > 0
    const role = isRoot ? 'root' : index === 0 ? 'leaf' : 'intermediate'
    const until = words.until(formatDay(new Date(certificate.notAfter), language))
    return drawCard(role, words[role], certificate.subject.text, `${describeKey(certificate)}, ${until}`)
  })
  const { missing } = report
  if (missing === undefined) return cards
  const where = missing.urls.length === 0 ? '' : `${words.missingAt} ${missing.urls.join(' ')}`
  return [...cards, drawCard('missing', words.missing, missing.issuer.text, where)]
}

function drawCard(role: string, title: string, subject: string, facts: string): HTMLElement {
  const card = element('li', { class: role }, element('span', { class: 'role' }, title), element('bdi', {}, subject))
  if (facts !== '') card.append(element('span', { class: 'hint' }, facts))
  return card
}

function describeKey({ publicKey: { algorithm, curve, bits } }: CertificateInfo): string {
  return [algorithm, curve ?? bits].filter((part) => part !== null).join(' ')
}

/** A day on the time line. */
interface Occasion {
  readonly at: Date
  readonly kind: 'notBefore' | 'now' | 'alert' | 'notAfter'
  readonly text: string
}

/** A bar from the first day to the last with today and the alerts on it, and below it the same as a list. */
export function drawTime(
  { at, report }: Finding,
  language: Language,
  describeAlert: typeof Describe,
): readonly HTMLElement[] {
  const words = WORDS[language]
  const { certificate, alerts } = report
  if (certificate === undefined) return []
  const occasions: readonly Occasion[] = [
    { at: new Date(certificate.notBefore), kind: 'notBefore', text: words.notBefore },
    { at, kind: 'now', text: words.now },
    ...alerts.map((alert): Occasion => {
      const { title } = describeAlert(alert, language)
      return { at: alert.at, kind: 'alert', text: words.alert(title) }
    }),
    { at: new Date(certificate.notAfter), kind: 'notAfter', text: words.notAfter },
  ]
  const inOrder = occasions.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const list = element('ol', { class: 'occasions' })
  for (const occasion of inOrder) {
    const day = element('time', { datetime: occasion.at.toISOString() }, formatDay(occasion.at, language))
    list.append(element('li', { class: occasion.kind }, day, ' ', element('span', {}, occasion.text)))
  }
  const parts = [drawBar(inOrder), list]
  return alerts.length > 0 ? parts : [...parts, element('p', { class: 'hint' }, words.noAlerts)]
}

function drawBar(inOrder: readonly Occasion[]): HTMLElement {
  const times = inOrder.map(({ at }) => at.getTime())
  const first = Math.min(...times)
  const length = Math.max(...times) - first
  const bar = element('div', { class: 'bar', 'aria-hidden': 'true' }, element('span', { class: 'life' }))
  for (const { at, kind } of inOrder) {
    const share = `${(100 * (at.getTime() - first)) / length}%`
    const dot = element('span', { class: kind })
    dot.style.left = share
    bar.append(dot)
    bar.style.setProperty(`--${kind}`, share)
  }
  return bar
}

/** What a console shows of a certificate. */
export function drawDetails({ report }: Finding, language: Language): readonly HTMLElement[] {
  const words = WORDS[language]
  const { certificate } = report
  if (certificate === undefined) return []
  const { subject, subjectAltNames, issuer, serialNumber, signatureAlgorithm, fingerprints } = certificate
  const rows: readonly (readonly [string, string])[] = [
    [words.subject, subject.text],
    [words.names, subjectAltNames.map(({ value }) => value).join(', ')],
    [words.issuer, issuer.text],
    [words.serialNumber, serialNumber],
    [words.key, describeKey(certificate)],
    [words.signature, signatureAlgorithm.name],
    [words.fingerprint, fingerprints.sha256],
  ]
  return rows.flatMap(([term, value]) => [
    element('dt', {}, term),
    element('dd', {}, element('bdi', {}, value === '' ? '–' : value)),
  ])
}
