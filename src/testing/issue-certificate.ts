import { encodeSignatureAlgorithm } from './signature-algorithms.ts'
import { encodeTbsCertificate, signStructure, type CertificateDraft } from './certificate-draft.ts'
import { CERTIFICATE_DEFECTS } from './certificate-defects.ts'
import type { CertificateOptions, TestUrls } from './certificate-options.ts'
import { CERTIFICATE_PROFILES, defaultKeyUsage, type CertificateKind } from './certificate-profiles.ts'
import type { CertificateDefectRow, DefectContext } from './defect-context.ts'
import { findDefect } from './defect-description.ts'
import type { TestKey } from './create-test-key.ts'
import { encodeNumber } from './encode-key.ts'
import { encodeTime } from './encode-time.ts'
import { contentOf, patchDer } from './patch-der.ts'
import {
  authorityInfoAccess,
  authorityKeyIdentifier,
  basicConstraints,
  certificatePolicies,
  distributionPoints,
  EXTENSION_OIDS,
  extendedKeyUsage,
  inhibitAnyPolicy,
  keyUsage,
  nameConstraints,
  policyConstraints,
  policyMappings,
  presence,
  subjectAltName,
  subjectKeyIdentifier,
  tlsFeature,
  type TestExtension,
} from './test-extension.ts'
import { firstDnsName } from './test-general-name.ts'
import { encodeName } from './test-name.ts'

/** A certificate to be made. */
export interface IssueRequest {
  readonly kind: CertificateKind
  /** What the subject is called if the options do not say. */
  readonly fallbackSubject: string
  readonly at: Date
  readonly serialNumber: Uint8Array
  readonly key: TestKey
  /** `undefined` for a self-signed certificate. */
  readonly issuer: { readonly subject: Uint8Array; readonly key: TestKey } | undefined
  readonly urls: TestUrls | undefined
  readonly options: CertificateOptions
  /** A key that nobody knows, of the kind that the issuer has. */
  readonly stranger: () => Promise<TestKey>
}

/** What was made. */
export interface IssuedCertificate {
  readonly der: Uint8Array
  /** DER of the subject's name. */
  readonly subject: Uint8Array
  /** Content octets of the serial number. */
  readonly serialNumber: Uint8Array
}

const DAY_MS = 86_400_000
const SECOND_MS = 1000

/** Writes and signs a certificate, with its defects. */
export async function issueCertificate(request: IssueRequest): Promise<IssuedCertificate> {
  const { options, key } = request
  const rows = defectRows(options, request.kind)
  const issuer = request.issuer ?? { subject: encodeSubject(request), key }
  const context: DefectContext = { at: request.at, issuerKey: issuer.key, subjectKey: key, stranger: request.stranger }
  let draft = draftCertificate(request, issuer)
  for (const { draft: change } of rows) draft = change === undefined ? draft : await change(draft, context)
  let tbs = patchDer(encodeTbsCertificate(draft), ...(options.tbsPatches ?? []))
  for (const { tbs: change } of rows) tbs = change?.(tbs) ?? tbs
  let der = patchDer(await signStructure(tbs, draft), ...(options.patches ?? []))
  for (const { signed: change } of rows) der = change?.(der) ?? der
  return { der, subject: draft.subject, serialNumber: draft.serialNumber }
}

/** The rows of the defects asked for. @throws TypeError for one that this kind of certificate cannot have */
export function defectRows(options: CertificateOptions, kind: CertificateKind): readonly CertificateDefectRow[] {
  return (options.defects ?? []).map((defect) => {
    const row = findDefect(CERTIFICATE_DEFECTS, defect)
    const isCa = CERTIFICATE_PROFILES[kind].isCa
    if (row.on !== 'any' && (row.on === 'ca') !== isCa) {
      throw new TypeError(`"${defect}" is for ${row.on === 'ca' ? 'CA' : 'end-entity'} certificates`)
    }
    return row
  })
}

function draftCertificate(request: IssueRequest, issuer: NonNullable<IssueRequest['issuer']>): CertificateDraft {
  const { options, key, kind, at } = request
  const { startsDaysAgo } = CERTIFICATE_PROFILES[kind]
  const signWith = options.signatureAlgorithm ?? issuer.key.signatureAlgorithm
  const algorithm = encodeSignatureAlgorithm(signWith)
  const notBefore = options.notBefore ?? new Date(at.getTime() - startsDaysAgo * DAY_MS)
  return {
    version: 3,
    serialNumber: encodeSerialNumber(options.serialNumber ?? request.serialNumber),
    innerAlgorithm: algorithm,
    issuer: options.issuer === undefined ? issuer.subject : encodeName(options.issuer),
    notBefore: encodeTime(notBefore),
    notAfter: encodeTime(options.notAfter ?? endOfLife(notBefore, request)),
    subject: encodeSubject(request),
    subjectPublicKeyInfo: key.subjectPublicKeyInfo,
    extensions: replaceExtensions(defaultExtensions(request, issuer.key), options),
    outerAlgorithm: algorithm,
    signer: issuer.key,
    signWith,
  }
}

/** Both ends belong to the lifetime, so the last second is one before a whole number of days. */
function endOfLife(notBefore: Date, { options, kind }: IssueRequest): Date {
  const days = options.lifetimeDays ?? CERTIFICATE_PROFILES[kind].lifetimeDays
  return new Date(notBefore.getTime() + days * DAY_MS - SECOND_MS)
}

function encodeSerialNumber(serialNumber: number | bigint | Uint8Array): Uint8Array {
  return serialNumber instanceof Uint8Array ? serialNumber : contentOf(encodeNumber(BigInt(serialNumber)))
}

function encodeSubject({ options, kind, fallbackSubject }: IssueRequest): Uint8Array {
  const { subject, names = CERTIFICATE_PROFILES[kind].names } = options
  return encodeName(subject ?? firstDnsName(names) ?? fallbackSubject)
}

function defaultExtensions(request: IssueRequest, issuerKey: TestKey): readonly TestExtension[] {
  const { kind, key, options } = request
  const profile = CERTIFICATE_PROFILES[kind]
  const { pathLength, nameConstraints: constraints, urls = request.urls } = options
  const { names = profile.names, policies = profile.policies, tlsFeatures = [] } = options
  const usages = options.keyUsage ?? defaultKeyUsage(kind, key)
  const purposes = options.extendedKeyUsage ?? profile.extendedKeyUsage
  return [
    subjectKeyIdentifier(key.keyIdentifier),
    ...(kind === 'root' ? [] : [authorityKeyIdentifier(issuerKey.keyIdentifier)]),
    ...(profile.isCa ? [caConstraints(pathLength)] : []),
    ...(usages.length === 0 ? [] : [keyUsage(usages)]),
    ...(purposes.length === 0 ? [] : [extendedKeyUsage(purposes)]),
    ...(names.length === 0 ? [] : [subjectAltName(names)]),
    ...(constraints === undefined ? [] : [nameConstraints(constraints)]),
    ...(policies.length === 0 ? [] : [certificatePolicies(policies)]),
    ...policyExtensions(options),
    ...(urls === undefined ? [] : urlExtensions(urls)),
    ...(tlsFeatures.length === 0 ? [] : [tlsFeature(tlsFeatures)]),
    ...(kind === 'ocspResponder' ? [presence('ocspNoCheck')] : []),
  ]
}

function caConstraints(pathLength: number | undefined): TestExtension {
  return basicConstraints(pathLength === undefined ? { cA: true } : { cA: true, pathLenConstraint: pathLength })
}

function policyExtensions(options: CertificateOptions): readonly TestExtension[] {
  const { policyMappings: mappings, policyConstraints: constraints, inhibitAnyPolicy: skipCerts } = options
  return [
    ...(mappings === undefined ? [] : [policyMappings(mappings)]),
    ...(constraints === undefined ? [] : [policyConstraints(constraints)]),
    ...(skipCerts === undefined ? [] : [inhibitAnyPolicy(skipCerts)]),
  ]
}

function urlExtensions({ ocsp = [], caIssuers = [], crl = [], freshestCrl = [] }: TestUrls): readonly TestExtension[] {
  return [
    ...(ocsp.length + caIssuers.length === 0 ? [] : [authorityInfoAccess(ocsp, caIssuers)]),
    ...(crl.length === 0 ? [] : [distributionPoints('cRLDistributionPoints', crl)]),
    ...(freshestCrl.length === 0 ? [] : [distributionPoints('freshestCRL', freshestCrl)]),
  ]
}

/** Leaves out what is not wanted, then adds, in place where the identifier is there already. */
export function replaceExtensions(
  extensions: readonly TestExtension[],
  { extensions: additions = [], withoutExtensions = [] }: Pick<CertificateOptions, 'extensions' | 'withoutExtensions'>,
): readonly TestExtension[] {
  const unwanted = new Set(withoutExtensions.map((name) => EXTENSION_OIDS[name]))
  const kept = extensions.filter(({ oid }) => !unwanted.has(oid))
  const replaced = kept.map((extension) => additions.find(({ oid }) => oid === extension.oid) ?? extension)
  return [...replaced, ...additions.filter(({ oid }) => kept.every((extension) => extension.oid !== oid))]
}
