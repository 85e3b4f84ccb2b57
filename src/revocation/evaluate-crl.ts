import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl, CrlEntry, RevocationReason } from '../x509/crl.ts'
import { namesEqual } from '../x509/names-equal.ts'
import type { ReasonFlag } from '../x509/read-distribution-points.ts'
import { isDirectory, reasonsInScope } from './crl-scope.ts'
import { isSoundSigner, verifyEvidence, type CertificateIssuer, type RevocationContext } from './revocation-context.ts'

/** What one piece of evidence says of a certificate. */
export type EvidenceVerdict =
  | {
      readonly kind: 'revoked'
      readonly revokedAt: Date
      readonly reason: RevocationReason | undefined
      readonly invalidityDate: Date | undefined
      readonly thisUpdate: Date
      readonly nextUpdate: Date
    }
  | {
      readonly kind: 'good'
      readonly reasons: ReadonlySet<ReasonFlag> | 'all'
      readonly thisUpdate: Date
      readonly nextUpdate: Date
    }
  | { readonly kind: 'unknown'; readonly thisUpdate: Date; readonly nextUpdate: Date }
  | { readonly kind: 'unusable'; readonly problem: Problem }

/**
 * Decides what a complete CRL, with the delta CRLs at hand, says of a certificate (RFC 5280 section 6.3.3).
 *
 * First what costs nothing: rules of form, scope, dates; then the signature; and only then is an entry believed.
 */
export async function evaluateCrl(
  certificate: Certificate,
  issuer: CertificateIssuer,
  crl: Crl,
  url: string | null,
  context: RevocationContext,
): Promise<EvidenceVerdict> {
  const nextUpdate = crl.nextUpdate
  const reasons = reasonsInScope(certificate, crl)
  if (reasons.size === 0) return { kind: 'unusable', problem: createProblem('out-of-scope', { url }) }
  const fault = findCrlFault(crl, url, context) ?? (await findSignerFault(crl, issuer, url, context))
  if (fault !== undefined || nextUpdate === undefined)
    return { kind: 'unusable', problem: fault ?? staleProblem(undefined, url) }
  const dates = { thisUpdate: crl.thisUpdate, nextUpdate }
  const entry = (await findDeltaEntry(certificate, issuer, crl, context)) ?? findEntry(certificate, crl)
  if (entry === undefined || entry.reason === 'removeFromCRL') return { kind: 'good', reasons, ...dates }
  const { revocationDate: revokedAt, reason, invalidityDate } = entry
  return { kind: 'revoked', revokedAt, reason, invalidityDate, ...dates }
}

/** Rules that a CRL must keep, whatever it is about (RFC 5280 sections 5.1 to 5.3). */
function findCrlFault(crl: Crl, url: string | null, { atMs, toleranceMs }: RevocationContext): Problem | undefined {
  const { list, crlNumber, issuingDistributionPoint: scope } = crl.extensions
  const malformed = (error: string): Problem => createProblem('evidence-malformed', { source: 'crl', error, url })
  const unknown =
    list.find(({ critical, name }) => critical && name === undefined)?.oid ?? crl.unknownCriticalEntryExtension
  if (unknown !== undefined) return createProblem('evidence-unsupported', { source: 'crl', oid: unknown, url })
  if (crlNumber === undefined) return malformed('crl-number-missing')
  if (list.some(({ critical, name }) => critical && name === 'cRLNumber')) return malformed('crl-number-critical')
  if (scope?.onlyContainsUserCerts === true && scope.onlyContainsCaCerts) return malformed('scope-contradicts-itself')
  if (scope?.onlySomeReasons?.length === 0) return malformed('scope-without-reasons')
  if (crl.thisUpdate.getTime() > atMs + toleranceMs) {
    return createProblem('evidence-not-yet-valid', { source: 'crl', thisUpdate: crl.thisUpdate.toISOString(), url })
  }
  const isStale = crl.nextUpdate === undefined || crl.nextUpdate.getTime() <= atMs - toleranceMs
  return isStale ? staleProblem(crl.nextUpdate, url) : undefined
}

function staleProblem(nextUpdate: Date | undefined, url: string | null): Problem {
  return createProblem('stale', { source: 'crl', nextUpdate: nextUpdate?.toISOString() ?? null, url })
}

/** Looks for the one who signed: the certificate's issuer, or another signer of the CRL issuer's name that the chain vouches for. */
async function findSignerFault(
  crl: Crl,
  issuer: CertificateIssuer,
  url: string | null,
  context: RevocationContext,
): Promise<Problem | undefined> {
  const { signatureAlgorithm: algorithm, tbsCertList: data, signature } = crl
  let problem: Problem = createProblem('responder-unauthorized', { source: 'crl', url })
  for (const signer of crlSigners(crl, issuer, context)) {
    const verdict = await verifyEvidence({ publicKey: signer.publicKey, algorithm, data, signature }, context)
    if (verdict === 'valid') {
      if (mayNotSignCrls(signer, context)) problem = createProblem('responder-unauthorized', { source: 'crl', url })
      else if (await isVouchedFor(signer, issuer, context)) return undefined
    } else if (verdict === 'invalid') {
      problem = createProblem('bad-signature', { source: 'crl', url })
    } else {
      return createProblem('evidence-algorithm', { source: 'crl', algorithm: algorithm.name, url })
    }
  }
  return problem
}

function crlSigners(crl: Crl, issuer: CertificateIssuer, { signers }: RevocationContext): readonly CertificateIssuer[] {
  const others = signers.filter(({ subject }) => namesEqual(subject, crl.issuer)).map(issuerOf)
  const candidates = namesEqual(crl.issuer, issuer.name) ? [issuer, ...others] : others
  const wanted = crl.extensions.authorityKeyIdentifier?.keyIdentifier
  const likelihood = ({ certificate }: CertificateIssuer): number =>
    Number(certificate?.extensions.subjectKeyIdentifier === wanted)
  return [...candidates].sort((a, b) => likelihood(b) - likelihood(a))
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

/** The issuer needs nobody's word; any other signer must be signed by the issuer or by a certificate of its chain. */
async function isVouchedFor(
  signer: CertificateIssuer,
  issuer: CertificateIssuer,
  context: RevocationContext,
): Promise<boolean> {
  const { certificate } = signer
  if (certificate === undefined || certificate.der === issuer.certificate?.der) return true
  for (const voucher of [issuer, ...context.signers.map(issuerOf)]) {
    if (voucher.certificate?.der !== certificate.der && (await isSoundSigner(certificate, voucher, context)))
      return true
  }
  return false
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

/** What a delta CRL to this complete one says (RFC 5280 sections 5.2.4 and 6.3.3 (c), (h)). */
async function findDeltaEntry(
  certificate: Certificate,
  issuer: CertificateIssuer,
  complete: Crl,
  context: RevocationContext,
): Promise<CrlEntry | undefined> {
  for (const delta of context.crls) {
    if (!isDeltaTo(delta, complete) || findCrlFault(delta, null, context) !== undefined) continue
    const entry = findEntry(certificate, delta)
    if (entry !== undefined && (await findSignerFault(delta, issuer, null, context)) === undefined) return entry
  }
  return undefined
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
