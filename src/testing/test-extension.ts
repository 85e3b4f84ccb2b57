import { hexToBytes } from '@noble/hashes/utils.js'
import { OctetString } from 'asn1js'
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  ExtKeyUsage,
  PolicyInformation,
  PolicyMapping,
  PolicyMappings,
} from 'pkijs'
import { BIT_STRING, BOOLEAN, constructedContextTag, contextTag, SEQUENCE } from '../der/tag.ts'
import { encodeElement, encodeNull, encodeOctetString, encodeOid, encodeSequence } from '../der/write-der.ts'
import type { KeyUsage } from '../x509/read-key-extensions.ts'
import type { ReasonFlag } from '../x509/read-distribution-points.ts'
import { encodeNumber } from './encode-key.ts'
import { contentOf } from './patch-der.ts'
import { encodeGeneralName, encodeGeneralNames, type TestGeneralName } from './test-general-name.ts'
import { encodeRelativeName, type TestNameAttribute } from './test-name.ts'

/** An extension as it will be written. */
export interface TestExtension {
  /** Dotted object identifier. */
  readonly oid: string
  readonly critical: boolean
  /** DER of the value, without the OCTET STRING around it. */
  readonly value: Uint8Array
}

/** Extensions that are made here, by the names of their RFCs. */
export type TestExtensionName =
  | 'subjectKeyIdentifier'
  | 'keyUsage'
  | 'subjectAltName'
  | 'basicConstraints'
  | 'nameConstraints'
  | 'cRLDistributionPoints'
  | 'certificatePolicies'
  | 'policyMappings'
  | 'authorityKeyIdentifier'
  | 'policyConstraints'
  | 'extKeyUsage'
  | 'freshestCRL'
  | 'inhibitAnyPolicy'
  | 'noRevAvail'
  | 'authorityInfoAccess'
  | 'tlsFeature'
  | 'ocspNoCheck'
  | 'precertificatePoison'
  | 'cRLNumber'
  | 'reasonCode'
  | 'invalidityDate'
  | 'deltaCRLIndicator'
  | 'issuingDistributionPoint'
  | 'certificateIssuer'
  | 'ocspNonce'
  | 'ocspExtendedRevoke'

/** Object identifiers of extensions (RFC 5280, 6960, 6962, 7633, 9608). */
export const EXTENSION_OIDS: Readonly<Record<TestExtensionName, string>> = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  cRLNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  deltaCRLIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  certificateIssuer: '2.5.29.29',
  nameConstraints: '2.5.29.30',
  cRLDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extKeyUsage: '2.5.29.37',
  freshestCRL: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
  noRevAvail: '2.5.29.56',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
  ocspNonce: '1.3.6.1.5.5.7.48.1.2',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
  ocspExtendedRevoke: '1.3.6.1.5.5.7.48.1.9',
  precertificatePoison: '1.3.6.1.4.1.11129.2.4.3',
}

/** Purposes of extendedKeyUsage by name (RFC 5280 section 4.2.1.12). */
export type TestKeyPurpose =
  | 'anyExtendedKeyUsage'
  | 'serverAuth'
  | 'clientAuth'
  | 'codeSigning'
  | 'emailProtection'
  | 'timeStamping'
  | 'OCSPSigning'

const KEY_PURPOSE_OIDS: Readonly<Record<TestKeyPurpose, string>> = {
  anyExtendedKeyUsage: '2.5.29.37.0',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
}

/** Name constraints (RFC 5280 section 4.2.1.10); IP ranges as `10.0.0.0/8`. */
export interface TestNameConstraints {
  readonly permitted?: readonly TestGeneralName[] | undefined
  readonly excluded?: readonly TestGeneralName[] | undefined
}

/** Policy constraints (RFC 5280 section 4.2.1.11), in certificates to skip. */
export interface TestPolicyConstraints {
  readonly requireExplicitPolicy?: number | undefined
  readonly inhibitPolicyMapping?: number | undefined
}

/** A distribution point (RFC 5280 section 4.2.1.13). */
export interface TestDistributionPoint {
  readonly fullName?: readonly TestGeneralName[] | undefined
  /** One relative name instead of full ones. */
  readonly relativeName?: readonly TestNameAttribute[] | undefined
  readonly reasons?: readonly ReasonFlag[] | undefined
  readonly crlIssuer?: readonly TestGeneralName[] | undefined
}

/** Which bit each use has in keyUsage (RFC 5280 section 4.2.1.3). */
const KEY_USAGE_BITS: Readonly<Record<KeyUsage, number>> = {
  digitalSignature: 0,
  contentCommitment: 1,
  keyEncipherment: 2,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
  encipherOnly: 7,
  decipherOnly: 8,
}

/** Which bit each reason has in ReasonFlags (RFC 5280 section 4.2.1.13). */
const REASON_BITS: Readonly<Record<ReasonFlag, number>> = {
  unused: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 7,
  aACompromise: 8,
}

/** What pkijs and asn1js objects have in common: they can be written. */
interface Writable {
  readonly toSchema: () => { readonly toBER: () => ArrayBuffer }
}

/** DER of Extensions, in order (RFC 5280 section 4.1). */
export function encodeExtensions(extensions: readonly TestExtension[]): Uint8Array {
  return encodeSequence(
    ...extensions.map(({ oid, critical, value }) =>
      encodeSequence(encodeOid(oid), ...(critical ? [encodeTrue()] : []), encodeOctetString(value)),
    ),
  )
}

/** subjectKeyIdentifier. */
export function subjectKeyIdentifier(keyIdentifier: string): TestExtension {
  return plain('subjectKeyIdentifier', encodeOctetString(hexToBytes(keyIdentifier)))
}

/** authorityKeyIdentifier with the key identifier alone. */
export function authorityKeyIdentifier(keyIdentifier: string): TestExtension {
  const identifier = new OctetString({ valueHex: hexToBytes(keyIdentifier) })
  return plain('authorityKeyIdentifier', write(new AuthorityKeyIdentifier({ keyIdentifier: identifier })))
}

/** basicConstraints. */
export function basicConstraints(value: { readonly cA: boolean; readonly pathLenConstraint?: number }): TestExtension {
  return critical('basicConstraints', write(new BasicConstraints(value)))
}

/** keyUsage. */
export function keyUsage(usages: readonly KeyUsage[]): TestExtension {
  return critical(
    'keyUsage',
    encodeNamedBits(
      BIT_STRING,
      usages.map((usage) => KEY_USAGE_BITS[usage]),
    ),
  )
}

/** extendedKeyUsage, of names or dotted object identifiers. */
export function extendedKeyUsage(purposes: readonly (TestKeyPurpose | (string & {}))[]): TestExtension {
  const keyPurposes = purposes.map((purpose) => (isKeyPurpose(purpose) ? KEY_PURPOSE_OIDS[purpose] : purpose))
  return plain('extKeyUsage', write(new ExtKeyUsage({ keyPurposes })))
}

/** subjectAltName. */
export function subjectAltName(names: readonly TestGeneralName[]): TestExtension {
  return plain('subjectAltName', encodeGeneralNames(SEQUENCE, names))
}

/** nameConstraints. A list that is there and empty is left out, as RFC 5280 demands. */
export function nameConstraints({ permitted = [], excluded = [] }: TestNameConstraints): TestExtension {
  const subtrees = [permitted, excluded].flatMap((names, number) =>
    names.length === 0
      ? []
      : [encodeElement(constructedContextTag(number), ...names.map((name) => encodeSequence(encodeGeneralName(name))))],
  )
  return critical('nameConstraints', encodeSequence(...subtrees))
}

/** certificatePolicies, without qualifiers. */
export function certificatePolicies(oids: readonly string[]): TestExtension {
  const list = oids.map((policyIdentifier) => new PolicyInformation({ policyIdentifier }))
  return plain('certificatePolicies', write(new CertificatePolicies({ certificatePolicies: list })))
}

/** policyMappings, of pairs issuerDomainPolicy and subjectDomainPolicy. */
export function policyMappings(pairs: readonly (readonly [string, string])[]): TestExtension {
  const mappings = pairs.map(
    ([issuerDomainPolicy, subjectDomainPolicy]) => new PolicyMapping({ issuerDomainPolicy, subjectDomainPolicy }),
  )
  return critical('policyMappings', write(new PolicyMappings({ mappings })))
}

/** policyConstraints. */
export function policyConstraints(constraints: TestPolicyConstraints): TestExtension {
  const { requireExplicitPolicy, inhibitPolicyMapping } = constraints
  const counts = [requireExplicitPolicy, inhibitPolicyMapping].flatMap((count, number) =>
    count === undefined ? [] : [encodeElement(contextTag(number), contentOf(encodeNumber(BigInt(count))))],
  )
  return critical('policyConstraints', encodeSequence(...counts))
}

/** inhibitAnyPolicy. */
export function inhibitAnyPolicy(skipCerts: number): TestExtension {
  return critical('inhibitAnyPolicy', encodeNumber(BigInt(skipCerts)))
}

/** authorityInfoAccess. */
export function authorityInfoAccess(ocsp: readonly string[], caIssuers: readonly string[]): TestExtension {
  const describe = (method: string) => (uri: string) => encodeSequence(encodeOid(method), encodeGeneralName({ uri }))
  const descriptions = [...ocsp.map(describe('1.3.6.1.5.5.7.48.1')), ...caIssuers.map(describe('1.3.6.1.5.5.7.48.2'))]
  return plain('authorityInfoAccess', encodeSequence(...descriptions))
}

/** cRLDistributionPoints, or freshestCRL, which has the same form. Text is the URI of one point. */
export function distributionPoints(
  name: 'cRLDistributionPoints' | 'freshestCRL',
  points: readonly (string | TestDistributionPoint)[],
): TestExtension {
  return plain(name, encodeSequence(...points.map(encodeDistributionPoint)))
}

/** tlsFeature (RFC 7633); 5 is must-staple. */
export function tlsFeature(features: readonly number[]): TestExtension {
  return plain('tlsFeature', encodeSequence(...features.map((feature) => encodeNumber(BigInt(feature)))))
}

/** An extension whose value is NULL: noRevAvail (RFC 9608), ocspNoCheck (RFC 6960). */
export function presence(name: 'noRevAvail' | 'ocspNoCheck'): TestExtension {
  return plain(name, encodeNull())
}

/** DER of DistributionPointName under `[0]` (RFC 5280 section 4.2.1.13); nothing if there is no name. */
export function encodeDistributionPointName({
  fullName,
  relativeName,
}: Pick<TestDistributionPoint, 'fullName' | 'relativeName'>): readonly Uint8Array[] {
  const names = [
    ...(fullName === undefined ? [] : [encodeGeneralNames(constructedContextTag(0), fullName)]),
    ...(relativeName === undefined ? [] : [encodeRelativeName(relativeName, constructedContextTag(1))]),
  ]
  return names.length === 0 ? [] : [encodeElement(constructedContextTag(0), ...names)]
}

/** DER of ReasonFlags under a tag. */
export function encodeReasonFlags(tag: number, reasons: readonly ReasonFlag[]): Uint8Array {
  return encodeNamedBits(
    tag,
    reasons.map((reason) => REASON_BITS[reason]),
  )
}

/** DER of BOOLEAN TRUE under a tag. */
export function encodeTrue(tag: number = BOOLEAN): Uint8Array {
  return encodeElement(tag, Uint8Array.of(0xff))
}

/** An extension that is not critical. */
export function plain(name: TestExtensionName, value: Uint8Array): TestExtension {
  return { oid: EXTENSION_OIDS[name], critical: false, value }
}

/** A critical extension. */
export function critical(name: TestExtensionName, value: Uint8Array): TestExtension {
  return { oid: EXTENSION_OIDS[name], critical: true, value }
}

function encodeDistributionPoint(point: string | TestDistributionPoint): Uint8Array {
  if (typeof point === 'string') return encodeDistributionPoint({ fullName: [{ uri: point }] })
  const { reasons, crlIssuer } = point
  return encodeSequence(
    ...encodeDistributionPointName(point),
    ...(reasons === undefined ? [] : [encodeReasonFlags(contextTag(1), reasons)]),
    ...(crlIssuer === undefined ? [] : [encodeGeneralNames(constructedContextTag(2), crlIssuer)]),
  )
}

/** A BIT STRING of named bits, without trailing zeros (X.690 section 11.2.2). */
function encodeNamedBits(tag: number, bits: readonly number[]): Uint8Array {
  const highest = Math.max(-1, ...bits)
  const octets = new Uint8Array(Math.floor(highest / 8) + 1)
  for (const bit of bits) {
    const index = Math.floor(bit / 8)
    octets[index] = (octets[index] ?? 0) | (0x80 >> (bit % 8))
  }
  return encodeElement(tag, Uint8Array.of(octets.length * 8 - highest - 1), octets)
}

function isKeyPurpose(purpose: string): purpose is TestKeyPurpose {
  return Object.hasOwn(KEY_PURPOSE_OIDS, purpose)
}

function write(structure: Writable): Uint8Array {
  return new Uint8Array(structure.toSchema().toBER())
}
