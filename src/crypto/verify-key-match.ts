import { privateKeyProblem } from '../keys/private-key-problem.ts'
import type { PrivateKeyMaterial } from '../keys/private-key-material.ts'
import type { PrivateKey } from '../keys/private-key.ts'
import { readPrivateKeyPem } from '../keys/read-private-key-pem.ts'
import { readPrivateKey } from '../keys/read-private-key.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import { decoderEvidence } from '../problem/decoder-evidence.ts'
import { createProblem, sortProblems, type Problem, type ProblemPlace } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import type { PublicKey } from '../x509/public-key.ts'
import { proveKeyMatch, type ChallengeSigner, type KeyMatchObjection } from './prove-key-match.ts'
import { signChallenge, type ChallengeCrypto } from './sign-challenge.ts'
import { platformCrypto } from './platform-crypto.ts'

/** Whether a private key is the certificate's. */
export interface KeyMatch {
  /** True only if it was proven; then there are no problems. */
  readonly matches: boolean
  /**
   * What the answer rests on: `signature` if one was made with the private key and put to the certificate's key, `public-key` if the
   * public keys were compared, that of the private key being derived or its numbers shown to belong together.
   */
  readonly method: 'public-key' | 'signature'
  /** Most helpful first. */
  readonly problems: readonly Problem[]
}

/** How {@link verifyKeyMatch} proves a match. */
export interface KeyMatchOptions {
  /**
   * `sign` has the platform sign a fresh challenge, where it can. `skip` leaves that out; EC, Ed25519 and Ed448 public
   * keys are then derived in JavaScript, which is slower and whose time depends on the key.
   *
   * @defaultValue 'sign'
   */
  readonly challenge?: 'sign' | 'skip' | undefined
  /** Signs and verifies the challenge. @defaultValue `crypto.subtle` of the platform, if it has one */
  readonly subtle?: ChallengeCrypto | undefined
  /** So many octets that nobody can foresee. @defaultValue `crypto.getRandomValues` */
  readonly random?: ((octets: number) => Uint8Array) | undefined
  readonly signal?: AbortSignal | undefined
}

const KEY: ProblemPlace = { field: 'privateKey' }
const CERTIFICATE: ProblemPlace = { field: 'certificate' }

/**
 * Decides whether `privateKey` is the private key of `certificate`, and proves it.
 *
 * The whole SubjectPublicKeyInfo counts (RFC 5280 section 4.1.2.7): algorithm, parameters and key. What the key file says of its public
 * part is compared and not believed: the numbers of an RSA key must belong together (RFC 8017 section 3.2), an EC point or EdDSA key must
 * be the private value's own, an ML-DSA seed must expand to the key beside it (RFC 9881), and a signature over a fresh challenge must be
 * verified by the certificate's key where the platform can make one. RSA and RSA-PSS of up to 8192 bits, EC P-256, P-384 and P-521,
 * Ed25519, Ed448 and ML-DSA; a key of another kind gives `key-unsupported`.
 *
 * A key that cannot be used is not an exception but one of the problems `key-encrypted`, `key-malformed`, `key-unsupported`,
 * `key-inconsistent` and `key-mismatch`; a certificate that cannot be read gives `certificate-malformed`. Not checked: whether the key
 * is strong, whether RSA primes are prime, and whether the certificate is valid.
 *
 * @param privateKey - as decoded, in DER, or as PEM text, of which the first private key counts
 * @param certificate - as decoded, in DER, or as the clean text of one PEM block
 * @throws TypeError if an argument or option is none of these
 * @throws the reason of `signal`
 * @throws CertkeepError `ERR_PART_NOT_LOADED` if what derives the public key of an ML-DSA key, or of an EdDSA key that the platform does not
 *   sign with, could not be loaded; a bundler makes a part of its own of it
 * @example
 * const match = await verifyKeyMatch(keyPem, pem)
 * if (!match.matches) console.log(match.problems)
 */
export async function verifyKeyMatch(
  privateKey: PrivateKey | string | Uint8Array,
  certificate: Certificate | string | Uint8Array,
  options: KeyMatchOptions = {},
): Promise<KeyMatch> {
  assertArguments(privateKey, certificate, options)
  options.signal?.throwIfAborted()
  const key = readKey(privateKey)
  const publicKey = readCertificateKey(certificate)
  try {
    if ('problem' in key || 'problem' in publicKey) {
      return failure([key, publicKey].flatMap((result) => ('problem' in result ? [result.problem] : [])))
    }
    const { objection, method } = await proveKeyMatch(key.material, publicKey.publicKey, chooseSigner(options))
    if (objection === undefined) return { matches: true, method, problems: [] }
    return { matches: false, method, problems: [describeObjection(objection, key.material, publicKey.publicKey)] }
  } finally {
    if ('der' in key) key.der.fill(0)
  }
}

function failure(problems: readonly Problem[]): KeyMatch {
  return { matches: false, method: 'public-key', problems: sortProblems(problems) }
}

interface Unreadable {
  readonly problem: Problem
}

/** `der` is a copy that this module owns and wipes; `material` points into it. */
interface ReadableKey {
  readonly der: Uint8Array
  readonly material: PrivateKeyMaterial
}

function readKey(input: PrivateKey | string | Uint8Array): ReadableKey | Unreadable {
  const source = typeof input === 'string' ? readPrivateKeyPem(input) : ({ kind: 'der', der: copyKey(input) } as const)
  switch (source.kind) {
    case 'encrypted':
      return { problem: createProblem('key-encrypted', { container: source.container, cipher: source.cipher }, KEY) }
    case 'not-clean':
      return {
        problem: createProblem('key-malformed', { error: 'ERR_PEM_NOT_CLEAN', structure: 'PEM', offset: 0 }, KEY),
      }
    case 'der':
      return decodeKey(source.der)
  }
}

/** From a decoded key, too, the bytes are read anew: it may come from another copy of this package, and its fields are only claims. */
function copyKey(input: PrivateKey | Uint8Array): Uint8Array {
  return new Uint8Array(input instanceof Uint8Array ? input : input.exportDer())
}

function decodeKey(der: Uint8Array): ReadableKey | Unreadable {
  try {
    return { der, material: readPrivateKey(der) }
  } catch (error) {
    der.fill(0)
    if (!isCertkeepError(error)) throw error
    return { problem: privateKeyProblem(error, KEY) }
  }
}

function readCertificateKey(input: Certificate | string | Uint8Array): { readonly publicKey: PublicKey } | Unreadable {
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) return { publicKey: input.publicKey }
  try {
    return { publicKey: parseCertificate(input).publicKey }
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    return { problem: createProblem('certificate-malformed', decoderEvidence(error, 'PEM'), CERTIFICATE) }
  }
}

function chooseSigner({ challenge, subtle, random, signal }: KeyMatchOptions): ChallengeSigner {
  const platform = platformCrypto()
  const signer: ChallengeCrypto | undefined = subtle ?? platform?.subtle
  const source = random ?? (platform?.getRandomValues === undefined ? undefined : randomOctets)
  if (challenge === 'skip' || signer === undefined || source === undefined) {
    return () => Promise.resolve('unavailable')
  }
  return (pair) => signChallenge(pair, signer, source, signal)
}

function randomOctets(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count))
}

function describeObjection(objection: KeyMatchObjection, key: PrivateKeyMaterial, publicKey: PublicKey): Problem {
  const { algorithm } = key
  switch (objection.kind) {
    case 'unsupported': {
      const curve = key.algorithm === 'EC' ? key.curve : ''
      return createProblem('key-unsupported', { algorithm, curve, reason: objection.reason }, KEY)
    }
    case 'mismatch': {
      const { difference } = objection
      const evidence = { keyAlgorithm: algorithm, certificateAlgorithm: publicKey.algorithm, difference }
      return createProblem('key-mismatch', evidence, KEY)
    }
    case 'inconsistent':
      return createProblem('key-inconsistent', { algorithm, check: objection.check }, KEY)
  }
}

function assertArguments(privateKey: unknown, certificate: unknown, options: unknown): void {
  if (!isTextOrBytes(privateKey) && !hasFunction(privateKey, 'exportDer')) {
    throw new TypeError('"privateKey" must be a PrivateKey, a string or a Uint8Array')
  }
  if (!isTextOrBytes(certificate) && !hasSubjectPublicKey(certificate)) {
    throw new TypeError('"certificate" must be a Certificate, a string or a Uint8Array')
  }
  if (typeof options !== 'object' || options === null) throw new TypeError('"options" must be an object')
  const { challenge, random }: { challenge?: unknown; random?: unknown } = options
  if (challenge !== undefined && challenge !== 'sign' && challenge !== 'skip') {
    throw new TypeError('"challenge" must be "sign" or "skip"')
  }
  if (random !== undefined && typeof random !== 'function') throw new TypeError('"random" must be a function')
}

function isTextOrBytes(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Uint8Array
}

function hasFunction(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function'
}

function hasSubjectPublicKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('publicKey' in value)) return false
  const { publicKey } = value
  return (
    typeof publicKey === 'object' && publicKey !== null && 'spki' in publicKey && publicKey.spki instanceof Uint8Array
  )
}
