import { CERTIFICATE_POLICIES, type ValidationLevel } from '../x509/certificate-policies.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Extensions } from '../x509/extensions.ts'
import type { GeneralName } from '../x509/general-name.ts'
import type { Name } from '../x509/name.ts'
import type { PolicyInformation } from '../x509/read-policy-extensions.ts'
import type { CertificateInfo, NameInfo, RevocationPointers, ValidationLevelName } from './certificate-info.ts'

const DAY_MS = 86_400_000
const SECOND_MS = 1000

/** status_request, the TLS extension that carries a stapled OCSP answer (RFC 6066). */
const STATUS_REQUEST = 5

/** The weightiest first. */
const LEVELS: readonly (readonly [ValidationLevel, ValidationLevelName])[] = [
  ['extended-validation', 'EV'],
  ['organization-validated', 'OV'],
  ['individual-validated', 'IV'],
  ['domain-validated', 'DV'],
]

/**
 * Describes a certificate as plain JSON for a console: names, validity, fingerprints, key, usages, revocation pointers.
 *
 * Nothing is judged: neither signature nor time nor chain. The validation level is what the certificate's policies
 * claim (CA/B Forum baseline requirements section 7.1.6.4), which means something only once the chain is trusted.
 *
 * @example
 * ```ts
 * const { primaryDomain, notAfter, fingerprints } = describeCertificate(parseCertificate(pem))
 * ```
 */
export function describeCertificate(certificate: Certificate): CertificateInfo {
  const { extensions, publicKey, signatureAlgorithm, notBefore, notAfter } = certificate
  const policies = extensions.certificatePolicies ?? []
  const isCa = extensions.basicConstraints?.cA ?? false
  return {
    version: certificate.version,
    serialNumber: certificate.serialNumber,
    subject: describeName(certificate.subject),
    issuer: describeName(certificate.issuer),
    isSelfIssued: certificate.isSelfIssued,
    primaryDomain: certificate.primaryDomain ?? null,
    subjectAltNames: certificate.subjectAltNames.map(({ kind, value }) => ({ kind, value })),
    notBefore: isoText(notBefore),
    notAfter: isoText(notAfter),
    lifetimeDays: Math.floor((notAfter.getTime() - notBefore.getTime() + SECOND_MS) / DAY_MS),
    fingerprints: { sha256: certificate.fingerprint('sha256'), sha1: certificate.fingerprint('sha1') },
    signatureAlgorithm: {
      name: signatureAlgorithm.name,
      oid: signatureAlgorithm.oid,
      hash: signatureAlgorithm.hash ?? null,
      acceptance: signatureAlgorithm.acceptance,
    },
    publicKey: {
      algorithm: publicKey.algorithm,
      oid: publicKey.oid,
      bits: publicKey.bits === 0 ? null : publicKey.bits,
      curve: publicKey.curve ?? null,
    },
    isCa,
    basicConstraints: describeBasicConstraints(extensions),
    validationLevel: isCa ? null : validationLevelOf(policies),
    certificatePolicies: policies.map(({ oid, name }) => ({ oid, name: name ?? null })),
    keyUsage: extensions.keyUsage === undefined ? null : [...extensions.keyUsage],
    extendedKeyUsage: extensions.extendedKeyUsage?.map(({ oid, name }) => ({ oid, name: name ?? null })) ?? null,
    subjectKeyIdentifier: extensions.subjectKeyIdentifier ?? null,
    authorityKeyIdentifier: extensions.authorityKeyIdentifier?.keyIdentifier ?? null,
    revocation: describeRevocation(extensions),
    signedCertificateTimestamps: (extensions.signedCertificateTimestamps ?? []).map(
      ({ version, logId, timestamp }) => ({
        version,
        logId: logId ?? null,
        timestamp: timestamp === undefined ? null : isoText(timestamp),
      }),
    ),
    unknownCriticalExtensions: extensions.list
      .filter(({ critical, name }) => critical && name === undefined)
      .map(({ oid }) => oid),
  }
}

function describeName({ text, attributes }: Name): NameInfo {
  const valueOf = (type: string): string | null => attributes.find(({ name }) => name === type)?.value ?? null
  return {
    text,
    commonName: valueOf('CN'),
    organization: valueOf('O'),
    attributes: attributes.map(({ name, oid, value }) => ({ type: name ?? oid, oid, value })),
  }
}

function describeBasicConstraints({ basicConstraints }: Extensions): CertificateInfo['basicConstraints'] {
  if (basicConstraints === undefined) return null
  return { cA: basicConstraints.cA, pathLenConstraint: basicConstraints.pathLenConstraint ?? null }
}

function validationLevelOf(policies: readonly PolicyInformation[]): ValidationLevelName | null {
  const claimed = new Set(policies.map(({ oid }) => levelOfPolicy(oid)))
  const level = LEVELS.find(([name]) => claimed.has(name))
  return level === undefined ? null : level[1]
}

function levelOfPolicy(oid: string): ValidationLevel | undefined {
  return CERTIFICATE_POLICIES.rows.find((row) => row.oid === oid)?.validationLevel
}

function describeRevocation(extensions: Extensions): RevocationPointers {
  const points = extensions.crlDistributionPoints ?? []
  const access = extensions.authorityInfoAccess ?? []
  const locations = (wanted: string): readonly GeneralName[] =>
    access.filter(({ method }) => method === wanted).map(({ location }) => location)
  return {
    crlUrls: urlsOf(points.flatMap(({ fullName }) => fullName ?? [])),
    ocspUrls: urlsOf(locations('ocsp')),
    caIssuersUrls: urlsOf(locations('caIssuers')),
    noRevAvail: extensions.noRevAvail ?? false,
    mustStaple: extensions.tlsFeature?.includes(STATUS_REQUEST) ?? false,
  }
}

function urlsOf(names: readonly GeneralName[]): readonly string[] {
  return names.filter(({ kind }) => kind === 'uri').map(({ value }) => value)
}

/** To the second, which is all that a certificate holds; a log's timestamp is cut to it. */
function isoText(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z')
}
