import { floorToSecond } from '../lifecycle/read-instant.ts'
import type { CertificateRecord } from './certificate-record.ts'

/**
 * Whether the end of a record's path is past, also before a sweep has noticed. It is inclusive, and compared to the second (RFC 5280
 * section 4.1.2.5). A record without an end has none.
 */
export function hasExpired({ expiresAt }: Pick<CertificateRecord, 'expiresAt'>, at: Date): boolean {
  return expiresAt !== null && floorToSecond(at.getTime()) > Date.parse(expiresAt)
}
