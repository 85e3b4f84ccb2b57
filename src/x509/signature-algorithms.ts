import { createIdentifierTable, type IdentifierTable } from '../der/object-identifier.ts'
import type { HashName } from './hash-algorithms.ts'

/** How signatures of an algorithm are made and checked. */
export type SignatureFamily =
  | 'RSASSA-PKCS1-v1_5'
  | 'RSASSA-PSS'
  | 'ECDSA'
  | 'EdDSA'
  | 'ML-DSA'
  | 'HashML-DSA'
  | 'SLH-DSA'
  | 'HashSLH-DSA'
  | 'DSA'
  | 'SM2'
  | 'GOST'
  | 'unsigned'

/** What is known of one signature algorithm. */
export interface SignatureAlgorithmRow {
  readonly oid: string
  readonly name: string
  readonly family: SignatureFamily
  /** Absent where the parameters name it or the algorithm has its own. */
  readonly hash: HashName | undefined
  /** What the AlgorithmIdentifier's parameters must be. `null` also allows none, which old writers left out. */
  readonly parameters: 'null' | 'absent' | 'pss' | 'any'
  /** `refused`: recognised, so that it can be named, and never enough to trust a signature. */
  readonly acceptance: 'accepted' | 'refused'
}

/**
 * The one table of signature algorithms (RFC 4055, 5758, 8410, 8692, 9881, 9909, 9925).
 *
 * Pre-hash ML-DSA and SLH-DSA are forbidden in certificates (RFC 9881 section 8.3, RFC 9909).
 */
export const SIGNATURE_ALGORITHMS: IdentifierTable<SignatureAlgorithmRow> = /* @__PURE__ */ createIdentifierTable<SignatureAlgorithmRow>([
  { oid: '1.2.840.113549.1.1.2', name: 'md2WithRSAEncryption', family: 'RSASSA-PKCS1-v1_5', hash: 'MD2', parameters: 'null', acceptance: 'refused' },
  { oid: '1.2.840.113549.1.1.4', name: 'md5WithRSAEncryption', family: 'RSASSA-PKCS1-v1_5', hash: 'MD5', parameters: 'null', acceptance: 'refused' },
  { oid: '1.2.840.113549.1.1.5', name: 'sha1WithRSAEncryption', family: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1', parameters: 'null', acceptance: 'refused' },
  { oid: '1.3.14.3.2.29', name: 'sha1WithRSASignature', family: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1', parameters: 'null', acceptance: 'refused' },
  { oid: '1.2.840.113549.1.1.14', name: 'sha224WithRSAEncryption', family: 'RSASSA-PKCS1-v1_5', hash: 'SHA-224', parameters: 'null', acceptance: 'accepted' },
  { oid: '1.2.840.113549.1.1.11', name: 'sha256WithRSAEncryption', family: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', parameters: 'null', acceptance: 'accepted' },
  { oid: '1.2.840.113549.1.1.12', name: 'sha384WithRSAEncryption', family: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384', parameters: 'null', acceptance: 'accepted' },
  { oid: '1.2.840.113549.1.1.13', name: 'sha512WithRSAEncryption', family: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512', parameters: 'null', acceptance: 'accepted' },
  { oid: '1.2.840.113549.1.1.15', name: 'sha512-224WithRSAEncryption', family: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512/224', parameters: 'null', acceptance: 'accepted' },
  { oid: '1.2.840.113549.1.1.16', name: 'sha512-256WithRSAEncryption', family: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512/256', parameters: 'null', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.13', name: 'id-rsassa-pkcs1-v1_5-with-sha3-224', family: 'RSASSA-PKCS1-v1_5', hash: 'SHA3-224', parameters: 'null', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.14', name: 'id-rsassa-pkcs1-v1_5-with-sha3-256', family: 'RSASSA-PKCS1-v1_5', hash: 'SHA3-256', parameters: 'null', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.15', name: 'id-rsassa-pkcs1-v1_5-with-sha3-384', family: 'RSASSA-PKCS1-v1_5', hash: 'SHA3-384', parameters: 'null', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.16', name: 'id-rsassa-pkcs1-v1_5-with-sha3-512', family: 'RSASSA-PKCS1-v1_5', hash: 'SHA3-512', parameters: 'null', acceptance: 'accepted' },
  { oid: '1.2.840.113549.1.1.10', name: 'RSASSA-PSS', family: 'RSASSA-PSS', hash: undefined, parameters: 'pss', acceptance: 'accepted' },
  { oid: '1.2.840.10045.4.1', name: 'ecdsa-with-SHA1', family: 'ECDSA', hash: 'SHA-1', parameters: 'absent', acceptance: 'refused' },
  { oid: '1.2.840.10045.4.3.1', name: 'ecdsa-with-SHA224', family: 'ECDSA', hash: 'SHA-224', parameters: 'absent', acceptance: 'accepted' },
  { oid: '1.2.840.10045.4.3.2', name: 'ecdsa-with-SHA256', family: 'ECDSA', hash: 'SHA-256', parameters: 'absent', acceptance: 'accepted' },
  { oid: '1.2.840.10045.4.3.3', name: 'ecdsa-with-SHA384', family: 'ECDSA', hash: 'SHA-384', parameters: 'absent', acceptance: 'accepted' },
  { oid: '1.2.840.10045.4.3.4', name: 'ecdsa-with-SHA512', family: 'ECDSA', hash: 'SHA-512', parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.9', name: 'id-ecdsa-with-sha3-224', family: 'ECDSA', hash: 'SHA3-224', parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.10', name: 'id-ecdsa-with-sha3-256', family: 'ECDSA', hash: 'SHA3-256', parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.11', name: 'id-ecdsa-with-sha3-384', family: 'ECDSA', hash: 'SHA3-384', parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.12', name: 'id-ecdsa-with-sha3-512', family: 'ECDSA', hash: 'SHA3-512', parameters: 'absent', acceptance: 'accepted' },
  { oid: '1.3.101.112', name: 'Ed25519', family: 'EdDSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '1.3.101.113', name: 'Ed448', family: 'EdDSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.17', name: 'ML-DSA-44', family: 'ML-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.18', name: 'ML-DSA-65', family: 'ML-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.19', name: 'ML-DSA-87', family: 'ML-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.20', name: 'SLH-DSA-SHA2-128s', family: 'SLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.21', name: 'SLH-DSA-SHA2-128f', family: 'SLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.22', name: 'SLH-DSA-SHA2-192s', family: 'SLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.23', name: 'SLH-DSA-SHA2-192f', family: 'SLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.24', name: 'SLH-DSA-SHA2-256s', family: 'SLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.25', name: 'SLH-DSA-SHA2-256f', family: 'SLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.26', name: 'SLH-DSA-SHAKE-128s', family: 'SLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.27', name: 'SLH-DSA-SHAKE-128f', family: 'SLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.28', name: 'SLH-DSA-SHAKE-192s', family: 'SLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.29', name: 'SLH-DSA-SHAKE-192f', family: 'SLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.30', name: 'SLH-DSA-SHAKE-256s', family: 'SLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.31', name: 'SLH-DSA-SHAKE-256f', family: 'SLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'accepted' },
  { oid: '2.16.840.1.101.3.4.3.32', name: 'HashML-DSA-44', family: 'HashML-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.33', name: 'HashML-DSA-65', family: 'HashML-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.34', name: 'HashML-DSA-87', family: 'HashML-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.35', name: 'HashSLH-DSA-SHA2-128s', family: 'HashSLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.36', name: 'HashSLH-DSA-SHA2-128f', family: 'HashSLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.37', name: 'HashSLH-DSA-SHA2-192s', family: 'HashSLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.38', name: 'HashSLH-DSA-SHA2-192f', family: 'HashSLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.39', name: 'HashSLH-DSA-SHA2-256s', family: 'HashSLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.40', name: 'HashSLH-DSA-SHA2-256f', family: 'HashSLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.41', name: 'HashSLH-DSA-SHAKE-128s', family: 'HashSLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.42', name: 'HashSLH-DSA-SHAKE-128f', family: 'HashSLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.43', name: 'HashSLH-DSA-SHAKE-192s', family: 'HashSLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.44', name: 'HashSLH-DSA-SHAKE-192f', family: 'HashSLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.45', name: 'HashSLH-DSA-SHAKE-256s', family: 'HashSLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.46', name: 'HashSLH-DSA-SHAKE-256f', family: 'HashSLH-DSA', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '1.2.840.10040.4.3', name: 'dsa-with-SHA1', family: 'DSA', hash: 'SHA-1', parameters: 'any', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.1', name: 'dsa-with-SHA224', family: 'DSA', hash: 'SHA-224', parameters: 'any', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.2', name: 'dsa-with-SHA256', family: 'DSA', hash: 'SHA-256', parameters: 'any', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.3', name: 'dsa-with-SHA384', family: 'DSA', hash: 'SHA-384', parameters: 'any', acceptance: 'refused' },
  { oid: '2.16.840.1.101.3.4.3.4', name: 'dsa-with-SHA512', family: 'DSA', hash: 'SHA-512', parameters: 'any', acceptance: 'refused' },
  { oid: '1.3.6.1.5.5.7.6.36', name: 'id-alg-unsigned', family: 'unsigned', hash: undefined, parameters: 'absent', acceptance: 'refused' },
  { oid: '1.3.6.1.5.5.7.6.2', name: 'id-alg-noSignature', family: 'unsigned', hash: undefined, parameters: 'any', acceptance: 'refused' },
  { oid: '1.2.156.10197.1.501', name: 'SM2-with-SM3', family: 'SM2', hash: undefined, parameters: 'any', acceptance: 'refused' },
  { oid: '1.2.643.7.1.1.3.2', name: 'GOST R 34.10-2012 (256)', family: 'GOST', hash: undefined, parameters: 'any', acceptance: 'refused' },
  { oid: '1.2.643.7.1.1.3.3', name: 'GOST R 34.10-2012 (512)', family: 'GOST', hash: undefined, parameters: 'any', acceptance: 'refused' },
])
