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
 * without distribution points has its issuer for one. Nothing is verified yet, so that the work must not grow faster than the names.
 */
export function reasonsInScope(certificate: Certificate, crl: Crl): ReadonlySet<ReasonFlag> {
  const scope = crl.extensions.issuingDistributionPoint
  const reasons = new Set<ReasonFlag>()
  if (scope !== undefined && !isKindInScope(certificate, scope)) return reasons
  const isOwn = namesEqual(crl.issuer, certificate.issuer)
  const ofCrl = scopeKeys(scope, crl)
  const issuerKey = normalizedName(certificate.issuer.attributes)
  for (const point of distributionPoints(certificate)) {
    const isIssuer = point.crlIssuer === undefined ? isOwn : isIndirectFor(point.crlIssuer, crl, scope)
    if (!isIssuer || !(ofCrl === undefined || pointKeys(point, issuerKey).some((key) => ofCrl.has(key)))) continue
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
function isIndirectFor(
  crlIssuer: readonly GeneralName[],
  crl: Crl,
  scope: IssuingDistributionPoint | undefined,
): boolean {
  return scope?.indirectCrl === true && crlIssuer.some((name) => isDirectory(name, crl.issuer))
}

/** The names of the point that a CRL is about, one of which must be the certificate's; `undefined` for one about all of its issuer's. */
function scopeKeys(scope: IssuingDistributionPoint | undefined, { issuer }: Crl): ReadonlySet<string> | undefined {
  if (scope === undefined || !isNamed(scope)) return undefined
  return new Set(nameKeys(scope, normalizedName(issuer.attributes)))
}

/** The names of a point of the certificate; for one that has none, those of the CRL's issuer (RFC 5280 section 6.3.3 (b) (2) (i)). */
function pointKeys(point: DistributionPoint, issuerKey: string): readonly string[] {
  if (!isNamed(point)) return (point.crlIssuer ?? []).map(keyOf)
  const [crlIssuer] = point.crlIssuer ?? []
  // A relative name is added to that of the CRL's issuer, where the point names one.
  return nameKeys(point, crlIssuer?.kind === 'directory' ? normalizedName(crlIssuer.name.attributes) : issuerKey)
}

function isNamed({ fullName, nameRelativeToCrlIssuer }: DistributionPointName): boolean {
  return fullName !== undefined || nameRelativeToCrlIssuer !== undefined
}

/** Keys that two names share exactly if they are the same. */
function nameKeys(
  { fullName = [], nameRelativeToCrlIssuer }: DistributionPointName,
  issuerKey: string,
): readonly string[] {
  if (nameRelativeToCrlIssuer === undefined) return fullName.map(keyOf)
  const rdn = nameRelativeToCrlIssuer.map((attribute): NameAttribute => ({ ...attribute, rdn: 0 }))
  return [`directory:${issuerKey}${normalizedName(rdn)}`]
}

function keyOf(name: GeneralName): string {
  return `${name.kind}:${name.kind === 'directory' ? normalizedName(name.name.attributes) : name.value}`
}

/** Whether a GeneralName is this directory name. */
export function isDirectory(name: GeneralName, directory: Name): boolean {
  return name.kind === 'directory' && namesEqual(name.name, directory)
}
