import { describe, expect, it } from 'vitest'
import { isCertkeepError } from '../../src/problem/certkeep-error.ts'
import { buildChain } from '../../src/path/build-chain.ts'
import { createNodeVerifier } from '../../src/node/create-node-verifier.ts'
import { checkRevocation } from '../../src/revocation/check-revocation.ts'
import type { RevocationOptions } from '../../src/revocation/revocation-options.ts'
import type { RevocationReport } from '../../src/revocation/revocation-report.ts'
import { createTestAuthority } from '../../src/testing/create-test-authority.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import { namesEqual } from '../../src/x509/names-equal.ts'
import { parseCertificate } from '../../src/x509/parse-certificate.ts'
import { parseCrl } from '../../src/x509/parse-crl.ts'
import { parseOcspResponse } from '../../src/x509/parse-ocsp-response.ts'
import { CONFORMANCE_FOLDER, readCorpus } from './support/corpus.ts'
import { checkDeviations, type Outcome } from './support/deviations.ts'
import { createFigures } from './support/figures.ts'
import { readLimboCases } from './support/limbo-cases.ts'
import { readRevocationCases, type RevocationCase } from './support/revocation-cases.ts'

const verifier = createNodeVerifier()

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}

/** Old data, much of it with SHA-1, and CAs without keyUsage, which RFC 10007 is younger than. */
const LEGACY: RevocationOptions = {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- old data whose danger is known
  dangerouslyAllowWeakAlgorithms: true,
  crlSignKeyUsage: 'if-present',
  toleranceMs: 0,
  verifier,
}

function codesOf(report: RevocationReport): string {
  return report.certificates.flatMap(({ problems }) => problems.map(({ code }) => code)).join(' ')
}

/** What a reader said: `ok`, or `error`. */
function readEach(test: RevocationCase): string {
  try {
    for (const der of test.crls ?? []) {
      const crl = parseCrl(bytesOf(der))
      for (const { serialNumber } of crl.entries()) expect(crl.find(serialNumber)).not.toEqual([])
    }
    for (const response of test.ocsp ?? []) parseOcspResponse(bytesOf(response))
    return 'ok'
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    const { structure } = error.detail
    return test.expected === 'error'
      ? 'error'
      : `error ${error.code} in ${typeof structure === 'string' ? structure : ''}`
  }
}

function evidenceOf(test: RevocationCase): RevocationOptions {
  return {
    ...LEGACY,
    at: new Date(test.time ?? Number.NaN),
    crls: (test.crls ?? []).map(bytesOf),
    ocspResponses: (test.ocsp ?? []).map(bytesOf),
  }
}

/** The certificate that a case is about. Of some there is only the serial number, and evidence asks for no more than that and the issuer. */
async function subjectOf(
  { subject, subjectSerial = '' }: RevocationCase,
  issuer: Certificate,
  at: Date,
): Promise<Certificate> {
  if (typeof subject === 'string') return parseCertificate(bytesOf(subject))
  const hex = subjectSerial.padStart(subjectSerial.length + (subjectSerial.length % 2), '0')
  const octets = new Uint8Array(Buffer.from(hex, 'hex'))
  const serialNumber = (octets[0] ?? 0) >= 0x80 ? Uint8Array.of(0, ...octets) : octets
  const authority = await createTestAuthority({ at, seed: 'subject of a case' })
  return (await authority.leaf({ issuer: issuer.subject.der, serialNumber })).certificate
}

/** Instants of a response itself, for cases that only ask which of its entries is about a certificate. */
function instantOf({ time, ocsp = [] }: RevocationCase): Date {
  if (time !== undefined) return new Date(time)
  const [response] = ocsp.map((der) => parseOcspResponse(bytesOf(der)))
  return response?.basic?.responses[0]?.thisUpdate ?? new Date(Number.NaN)
}

/** What suites call it that there is an answer, and that there is none to be used. */
const ANSWERED: readonly string[] = ['ok', 'found']
const UNANSWERED: readonly string[] = ['error', 'undetermined', 'not-found', 'none']

/** Of one certificate and its issuer; without an answer that can be used it is `unavailable` here. */
async function statusOf(test: RevocationCase): Promise<string> {
  const at = instantOf(test)
  const issuer = parseCertificate(bytesOf(test.issuer ?? ''))
  const chain = [await subjectOf(test, issuer, at), issuer]
  const report = await checkRevocation(chain, { ...evidenceOf(test), at, scope: 'leaf' })
  const isUnavailable = report.status === 'unavailable' || report.status === 'not-applicable'
  if (isUnavailable) return UNANSWERED.includes(test.expected) ? test.expected : `unavailable ${codesOf(report)}`
  return ANSWERED.includes(test.expected) ? test.expected : report.status
}

/** Whether the issuer's key made the signatures of CRLs, whatever else may be wrong with them. */
function signatureOf(test: RevocationCase): string {
  const { publicKey } = parseCertificate(bytesOf(test.issuer ?? ''))
  const verdicts: string[] = []
  for (const der of test.crls ?? []) {
    const { signatureAlgorithm: algorithm, tbsCertList: data, signature } = parseCrl(bytesOf(der))
    verdicts.push(verifier.verify({ publicKey, algorithm, data, signature }))
  }
  const isValid = verdicts.length > 0 && verdicts.every((verdict) => verdict === 'valid')
  const names = isValid ? ['valid', 'ok', 'good', 'true'] : ['invalid', 'error', 'bad', 'false']
  return names.includes(test.expected) ? test.expected : verdicts.join(' ')
}

/** Leaf first, each under the issuer whose name it gives: what buildChain would refuse some of these for is not the point here. */
function chainOf(test: RevocationCase): readonly Certificate[] {
  const pool = [...(test.intermediates ?? []), ...(test.anchors ?? [])].map((der) => parseCertificate(bytesOf(der)))
  const chain = [parseCertificate(bytesOf(test.leaf ?? ''))]
  for (;;) {
    const last = chain.at(-1)
    const issuer = pool.find(({ subject }) => last !== undefined && namesEqual(subject, last.issuer))
    if (issuer === undefined || last?.isSelfIssued === true) return chain
    chain.push(issuer)
  }
}

async function chainVerdict(test: RevocationCase): Promise<string> {
  const { options = {}, expected } = test
  if (options.revocation === 'off') return 'valid'
  const scope = options.depth === 'leaf' ? 'leaf' : 'path'
  const report = await checkRevocation(chainOf(test), { ...evidenceOf(test), scope })
  switch (report.status) {
    case 'revoked':
      return 'revoked'
    case 'good':
    case 'not-applicable':
      return 'valid'
    case 'unknown':
    case 'unavailable': {
      // Policies of the suite: whoever calls this library has them.
      if (options.unknownStatus === 'allow' && expected === 'valid') return 'valid'
      return expected === 'undetermined' ? expected : `undetermined ${codesOf(report)}`
    }
  }
}

async function outcomeOf(test: RevocationCase): Promise<string> {
  switch (test.kind) {
    case 'ocsp-status':
    case 'ocsp-lookup':
    case 'crl-status':
      return statusOf(test)
    case 'crl-signature':
      return signatureOf(test)
    case 'chain':
      return chainVerdict(test)
    case 'ocsp-parse':
    case 'crl-parse':
      return readEach(test)
  }
}

describe.skipIf(CONFORMANCE_FOLDER === undefined)('OCSP and CRL suites', () => {
  it('are answered as expected', { timeout: 60_000 }, async () => {
    const figures = createFigures()
    const outcomes: Outcome[] = []
    for (const test of readRevocationCases()) {
      const { id, kind, suite, expected } = test
      // The path itself is unsound, which is for buildChain to say.
      if (expected === 'invalid') continue
      const actual = await outcomeOf(test)
      const mark = test.policySpecific === true ? ' (libraries differ)' : test.derived === true ? ' (derived)' : ''
      figures.count(`${kind}: ${suite}${mark}`, actual === expected ? 'agrees' : 'differs')
      outcomes.push({ id: `${kind} ${id}`, expected, actual })
    }
    console.log(figures.text())
    expect(checkDeviations('revocation', outcomes)).toEqual([])
  })
})

/** The part of a PKITS case that revocation needs; the paths themselves are judged in pkits.test.ts. */
interface PkitsCase {
  readonly id: string
  readonly section: string
  readonly sectionTitle: string
  readonly expected: 'valid' | 'invalid'
  readonly expectedWithoutRevocation: 'valid' | 'invalid'
  readonly time: string
  readonly anchor: string
  readonly path: readonly string[]
  readonly otherCerts: readonly string[]
  readonly crls: readonly string[]
}

describe.skipIf(CONFORMANCE_FOLDER === undefined)('NIST PKITS with its CRLs', () => {
  it('is answered as expected where the path itself is sound', { timeout: 60_000 }, async () => {
    const figures = createFigures()
    const outcomes: Outcome[] = []
    for (const test of readCorpus<{ readonly cases: readonly PkitsCase[] }>('pkits.json.gz').cases) {
      if (test.expectedWithoutRevocation === 'invalid') continue
      const chain = [...test.path]
        .reverse()
        .concat(test.anchor)
        .map((der) => parseCertificate(bytesOf(der)))
      const report = await checkRevocation(chain, {
        ...LEGACY,
        crlSignKeyUsage: 'required',
        at: new Date(test.time),
        crls: test.crls.map(bytesOf),
        signers: test.otherCerts.map(bytesOf),
      })
      const isGood = report.status === 'good' || report.status === 'not-applicable'
      const verdict = isGood ? 'valid' : 'invalid'
      const actual = verdict === test.expected ? verdict : `${verdict} ${report.status} ${codesOf(report)}`
      figures.count(`${test.section} ${test.sectionTitle}`, actual === test.expected ? 'agrees' : 'differs')
      outcomes.push({ id: test.id, expected: test.expected, actual })
    }
    console.log(figures.text())
    expect(outcomes.length).toBeGreaterThan(0)
    expect(checkDeviations('revocation-pkits', outcomes)).toEqual([])
  })
})

describe.skipIf(CONFORMANCE_FOLDER === undefined)('x509-limbo with its CRLs', () => {
  it('is answered as expected, with keyUsage not demanded of whoever signs a CRL', async () => {
    const outcomes: Outcome[] = []
    for (const test of readLimboCases().filter(({ id }) => id.startsWith('crl::'))) {
      const at = new Date(test.validation_time ?? Number.NaN)
      const path = await buildChain(test.peer_certificate, {
        anchors: test.trusted_certs,
        intermediates: test.untrusted_intermediates,
        at,
        profile: 'rfc5280',
        verifier,
        hostname: test.expected_peer_name?.value,
      })
      // The suite has a CA without keyUsage sign a CRL, and expects success (SECURITY.md B3, RFC 10007).
      const report = await checkRevocation(path.chain, {
        at,
        crls: test.crls,
        verifier,
        crlSignKeyUsage: 'if-present',
      })
      const actual = path.ok && report.status === 'good' ? 'SUCCESS' : 'FAILURE'
      outcomes.push({ id: test.id, expected: test.expected_result, actual })
    }
    expect(outcomes.length).toBeGreaterThan(0)
    expect(outcomes.filter(({ expected, actual }) => expected !== actual)).toEqual([])
  })
})

if (CONFORMANCE_FOLDER === undefined)
  console.log('SKIPPED: CERTKEEP_CONFORMANCE is not set, the OCSP and CRL cases of other projects were not run')
