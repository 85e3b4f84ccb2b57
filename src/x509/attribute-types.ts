import { createIdentifierTable, type IdentifierTable } from '../der/object-identifier.ts'

/** A type of naming attribute. */
export interface AttributeType {
  readonly oid: string
  /** The short name that people and tools write. */
  readonly name: string
}

/**
 * Naming attributes with a short name: those of RFC 4514 section 3, those that RFC 5280 section 4.1.2.4 requires,
 * those of the CA/B Forum's requirements, and a few that are met in practice.
 */
export const ATTRIBUTE_TYPES: IdentifierTable<AttributeType> = /* @__PURE__ */ createIdentifierTable([
  { oid: '2.5.4.3', name: 'CN' },
  { oid: '2.5.4.4', name: 'SN' },
  { oid: '2.5.4.5', name: 'serialNumber' },
  { oid: '2.5.4.6', name: 'C' },
  { oid: '2.5.4.7', name: 'L' },
  { oid: '2.5.4.8', name: 'ST' },
  { oid: '2.5.4.9', name: 'street' },
  { oid: '2.5.4.10', name: 'O' },
  { oid: '2.5.4.11', name: 'OU' },
  { oid: '2.5.4.12', name: 'title' },
  { oid: '2.5.4.13', name: 'description' },
  { oid: '2.5.4.15', name: 'businessCategory' },
  { oid: '2.5.4.16', name: 'postalAddress' },
  { oid: '2.5.4.17', name: 'postalCode' },
  { oid: '2.5.4.18', name: 'postOfficeBox' },
  { oid: '2.5.4.20', name: 'telephoneNumber' },
  { oid: '2.5.4.41', name: 'name' },
  { oid: '2.5.4.42', name: 'GN' },
  { oid: '2.5.4.43', name: 'initials' },
  { oid: '2.5.4.44', name: 'generationQualifier' },
  { oid: '2.5.4.45', name: 'x500UniqueIdentifier' },
  { oid: '2.5.4.46', name: 'dnQualifier' },
  { oid: '2.5.4.65', name: 'pseudonym' },
  { oid: '2.5.4.72', name: 'role' },
  { oid: '2.5.4.97', name: 'organizationIdentifier' },
  { oid: '0.9.2342.19200300.100.1.1', name: 'UID' },
  { oid: '0.9.2342.19200300.100.1.3', name: 'mail' },
  { oid: '0.9.2342.19200300.100.1.25', name: 'DC' },
  { oid: '1.2.840.113549.1.9.1', name: 'emailAddress' },
  { oid: '1.2.840.113549.1.9.2', name: 'unstructuredName' },
  { oid: '1.3.6.1.4.1.311.60.2.1.1', name: 'jurisdictionL' },
  { oid: '1.3.6.1.4.1.311.60.2.1.2', name: 'jurisdictionST' },
  { oid: '1.3.6.1.4.1.311.60.2.1.3', name: 'jurisdictionC' },
])
