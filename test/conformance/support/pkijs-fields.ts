import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import type { Certificate } from '../../../src/x509/certificate.ts'
import type { GeneralName } from '../../../src/x509/general-name.ts'
import type { NameAttribute } from '../../../src/x509/name.ts'
import { toHex } from '../../support/der.ts'

/** Fields of a certificate as text that two readers can be compared by; a field that is absent is not there. */
export type Fields = Readonly<Record<string, string>>

const OIDS = {
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  subjectAltName: '2.5.29.17',
  extendedKeyUsage: '2.5.29.37',
  subjectKeyIdentifier: '2.5.29.14',
  authorityKeyIdentifier: '2.5.29.35',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
} as const

/** The bits of keyUsage (RFC 5280 section 4.2.1.3). */
const KEY_USAGES = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
]

/** What pkijs reads. Whatever it throws is its own. */
export function pkijsFields(der: Uint8Array): Fields {
  const certificate = pkijs.Certificate.fromBER(Uint8Array.from(der))
  const extensions = certificate.extensions ?? []
  const parsed = (oid: string): unknown => extensions.find(({ extnID }) => extnID === oid)?.parsedValue as unknown
  return dropAbsent({
    version: String(certificate.version + 1),
    serialNumber: signedNumber(certificate.serialNumber.valueBlock.valueHexView),
    issuer: pkijsName(certificate.issuer),
    subject: pkijsName(certificate.subject),
    notBefore: certificate.notBefore.value.toISOString(),
    notAfter: certificate.notAfter.value.toISOString(),
    signatureAlgorithm: certificate.signatureAlgorithm.algorithmId,
    signature: toHex(certificate.signatureValue.valueBlock.valueHexView),
    publicKey: certificate.subjectPublicKeyInfo.algorithm.algorithmId,
    subjectPublicKey: toHex(certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView),
    extensions: extensions
      .map(
        ({ extnID, critical, extnValue }) =>
          `${extnID} ${String(critical)} ${toHex(extnValue.valueBlock.valueHexView)}`,
      )
      .join(),
    keyUsage: pkijsKeyUsage(parsed(OIDS.keyUsage)),
    basicConstraints: pkijsBasicConstraints(parsed(OIDS.basicConstraints)),
    subjectAltName: pkijsAltName(parsed(OIDS.subjectAltName)),
    extendedKeyUsage: instance(pkijs.ExtKeyUsage, parsed(OIDS.extendedKeyUsage))?.keyPurposes.join(),
    subjectKeyIdentifier: octetsText(instance(asn1js.OctetString, parsed(OIDS.subjectKeyIdentifier))),
    authorityKeyIdentifier: octetsText(
      instance(pkijs.AuthorityKeyIdentifier, parsed(OIDS.authorityKeyIdentifier))?.keyIdentifier,
    ),
    authorityInfoAccess: instance(pkijs.InfoAccess, parsed(OIDS.authorityInfoAccess))
      ?.accessDescriptions.map(
        ({ accessMethod, accessLocation }) => `${accessMethod} ${pkijsGeneralName(accessLocation)}`,
      )
      .join(),
    crlDistributionPoints: pkijsDistributionPoints(parsed(OIDS.crlDistributionPoints)),
    certificatePolicies: instance(pkijs.CertificatePolicies, parsed(OIDS.certificatePolicies))
      ?.certificatePolicies.map(({ policyIdentifier }) => policyIdentifier)
      .join(),
  })
}

/** What this library reads. */
export function certkeepFields(certificate: Certificate): Fields {
  const { extensions, publicKey, signatureAlgorithm } = certificate
  const { basicConstraints } = extensions
  return dropAbsent({
    version: String(certificate.version),
    serialNumber: numberText(certificate.serialNumber),
    issuer: certificate.issuer.attributes.map(attributeText).join('\n'),
    subject: certificate.subject.attributes.map(attributeText).join('\n'),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    signatureAlgorithm: signatureAlgorithm.oid,
    signature: toHex(certificate.signature),
    publicKey: publicKey.oid,
    subjectPublicKey: toHex(publicKey.subjectPublicKey),
    extensions: extensions.list.map(({ oid, critical, value }) => `${oid} ${String(critical)} ${toHex(value)}`).join(),
    keyUsage: extensions.keyUsage?.join(),
    basicConstraints:
      basicConstraints && `${String(basicConstraints.cA)} ${String(basicConstraints.pathLenConstraint)}`,
    subjectAltName: extensions.subjectAltName?.map(generalNameText).join('\n'),
    extendedKeyUsage: extensions.extendedKeyUsage?.map(({ oid }) => oid).join(),
    subjectKeyIdentifier: extensions.subjectKeyIdentifier,
    authorityKeyIdentifier: extensions.authorityKeyIdentifier?.keyIdentifier,
    authorityInfoAccess: extensions.authorityInfoAccess
      ?.map(({ oid, location }) => `${oid} ${generalNameText(location)}`)
      .join(),
    crlDistributionPoints: extensions.crlDistributionPoints
      ?.map(({ fullName }) => (fullName ?? []).map(generalNameText).join())
      .join('\n'),
    certificatePolicies: extensions.certificatePolicies?.map(({ oid }) => oid).join(),
  })
}

function dropAbsent(fields: Readonly<Record<string, string | undefined>>): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function instance<Value>(type: abstract new (...parameters: never[]) => Value, value: unknown): Value | undefined {
  return value instanceof type ? value : undefined
}

function octetsText(value: asn1js.OctetString | undefined): string | undefined {
  return value && toHex(value.valueBlock.valueHexView)
}

function signedNumber(bytes: Uint8Array): string {
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${toHex(bytes)}`)).toString()
}

function numberText(serialNumber: string): string {
  const magnitude = BigInt(`0x${serialNumber.replace('-', '')}`)
  return String(serialNumber.startsWith('-') ? -magnitude : magnitude)
}

function pkijsName(name: pkijs.RelativeDistinguishedNames): string {
  return name.typesAndValues.map(({ type, value }) => `${type}=${pkijsText(value)}`).join('\n')
}

/** The text of a string, the hex of anything else. */
function pkijsText(block: asn1js.BaseBlock): string {
  if (!(block instanceof asn1js.BaseStringBlock)) return `#${toHex(new Uint8Array(block.toBER()))}`
  const { value } = block.valueBlock as { readonly value: unknown }
  return String(value)
}

function attributeText({ oid, value }: NameAttribute): string {
  return `${oid}=${value}`
}

function pkijsKeyUsage(value: unknown): string | undefined {
  const bits = instance(asn1js.BitString, value)?.valueBlock.valueHexView
  return bits && KEY_USAGES.filter((_, bit) => ((bits[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0).join()
}

function pkijsBasicConstraints(value: unknown): string | undefined {
  const constraints = instance(pkijs.BasicConstraints, value)
  if (constraints === undefined) return undefined
  const length = constraints.pathLenConstraint
  return `${String(constraints.cA)} ${length instanceof asn1js.Integer ? signedNumber(length.valueBlock.valueHexView) : String(length)}`
}

function pkijsAltName(value: unknown): string | undefined {
  return instance(pkijs.AltName, value)?.altNames.map(pkijsGeneralName).join('\n')
}

function pkijsDistributionPoints(value: unknown): string | undefined {
  return instance(pkijs.CRLDistributionPoints, value)
    ?.distributionPoints.map(({ distributionPoint }) =>
      (Array.isArray(distributionPoint) ? distributionPoint : []).map(pkijsGeneralName).join(),
    )
    .join('\n')
}

/** pkijs gives text, octets for an address, a name for a directory name, and blocks of its own for those without a content here. */
function pkijsGeneralName({ type, value }: pkijs.GeneralName): string {
  const content: unknown = UNCOMPARED_TYPES.includes(type) ? undefined : value
  if (content instanceof pkijs.RelativeDistinguishedNames) return `${type} ${pkijsName(content)}`
  if (content instanceof asn1js.OctetString) return `${type} ${toHex(content.valueBlock.valueHexView)}`
  return `${type} ${typeof content === 'string' ? content : ''}`
}

const NAME_TYPES: Readonly<Record<GeneralName['kind'], number>> = {
  other: 0,
  email: 1,
  dns: 2,
  x400: 3,
  directory: 4,
  'edi-party': 5,
  uri: 6,
  ip: 7,
  'registered-id': 8,
}

/** otherName, x400Address and ediPartyName. */
const UNCOMPARED_TYPES: readonly number[] = [0, 3, 5]

function generalNameText(name: GeneralName): string {
  return `${NAME_TYPES[name.kind]} ${generalNameContent(name)}`
}

function generalNameContent(name: GeneralName): string {
  switch (name.kind) {
    case 'directory':
      return name.name.attributes.map(attributeText).join('\n')
    case 'ip':
      return toHex(name.octets)
    case 'other':
    case 'x400':
    case 'edi-party':
      return ''
    default:
      return name.value
  }
}
