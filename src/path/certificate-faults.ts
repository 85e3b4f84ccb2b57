import { findKeyWeakness } from '../crypto/find-key-weakness.ts'
import type { KeyWeakness } from '../problem/chain-problems.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { PublicKey } from '../x509/public-key.ts'
import type { SignatureAlgorithm } from '../x509/signature-algorithm.ts'
import type { PathCertificate } from './path-certificate.ts'
import { findBrokenRules, type ChainProfile, type PathRole } from './profile-rules.ts'

/** What a certificate is to be used for; `any` asks nothing. */
export type ChainPurpose = 'serverAuth' | 'clientAuth' | 'emailProtection' | 'codeSigning' | 'any'

/** By what certificates are judged. */
export interface CertificateDemands {
  /** Milliseconds since 1970, whole seconds. */
  readonly atMs: number
  readonly purpose: ChainPurpose
  readonly profile: ChainProfile
  readonly weakAlgorithms: 'refuse' | 'allow'
}

/** Demands apart from the time under which a certificate was found without fault in a role; honest CAs are met again and again. */
const foundSound: WeakMap<PathCertificate, Set<string>> = /* @__PURE__ */ new WeakMap()

/**
 * Everything that is wrong with one certificate in its role, whatever its neighbours: its dates, its algorithms and key, critical
 * extensions that are not known, its purpose, and the contents that the profile demands.
 */
export function findCertificateFaults(
  facts: PathCertificate,
  role: PathRole,
  demands: CertificateDemands,
  index: number,
): readonly Problem[] {
  const { purpose, profile, weakAlgorithms } = demands
  const key = `${role} ${purpose} ${profile} ${weakAlgorithms}`
  const sound = foundSound.get(facts)
  const faults = sound?.has(key) === true ? [] : findLastingFaults(facts, role, demands, index)
  if (faults.length === 0) foundSound.set(facts, (sound ?? new Set()).add(key))
  return [...findDateFaults(facts, demands, index), ...faults]
}

/** What does not change with time. */
function findLastingFaults(
  facts: PathCertificate,
  role: PathRole,
  demands: CertificateDemands,
  index: number,
): readonly Problem[] {
  const { certificate, criticality, unknownCritical: oid } = facts
  const faults: Problem[] = []
  const place = { certificate: index }
  const subject = certificate.subject.text
  if (role !== 'anchor' && isRefused(certificate.signatureAlgorithm, demands)) {
    faults.push(
      createProblem('signature-algorithm-refused', { subject, algorithm: certificate.signatureAlgorithm.name }, place),
    )
  }
  const keyFault = findKeyFault(facts.publicKey, subject, demands, index)
  if (keyFault !== undefined) faults.push(keyFault)
  if (oid !== undefined) faults.push(createProblem('critical-extension-unknown', { subject, oid }, place))
  if (!isPurposeAllowed(certificate, role, demands)) {
    faults.push(createProblem('purpose-not-allowed', { subject, purpose: demands.purpose }, place))
  }
  const isForServer = demands.purpose === 'serverAuth'
  for (const rule of findBrokenRules({ certificate, criticality, role, profile: demands.profile, isForServer })) {
    faults.push(createProblem('profile-violated', { subject, rule }, place))
  }
  return faults
}

/** Whether a key is too weak to rely on, be it of a certificate or of a root that is a name and a key alone. */
export function findKeyFault(
  publicKey: PublicKey,
  subject: string,
  demands: CertificateDemands,
  index: number,
): Problem | undefined {
  const weakness = findWeakness(publicKey, demands)
  if (weakness === undefined) return undefined
  const { algorithm, bits } = publicKey
  return createProblem('key-weak', { subject, algorithm, bits, weakness }, { certificate: index })
}

/** notBefore and notAfter are both inclusive (RFC 5280 section 4.1.2.5). */
function findDateFaults(
  { certificate, notBeforeMs, notAfterMs }: PathCertificate,
  { atMs }: CertificateDemands,
  index: number,
): readonly Problem[] {
  if (atMs >= notBeforeMs && atMs <= notAfterMs) return []
  const { subject, notBefore, notAfter } = certificate
  const place = { certificate: index }
  return atMs > notAfterMs
    ? [createProblem('certificate-expired', { subject: subject.text, notAfter: notAfter.toISOString() }, place)]
    : [createProblem('certificate-not-yet-valid', { subject: subject.text, notBefore: notBefore.toISOString() }, place)]
}

function isRefused({ acceptance, family, hash }: SignatureAlgorithm, { weakAlgorithms }: CertificateDemands): boolean {
  if (acceptance !== 'refused') return false
  // What the caller may open is SHA-1 and DSA. Nothing opens MD5, unsigned certificates and pre-hash forms.
  const isOpenable = family === 'DSA' || hash === 'SHA-1'
  return weakAlgorithms === 'refuse' || !isOpenable
}

const weaknesses: WeakMap<PublicKey, { readonly weakness: KeyWeakness | undefined }> = /* @__PURE__ */ new WeakMap()

/**
 * Under RFC 5280 alone only the size of RSA keys is judged, and whether a point is a key at all; the web also refuses curves and keys known
 * to be broken.
 */
function findWeakness(publicKey: PublicKey, { profile, weakAlgorithms }: CertificateDemands): KeyWeakness | undefined {
  if (profile === 'rfc5280' && isRsa(publicKey))
    return publicKey.bits < 2048 && weakAlgorithms === 'refuse' ? 'rsa-too-small' : undefined
  const weakness = knownWeakness(publicKey)
  if (profile === 'rfc5280') return weakness === 'point-invalid' ? weakness : undefined
  const isOpened = weakAlgorithms === 'allow' && (weakness === 'rsa-too-small' || publicKey.algorithm === 'DSA')
  return isOpened ? undefined : weakness
}

function knownWeakness(publicKey: PublicKey): KeyWeakness | undefined {
  let known = weaknesses.get(publicKey)
  if (known === undefined) {
    known = { weakness: findKeyWeakness(publicKey) }
    weaknesses.set(publicKey, known)
  }
  return known.weakness
}

function isRsa({ algorithm }: PublicKey): boolean {
  return algorithm === 'RSA' || algorithm === 'RSA-PSS'
}

/**
 * extendedKeyUsage must name the purpose in every certificate that has it, the root excepted; `anyExtendedKeyUsage` names
 * all, but not on the web. keyUsage of the end entity must allow what the purpose is done with.
 */
function isPurposeAllowed(certificate: Certificate, role: PathRole, { purpose, profile }: CertificateDemands): boolean {
  if (purpose === 'any' || role === 'anchor') return true
  const { extendedKeyUsage, keyUsage } = certificate.extensions
  const isNamed =
    extendedKeyUsage?.some(
      ({ name }) => name === purpose || (name === 'anyExtendedKeyUsage' && profile === 'rfc5280'),
    ) ?? true
  const isUsable =
    role !== 'end-entity' || keyUsage === undefined || keyUsage.some((usage) => PURPOSE_USAGES[purpose].includes(usage))
  return isNamed && isUsable
}

/** The uses of a key, any one of which serves a purpose (RFC 5280 section 4.2.1.12). A CA's certificate as end entity may have neither. */
const PURPOSE_USAGES: Readonly<Record<Exclude<ChainPurpose, 'any'>, readonly string[]>> = {
  serverAuth: ['digitalSignature', 'keyEncipherment', 'keyAgreement', 'keyCertSign'],
  clientAuth: ['digitalSignature', 'keyAgreement', 'keyCertSign'],
  emailProtection: ['digitalSignature', 'contentCommitment', 'keyEncipherment', 'keyAgreement', 'keyCertSign'],
  codeSigning: ['digitalSignature', 'keyCertSign'],
}
