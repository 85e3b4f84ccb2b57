import { describe, expect, it } from 'vitest'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import { checkRevocation } from '../../../src/revocation/check-revocation.ts'
import type { RevocationOptions } from '../../../src/revocation/revocation-options.ts'
import { CRL_DEFECTS } from '../../../src/testing/crl-defects.ts'
import { createTestAuthority } from '../../../src/testing/create-test-authority.ts'
import { TEST_EPOCH } from '../../../src/testing/create-test-clock.ts'
import { OCSP_DEFECTS } from '../../../src/testing/ocsp-defects.ts'

const root = await createTestAuthority({ seed: 'revocation defects' })
const ca = await root.intermediate()
const leaf = await ca.leaf()
const chain = leaf.chain.map(({ certificate }) => certificate)
const verifier = createNodeVerifier()

async function verdict(options: RevocationOptions): Promise<string> {
  const report = await checkRevocation(chain, { at: new Date(TEST_EPOCH), scope: 'leaf', verifier, ...options })
  const [result] = report.certificates
  const [problem] = result?.problems ?? []
  const error = problem !== undefined && 'error' in problem.detail ? ` ${problem.detail.error}` : ''
  return [report.status, ...(problem === undefined ? [] : [problem.code + error])].join(': ')
}

const CRL_VERDICTS: Readonly<Record<keyof typeof CRL_DEFECTS, string>> = {
  stale: 'unavailable: stale',
  future: 'unavailable: evidence-not-yet-valid',
  'missing-next-update': 'unavailable: stale',
  'wrong-issuer-key': 'unavailable: bad-signature',
  'wrong-issuer-name': 'unavailable: out-of-scope',
  'broken-signature': 'unavailable: bad-signature',
  'sha1-signature': 'unavailable: evidence-algorithm',
  'inner-outer-algorithm-mismatch': 'unavailable: evidence-malformed ERR_X509_ALGORITHM_MISMATCH',
  'unknown-critical-extension': 'unavailable: evidence-unsupported',
  'unknown-critical-entry-extension': 'unavailable: evidence-unsupported',
  'duplicate-extension': 'unavailable: evidence-malformed ERR_DER_VALUE',
  'missing-crl-number': 'unavailable: evidence-malformed crl-number-missing',
  'delta-without-crl-number': 'unavailable: out-of-scope',
  'contradicting-scope': 'unavailable: out-of-scope',
  'wrong-scope': 'unavailable: out-of-scope',
  'non-critical-scope': 'unavailable: out-of-scope',
  'attribute-certificates-only': 'unavailable: out-of-scope',
  'empty-only-some-reasons': 'unavailable: out-of-scope',
  'v1-with-extensions': 'unavailable: evidence-malformed ERR_DER_VALUE',
  // A list that should have been left out says nothing else than one that was.
  'empty-revoked-certificates': 'good',
  // The entry is for another serial number.
  'remove-from-crl-in-complete': 'good',
  'unknown-reason': 'unavailable: evidence-malformed ERR_DER_VALUE',
  'month-13': 'unavailable: evidence-malformed ERR_DER_TIME',
  'indefinite-length': 'unavailable: evidence-malformed ERR_DER_LENGTH_INDEFINITE',
  truncated: 'unavailable: evidence-malformed ERR_DER_TRUNCATED',
  'trailing-bytes': 'unavailable: evidence-malformed ERR_DER_TRAILING_BYTES',
}

const OCSP_VERDICTS: Readonly<Record<keyof typeof OCSP_DEFECTS, string>> = {
  stale: 'unavailable: stale',
  future: 'unavailable: evidence-not-yet-valid',
  'missing-next-update': 'unavailable: stale',
  'wrong-serial-number': 'unavailable: not-covered',
  'wrong-issuer-hashes': 'unavailable: not-covered',
  'no-responses': 'unavailable: not-covered',
  'other-entry-first': 'good',
  'non-issued': 'revoked: certificate-revoked',
  // No nonce was asked with.
  'missing-nonce': 'good',
  'wrong-nonce': 'good',
  'broken-signature': 'unavailable: bad-signature',
  'wrong-key': 'unavailable: bad-signature',
  'sha1-signature': 'unavailable: evidence-algorithm',
  'unauthorized-responder': 'unavailable: responder-unauthorized',
  'responder-without-eku': 'unavailable: responder-unauthorized',
  'responder-any-eku': 'unavailable: responder-unauthorized',
  'responder-expired': 'unavailable: responder-unauthorized',
  // RFC 6960 section 4.2.2.2.1 leaves open how it is checked; no CRL here speaks of it.
  'responder-without-nocheck': 'good',
  'missing-certificates': 'unavailable: responder-unauthorized',
  'unknown-critical-extension': 'unavailable: evidence-unsupported',
  'unknown-critical-single-extension': 'unavailable: evidence-unsupported',
  'unknown-response-type': 'unavailable: evidence-malformed ERR_OCSP_RESPONSE_TYPE',
  'constructed-good': 'unavailable: evidence-malformed ERR_DER_UNEXPECTED_TAG',
  'error-with-response': 'unavailable: evidence-malformed ERR_DER_VALUE',
  'try-later': 'unavailable: responder-error',
  unauthorized: 'unavailable: responder-error',
  'indefinite-length': 'unavailable: evidence-malformed ERR_DER_LENGTH_INDEFINITE',
  truncated: 'unavailable: evidence-malformed ERR_DER_TRUNCATED',
  'trailing-bytes': 'unavailable: evidence-malformed ERR_DER_TRAILING_BYTES',
}

describe('checkRevocation() with a defective CRL', () => {
  it.each(Object.entries(CRL_VERDICTS))('%s: %s', async (defect, expected) => {
    const name = Object.keys(CRL_DEFECTS).find((known): known is keyof typeof CRL_DEFECTS => known === defect)
    const { der } = await ca.crl({ defects: name === undefined ? [] : [name] })
    expect(await verdict({ crls: [der] })).toBe(expected)
  })
})

describe('checkRevocation() with a defective OCSP response', () => {
  it.each(Object.entries(OCSP_VERDICTS))('%s: %s', async (defect, expected) => {
    const name = Object.keys(OCSP_DEFECTS).find((known): known is keyof typeof OCSP_DEFECTS => known === defect)
    const { der } = await ca.ocsp({ certificates: [leaf], defects: name === undefined ? [] : [name] })
    expect(await verdict({ ocspResponses: [der] })).toBe(expected)
  })
})
