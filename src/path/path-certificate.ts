import type { Certificate } from '../x509/certificate.ts'
import type { Name } from '../x509/name.ts'
import { normalizedName } from '../x509/names-equal.ts'
import type { PublicKey } from '../x509/public-key.ts'

/** What the search asks of a certificate again and again. */
export interface PathCertificate {
  readonly certificate: Certificate
  readonly publicKey: PublicKey
  readonly spki: Uint8Array
  readonly subject: Name
  /** Names as keys, equal exactly if the names are (RFC 5280 section 7.1). */
  readonly subjectKey: string
  readonly issuerKey: string
  readonly isSelfIssued: boolean
  readonly keyIdentifier: string | undefined
  readonly authorityKeyIdentifier: string | undefined
  readonly notBeforeMs: number
  readonly notAfterMs: number
  readonly isCa: boolean
  readonly pathLenConstraint: number | undefined
}

const known: WeakMap<Certificate, PathCertificate> = /* @__PURE__ */ new WeakMap()

/** The facts of a certificate, which are gathered once. */
export function pathCertificateOf(certificate: Certificate): PathCertificate {
  let facts = known.get(certificate)
  if (facts === undefined) {
    facts = gatherFacts(certificate)
    known.set(certificate, facts)
  }
  return facts
}

function gatherFacts(certificate: Certificate): PathCertificate {
  const { publicKey, subject, extensions } = certificate
  const subjectKey = normalizedName(subject.attributes)
  const issuerKey = normalizedName(certificate.issuer.attributes)
  return {
    certificate,
    publicKey,
    spki: publicKey.spki,
    subject,
    subjectKey,
    issuerKey,
    isSelfIssued: subjectKey === issuerKey,
    keyIdentifier: extensions.subjectKeyIdentifier,
    authorityKeyIdentifier: extensions.authorityKeyIdentifier?.keyIdentifier,
    notBeforeMs: certificate.notBefore.getTime(),
    notAfterMs: certificate.notAfter.getTime(),
    isCa: extensions.basicConstraints?.cA === true,
    pathLenConstraint: extensions.basicConstraints?.pathLenConstraint,
  }
}

/** An order of certificates that does not depend on how they were given: by their bytes. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
