import type { CertificateStatus } from '../lifecycle/certificate-status.ts'
import type { AlertKind } from '../lifecycle/next-alert-dates.ts'
import type { ChainPurpose } from '../path/certificate-faults.ts'
import type { RevocationStatus } from '../revocation/revocation-report.ts'
import type { BoxName, RootsReport } from './check-report.ts'

/** What `certkeep check` says around the facts, in one language. Counts are whole numbers, and `number` counts from 1. */
export interface CheckWords {
  /** Above what was given. */
  readonly boxes: Readonly<Record<BoxName, string>>
  readonly notGiven: string
  /** `chain #2`. */
  readonly place: (box: BoxName, number: number) => string
  /** What a certificate may do; `host` is there where one was asked about. */
  readonly fit: (purpose: ChainPurpose, host: string | undefined) => string
  readonly expires: (instant: string) => string
  /** Why the whole ends before the certificate does. */
  readonly becauseOf: (name: string) => string
  readonly moreReasons: (count: number) => string
  readonly noRoots: string
  readonly keyBelongs: string
  readonly keyStranger: string
  readonly keyNotChecked: string
  readonly pathTitle: string
  readonly trustedRoot: string
  readonly untrustedRoot: string
  readonly pathEnds: string
  readonly dates: (from: string, to: string) => string
  readonly trusted: (roots: RootsReport) => string
  readonly oldRoots: (days: number) => string
  readonly unreadableRoots: (count: number) => string
  readonly notRevocation: string
  readonly name: string
  readonly revocationTitle: string
  readonly revocationStates: Readonly<Record<RevocationStatus, string>>
  readonly revocationSources: Readonly<Record<'crl' | 'ocsp', string>>
  /** How long the evidence holds. */
  readonly freshUntil: (instant: string) => string
  readonly revokedOn: (instant: string) => string
  readonly evidence: Readonly<Record<'crl' | 'ocsp', string>>
  readonly status: string
  readonly statuses: Readonly<Record<CertificateStatus, string>>
  readonly alertsTitle: string
  /** `daysBefore` is 0 on the last day. */
  readonly alert: (kind: AlertKind, daysBefore: number) => string
  readonly asking: (host: string) => string
  readonly written: (file: string) => string
  readonly notWritten: (file: string) => string
  readonly writeFailed: (file: string, code: string) => string
  readonly notAsked: (missing: readonly ('key' | 'host')[]) => string
}
