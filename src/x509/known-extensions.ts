import { readNull } from '../der/read-primitive.ts'
import type { DerReader } from '../der/der-reader.ts'
import { createIdentifierTable, type IdentifierTable } from '../der/object-identifier.ts'
import { SEQUENCE } from '../der/tag.ts'
import { readGeneralNames, type GeneralName } from './general-name.ts'
import {
  readAccessDescriptions,
  readDirectoryAttributes,
  readTlsFeature,
  type AccessDescription,
  type DirectoryAttribute,
} from './read-access-extensions.ts'
import { readDistributionPoints, type DistributionPoint } from './read-distribution-points.ts'
import {
  readAuthorityKeyIdentifier,
  readBasicConstraints,
  readExtendedKeyUsage,
  readKeyUsage,
  readSubjectKeyIdentifier,
  type AuthorityKeyIdentifier,
  type BasicConstraints,
  type KeyPurpose,
  type KeyUsage,
} from './read-key-extensions.ts'
import { readNameConstraints, type NameConstraints } from './read-name-constraints.ts'
import {
  readCertificatePolicies,
  readInhibitAnyPolicy,
  readPolicyConstraints,
  readPolicyMappings,
  type PolicyConstraints,
  type PolicyInformation,
  type PolicyMapping,
} from './read-policy-extensions.ts'
import {
  readSignedCertificateTimestamps,
  type SignedCertificateTimestamp,
} from './read-signed-certificate-timestamps.ts'

/** What is known of one certificate extension. */
export interface KnownExtension<Value> {
  readonly oid: string
  readonly name: string
  /** Decodes the value, and so checks it. Absent for an extension that is known by name only. */
  readonly read: ((reader: DerReader, structure: string) => Value) | undefined
}

export const AUTHORITY_KEY_IDENTIFIER: KnownExtension<AuthorityKeyIdentifier> = {
  oid: '2.5.29.35',
  name: 'authorityKeyIdentifier',
  read: readAuthorityKeyIdentifier,
}
export const SUBJECT_KEY_IDENTIFIER: KnownExtension<string> = {
  oid: '2.5.29.14',
  name: 'subjectKeyIdentifier',
  read: readSubjectKeyIdentifier,
}
export const KEY_USAGE: KnownExtension<readonly KeyUsage[]> = { oid: '2.5.29.15', name: 'keyUsage', read: readKeyUsage }
export const CERTIFICATE_POLICIES: KnownExtension<readonly PolicyInformation[]> = {
  oid: '2.5.29.32',
  name: 'certificatePolicies',
  read: readCertificatePolicies,
}
export const POLICY_MAPPINGS: KnownExtension<readonly PolicyMapping[]> = {
  oid: '2.5.29.33',
  name: 'policyMappings',
  read: readPolicyMappings,
}
export const SUBJECT_ALT_NAME: KnownExtension<readonly GeneralName[]> = {
  oid: '2.5.29.17',
  name: 'subjectAltName',
  read: readNames,
}
export const ISSUER_ALT_NAME: KnownExtension<readonly GeneralName[]> = {
  oid: '2.5.29.18',
  name: 'issuerAltName',
  read: readNames,
}
export const SUBJECT_DIRECTORY_ATTRIBUTES: KnownExtension<readonly DirectoryAttribute[]> = {
  oid: '2.5.29.9',
  name: 'subjectDirectoryAttributes',
  read: readDirectoryAttributes,
}
export const BASIC_CONSTRAINTS: KnownExtension<BasicConstraints> = {
  oid: '2.5.29.19',
  name: 'basicConstraints',
  read: readBasicConstraints,
}
export const NAME_CONSTRAINTS: KnownExtension<NameConstraints> = {
  oid: '2.5.29.30',
  name: 'nameConstraints',
  read: readNameConstraints,
}
export const POLICY_CONSTRAINTS: KnownExtension<PolicyConstraints> = {
  oid: '2.5.29.36',
  name: 'policyConstraints',
  read: readPolicyConstraints,
}
export const EXTENDED_KEY_USAGE: KnownExtension<readonly KeyPurpose[]> = {
  oid: '2.5.29.37',
  name: 'extendedKeyUsage',
  read: readExtendedKeyUsage,
}
export const CRL_DISTRIBUTION_POINTS: KnownExtension<readonly DistributionPoint[]> = {
  oid: '2.5.29.31',
  name: 'cRLDistributionPoints',
  read: readDistributionPoints,
}
export const INHIBIT_ANY_POLICY: KnownExtension<number> = {
  oid: '2.5.29.54',
  name: 'inhibitAnyPolicy',
  read: readInhibitAnyPolicy,
}
export const FRESHEST_CRL: KnownExtension<readonly DistributionPoint[]> = {
  oid: '2.5.29.46',
  name: 'freshestCRL',
  read: readDistributionPoints,
}
export const NO_REV_AVAIL: KnownExtension<true> = { oid: '2.5.29.56', name: 'noRevAvail', read: readPresence }
export const AUTHORITY_INFO_ACCESS: KnownExtension<readonly AccessDescription[]> = {
  oid: '1.3.6.1.5.5.7.1.1',
  name: 'authorityInfoAccess',
  read: readAccessDescriptions,
}
export const SUBJECT_INFO_ACCESS: KnownExtension<readonly AccessDescription[]> = {
  oid: '1.3.6.1.5.5.7.1.11',
  name: 'subjectInfoAccess',
  read: readAccessDescriptions,
}
export const TLS_FEATURE: KnownExtension<readonly number[]> = {
  oid: '1.3.6.1.5.5.7.1.24',
  name: 'tlsFeature',
  read: readTlsFeature,
}
export const OCSP_NO_CHECK: KnownExtension<true> = {
  oid: '1.3.6.1.5.5.7.48.1.5',
  name: 'ocspNoCheck',
  read: readPresence,
}
export const SIGNED_CERTIFICATE_TIMESTAMPS: KnownExtension<readonly SignedCertificateTimestamp[]> = {
  oid: '1.3.6.1.4.1.11129.2.4.2',
  name: 'signedCertificateTimestamps',
  read: readSignedCertificateTimestamps,
}
export const PRECERTIFICATE_POISON: KnownExtension<true> = {
  oid: '1.3.6.1.4.1.11129.2.4.3',
  name: 'precertificatePoison',
  read: readPresence,
}

/** Extensions that are found by their identifier; the last group is known by name only. */
export const KNOWN_EXTENSIONS: IdentifierTable<KnownExtension<unknown>> = /* @__PURE__ */ createIdentifierTable<
  KnownExtension<unknown>
>([
  AUTHORITY_KEY_IDENTIFIER,
  SUBJECT_KEY_IDENTIFIER,
  KEY_USAGE,
  CERTIFICATE_POLICIES,
  POLICY_MAPPINGS,
  SUBJECT_ALT_NAME,
  ISSUER_ALT_NAME,
  SUBJECT_DIRECTORY_ATTRIBUTES,
  BASIC_CONSTRAINTS,
  NAME_CONSTRAINTS,
  POLICY_CONSTRAINTS,
  EXTENDED_KEY_USAGE,
  CRL_DISTRIBUTION_POINTS,
  INHIBIT_ANY_POLICY,
  FRESHEST_CRL,
  NO_REV_AVAIL,
  AUTHORITY_INFO_ACCESS,
  SUBJECT_INFO_ACCESS,
  TLS_FEATURE,
  OCSP_NO_CHECK,
  SIGNED_CERTIFICATE_TIMESTAMPS,
  PRECERTIFICATE_POISON,
  { oid: '2.5.29.16', name: 'privateKeyUsagePeriod', read: undefined },
  { oid: '1.3.6.1.5.5.7.1.3', name: 'qcStatements', read: undefined },
  { oid: '1.3.6.1.5.5.7.1.12', name: 'logotype', read: undefined },
  { oid: '2.23.140.3.1', name: 'cabfOrganizationIdentifier', read: undefined },
  { oid: '2.16.840.1.113730.1.1', name: 'netscapeCertType', read: undefined },
  { oid: '2.16.840.1.113730.1.13', name: 'netscapeComment', read: undefined },
  { oid: '1.2.840.113533.7.65.0', name: 'entrustVersionInfo', read: undefined },
  { oid: '1.3.6.1.4.1.311.20.2', name: 'msCertificateTemplateName', read: undefined },
  { oid: '1.3.6.1.4.1.311.21.1', name: 'msCaVersion', read: undefined },
  { oid: '1.3.6.1.4.1.311.21.7', name: 'msCertificateTemplate', read: undefined },
  { oid: '1.3.6.1.4.1.311.21.10', name: 'msApplicationPolicies', read: undefined },
])

function readNames(reader: DerReader, structure: string): readonly GeneralName[] {
  return readGeneralNames(reader, SEQUENCE, structure)
}

function readPresence(reader: DerReader, structure: string): true {
  readNull(reader, structure)
  return true
}
