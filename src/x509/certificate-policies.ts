import { createIdentifierTable, type IdentifierTable } from '../der/object-identifier.ts'

/** How thoroughly the subject was validated, in the CA/B Forum's words. */
export type ValidationLevel =
  'domain-validated' | 'organization-validated' | 'individual-validated' | 'extended-validation'

/** A policy identifier with a meaning of its own. */
export interface CertificatePolicyRow {
  readonly oid: string
  readonly name: string
  /** For certificates of TLS servers only. */
  readonly validationLevel: ValidationLevel | undefined
}

/** Policy identifiers of the CA/B Forum, anyPolicy, and identifiers that CAs used for EV before 2.23.140.1.1 was required. */
export const CERTIFICATE_POLICIES: IdentifierTable<CertificatePolicyRow> =
  /* @__PURE__ */ createIdentifierTable<CertificatePolicyRow>([
    { oid: '2.5.29.32.0', name: 'anyPolicy', validationLevel: undefined },
    { oid: '2.23.140.1.2.1', name: 'domain-validated', validationLevel: 'domain-validated' },
    { oid: '2.23.140.1.2.2', name: 'organization-validated', validationLevel: 'organization-validated' },
    { oid: '2.23.140.1.2.3', name: 'individual-validated', validationLevel: 'individual-validated' },
    { oid: '2.23.140.1.1', name: 'extended-validation', validationLevel: 'extended-validation' },
    { oid: '2.23.140.1.31', name: 'extended-validation-onion', validationLevel: 'extended-validation' },
    { oid: '2.23.140.1.3', name: 'extended-validation-code-signing', validationLevel: undefined },
    { oid: '2.23.140.1.4.1', name: 'code-signing', validationLevel: undefined },
    { oid: '2.23.140.1.4.2', name: 'timestamping', validationLevel: undefined },
    { oid: '2.16.840.1.114412.2.1', name: 'digicert-extended-validation', validationLevel: 'extended-validation' },
    {
      oid: '2.16.840.1.114412.1.1',
      name: 'digicert-organization-validated',
      validationLevel: 'organization-validated',
    },
    { oid: '2.16.840.1.114412.1.2', name: 'digicert-domain-validated', validationLevel: 'domain-validated' },
    { oid: '1.3.6.1.4.1.6449.1.2.1.5.1', name: 'sectigo-extended-validation', validationLevel: 'extended-validation' },
    { oid: '1.3.6.1.4.1.4146.1.1', name: 'globalsign-extended-validation', validationLevel: 'extended-validation' },
    { oid: '2.16.840.1.114028.10.1.2', name: 'entrust-extended-validation', validationLevel: 'extended-validation' },
    { oid: '2.16.840.1.114413.1.7.23.3', name: 'godaddy-extended-validation', validationLevel: 'extended-validation' },
    {
      oid: '2.16.840.1.114414.1.7.23.3',
      name: 'starfield-extended-validation',
      validationLevel: 'extended-validation',
    },
    { oid: '2.16.756.1.89.1.2.1.1', name: 'swisssign-extended-validation', validationLevel: 'extended-validation' },
    {
      oid: '1.3.6.1.4.1.8024.0.2.100.1.2',
      name: 'quovadis-extended-validation',
      validationLevel: 'extended-validation',
    },
    { oid: '1.2.392.200091.100.721.1', name: 'secom-extended-validation', validationLevel: 'extended-validation' },
    { oid: '2.16.578.1.26.1.3.3', name: 'buypass-extended-validation', validationLevel: 'extended-validation' },
    { oid: '1.3.6.1.4.1.4788.2.202.1', name: 'dtrust-extended-validation', validationLevel: 'extended-validation' },
    {
      oid: '2.16.840.1.114404.1.1.2.4.1',
      name: 'trustwave-extended-validation',
      validationLevel: 'extended-validation',
    },
    { oid: '1.2.616.1.113527.2.5.1.1', name: 'certum-extended-validation', validationLevel: 'extended-validation' },
    { oid: '2.16.840.1.113733.1.7.23.6', name: 'verisign-extended-validation', validationLevel: 'extended-validation' },
  ])
