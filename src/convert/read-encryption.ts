import { derError } from '../der/der-error.ts'
import { INTEGER, OCTET_STRING, SEQUENCE } from '../der/tag.ts'
import { encryptionAlgorithmName } from '../keys/identify-encrypted-key.ts'
import type { ConvertedContainer } from '../problem/convert-problems.ts'
import {
  assertBerAtEnd,
  enterBer,
  isBerAtEnd,
  peekBerTag,
  readBerAlgorithm,
  readBerConstructed,
  readBerInteger,
  readBerOctets,
  type BerAlgorithm,
  type BerCursor,
  type BerElement,
} from './ber-reader.ts'
import { assertInBounds, unsupportedEncryption } from './conversion-failure.ts'
import type { CbcCipher } from './decrypt-cbc.ts'
import { derivePbkdf1, derivePbkdf2, deriveScrypt } from './derive-password-key.ts'
import { derivePkcs12Key } from './derive-pkcs12-key.ts'
import { digestOf, digestOfHmac, type Digest } from './digests.ts'
import { cipherOf, passwordSchemeOf, rc2OfVersion, type PasswordScheme } from './encryption-schemes.ts'
import type { PassphraseForm } from './passphrase.ts'
import { assertSalt, spendIterations, spendScrypt, type WorkLimits } from './work-limits.ts'

const PBES2 = '1.2.840.113549.1.5.13'
const PBKDF2 = '1.2.840.113549.1.5.12'
const SCRYPT = '1.3.6.1.4.1.11591.4.11'
const RC2_CBC = '1.2.840.113549.3.2'
const HMAC_SHA1 = '1.2.840.113549.2.7'
const DIGEST_OIDS: Readonly<Record<PasswordScheme['digest'], string>> = {
  'SHA-1': '1.3.14.3.2.26',
  MD5: '1.2.840.113549.2.5',
}

/** Octets of a key; RC2's is the longest. */
const MAX_KEY_OCTETS = 128

/** How something was encrypted, once that is understood and in bounds. */
export interface Encryption {
  /** Such as `AES-256-CBC, PBKDF2`. */
  readonly name: string
  readonly cipher: CbcCipher
  /** Which form of the passphrase it is made of. */
  readonly uses: keyof PassphraseForm
  readonly derive: (passphrase: Uint8Array) => Promise<{ readonly key: Uint8Array; readonly iv: Uint8Array }>
}

/** A key derivation with its parameters. */
interface Derivation {
  readonly keyOctets: number | undefined
  readonly derive: (passphrase: Uint8Array, octets: number) => Promise<Uint8Array>
}

/** Reads an encryption scheme: PBES2 (RFC 8018 section 6.2), those of PKCS#12 (RFC 7292 appendix C), and PBES1 with DES or RC2. */
export function readEncryption(algorithm: BerAlgorithm, container: ConvertedContainer, limits: WorkLimits): Encryption {
  if (algorithm.oid === PBES2) return readPbes2(algorithm, container, limits)
  const scheme = passwordSchemeOf(algorithm.oid)
  if (scheme === undefined) throw unsupportedEncryption(container, encryptionAlgorithmName(algorithm.oid))
  const parameters = parametersOf(algorithm, 'PBEParameter')
  const salt = readSalt(parameters, container, 'PBEParameter')
  const iterations = readBerInteger(parameters, 'PBEParameter.iterations')
  assertBerAtEnd(parameters, 'PBEParameter')
  assertInBounds(container, 'iterations', iterations, 1, limits.maxIterations)
  return {
    name: encryptionAlgorithmName(algorithm.oid),
    cipher: scheme.cipher,
    uses: scheme.derivation === 'pkcs12' ? 'bmp' : 'octets',
    derive: (passphrase) =>
      deriveByScheme(
        scheme,
        passphrase,
        salt,
        (times) => spendIterations(limits, container, iterations, times),
        limits,
      ),
  }
}

async function deriveByScheme(
  { derivation, digest, cipher }: PasswordScheme,
  passphrase: Uint8Array,
  salt: Uint8Array,
  spend: (times: number) => number,
  limits: WorkLimits,
): Promise<{ readonly key: Uint8Array; readonly iv: Uint8Array }> {
  const hash = digestOf(DIGEST_OIDS[digest])?.function
  if (hash === undefined) throw new TypeError(`"digest" ${digest} is not in the table`)
  const { keyOctets, blockOctets } = cipher
  if (derivation === 'pkcs12') {
    const iterations = spend(Math.ceil(keyOctets / hash.outputLen) + Math.ceil(blockOctets / hash.outputLen))
    const key = await derivePkcs12Key(hash, 'key', passphrase, salt, iterations, keyOctets, limits)
    return { key, iv: await derivePkcs12Key(hash, 'iv', passphrase, salt, iterations, blockOctets, limits) }
  }
  const both = await derivePbkdf1(hash, passphrase, salt, spend(1), keyOctets + blockOctets, limits)
  return { key: both.subarray(0, keyOctets), iv: both.subarray(keyOctets) }
}

function readPbes2(algorithm: BerAlgorithm, container: ConvertedContainer, limits: WorkLimits): Encryption {
  const parameters = parametersOf(algorithm, 'PBES2-params')
  const derivationAlgorithm = readBerAlgorithm(parameters, 'keyDerivationFunc')
  const cipherAlgorithm = readBerAlgorithm(parameters, 'encryptionScheme')
  assertBerAtEnd(parameters, 'PBES2-params')
  const derivation = readDerivation(derivationAlgorithm, container, limits)
  const { cipher, iv } = readCipher(cipherAlgorithm, container, derivation.keyOctets)
  const { keyOctets } = cipher
  if (derivation.keyOctets !== undefined)
    assertInBounds(container, 'key-length', derivation.keyOctets, keyOctets, keyOctets)
  return {
    name: `${encryptionAlgorithmName(cipherAlgorithm.oid)}, ${encryptionAlgorithmName(derivationAlgorithm.oid)}`,
    cipher,
    uses: 'octets',
    derive: async (passphrase) => ({ key: await derivation.derive(passphrase, keyOctets), iv }),
  }
}

/** Reads a key derivation: PBKDF2 (RFC 8018 appendix A.2) or scrypt (RFC 7914 section 7). */
export function readDerivation(algorithm: BerAlgorithm, container: ConvertedContainer, limits: WorkLimits): Derivation {
  switch (algorithm.oid) {
    case PBKDF2:
      return readPbkdf2(parametersOf(algorithm, 'PBKDF2-params'), container, limits)
    case SCRYPT:
      return readScrypt(parametersOf(algorithm, 'scrypt-params'), container, limits)
    default:
      throw unsupportedEncryption(container, encryptionAlgorithmName(algorithm.oid))
  }
}

function readPbkdf2(parameters: BerCursor, container: ConvertedContainer, limits: WorkLimits): Derivation {
  // The other choice, a salt source, was never defined.
  const salt = readSalt(parameters, container, 'PBKDF2-params')
  const iterations = readBerInteger(parameters, 'PBKDF2-params.iterationCount')
  const keyOctets = readKeyLength(parameters, container, 'PBKDF2-params.keyLength')
  const prf = isBerAtEnd(parameters) ? HMAC_SHA1 : readBerAlgorithm(parameters, 'PBKDF2-params.prf').oid
  assertBerAtEnd(parameters, 'PBKDF2-params')
  assertInBounds(container, 'iterations', iterations, 1, limits.maxIterations)
  const digest = hmacDigest(prf, container)
  return {
    keyOctets,
    derive: (passphrase, octets) => {
      const count = spendIterations(limits, container, iterations, Math.ceil(octets / digest.function.outputLen))
      return derivePbkdf2(digest, passphrase, salt, count, octets, limits)
    },
  }
}

function readScrypt(parameters: BerCursor, container: ConvertedContainer, limits: WorkLimits): Derivation {
  const salt = readSalt(parameters, container, 'scrypt-params')
  const N = readBerInteger(parameters, 'scrypt-params.costParameter')
  const r = readBerInteger(parameters, 'scrypt-params.blockSize')
  const p = readBerInteger(parameters, 'scrypt-params.parallelizationParameter')
  const keyOctets = readKeyLength(parameters, container, 'scrypt-params.keyLength')
  assertBerAtEnd(parameters, 'scrypt-params')
  return {
    keyOctets,
    derive: (passphrase, octets) =>
      deriveScrypt(spendScrypt(limits, container, { N, r, p }), passphrase, salt, octets, limits),
  }
}

/** The digest of an HMAC. @throws ConversionFailure if it is not one that is worked with */
export function hmacDigest(oid: string, container: ConvertedContainer): Digest {
  const digest = digestOfHmac(oid)
  if (digest === undefined) throw unsupportedEncryption(container, oid)
  return digest
}

function readCipher(
  { oid, parameters }: BerAlgorithm,
  container: ConvertedContainer,
  keyOctets: number | undefined,
): { readonly cipher: CbcCipher; readonly iv: Uint8Array } {
  const known = cipherOf(oid)
  if (known === undefined) throw unsupportedEncryption(container, encryptionAlgorithmName(oid))
  const structure = 'encryptionScheme.parameters'
  const cursor = parameters === undefined ? undefined : cursorAt(parameters)
  const { cipher, iv } =
    oid === RC2_CBC && parameters?.tag === SEQUENCE
      ? readRc2Parameters(enterBer(parameters), container, keyOctets)
      : { cipher: known, iv: cursor === undefined ? new Uint8Array() : readBerOctets(cursor, structure) }
  if (iv.length !== cipher.blockOctets)
    throw derError('ERR_DER_VALUE', 'an IV of another length', parameters?.start ?? 0, structure)
  return { cipher, iv }
}

/** RC2-CBC-Parameter (RFC 8018 appendix B.2.3); without a version, 32 bits. */
function readRc2Parameters(
  parameters: BerCursor,
  container: ConvertedContainer,
  keyOctets: number | undefined,
): { readonly cipher: CbcCipher; readonly iv: Uint8Array } {
  const structure = 'RC2-CBC-Parameter'
  const version = peekBerTag(parameters) === INTEGER ? readBerInteger(parameters, structure) : undefined
  const iv = readBerOctets(parameters, structure)
  assertBerAtEnd(parameters, structure)
  const unversioned: CbcCipher = { kind: 'rc2', keyOctets: keyOctets ?? 4, effectiveBits: 32, blockOctets: 8 }
  const cipher = version === undefined ? unversioned : rc2OfVersion(version, keyOctets)
  if (cipher === undefined) throw unsupportedEncryption(container, encryptionAlgorithmName(RC2_CBC))
  return { cipher, iv }
}

function parametersOf({ parameters }: BerAlgorithm, structure: string): BerCursor {
  if (parameters === undefined) throw derError('ERR_DER_TRUNCATED', 'no parameters', 0, structure)
  return readBerConstructed(cursorAt(parameters), SEQUENCE, structure)
}

function cursorAt({ bytes, start, next, depth }: BerElement): BerCursor {
  return { bytes, offset: start, end: next, depth }
}

function readSalt(parameters: BerCursor, container: ConvertedContainer, structure: string): Uint8Array {
  const salt = readBerOctets(parameters, `${structure}.salt`, OCTET_STRING)
  assertSalt(container, salt)
  return salt
}

function readKeyLength(parameters: BerCursor, container: ConvertedContainer, structure: string): number | undefined {
  if (peekBerTag(parameters) !== INTEGER) return undefined
  const length = readBerInteger(parameters, structure)
  assertInBounds(container, 'key-length', length, 1, MAX_KEY_OCTETS)
  return Number(length)
}
