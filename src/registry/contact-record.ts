import type { Language } from '../report/describe-problem.ts'

/** The ways on which an alert reaches a person. */
export type NotificationChannel = 'email' | 'sms'

/** Somebody who is told. Plain JSON, as {@link CertificateRecord} is. */
export interface ContactRecord {
  /** Any text that is not empty; never used again. */
  readonly id: string
  readonly namespace: string
  /** 1 when it is made, and 1 more with every commit. */
  readonly version: number
  readonly name: string
  readonly email: string | null
  /** As the SMS service takes it; E.164 such as `+821012345678` is best. */
  readonly phone: string | null
  /** On which of them alerts go out; each needs its address. */
  readonly channels: readonly NotificationChannel[]
  readonly locale: Language
  /** Whether alerts go out at all: the box for service notifications (서비스 관련 알림). */
  readonly serviceNotifications: boolean
  readonly createdAt: string
  readonly updatedAt: string
}
