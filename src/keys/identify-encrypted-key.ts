import { assertAtEnd, isAtEnd, openDer, openDerAt, readConstructed, readElement } from '../der/der-reader.ts'
import { createIdentifierTable, type IdentifierTable } from '../der/object-identifier.ts'
import { dottedIdentifier } from '../der/object-identifier.ts'
import { OCTET_STRING, SEQUENCE } from '../der/tag.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import { hasNoParameters, readAlgorithmIdentifier, type AlgorithmIdentifier } from '../x509/algorithm-identifier.ts'

/** What an encrypted private key says of its encryption, in clear. */
export interface EncryptedKey {
  /** Cipher and key derivation, such as `AES-256-CBC, PBKDF2`; an object identifier where one is not recognised. */
  readonly cipher: string
}

interface NamedAlgorithm {
  readonly oid: string
  readonly name: string
}

const PBES2 = '1.2.840.113549.1.5.13'

const STRUCTURE = 'EncryptedPrivateKeyInfo'

/** Encryption schemes, ciphers and key derivations (RFC 8018, RFC 7292 appendix C, RFC 7914, RFC 3565, RFC 5084). */
const ENCRYPTION_ALGORITHMS: IdentifierTable<NamedAlgorithm> = /* @__PURE__ */ createIdentifierTable<NamedAlgorithm>([
  { oid: '1.2.840.113549.1.5.1', name: 'PBE-MD2-DES' },
  { oid: '1.2.840.113549.1.5.3', name: 'PBE-MD5-DES' },
  { oid: '1.2.840.113549.1.5.4', name: 'PBE-MD2-RC2-64' },
  { oid: '1.2.840.113549.1.5.6', name: 'PBE-MD5-RC2-64' },
  { oid: '1.2.840.113549.1.5.10', name: 'PBE-SHA1-DES' },
  { oid: '1.2.840.113549.1.5.11', name: 'PBE-SHA1-RC2-64' },
  { oid: '1.2.840.113549.1.12.1.1', name: 'PBE-SHA1-RC4-128' },
  { oid: '1.2.840.113549.1.12.1.2', name: 'PBE-SHA1-RC4-40' },
  { oid: '1.2.840.113549.1.12.1.3', name: 'PBE-SHA1-3DES' },
  { oid: '1.2.840.113549.1.12.1.4', name: 'PBE-SHA1-2DES' },
  { oid: '1.2.840.113549.1.12.1.5', name: 'PBE-SHA1-RC2-128' },
  { oid: '1.2.840.113549.1.12.1.6', name: 'PBE-SHA1-RC2-40' },
  { oid: '1.2.840.113549.1.5.12', name: 'PBKDF2' },
  { oid: '1.3.6.1.4.1.11591.4.11', name: 'scrypt' },
  { oid: '1.3.14.3.2.7', name: 'DES-CBC' },
  { oid: '1.2.840.113549.3.2', name: 'RC2-CBC' },
  { oid: '1.2.840.113549.3.7', name: 'DES-EDE3-CBC' },
  { oid: '2.16.840.1.101.3.4.1.2', name: 'AES-128-CBC' },
  { oid: '2.16.840.1.101.3.4.1.6', name: 'AES-128-GCM' },
  { oid: '2.16.840.1.101.3.4.1.22', name: 'AES-192-CBC' },
  { oid: '2.16.840.1.101.3.4.1.26', name: 'AES-192-GCM' },
  { oid: '2.16.840.1.101.3.4.1.42', name: 'AES-256-CBC' },
  { oid: '2.16.840.1.101.3.4.1.46', name: 'AES-256-GCM' },
  { oid: '1.2.410.200004.1.4', name: 'SEED-CBC' },
  { oid: '1.2.410.200046.1.1.2', name: 'ARIA-128-CBC' },
  { oid: '1.2.410.200046.1.1.12', name: 'ARIA-256-CBC' },
  { oid: '1.2.392.200011.61.1.1.1.4', name: 'CAMELLIA-256-CBC' },
  { oid: '1.2.156.10197.1.104.2', name: 'SM4-CBC' },
])

/**
 * Decides whether `der` is an EncryptedPrivateKeyInfo (RFC 5958 section 3), and names its cipher.
 *
 * Nothing is decrypted, and neither iteration counts nor parameters of the cipher are judged. `undefined` for anything that is
 * not such an object to the last byte.
 */
export function identifyEncryptedKey(der: Uint8Array): EncryptedKey | undefined {
  try {
    const reader = openDer(der)
    const sequence = readConstructed(reader, SEQUENCE, STRUCTURE)
    assertAtEnd(reader, STRUCTURE)
    const scheme = readAlgorithmIdentifier(sequence, STRUCTURE)
    readElement(sequence, OCTET_STRING, STRUCTURE)
    assertAtEnd(sequence, STRUCTURE)
    return { cipher: dottedName(scheme) === PBES2 ? describePbes2(scheme) : algorithmName(scheme) }
  } catch (error) {
    // That the bytes are something else is the answer, and not a failure.
    if (isCertkeepError(error)) return undefined
    throw error
  }
}

/** The name of an encryption scheme, cipher or key derivation; the object identifier itself where there is none. */
export function encryptionAlgorithmName(oid: string): string {
  return ENCRYPTION_ALGORITHMS.rows.find((row) => row.oid === oid)?.name ?? oid
}

/** PBES2-params (RFC 8018 appendix A.4). */
function describePbes2(scheme: AlgorithmIdentifier): string {
  if (hasNoParameters(scheme)) return 'PBES2'
  const parameters = readConstructed(
    openDerAt(scheme.bytes, scheme.parametersStart, scheme.end),
    SEQUENCE,
    'PBES2-params',
  )
  const keyDerivation = readAlgorithmIdentifier(parameters, 'keyDerivationFunc')
  const cipher = readAlgorithmIdentifier(parameters, 'encryptionScheme')
  return isAtEnd(parameters) ? `${algorithmName(cipher)}, ${algorithmName(keyDerivation)}` : 'PBES2'
}

function algorithmName(identifier: AlgorithmIdentifier): string {
  return (
    ENCRYPTION_ALGORITHMS.find(identifier.bytes, identifier.oidStart, identifier.oidEnd)?.name ?? dottedName(identifier)
  )
}

function dottedName({ bytes, oidStart, oidEnd }: AlgorithmIdentifier): string {
  return dottedIdentifier(bytes, oidStart, oidEnd)
}
