import { isCertkeepError } from '../problem/certkeep-error.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from '../x509/crl.ts'
import type { OcspResponse } from '../x509/ocsp-response.ts'
import { decodeCrl } from '../x509/decode-crl.ts'
import { decodeOcspResponse } from '../x509/decode-ocsp-response.ts'
import { evaluateCrl } from './evaluate-crl.ts'
import { evaluateOcsp } from './evaluate-ocsp.ts'
import type { SourcedVerdict } from './fetch-evidence.ts'
import type { CertificateIssuer, RevocationContext } from './revocation-context.ts'

/** The TLS handshake that a check is part of. */
export interface HandshakeEvidence {
  /** The OCSP responses that the server sent with its certificates (RFC 6066 section 8, RFC 8446 section 4.4.2.1); empty if it sent none. */
  readonly staples: Iterable<OcspResponse | Uint8Array>
}

/** Evidence that was given, and what could not be read of it. */
export interface GivenEvidence {
  readonly crls: readonly Crl[]
  readonly ocspResponses: readonly OcspResponse[]
  /** Those of the handshake; `undefined` where there is none. */
  readonly staples: readonly OcspResponse[] | undefined
  readonly problems: readonly Problem[]
}

/** What the caller has at hand. */
export interface EvidenceInput {
  readonly crls?: Iterable<Crl | string | Uint8Array> | undefined
  readonly ocspResponses?: Iterable<OcspResponse | Uint8Array> | undefined
  readonly handshake?: HandshakeEvidence | undefined
}

/** Decodes the evidence that was given; what cannot be read is a problem, and hides none of the rest. */
export function readEvidence({ crls = [], ocspResponses = [], handshake }: EvidenceInput): GivenEvidence {
  const problems: Problem[] = []
  const tryRead = <Value>(source: 'crl' | 'ocsp', read: () => Value): readonly Value[] => {
    try {
      return [read()]
    } catch (error) {
      if (!isCertkeepError(error)) throw error
      problems.push(createProblem('evidence-malformed', { source, error: error.code, url: null }))
      return []
    }
  }
  const readResponses = (responses: Iterable<OcspResponse | Uint8Array>): readonly OcspResponse[] =>
    [...responses].flatMap((response) =>
      response instanceof Uint8Array ? tryRead('ocsp', () => decodeOcspResponse(response)) : [response],
    )
  return {
    crls: [...crls].flatMap((crl) =>
      typeof crl === 'string' || crl instanceof Uint8Array ? tryRead('crl', () => decodeCrl(crl)) : [crl],
    ),
    ocspResponses: readResponses(ocspResponses),
    staples: handshake === undefined ? undefined : readResponses(handshake.staples),
    problems,
  }
}

/** Judges all that was given, whatever it says. */
export async function judgeGiven(
  certificate: Certificate,
  issuer: CertificateIssuer,
  { crls, ocspResponses, staples = [] }: GivenEvidence,
  context: RevocationContext,
): Promise<readonly SourcedVerdict[]> {
  const verdicts: SourcedVerdict[] = []
  for (const crl of crls) {
    verdicts.push({ source: 'crl', url: undefined, verdict: await evaluateCrl(certificate, crl, null, context) })
  }
  const responses = [
    ...staples.map((response) => ({ response, isStapled: true })),
    ...ocspResponses.map((response) => ({ response, isStapled: false })),
  ]
  for (const { response, isStapled } of responses) {
    const verdict = await evaluateOcsp(certificate, issuer, response, null, undefined, context)
    verdicts.push({ source: 'ocsp', url: undefined, verdict, isStapled })
  }
  return verdicts
}
