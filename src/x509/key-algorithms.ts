import { createIdentifierTable, type IdentifierTable } from '../der/object-identifier.ts'

/** Key algorithms that are recognised; any other is named by its dotted object identifier. */
export type KeyAlgorithmName =
  | 'RSA'
  | 'RSA-PSS'
  | 'EC'
  | 'Ed25519'
  | 'Ed448'
  | 'X25519'
  | 'X448'
  | 'DSA'
  | 'DH'
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87'
  | `SLH-DSA-${string}`

/** What is known of one key algorithm. */
export interface KeyAlgorithmRow {
  readonly oid: string
  readonly name: KeyAlgorithmName
  /** What the AlgorithmIdentifier's parameters must be. `null` also allows none. */
  readonly parameters: 'null' | 'absent' | 'pss-or-absent' | 'curve' | 'dsa' | 'any'
  /** The size people name, where the algorithm fixes it; 0 where there is none. */
  readonly bits: number
  /** Length of the subjectPublicKey in octets, where the algorithm fixes it. */
  readonly octets: number | undefined
}

/** Key algorithms (RFC 3279, 4055, 5480, 8410, 9881, 9909). */
export const KEY_ALGORITHMS: IdentifierTable<KeyAlgorithmRow> = /* @__PURE__ */ createIdentifierTable<KeyAlgorithmRow>([
  { oid: '1.2.840.113549.1.1.1', name: 'RSA', parameters: 'null', bits: 0, octets: undefined },
  { oid: '1.2.840.113549.1.1.10', name: 'RSA-PSS', parameters: 'pss-or-absent', bits: 0, octets: undefined },
  { oid: '1.2.840.10045.2.1', name: 'EC', parameters: 'curve', bits: 0, octets: undefined },
  { oid: '1.3.101.110', name: 'X25519', parameters: 'absent', bits: 256, octets: 32 },
  { oid: '1.3.101.111', name: 'X448', parameters: 'absent', bits: 448, octets: 56 },
  { oid: '1.3.101.112', name: 'Ed25519', parameters: 'absent', bits: 256, octets: 32 },
  { oid: '1.3.101.113', name: 'Ed448', parameters: 'absent', bits: 456, octets: 57 },
  { oid: '1.2.840.10040.4.1', name: 'DSA', parameters: 'dsa', bits: 0, octets: undefined },
  { oid: '1.2.840.113549.1.3.1', name: 'DH', parameters: 'any', bits: 0, octets: undefined },
  { oid: '1.2.840.10046.2.1', name: 'DH', parameters: 'any', bits: 0, octets: undefined },
  { oid: '2.16.840.1.101.3.4.3.17', name: 'ML-DSA-44', parameters: 'absent', bits: 0, octets: 1312 },
  { oid: '2.16.840.1.101.3.4.3.18', name: 'ML-DSA-65', parameters: 'absent', bits: 0, octets: 1952 },
  { oid: '2.16.840.1.101.3.4.3.19', name: 'ML-DSA-87', parameters: 'absent', bits: 0, octets: 2592 },
  { oid: '2.16.840.1.101.3.4.3.20', name: 'SLH-DSA-SHA2-128s', parameters: 'absent', bits: 0, octets: 32 },
  { oid: '2.16.840.1.101.3.4.3.21', name: 'SLH-DSA-SHA2-128f', parameters: 'absent', bits: 0, octets: 32 },
  { oid: '2.16.840.1.101.3.4.3.22', name: 'SLH-DSA-SHA2-192s', parameters: 'absent', bits: 0, octets: 48 },
  { oid: '2.16.840.1.101.3.4.3.23', name: 'SLH-DSA-SHA2-192f', parameters: 'absent', bits: 0, octets: 48 },
  { oid: '2.16.840.1.101.3.4.3.24', name: 'SLH-DSA-SHA2-256s', parameters: 'absent', bits: 0, octets: 64 },
  { oid: '2.16.840.1.101.3.4.3.25', name: 'SLH-DSA-SHA2-256f', parameters: 'absent', bits: 0, octets: 64 },
  { oid: '2.16.840.1.101.3.4.3.26', name: 'SLH-DSA-SHAKE-128s', parameters: 'absent', bits: 0, octets: 32 },
  { oid: '2.16.840.1.101.3.4.3.27', name: 'SLH-DSA-SHAKE-128f', parameters: 'absent', bits: 0, octets: 32 },
  { oid: '2.16.840.1.101.3.4.3.28', name: 'SLH-DSA-SHAKE-192s', parameters: 'absent', bits: 0, octets: 48 },
  { oid: '2.16.840.1.101.3.4.3.29', name: 'SLH-DSA-SHAKE-192f', parameters: 'absent', bits: 0, octets: 48 },
  { oid: '2.16.840.1.101.3.4.3.30', name: 'SLH-DSA-SHAKE-256s', parameters: 'absent', bits: 0, octets: 64 },
  { oid: '2.16.840.1.101.3.4.3.31', name: 'SLH-DSA-SHAKE-256f', parameters: 'absent', bits: 0, octets: 64 },
])

/** A named curve. */
export interface Curve {
  readonly oid: string
  readonly name: string
  /** Size of the field in bits. */
  readonly bits: number
}

/** Named curves by object identifier (SEC 2, RFC 5480, RFC 5639); only P-256, P-384 and P-521 are ever accepted. */
export const CURVES: IdentifierTable<Curve> = /* @__PURE__ */ createIdentifierTable<Curve>([
  { oid: '1.2.840.10045.3.1.1', name: 'P-192', bits: 192 },
  { oid: '1.3.132.0.33', name: 'P-224', bits: 224 },
  { oid: '1.2.840.10045.3.1.7', name: 'P-256', bits: 256 },
  { oid: '1.3.132.0.34', name: 'P-384', bits: 384 },
  { oid: '1.3.132.0.35', name: 'P-521', bits: 521 },
  { oid: '1.3.132.0.10', name: 'secp256k1', bits: 256 },
  { oid: '1.3.132.0.8', name: 'secp160r1', bits: 160 },
  { oid: '1.3.132.0.9', name: 'secp160k1', bits: 160 },
  { oid: '1.3.132.0.31', name: 'secp192k1', bits: 192 },
  { oid: '1.3.132.0.32', name: 'secp224k1', bits: 224 },
  { oid: '1.3.132.0.1', name: 'sect163k1', bits: 163 },
  { oid: '1.3.132.0.15', name: 'sect163r2', bits: 163 },
  { oid: '1.3.132.0.26', name: 'sect233k1', bits: 233 },
  { oid: '1.3.132.0.27', name: 'sect233r1', bits: 233 },
  { oid: '1.3.132.0.16', name: 'sect283k1', bits: 283 },
  { oid: '1.3.132.0.17', name: 'sect283r1', bits: 283 },
  { oid: '1.3.132.0.36', name: 'sect409k1', bits: 409 },
  { oid: '1.3.132.0.37', name: 'sect409r1', bits: 409 },
  { oid: '1.3.132.0.38', name: 'sect571k1', bits: 571 },
  { oid: '1.3.132.0.39', name: 'sect571r1', bits: 571 },
  { oid: '1.3.36.3.3.2.8.1.1.1', name: 'brainpoolP160r1', bits: 160 },
  { oid: '1.3.36.3.3.2.8.1.1.2', name: 'brainpoolP160t1', bits: 160 },
  { oid: '1.3.36.3.3.2.8.1.1.3', name: 'brainpoolP192r1', bits: 192 },
  { oid: '1.3.36.3.3.2.8.1.1.4', name: 'brainpoolP192t1', bits: 192 },
  { oid: '1.3.36.3.3.2.8.1.1.5', name: 'brainpoolP224r1', bits: 224 },
  { oid: '1.3.36.3.3.2.8.1.1.6', name: 'brainpoolP224t1', bits: 224 },
  { oid: '1.3.36.3.3.2.8.1.1.7', name: 'brainpoolP256r1', bits: 256 },
  { oid: '1.3.36.3.3.2.8.1.1.8', name: 'brainpoolP256t1', bits: 256 },
  { oid: '1.3.36.3.3.2.8.1.1.9', name: 'brainpoolP320r1', bits: 320 },
  { oid: '1.3.36.3.3.2.8.1.1.10', name: 'brainpoolP320t1', bits: 320 },
  { oid: '1.3.36.3.3.2.8.1.1.11', name: 'brainpoolP384r1', bits: 384 },
  { oid: '1.3.36.3.3.2.8.1.1.12', name: 'brainpoolP384t1', bits: 384 },
  { oid: '1.3.36.3.3.2.8.1.1.13', name: 'brainpoolP512r1', bits: 512 },
  { oid: '1.3.36.3.3.2.8.1.1.14', name: 'brainpoolP512t1', bits: 512 },
  { oid: '1.2.156.10197.1.301', name: 'SM2', bits: 256 },
])
