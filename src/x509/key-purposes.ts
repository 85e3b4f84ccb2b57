import { createIdentifierTable, type IdentifierTable } from '../der/object-identifier.ts'

/** A known purpose of extendedKeyUsage. */
export interface KeyPurposeRow {
  readonly oid: string
  readonly name: string
}

/** Purposes of RFC 5280 section 4.2.1.12 and others that are met in certificates of the public. */
export const KEY_PURPOSES: IdentifierTable<KeyPurposeRow> = /* @__PURE__ */ createIdentifierTable([
  { oid: '2.5.29.37.0', name: 'anyExtendedKeyUsage' },
  { oid: '1.3.6.1.5.5.7.3.1', name: 'serverAuth' },
  { oid: '1.3.6.1.5.5.7.3.2', name: 'clientAuth' },
  { oid: '1.3.6.1.5.5.7.3.3', name: 'codeSigning' },
  { oid: '1.3.6.1.5.5.7.3.4', name: 'emailProtection' },
  { oid: '1.3.6.1.5.5.7.3.5', name: 'ipsecEndSystem' },
  { oid: '1.3.6.1.5.5.7.3.6', name: 'ipsecTunnel' },
  { oid: '1.3.6.1.5.5.7.3.7', name: 'ipsecUser' },
  { oid: '1.3.6.1.5.5.7.3.8', name: 'timeStamping' },
  { oid: '1.3.6.1.5.5.7.3.9', name: 'OCSPSigning' },
  { oid: '1.3.6.1.5.5.7.3.17', name: 'ipsecIKE' },
  { oid: '1.3.6.1.5.5.8.2.2', name: 'iKEIntermediate' },
  { oid: '1.3.6.1.5.2.3.5', name: 'pkInitKDC' },
  { oid: '1.3.6.1.4.1.311.10.3.3', name: 'msServerGatedCrypto' },
  { oid: '1.3.6.1.4.1.311.20.2.2', name: 'msSmartcardLogon' },
  { oid: '2.16.840.1.113730.4.1', name: 'nsServerGatedCrypto' },
  { oid: '1.3.6.1.4.1.11129.2.4.4', name: 'precertificateSigning' },
])
