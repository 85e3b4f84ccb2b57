import type { AlertKind } from '../lifecycle/next-alert-dates.ts'
import type { RevocationReason } from '../x509/crl.ts'

/** A service that uses the certificate, as an alert names it. */
export interface AlertedService {
  readonly service: string
  readonly resourceType: string
  readonly resourceId: string
}

/** All that an alert's text is made of. Plain JSON; instants are ISO 8601 in UTC. Texts are as they are kept, not escaped. */
export interface AlertNotice {
  readonly kind: AlertKind
  /** Name under which the certificate is registered. */
  readonly name: string
  /** Its representative domain; `null` if it has none. */
  readonly domain: string | null
  /** Whole days to expiry, rounded down; negative after it. */
  readonly daysLeft: number
  /** Inclusive. */
  readonly notAfter: string
  /** RFC 4514. */
  readonly issuer: string
  readonly serialNumber: string
  /** SHA-256, lower-case hex. */
  readonly fingerprint: string
  /** `revoked` only: when and why, as far as it is known. */
  readonly revokedAt: string | null
  readonly reason: RevocationReason | null
  /** Empty if no service uses it. */
  readonly services: readonly AlertedService[]
}
