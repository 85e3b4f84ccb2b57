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

/** Arcs that most identifiers begin with: RFC 8017, NIST's signature algorithms, ANSI X9.62. */
const PKCS1 = '1.2.840.113549.1.1'
const NIST = '2.16.840.1.101.3.4.3'
const ANSI_ECDSA = '1.2.840.10045.4'

/** The parameter sets of SLH-DSA (FIPS 205 table 2), in the order in which NIST numbered them. */
const SLH_DSA_SETS = [
  'SHA2-128s',
  'SHA2-128f',
  'SHA2-192s',
  'SHA2-192f',
  'SHA2-256s',
  'SHA2-256f',
  'SHAKE-128s',
  'SHAKE-128f',
  'SHAKE-192s',
  'SHAKE-192f',
  'SHAKE-256s',
  'SHAKE-256f',
]

/**
 * The one table of signature algorithms (RFC 4055, 5758, 8410, 8692, 9881, 9909, 9925).
 *
 * Pre-hash ML-DSA and SLH-DSA are forbidden in certificates (RFC 9881 section 8.3, RFC 9909).
 */
export const SIGNATURE_ALGORITHMS: IdentifierTable<SignatureAlgorithmRow> = /* @__PURE__ */ createIdentifierTable(
  /* @__PURE__ */ listRows(),
)

/** In a function, so that a bundler sees that nothing happens at import. */
function listRows(): readonly SignatureAlgorithmRow[] {
  return [
    rsa(`${PKCS1}.2`, 'md2WithRSAEncryption', 'MD2', 'refused'),
    rsa(`${PKCS1}.4`, 'md5WithRSAEncryption', 'MD5', 'refused'),
    rsa(`${PKCS1}.5`, 'sha1WithRSAEncryption', 'SHA-1', 'refused'),
    rsa('1.3.14.3.2.29', 'sha1WithRSASignature', 'SHA-1', 'refused'),
    rsa(`${PKCS1}.14`, 'sha224WithRSAEncryption', 'SHA-224'),
    rsa(`${PKCS1}.11`, 'sha256WithRSAEncryption', 'SHA-256'),
    rsa(`${PKCS1}.12`, 'sha384WithRSAEncryption', 'SHA-384'),
    rsa(`${PKCS1}.13`, 'sha512WithRSAEncryption', 'SHA-512'),
    rsa(`${PKCS1}.15`, 'sha512-224WithRSAEncryption', 'SHA-512/224'),
    rsa(`${PKCS1}.16`, 'sha512-256WithRSAEncryption', 'SHA-512/256'),
    rsa(`${NIST}.13`, 'id-rsassa-pkcs1-v1_5-with-sha3-224', 'SHA3-224'),
    rsa(`${NIST}.14`, 'id-rsassa-pkcs1-v1_5-with-sha3-256', 'SHA3-256'),
    rsa(`${NIST}.15`, 'id-rsassa-pkcs1-v1_5-with-sha3-384', 'SHA3-384'),
    rsa(`${NIST}.16`, 'id-rsassa-pkcs1-v1_5-with-sha3-512', 'SHA3-512'),
    {
      oid: `${PKCS1}.10`,
      name: 'RSASSA-PSS',
      family: 'RSASSA-PSS',
      hash: undefined,
      parameters: 'pss',
      acceptance: 'accepted',
    },
    ecdsa(`${ANSI_ECDSA}.1`, 'ecdsa-with-SHA1', 'SHA-1', 'refused'),
    ecdsa(`${ANSI_ECDSA}.3.1`, 'ecdsa-with-SHA224', 'SHA-224'),
    ecdsa(`${ANSI_ECDSA}.3.2`, 'ecdsa-with-SHA256', 'SHA-256'),
    ecdsa(`${ANSI_ECDSA}.3.3`, 'ecdsa-with-SHA384', 'SHA-384'),
    ecdsa(`${ANSI_ECDSA}.3.4`, 'ecdsa-with-SHA512', 'SHA-512'),
    ecdsa(`${NIST}.9`, 'id-ecdsa-with-sha3-224', 'SHA3-224'),
    ecdsa(`${NIST}.10`, 'id-ecdsa-with-sha3-256', 'SHA3-256'),
    ecdsa(`${NIST}.11`, 'id-ecdsa-with-sha3-384', 'SHA3-384'),
    ecdsa(`${NIST}.12`, 'id-ecdsa-with-sha3-512', 'SHA3-512'),
    accepted('1.3.101.112', 'Ed25519', 'EdDSA'),
    accepted('1.3.101.113', 'Ed448', 'EdDSA'),
    accepted(`${NIST}.17`, 'ML-DSA-44', 'ML-DSA'),
    accepted(`${NIST}.18`, 'ML-DSA-65', 'ML-DSA'),
    accepted(`${NIST}.19`, 'ML-DSA-87', 'ML-DSA'),
    ...SLH_DSA_SETS.map((set, index) => accepted(`${NIST}.${String(20 + index)}`, `SLH-DSA-${set}`, 'SLH-DSA')),
    refused(`${NIST}.32`, 'HashML-DSA-44', 'HashML-DSA', 'absent'),
    refused(`${NIST}.33`, 'HashML-DSA-65', 'HashML-DSA', 'absent'),
    refused(`${NIST}.34`, 'HashML-DSA-87', 'HashML-DSA', 'absent'),
    ...SLH_DSA_SETS.map((set, index) =>
      refused(`${NIST}.${String(35 + index)}`, `HashSLH-DSA-${set}`, 'HashSLH-DSA', 'absent'),
    ),
    dsa('1.2.840.10040.4.3', 'dsa-with-SHA1', 'SHA-1'),
    dsa(`${NIST}.1`, 'dsa-with-SHA224', 'SHA-224'),
    dsa(`${NIST}.2`, 'dsa-with-SHA256', 'SHA-256'),
    dsa(`${NIST}.3`, 'dsa-with-SHA384', 'SHA-384'),
    dsa(`${NIST}.4`, 'dsa-with-SHA512', 'SHA-512'),
    refused('1.3.6.1.5.5.7.6.36', 'id-alg-unsigned', 'unsigned', 'absent'),
    refused('1.3.6.1.5.5.7.6.2', 'id-alg-noSignature', 'unsigned', 'any'),
    refused('1.2.156.10197.1.501', 'SM2-with-SM3', 'SM2', 'any'),
    refused('1.2.643.7.1.1.3.2', 'GOST R 34.10-2012 (256)', 'GOST', 'any'),
    refused('1.2.643.7.1.1.3.3', 'GOST R 34.10-2012 (512)', 'GOST', 'any'),
  ]
}

type Acceptance = SignatureAlgorithmRow['acceptance']

function rsa(oid: string, name: string, hash: HashName, acceptance: Acceptance = 'accepted'): SignatureAlgorithmRow {
  return { oid, name, family: 'RSASSA-PKCS1-v1_5', hash, parameters: 'null', acceptance }
}

function ecdsa(oid: string, name: string, hash: HashName, acceptance: Acceptance = 'accepted'): SignatureAlgorithmRow {
  return { oid, name, family: 'ECDSA', hash, parameters: 'absent', acceptance }
}

function dsa(oid: string, name: string, hash: HashName): SignatureAlgorithmRow {
  return { oid, name, family: 'DSA', hash, parameters: 'any', acceptance: 'refused' }
}

/** An algorithm that has its own digest and no parameters. */
function accepted(oid: string, name: string, family: SignatureFamily): SignatureAlgorithmRow {
  return { oid, name, family, hash: undefined, parameters: 'absent', acceptance: 'accepted' }
}

function refused(
  oid: string,
  name: string,
  family: SignatureFamily,
  parameters: SignatureAlgorithmRow['parameters'],
): SignatureAlgorithmRow {
  return { oid, name, family, hash: undefined, parameters, acceptance: 'refused' }
}
