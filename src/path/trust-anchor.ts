import type { Certificate } from '../x509/certificate.ts'
import type { NameConstraints } from '../x509/read-name-constraints.ts'
import type { Name } from '../x509/name.ts'
import type { PublicKey } from '../x509/public-key.ts'

/**
 * A root that is trusted (RFC 5280 section 6.1.1 (d)): a name and a key, with or without the certificate they came in.
 *
 * Its own signature is not checked. Its dates are, where it comes as a certificate.
 */
export interface TrustAnchor {
  readonly name: Name
  readonly publicKey: PublicKey
  readonly certificate?: Certificate | undefined
  /** Lower-case hex; helps to choose between roots of one name. */
  readonly keyIdentifier?: string | undefined
  /** Names that certificates below may have, beyond what the certificate itself says. */
  readonly nameConstraints?: NameConstraints | undefined
  /** Certificates whose notBefore is later are no longer trusted (`CKA_NSS_SERVER_DISTRUST_AFTER`). */
  readonly distrustAfter?: Date | undefined
}
