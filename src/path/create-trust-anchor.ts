import type { Certificate } from '../x509/certificate.ts'
import type { Name } from '../x509/name.ts'
import type { PublicKey } from '../x509/public-key.ts'
import type { GeneralSubtree, NameConstraints } from '../x509/read-name-constraints.ts'
import type { TrustAnchor } from './trust-anchor.ts'

/** What a root programme says about a root beyond the root itself. */
export interface RootRestriction {
  /** Certificates whose notBefore is later are no longer trusted; ISO 8601 in UTC, to the second. */
  readonly distrustAfter?: string | undefined
  /** DNS names that certificates below may have; each stands for itself and for everything below it (RFC 5280 section 4.2.1.10). */
  readonly permittedDnsNames?: readonly string[] | undefined
}

/** What Mozilla says about the root certificates of one key. */
export interface KeyRestriction extends RootRestriction {
  /** SHA-256 of the DER of the SubjectPublicKeyInfo, lower-case hex. */
  readonly spkiSha256: string
}

/** A trust anchor that came as a certificate, so that all that a certificate says of itself is there. */
export interface CertificateAnchor extends TrustAnchor {
  readonly certificate: Certificate
}

/**
 * Makes a trust anchor of a root certificate that is decoded when a field of it is first read, and then kept.
 *
 * The anchor is frozen and `distrustAfter` is new at each reading, so no caller can change what another trusts.
 * Nothing is checked here: neither dates nor signature.
 *
 * @param decode - called until it has succeeded once; what it throws, the reading of the field throws
 * @throws RangeError if `distrustAfter` is no time: a date that never comes would trust everything
 */
export function createTrustAnchor(decode: () => Certificate, restriction: RootRestriction = {}): CertificateAnchor {
  let certificate: Certificate | undefined
  const decoded = (): Certificate => (certificate ??= decode())
  const distrustAfterMs = restriction.distrustAfter === undefined ? undefined : parseTime(restriction.distrustAfter)
  const nameConstraints = permittedNames(restriction.permittedDnsNames)
  return Object.freeze({
    get name(): Name {
      return decoded().subject
    },
    get publicKey(): PublicKey {
      return decoded().publicKey
    },
    get certificate(): Certificate {
      return decoded()
    },
    get keyIdentifier(): string | undefined {
      return decoded().extensions.subjectKeyIdentifier
    },
    get distrustAfter(): Date | undefined {
      return distrustAfterMs === undefined ? undefined : new Date(distrustAfterMs)
    },
    nameConstraints,
  })
}

function parseTime(text: string): number {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new RangeError('"distrustAfter" must be an ISO 8601 time')
  return ms
}

function permittedNames(dnsNames: readonly string[] | undefined): NameConstraints | undefined {
  if (dnsNames === undefined) return undefined
  const permittedSubtrees = dnsNames.map((value): GeneralSubtree => {
    return Object.freeze({ base: Object.freeze({ kind: 'dns', value }), minimum: 0, maximum: undefined })
  })
  return Object.freeze({ permittedSubtrees: Object.freeze(permittedSubtrees), excludedSubtrees: undefined })
}
