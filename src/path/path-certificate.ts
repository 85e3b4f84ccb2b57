import type { Certificate } from '../x509/certificate.ts'
import type { Extensions } from '../x509/extensions.ts'
import type { Name } from '../x509/name.ts'
import { normalizedName } from '../x509/names-equal.ts'
import type { PublicKey } from '../x509/public-key.ts'
import type { NameConstraints } from '../x509/read-name-constraints.ts'
import type { PolicyFacts } from './policy-graph.ts'

/** What the search asks of a certificate again and again; extensions are looked up anew at each reading of a certificate. */
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
  /** Without keyUsage every use is allowed. */
  readonly allowsCertSign: boolean
  readonly nameConstraints: NameConstraints | undefined
  readonly policies: PolicyFacts
  /** Of each extension that is recognised, by name, whether it is critical. */
  readonly criticality: ReadonlyMap<string, boolean>
  /** Dotted identifier of the first critical extension that is not acted upon here. */
  readonly unknownCritical: string | undefined
}

/** Extensions that this library acts upon, so that they may be critical; keyed by name. */
const PROCESSED_EXTENSIONS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'authorityKeyIdentifier',
  'subjectKeyIdentifier',
  'authorityInfoAccess',
  'subjectInfoAccess',
  'basicConstraints',
  'keyUsage',
  'extendedKeyUsage',
  'subjectAltName',
  'nameConstraints',
  'certificatePolicies',
  'policyMappings',
  'policyConstraints',
  'inhibitAnyPolicy',
  'cRLDistributionPoints',
  'ocspNoCheck',
])

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
  const { basicConstraints, keyUsage } = extensions
  const list = extensions.list
  const subjectKey = normalizedName(subject.attributes)
  const issuerKey = normalizedName(certificate.issuer.attributes)
  const isSelfIssued = subjectKey === issuerKey
  return {
    certificate,
    publicKey,
    spki: publicKey.spki,
    subject,
    subjectKey,
    issuerKey,
    isSelfIssued,
    keyIdentifier: extensions.subjectKeyIdentifier,
    authorityKeyIdentifier: extensions.authorityKeyIdentifier?.keyIdentifier,
    notBeforeMs: certificate.notBefore.getTime(),
    notAfterMs: certificate.notAfter.getTime(),
    isCa: basicConstraints?.cA === true,
    pathLenConstraint: basicConstraints?.pathLenConstraint,
    allowsCertSign: keyUsage?.includes('keyCertSign') !== false,
    nameConstraints: extensions.nameConstraints,
    policies: gatherPolicies(extensions, isSelfIssued),
    criticality: new Map(list.flatMap(({ name, critical }) => (name === undefined ? [] : [[name, critical]]))),
    unknownCritical: list.find(({ name, critical }) => critical && !PROCESSED_EXTENSIONS.has(name ?? ''))?.oid,
  }
}

function gatherPolicies(extensions: Extensions, isSelfIssued: boolean): PolicyFacts {
  const { certificatePolicies, policyMappings, policyConstraints, inhibitAnyPolicy } = extensions
  return {
    isSelfIssued,
    certificatePolicies,
    policyMappings,
    requireExplicitPolicy: policyConstraints?.requireExplicitPolicy,
    inhibitPolicyMapping: policyConstraints?.inhibitPolicyMapping,
    inhibitAnyPolicy,
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
