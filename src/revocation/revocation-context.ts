import { bytesEqual } from '../crypto/bytes-equal.ts'
import { findKeyWeakness } from '../crypto/find-key-weakness.ts'
import type { SignatureCheck, SignatureVerdict, SignatureVerifier } from '../crypto/signature-verifier.ts'
import { hexOf } from '../der/hex.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl.ts'
import type { Name } from '../x509/name.ts'
import { namesEqual } from '../x509/names-equal.ts'
import type { PublicKey } from '../x509/public-key.ts'
import type { SignatureAlgorithm } from '../x509/signature-algorithm.ts'
import type { RevocationBudget } from './revocation-budget.ts'

/** By what evidence is judged. */
export interface RevocationContext {
  /** Milliseconds since 1970, whole seconds. */
  readonly atMs: number
  /** How far clocks may be apart. */
  readonly toleranceMs: number
  readonly verifier: SignatureVerifier
  readonly weakAlgorithms: 'refuse' | 'allow'
  /** Whether the one who signs CRLs must have keyUsage with cRLSign (RFC 10007), or only cRLSign where there is keyUsage. */
  readonly crlSignKeyUsage: 'required' | 'if-present'
  /** Those above the certificate in its chain, its issuer first. Nothing below vouches for anybody. */
  readonly trusted: readonly CertificateIssuer[]
  /** Who else may have signed evidence, if one of the chain vouches for it. */
  readonly signers: readonly Certificate[]
  /** All CRLs at hand: for signers that must be checked themselves, and for deltas. */
  readonly crls: readonly Crl[]
  /** How many signers may stand between evidence and the chain. */
  readonly signerDepth: number
  /** How old evidence may be, from its thisUpdate; `undefined` where its nextUpdate alone decides. */
  readonly maxAgeMs: number | undefined
  /**
   * Looks up a delegated responder without ocspNoCheck in the CRLs that its certificate names, and answers `true` also where it names none.
   * `undefined` where nothing is fetched, and while a responder is looked up.
   */
  readonly isResponderGood: ((responder: Certificate, issuer: CertificateIssuer) => Promise<boolean>) | undefined
  readonly budget: RevocationBudget
  /** Signatures already checked in this call, by what was signed and the key, so that a large CRL is hashed once. */
  readonly checked: WeakMap<Uint8Array, Map<string, Promise<SignatureVerdict>>>
}

/** Who issued a certificate: a certificate of the chain, or a root that is only a name and a key. */
export interface CertificateIssuer {
  readonly name: Name
  readonly publicKey: PublicKey
  readonly certificate: Certificate | undefined
}

/** The verdict on a signature; `refused` for an algorithm that is not relied on, `over-budget` if it was one too many to be checked. */
export type EvidenceSignature = SignatureVerdict | 'refused' | 'over-budget'

/** The verdict on a signature over evidence. */
export async function verifyEvidence(check: SignatureCheck, context: RevocationContext): Promise<EvidenceSignature> {
  if (isRefused(check.algorithm, context)) return 'refused'
  const known = context.checked.get(check.data) ?? new Map<string, Promise<SignatureVerdict>>()
  context.checked.set(check.data, known)
  const key = hexOf(check.publicKey.spki)
  const checked = known.get(key)
  if (checked !== undefined) return checked
  if (!context.budget.spend('signatures', 1)) return 'over-budget'
  const verdict = Promise.resolve(context.verifier.verify(check))
  known.set(key, verdict)
  return verdict
}

/** That no more signatures may be checked. */
export function signatureBudgetProblem(url: string | null, { budget }: RevocationContext): Problem {
  return createProblem('revocation-budget', { budget: 'signatures', limit: budget.limit('signatures'), url })
}

/** Whether two are the same certificate, byte for byte. */
export function isSameCertificate(a: Certificate | undefined, b: Certificate | undefined): boolean {
  return a !== undefined && b !== undefined && bytesEqual(a.der, b.der)
}

/** As for certificates: of what is refused, only SHA-1 and DSA can be opened. */
function isRefused({ acceptance, family, hash }: SignatureAlgorithm, { weakAlgorithms }: RevocationContext): boolean {
  return acceptance === 'refused' && (weakAlgorithms === 'refuse' || (family !== 'DSA' && hash !== 'SHA-1'))
}

/**
 * Whether a certificate was signed by a key, is current, has no critical extension that is not known, and a key that nobody can compute: it is not
 * part of the chain, whose keys `buildChain` judges.
 */
export async function isSoundSigner(
  signer: Certificate,
  issuer: CertificateIssuer,
  context: RevocationContext,
): Promise<boolean> {
  if (!namesEqual(signer.issuer, issuer.name) || !isCurrent(signer, context)) return false
  if (signer.extensions.list.some(({ critical, name }) => critical && !KNOWN_CRITICAL.has(name ?? ''))) return false
  const { signatureAlgorithm: algorithm, tbsCertificate: data, signature } = signer
  const verdict = await verifyEvidence({ publicKey: issuer.publicKey, algorithm, data, signature }, context)
  return verdict === 'valid' && !isWeakKey(signer.publicKey, context)
}

/** As for certificates. */
function isWeakKey(publicKey: PublicKey, { weakAlgorithms }: RevocationContext): boolean {
  const weakness = findKeyWeakness(publicKey)
  const isOpened = weakAlgorithms === 'allow' && (weakness === 'rsa-too-small' || publicKey.algorithm === 'DSA')
  return weakness !== undefined && !isOpened
}

function isCurrent(certificate: Certificate, { atMs }: RevocationContext): boolean {
  return atMs >= certificate.notBefore.getTime() && atMs <= certificate.notAfter.getTime()
}

/** What `buildChain` acts upon. Constraints bind those below a signer, and nothing is below it. */
const KNOWN_CRITICAL: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'authorityKeyIdentifier',
  'subjectKeyIdentifier',
  'basicConstraints',
  'keyUsage',
  'extendedKeyUsage',
  'subjectAltName',
  'nameConstraints',
  'certificatePolicies',
  'policyMappings',
  'policyConstraints',
  'inhibitAnyPolicy',
  'cRLDistributionPoints',
  'ocspNoCheck',
])
