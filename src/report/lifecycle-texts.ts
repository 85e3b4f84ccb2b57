import type { CertificateStatus, Usage } from '../lifecycle/certificate-status.ts'
import type { AlertKind } from '../lifecycle/next-alert-dates.ts'
import type { ProblemKind } from '../problem/problem.ts'
import type { DurationUnit } from './format-duration.ts'

/** A status in words. */
export interface StatusText {
  /** One word, as a list shows it. */
  readonly label: string
  /** One or more whole sentences, with the values. */
  readonly explanation: string
  /** What to do about it. */
  readonly mend: string
}

/** A usage in words. */
export interface UsageText {
  readonly label: string
  readonly explanation: string
}

/** An alert in words, without saying of which certificate it is. */
export interface AlertText {
  /** No final period. */
  readonly title: string
  readonly explanation: string
  readonly mend: string
}

/** The values that the texts about a status are made of, each safe to show. */
export interface StatusValues {
  /** Whole days, not negative; of what has passed where it has expired. */
  readonly days: number
  readonly expiresAt: string
  /** When and why it was revoked, where that is known. */
  readonly revoked?: { readonly at: string; readonly reason: string } | undefined
  /** The title of the problem that says most. */
  readonly reason?: string | undefined
}

/** The values that the texts about an alert are made of. */
export interface AlertValues {
  /** How long before expiry, or after revocation: `2 days 14 hours`. */
  readonly duration: string
  /** Whole days to expiry. */
  readonly days: number
}

/** All that is said in one language about how certificates fare over time. What is missing does not compile. */
export interface LifecycleTexts {
  readonly statuses: Readonly<Record<CertificateStatus, (values: StatusValues) => StatusText>>
  readonly usages: Readonly<Record<Usage, UsageText>>
  readonly alerts: Readonly<Record<AlertKind, (values: AlertValues) => AlertText>>
  readonly kinds: Readonly<Record<ProblemKind, string>>
  readonly units: Readonly<Record<DurationUnit, (count: number) => string>>
  readonly schedule: {
    readonly title: (expiresAt: string) => string
    readonly line: (when: string, title: string) => string
    readonly none: string
    readonly more: (limit: number) => string
  }
}
