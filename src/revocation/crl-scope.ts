import type { Certificate } from '../x509/certificate.ts'
import type { Crl, IssuingDistributionPoint } from '../x509/crl.ts'
import type { GeneralName } from '../x509/general-name.ts'
import type { Name, NameAttribute } from '../x509/name.ts'
import { namesEqual, normalizedName } from '../x509/names-equal.ts'
import type { DistributionPoint, DistributionPointName, ReasonFlag } from '../x509/read-distribution-points.ts'

/** Every reason that a CRL may be limited to. */
export const ALL_REASONS: readonly ReasonFlag[] = [
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
]

/**
 * For which reasons a CRL speaks of a certificate (RFC 5280 section 6.3.3 (b), (d)); none if it is about others.
 *
 * Every distribution point is tried, and every name of each against every name of the CRL; URIs are compared byte for byte. A certificate
 * without distribution points has its issuer for one.
 */
export function reasonsInScope(certificate: Certificate, crl: Crl): ReadonlySet<ReasonFlag> {
  const scope = crl.extensions.issuingDistributionPoint
  const reasons = new Set<ReasonFlag>()
  if (scope !== undefined && !isKindInScope(certificate, scope)) return reasons
  for (const point of distributionPoints(certificate)) {
    if (!isIssuerInScope(point, certificate, crl, scope) || !isNameInScope(point, certificate, crl, scope)) continue
    for (const reason of ALL_REASONS) {
      const isOfPoint = point.reasons?.includes(reason) ?? true
      if (isOfPoint && (scope?.onlySomeReasons?.includes(reason) ?? true)) reasons.add(reason)
    }
  }
  return reasons
}

/** The distribution points of a certificate, or the one that stands for its issuer (RFC 5280 section 6.3.3, last paragraph). */
function distributionPoints(certificate: Certificate): readonly DistributionPoint[] {
  const issuer: GeneralName = { kind: 'directory', value: certificate.issuer.text, name: certificate.issuer }
  return (
    certificate.extensions.crlDistributionPoints ?? [
      { fullName: [issuer], nameRelativeToCrlIssuer: undefined, reasons: undefined, crlIssuer: undefined },
    ]
  )
}

/** CAs or others; an issuingDistributionPoint that says both, or that is about attribute certificates, is about neither. */
function isKindInScope({ extensions }: Certificate, scope: IssuingDistributionPoint): boolean {
  const isCa = extensions.basicConstraints?.cA === true
  return (
    !scope.onlyContainsAttributeCerts && !(scope.onlyContainsUserCerts && isCa) && !(scope.onlyContainsCaCerts && !isCa)
  )
}

/** Without cRLIssuer in the point the CRL must be the certificate issuer's; with it, one of those named there, and indirect. */
function isIssuerInScope(
  point: DistributionPoint,
  certificate: Certificate,
  crl: Crl,
  scope: IssuingDistributionPoint | undefined,
): boolean {
  if (point.crlIssuer === undefined) return namesEqual(crl.issuer, certificate.issuer)
  return scope?.indirectCrl === true && point.crlIssuer.some((name) => isDirectory(name, crl.issuer))
}

/** A CRL that names its point must share a name with the certificate's; one that does not is about all of its issuer's. */
function isNameInScope(
  point: DistributionPoint,
  certificate: Certificate,
  crl: Crl,
  scope: IssuingDistributionPoint | undefined,
): boolean {
  if (scope === undefined || (scope.fullName === undefined && scope.nameRelativeToCrlIssuer === undefined)) return true
  const ofCrl = fullNames(scope, crl.issuer)
  const hasName = point.fullName !== undefined || point.nameRelativeToCrlIssuer !== undefined
  const ofPoint = hasName ? fullNames(point, crlIssuerName(point) ?? certificate.issuer) : (point.crlIssuer ?? [])
  return ofPoint.some((name) => ofCrl.some((other) => isSameName(name, other)))
}

/** The name that a relative name is added to, where the point names one issuer of CRLs. */
function crlIssuerName({ crlIssuer }: DistributionPoint): Name | undefined {
  const [name] = crlIssuer ?? []
  return name?.kind === 'directory' ? name.name : undefined
}

/** A name as far as comparing needs it. */
type ComparableName = GeneralName | { readonly kind: 'relative'; readonly key: string }

function fullNames(
  { fullName, nameRelativeToCrlIssuer }: DistributionPointName,
  issuer: Name,
): readonly ComparableName[] {
  if (nameRelativeToCrlIssuer === undefined) return fullName ?? []
  const rdn = (issuer.attributes.at(-1)?.rdn ?? -1) + 1
  const added = nameRelativeToCrlIssuer.map((attribute): NameAttribute => ({ ...attribute, rdn }))
  return [{ kind: 'relative', key: normalizedName([...issuer.attributes, ...added]) }]
}

function isSameName(a: ComparableName, b: ComparableName): boolean {
  const keyOfA = directoryKey(a)
  const keyOfB = directoryKey(b)
  if (keyOfA !== undefined || keyOfB !== undefined) return keyOfA === keyOfB
  return a.kind === b.kind && 'value' in a && 'value' in b && a.value === b.value
}

function directoryKey(name: ComparableName): string | undefined {
  if (name.kind === 'relative') return name.key
  return name.kind === 'directory' ? normalizedName(name.name.attributes) : undefined
}

/** Whether a GeneralName is this directory name. */
export function isDirectory(name: GeneralName, directory: Name): boolean {
  return name.kind === 'directory' && namesEqual(name.name, directory)
}
