import { describe, expect, it } from 'vitest'
import {
  CERTIFICATE_DEFECTS,
  createTestAuthority,
  TEST_EPOCH,
  type CertificateDefect,
  type TestCertificate,
} from '../../../src/testing/index.ts'
import { verifyWithOpenssl } from '../../support/verify-with-openssl.ts'
import { verdict } from './judge.ts'

const STRICT_DER = 'OpenSSL reads BER, and extensions with bytes left over'
const PARAMETERS = 'the parameters are not those that RFC 4055 gives the algorithm'
const SERIAL = 'RFC 5280 section 4.1.2.2: positive and of 20 octets at most'
const HINT = 'a key identifier orders issuers and excludes none (RFC 4158 section 3.5.12); OpenSSL looks for no other'

/** On what the two differ, and why this library is right. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'unexpected-algorithm-parameters in the leaf': PARAMETERS,
  'unexpected-algorithm-parameters in the intermediate': PARAMETERS,
  'huge-rsa-key in the leaf': 'nothing computes with more than 8192 bits (CVE-2023-29409)',
  'even-rsa-exponent in the leaf': 'no RSA key has an even exponent (RFC 8017 section 3.1)',
  'dsa-key in the leaf': 'no DSA on the web (Baseline Requirements section 6.1.5)',
  'zero-serial-number in the leaf': SERIAL,
  'zero-serial-number in the intermediate': SERIAL,
  'negative-serial-number in the leaf': SERIAL,
  'negative-serial-number in the intermediate': SERIAL,
  'too-long-serial-number in the leaf': SERIAL,
  'too-long-serial-number in the intermediate': SERIAL,
  'v1 in the leaf': 'Baseline Requirements section 7.1.1: version 3',
  'missing-san in the leaf': 'RFC 9525: the common name names no host',
  'missing-extended-key-usage in the leaf': 'Baseline Requirements section 7.1.2.7.6: extKeyUsage must be there',
  'missing-key-usage in the intermediate': 'RFC 5280 section 6.1.4 (n) asks only what stands in one that is there',
  'wrong-authority-key-identifier in the leaf': HINT,
  'wrong-authority-key-identifier in the intermediate': HINT,
  'empty-name-constraints in the intermediate': 'RFC 5280 section 4.2.1.10: one of the two lists must be there',
  'trailing-bytes-in-extension in the leaf': STRICT_DER,
  'trailing-bytes-in-extension in the intermediate': STRICT_DER,
  'indefinite-length in the leaf': STRICT_DER,
  'indefinite-length in the intermediate': STRICT_DER,
  'non-minimal-length in the leaf': STRICT_DER,
  'non-minimal-length in the intermediate': STRICT_DER,
  'non-canonical-boolean in the leaf': STRICT_DER,
  'non-canonical-boolean in the intermediate': STRICT_DER,
  'default-boolean in the leaf': STRICT_DER,
  'default-boolean in the intermediate': STRICT_DER,
  'default-version in the leaf': STRICT_DER,
  'trailing-bytes in the leaf': STRICT_DER,
  'trailing-bytes in the intermediate': STRICT_DER,
}

const at = new Date(TEST_EPOCH)

function isDefect(name: string): name is CertificateDefect {
  return Object.hasOwn(CERTIFICATE_DEFECTS, name)
}

/** A path with the defect in one place, or `undefined` where the testing kit knows no such certificate. */
async function pathWith(
  defect: CertificateDefect,
  place: 'leaf' | 'intermediate',
): Promise<TestCertificate | undefined> {
  const root = await createTestAuthority({ seed: 'openssl', algorithm: 'RSA-2048' })
  const options = { defects: [defect] }
  try {
    return place === 'leaf' ? await root.leaf(options) : await (await root.intermediate(options)).leaf()
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

describe('buildChain() and openssl verify', () => {
  it('differ on the defects that are listed, and on no other', { timeout: 60_000 }, async () => {
    const differing: string[] = []
    for (const defect of Object.keys(CERTIFICATE_DEFECTS).filter(isDefect)) {
      for (const place of ['leaf', 'intermediate'] as const) {
        const leaf = await pathWith(defect, place)
        if (leaf === undefined) continue
        const isOurs = (await verdict(leaf)) === 'ok'
        if (isOurs !== verifyWithOpenssl(leaf, { at }).ok) differing.push(`${defect} in the ${place}`)
      }
    }
    expect(differing.sort()).toEqual(Object.keys(DIFFERENCES).sort())
  })
})
