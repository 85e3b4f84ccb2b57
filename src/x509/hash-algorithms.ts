import { createIdentifierTable, type IdentifierTable } from '../der/object-identifier.ts'

/** Digests by the names that NIST gives them. */
export type HashName =
  | 'MD2'
  | 'MD5'
  | 'SHA-1'
  | 'SHA-224'
  | 'SHA-256'
  | 'SHA-384'
  | 'SHA-512'
  | 'SHA-512/224'
  | 'SHA-512/256'
  | 'SHA3-224'
  | 'SHA3-256'
  | 'SHA3-384'
  | 'SHA3-512'

/** A digest and its object identifier. */
export interface HashAlgorithm {
  readonly oid: string
  readonly name: HashName
}

/** Digests by object identifier (RFC 3279, RFC 5754, FIPS 180-4 and 202). */
export const HASH_ALGORITHMS: IdentifierTable<HashAlgorithm> = /* @__PURE__ */ createIdentifierTable<HashAlgorithm>([
  { oid: '1.2.840.113549.2.2', name: 'MD2' },
  { oid: '1.2.840.113549.2.5', name: 'MD5' },
  { oid: '1.3.14.3.2.26', name: 'SHA-1' },
  { oid: '2.16.840.1.101.3.4.2.1', name: 'SHA-256' },
  { oid: '2.16.840.1.101.3.4.2.2', name: 'SHA-384' },
  { oid: '2.16.840.1.101.3.4.2.3', name: 'SHA-512' },
  { oid: '2.16.840.1.101.3.4.2.4', name: 'SHA-224' },
  { oid: '2.16.840.1.101.3.4.2.5', name: 'SHA-512/224' },
  { oid: '2.16.840.1.101.3.4.2.6', name: 'SHA-512/256' },
  { oid: '2.16.840.1.101.3.4.2.7', name: 'SHA3-224' },
  { oid: '2.16.840.1.101.3.4.2.8', name: 'SHA3-256' },
  { oid: '2.16.840.1.101.3.4.2.9', name: 'SHA3-384' },
  { oid: '2.16.840.1.101.3.4.2.10', name: 'SHA3-512' },
])
