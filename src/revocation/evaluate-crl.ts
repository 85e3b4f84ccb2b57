import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl, CrlEntry, RevocationReason } from '../x509/crl.ts'
import { namesEqual } from '../x509/names-equal.ts'
import type { ReasonFlag } from '../x509/read-distribution-points.ts'
import { isDirectory, reasonsInScope } from './crl-scope.ts'
import { evidenceEnd, findDateFault } from './evidence-life.ts'
import {
  isSameCertificate,
  isSoundSigner,
  signatureBudgetProblem,
  verifyEvidence,
  type CertificateIssuer,
  type EvidenceSignature,
  type RevocationContext,
} from './revocation-context.ts'

/** What one piece of evidence says of a certificate. */
export type EvidenceVerdict =
  | ({
      readonly kind: 'revoked'
      readonly revokedAt: Date
      readonly reason: RevocationReason | undefined
      readonly invalidityDate: Date | undefined
    } & EvidenceLife)
  | ({ readonly kind: 'good'; readonly reasons: ReadonlySet<ReasonFlag> | 'all' } & EvidenceLife)
  | ({ readonly kind: 'unknown' } & EvidenceLife)
  | { readonly kind: 'unusable'; readonly problem: Problem }

/** The dates of evidence, as written, and until when it holds. */
interface EvidenceLife {
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  readonly endsAt: Date
}

/**
 * Decides what a complete CRL, with the delta CRLs at hand, says of a certificate (RFC 5280 section 6.3.3).
 *
 * First what costs nothing: rules of form, scope, dates; then the signature; and only then is an entry believed.
 */
export async function evaluateCrl(
  certificate: Certificate,
  crl: Crl,
  url: string | null,
  context: RevocationContext,
): Promise<EvidenceVerdict> {
  const reasons = reasonsInScope(certificate, crl)
  const isDelta = crl.extensions.deltaCrlIndicator !== undefined
  if (isDelta || reasons.size === 0) return unusable(createProblem('out-of-scope', { url }))
  const fault = findCrlFault(crl, url, context)
  if (fault !== undefined) return unusable(fault)
  const found = await findSigner(certificate, crl, url, context)
  if (found.kind === 'problem') return unusable(found.problem)
  const own = findEntry(certificate, crl)
  if (own?.reason === 'removeFromCRL') {
    return unusable(createProblem('evidence-malformed', { source: 'crl', error: 'removal-outside-delta', url }))
  }
  const delta = await findDelta(crl, found.signer, context)
  const life = lifeOf(crl, delta, context)
  const entry = (delta === undefined ? undefined : findEntry(certificate, delta)) ?? own
  if (entry === undefined || entry.reason === 'removeFromCRL') return { kind: 'good', reasons, ...life }
  const { revocationDate: revokedAt, reason, invalidityDate } = entry
  return { kind: 'revoked', revokedAt, reason, invalidityDate, ...life }
}

/** Whether a CRL at hand says that a signer is revoked. That none speaks of it is let pass. */
export async function isRevokedSigner(signer: Certificate, context: RevocationContext): Promise<boolean> {
  const { signerDepth } = context
  if (signerDepth === 0) return false
  for (const crl of context.crls) {
    const verdict = await evaluateCrl(signer, crl, null, { ...context, signerDepth: signerDepth - 1 })
    if (verdict.kind === 'revoked') return true
  }
  return false
}

function unusable(problem: Problem): EvidenceVerdict {
  return { kind: 'unusable', problem }
}

/** Rules that a CRL must keep, whatever it is about (RFC 5280 sections 5.1 to 5.3). */
function findCrlFault(crl: Crl, url: string | null, context: RevocationContext): Problem | undefined {
  const { list, crlNumber, issuingDistributionPoint: scope } = crl.extensions
  const malformed = (error: string): Problem => createProblem('evidence-malformed', { source: 'crl', error, url })
  const unknown =
    list.find(({ critical, name }) => critical && name === undefined)?.oid ?? crl.unknownCriticalEntryExtension
  if (unknown !== undefined) return createProblem('evidence-unsupported', { source: 'crl', oid: unknown, url })
  if (crlNumber === undefined) return malformed('crl-number-missing')
  if (list.some(({ critical, name }) => critical && name === 'cRLNumber')) return malformed('crl-number-critical')
  if (scope?.onlyContainsUserCerts === true && scope.onlyContainsCaCerts) return malformed('scope-contradicts-itself')
  if (scope?.onlySomeReasons?.length === 0) return malformed('scope-without-reasons')
  return findDateFault({ source: 'crl', thisUpdate: crl.thisUpdate, nextUpdate: crl.nextUpdate }, url, context)
}

type FoundSigner =
  | { readonly kind: 'signer'; readonly signer: CertificateIssuer }
  | { readonly kind: 'problem'; readonly problem: Problem }

/** Looks for the one who signed: one of the certificate's chain, or another whom the chain vouches for. */
async function findSigner(
  certificate: Certificate,
  crl: Crl,
  url: string | null,
  context: RevocationContext,
): Promise<FoundSigner> {
  const { signatureAlgorithm } = crl
  const unauthorized = createProblem('responder-unauthorized', { source: 'crl', url })
  const problems: Problem[] = []
  for (const signer of crlSigners(certificate, crl, context)) {
    const verdict = await verifyCrl(crl, signer, context)
    if (verdict === 'valid') {
      if (mayNotSignCrls(signer, context)) problems.push(unauthorized)
      else if (await isVouchedFor(signer, certificate, context)) return { kind: 'signer', signer }
      else problems.push(unauthorized)
    } else if (verdict === 'invalid') {
      problems.push(createProblem('bad-signature', { source: 'crl', url }))
    } else if (verdict === 'over-budget') {
      problems.push(signatureBudgetProblem(url, context))
    } else {
      problems.push(createProblem('evidence-algorithm', { source: 'crl', algorithm: signatureAlgorithm.name, url }))
    }
  }
  // Who did sign, and may not, says more than who did not.
  const problem = problems.find(({ code }) => code === 'responder-unauthorized') ?? problems[0] ?? unauthorized
  return { kind: 'problem', problem }
}

async function verifyCrl(
  { signatureAlgorithm: algorithm, tbsCertList: data, signature }: Crl,
  { publicKey }: CertificateIssuer,
  context: RevocationContext,
): Promise<EvidenceSignature> {
  return verifyEvidence({ publicKey, algorithm, data, signature }, context)
}

/** All of the CRL issuer's name, the likeliest key first. The certificate that is asked about may not speak for itself. */
function crlSigners(certificate: Certificate, crl: Crl, context: RevocationContext): readonly CertificateIssuer[] {
  const wanted = crl.extensions.authorityKeyIdentifier?.keyIdentifier
  const likelihood = (signer: CertificateIssuer): number =>
    Number(signer.certificate?.extensions.subjectKeyIdentifier === wanted)
  return [...context.trusted, ...context.signers.map(issuerOf)]
    .filter((signer) => namesEqual(signer.name, crl.issuer) && !isSameCertificate(signer.certificate, certificate))
    .sort((a, b) => likelihood(b) - likelihood(a))
}

/** A certificate in the part of an issuer. */
export function issuerOf(certificate: Certificate): CertificateIssuer {
  return { name: certificate.subject, publicKey: certificate.publicKey, certificate }
}

/** RFC 5280 section 6.3.3 (f), RFC 10007. A root that is only a name and a key may. */
function mayNotSignCrls({ certificate }: CertificateIssuer, { crlSignKeyUsage }: RevocationContext): boolean {
  if (certificate === undefined) return false
  const { keyUsage } = certificate.extensions
  return keyUsage === undefined ? crlSignKeyUsage === 'required' : !keyUsage.includes('cRLSign')
}

/**
 * Those of the chain need nobody's word. Any other signer must be signed by one of the chain, or by a CA that is vouched for in turn, and no
 * CRL at hand may say that it is revoked (RFC 5280 section 6.3.3 (f)).
 */
async function isVouchedFor(
  { certificate: signer }: CertificateIssuer,
  subject: Certificate,
  context: RevocationContext,
): Promise<boolean> {
  const { trusted, signers, signerDepth } = context
  if (signer === undefined || trusted.some(({ certificate }) => isSameCertificate(certificate, signer))) return true
  if (signerDepth === 0) return false
  const deeper = { ...context, signerDepth: signerDepth - 1 }
  const cas = signers.filter((ca) => mayIssue(ca) && !isSameCertificate(ca, signer) && !isSameCertificate(ca, subject))
  for (const voucher of [...trusted, ...cas.map(issuerOf)]) {
    const isSound = await isSoundSigner(signer, voucher, context)
    if (isSound && (await isVouchedFor(voucher, subject, deeper))) return !(await isRevokedSigner(signer, context))
  }
  return false
}

/**
 * A CA beside the chain. One whose names are constrained vouches for nobody: the name that it is asked about is that of another CA, and whether
 * it may give that is for a path to say. One of the chain decides about the certificate anyway.
 */
function mayIssue({ extensions: { basicConstraints, keyUsage, nameConstraints } }: Certificate): boolean {
  return basicConstraints?.cA === true && keyUsage?.includes('keyCertSign') !== false && nameConstraints === undefined
}

/** The entry of a certificate: of its serial number and its issuer (RFC 5280 section 5.3.3). */
function findEntry(certificate: Certificate, crl: Crl): CrlEntry | undefined {
  const isOwn = namesEqual(crl.issuer, certificate.issuer)
  return crl.find(certificate.serialNumber).find(({ certificateIssuer }) => {
    return certificateIssuer === undefined
      ? isOwn
      : certificateIssuer.some((name) => isDirectory(name, certificate.issuer))
  })
}

/**
 * The newest delta CRL to this complete one (RFC 5280 sections 5.2.4 and 6.3.3 (c), (h)); the same key must have signed both.
 *
 * Each delta holds all that has changed since its base, so that an older one can only be wrong where the newest differs.
 */
async function findDelta(
  complete: Crl,
  signer: CertificateIssuer,
  context: RevocationContext,
): Promise<Crl | undefined> {
  const deltas = context.crls
    .filter((crl) => isDeltaTo(crl, complete) && findCrlFault(crl, null, context) === undefined)
    .sort((a, b) => Number((b.extensions.crlNumber ?? 0n) - (a.extensions.crlNumber ?? 0n)))
  for (const delta of deltas) {
    if ((await verifyCrl(delta, signer, context)) === 'valid') return delta
  }
  return undefined
}

/** Both together are as new as the delta (RFC 5280 section 5.2.4), and hold until one of them ends. */
function lifeOf(complete: Crl, delta: Crl | undefined, { maxAgeMs }: RevocationContext): EvidenceLife {
  const [first = complete] = [complete, ...(delta === undefined ? [] : [delta])].sort(
    (a, b) => endOf(a, maxAgeMs).getTime() - endOf(b, maxAgeMs).getTime(),
  )
  const { thisUpdate } = delta ?? complete
  return { thisUpdate, nextUpdate: first.nextUpdate, endsAt: endOf(first, maxAgeMs) }
}

function endOf(crl: Crl, maxAgeMs: number | undefined): Date {
  return evidenceEnd(crl, maxAgeMs) ?? crl.thisUpdate
}

function isDeltaTo(delta: Crl, complete: Crl): boolean {
  const { deltaCrlIndicator: base, crlNumber } = delta.extensions
  const completeNumber = complete.extensions.crlNumber
  if (base === undefined || crlNumber === undefined || completeNumber === undefined) return false
  const isInOrder = base <= completeNumber && completeNumber < crlNumber
  return (
    isInOrder &&
    namesEqual(delta.issuer, complete.issuer) &&
    isSameExtension(delta, complete, 'issuingDistributionPoint') &&
    isSameExtension(delta, complete, 'authorityKeyIdentifier')
  )
}

function isSameExtension(a: Crl, b: Crl, name: string): boolean {
  const ofA = a.extensions.list.find((extension) => extension.name === name)?.value
  const ofB = b.extensions.list.find((extension) => extension.name === name)?.value
  if (ofA === undefined || ofB === undefined) return ofA === ofB
  return ofA.length === ofB.length && ofA.every((value, index) => value === ofB[index])
}
