import { bytesEqual } from '../crypto/bytes-equal.ts'
import { hexOf } from '../der/hex.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import { namesEqual } from '../x509/names-equal.ts'
import type { BasicOcspResponse, OcspResponse, OcspSingleResponse } from '../x509/ocsp-response.ts'
import { digestOf, isCertIdOf } from './cert-id.ts'
import { evidenceEnd, findDateFault } from './evidence-life.ts'
import { isRevokedSigner, issuerOf, type EvidenceVerdict } from './evaluate-crl.ts'
import {
  isSameCertificate,
  isSoundSigner,
  signatureBudgetProblem,
  verifyEvidence,
  type CertificateIssuer,
  type RevocationContext,
} from './revocation-context.ts'

/**
 * Decides what an OCSP response says of a certificate (RFC 6960 section 3.2).
 *
 * @param nonce - lower-case hex of the nonce that was asked with, if any; one that comes back must be the same
 */
export async function evaluateOcsp(
  certificate: Certificate,
  issuer: CertificateIssuer,
  response: OcspResponse,
  url: string | null,
  nonce: string | undefined,
  context: RevocationContext,
): Promise<EvidenceVerdict> {
  const { basic, status } = response
  if (basic === undefined) return unusable(createProblem('responder-error', { status, url }))
  const matching = basic.responses.filter(({ certId }) => isCertIdOf(certId, certificate, issuer))
  if (matching.length === 0) return unusable(createProblem('not-covered', { url }))
  const fault =
    findResponseFault(basic, nonce, url, context) ?? (await findSignerFault(certificate, basic, issuer, url, context))
  if (fault !== undefined) return unusable(fault)
  const judged = matching.map((single) => judgeSingle(single, url, context))
  const usable = judged
    .filter((verdict) => verdict.kind !== 'unusable')
    .sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())
  return (
    usable.find(({ kind }) => kind === 'revoked') ??
    usable[0] ??
    judged[0] ??
    unusable(createProblem('not-covered', { url }))
  )
}

function unusable(problem: Problem): EvidenceVerdict {
  return { kind: 'unusable', problem }
}

function findResponseFault(
  basic: BasicOcspResponse,
  nonce: string | undefined,
  url: string | null,
  context: RevocationContext,
): Problem | undefined {
  const unknown = basic.extensions.find(({ critical, name }) => critical && name === undefined)
  if (unknown !== undefined) return createProblem('evidence-unsupported', { source: 'ocsp', oid: unknown.oid, url })
  if (nonce !== undefined && basic.nonce !== undefined && nonce !== basic.nonce) {
    return createProblem('evidence-malformed', { source: 'ocsp', error: 'nonce-of-another-request', url })
  }
  const isFromFuture = basic.producedAt.getTime() > context.atMs + context.toleranceMs
  return isFromFuture
    ? createProblem('evidence-not-yet-valid', { source: 'ocsp', thisUpdate: basic.producedAt.toISOString(), url })
    : undefined
}

function judgeSingle(single: OcspSingleResponse, url: string | null, context: RevocationContext): EvidenceVerdict {
  const { thisUpdate, nextUpdate, status, revokedAt, reason } = single
  const unknown = single.extensions.find(({ critical }) => critical)
  if (unknown !== undefined)
    return unusable(createProblem('evidence-unsupported', { source: 'ocsp', oid: unknown.oid, url }))
  const fault = findDateFault({ source: 'ocsp', thisUpdate, nextUpdate }, url, context)
  if (fault !== undefined) return unusable(fault)
  const life = { thisUpdate, nextUpdate, endsAt: evidenceEnd(single, context.maxAgeMs) ?? thisUpdate }
  if (status === 'revoked') {
    return { kind: 'revoked', revokedAt: revokedAt ?? thisUpdate, reason, invalidityDate: undefined, ...life }
  }
  return status === 'good' ? { kind: 'good', reasons: 'all', ...life } : { kind: 'unknown', ...life }
}

/**
 * Looks for the signer that the response names, among the issuer, the certificates sent along and those at hand, and whether it may speak for
 * the issuer (RFC 6960 section 4.2.2.2). The certificate that is asked about may not speak for itself.
 */
async function findSignerFault(
  subject: Certificate,
  basic: BasicOcspResponse,
  issuer: CertificateIssuer,
  url: string | null,
  context: RevocationContext,
): Promise<Problem | undefined> {
  const { signatureAlgorithm: algorithm, tbsResponseData: data, signature } = basic
  const unauthorized = createProblem('responder-unauthorized', { source: 'ocsp', url })
  const problems: Problem[] = []
  for (const signer of [issuer, ...[...basic.certificates, ...context.signers].map(issuerOf)]) {
    if (!isResponder(signer, basic) || isSameCertificate(signer.certificate, subject)) continue
    const verdict = await verifyEvidence({ publicKey: signer.publicKey, algorithm, data, signature }, context)
    if (verdict === 'valid') {
      if (await isAuthorized(signer, issuer, context)) return undefined
      problems.push(unauthorized)
    } else if (verdict === 'invalid') {
      problems.push(createProblem('bad-signature', { source: 'ocsp', url }))
    } else if (verdict === 'over-budget') {
      problems.push(signatureBudgetProblem(url, context))
    } else {
      problems.push(createProblem('evidence-algorithm', { source: 'ocsp', algorithm: algorithm.name, url }))
    }
  }
  const [unreadable] = basic.certificateErrors
  if (problems.length === 0 && unreadable !== undefined) {
    return createProblem('evidence-malformed', { source: 'ocsp', error: unreadable, url })
  }
  return problems.find(({ code }) => code === 'responder-unauthorized') ?? problems[0] ?? unauthorized
}

/** By name, or by the SHA-1 of the key's octets. */
function isResponder(signer: CertificateIssuer, { responderId }: BasicOcspResponse): boolean {
  if (responderId.kind === 'name') return namesEqual(signer.name, responderId.name)
  const keyHash = digestOf('SHA-1', signer.publicKey.subjectPublicKey)
  return keyHash !== undefined && hexOf(keyHash) === responderId.keyHash
}

/** The issuer itself, by name and key; or a delegate that the issuer has signed for this purpose alone. */
async function isAuthorized(
  signer: CertificateIssuer,
  issuer: CertificateIssuer,
  context: RevocationContext,
): Promise<boolean> {
  if (namesEqual(signer.name, issuer.name) && bytesEqual(signer.publicKey.spki, issuer.publicKey.spki)) return true
  const { certificate } = signer
  if (certificate === undefined) return false
  const { extendedKeyUsage, keyUsage, basicConstraints, ocspNoCheck } = certificate.extensions
  const isDelegate = extendedKeyUsage?.some(({ name }) => name === 'OCSPSigning') === true
  const maySign = keyUsage?.includes('digitalSignature') !== false && basicConstraints?.cA !== true
  if (!isDelegate || !maySign || !(await isSoundSigner(certificate, issuer, context))) return false
  if (ocspNoCheck === true) return true
  // Without ocspNoCheck it is looked up; RFC 6960 section 4.2.2.2.1 leaves open what to do where nothing says where.
  if (await isRevokedSigner(certificate, context)) return false
  return context.isResponderGood === undefined || (await context.isResponderGood(certificate, issuer))
}
