import {
  describeProblem,
  describeRecord,
  type AuditEvent,
  type CertificateRecord,
  type ContactRecord,
  type Language,
  type Problem,
} from 'certkeep'

/** In which words, and as of when. */
export interface Viewing {
  readonly language: Language
  readonly at: Date
}

/** A line of the list. */
export function viewSummary(record: CertificateRecord, viewing: Viewing): Readonly<Record<string, unknown>> {
  const { id, name, primaryDomain, domains, info, registeredAt, expiresAt } = record
  const { status, statusText, usageText, daysLeft } = describeRecord(record, viewing)
  return {
    id,
    name,
    primaryDomain,
    domains,
    status,
    statusText,
    usage: record.usage,
    usageText: usageText.label,
    notBefore: info?.notBefore ?? null,
    notAfter: info?.notAfter ?? null,
    expiresAt,
    daysLeft,
    registeredAt,
  }
}

/** All that the detail tab shows. Members are named one by one: what a later version adds to records stays inside. */
export function viewDetail(record: CertificateRecord, viewing: Viewing): Readonly<Record<string, unknown>> {
  const { version, fingerprint, info, certificatePem, chainPem, hasKey, attachments, alerts, revocation } = record
  return {
    ...viewSummary(record, viewing),
    version,
    fingerprint,
    serialNumber: info?.serialNumber ?? null,
    issuer: info?.issuer.text ?? null,
    signatureAlgorithm: info?.signatureAlgorithm ?? null,
    certificatePem,
    chainPem,
    hasKey,
    attachments,
    mutedUntil: alerts.mutedUntil,
    revocation,
    problems: viewProblems(record.problems, viewing),
    checkedAt: record.checkedAt,
  }
}

/** Problems with their words, most helpful first; `field` says which box of the form is meant, `at` which line. */
export function viewProblems(
  problems: readonly Problem[],
  { language }: Pick<Viewing, 'language'>,
): readonly Readonly<Record<string, unknown>>[] {
  return problems.map((problem) => ({ ...problem, ...describeProblem(problem, language) }))
}

/** An entry of the history. */
export function viewEvent({ type, at, actor, detail }: AuditEvent): Readonly<Record<string, unknown>> {
  return { type, at, actor, detail }
}

/** Somebody who is told. */
export function viewContact(contact: ContactRecord): Readonly<Record<string, unknown>> {
  const { id, name, email, phone, channels, locale, serviceNotifications } = contact
  return { id, name, email, phone, channels, locale, serviceNotifications }
}
