import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { isCertkeepError } from '../../src/problem/certkeep-error.ts'
import { parseCertificate } from '../../src/x509/parse-certificate.ts'
import { readCertificateCases } from './support/certificate-cases.ts'
import { CONFORMANCE_FOLDER } from './support/corpus.ts'
import { checkDeviations, type Outcome } from './support/deviations.ts'
import { createFigures } from './support/figures.ts'
import { certkeepFields, pkijsFields, type Fields } from './support/pkijs-fields.ts'

/** The fields, or what kept the reader from reading them. */
function attempt(read: () => Fields): Fields | string {
  try {
    return read()
  } catch (error) {
    if (isCertkeepError(error)) return error.code
    return error instanceof Error ? 'throws' : 'throws something else'
  }
}

/** Names the fields that differ; the values are in the certificate. */
function compare(id: string, der: Uint8Array): Outcome {
  const theirs = attempt(() => pkijsFields(der))
  const ours = attempt(() => certkeepFields(parseCertificate(der)))
  if (typeof ours === 'string')
    return { id, expected: typeof theirs === 'string' ? 'refuses' : 'reads', actual: 'refuses' }
  if (typeof theirs === 'string') return { id, expected: theirs, actual: 'reads' }
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
  const different = names.filter((name) => ours[name] !== theirs[name])
  return { id, expected: 'reads', actual: ['reads', ...different].join(' ') }
}

describe('parseCertificate(), beside pkijs,', () => {
  it('reads the same fields of every root', () => {
    for (const pem of rootCertificates) {
      const der = new Uint8Array(new X509Certificate(pem).raw)
      expect(certkeepFields(parseCertificate(der))).toEqual(pkijsFields(der))
    }
  })

  // Without the data the run says so at its end.
  it.skipIf(CONFORMANCE_FOLDER === undefined)(
    'reads the same fields of every certificate of other projects, but for listed differences',
    () => {
      const figures = createFigures()
      const outcomes = readCertificateCases().map(({ source, suite, der }) => {
        const outcome = compare(source, new Uint8Array(Buffer.from(der, 'base64')))
        figures.count(
          suite,
          outcome.expected === outcome.actual
            ? `both ${outcome.actual.replace(/s$/, '')}`
            : describeDifference(outcome),
        )
        return outcome
      })
      console.log(`certificates, beside pkijs\n${figures.text()}`)
      // What is refused is explained beside OpenSSL, in certificates.json.
      expect(
        checkDeviations(
          'pkijs',
          outcomes.filter(({ actual }) => actual !== 'refuses'),
        ),
      ).toEqual([])
    },
  )
})

function describeDifference({ expected, actual }: Outcome): string {
  if (actual === 'refuses') return 'refused by rule'
  return expected === 'reads' ? 'read otherwise' : 'read, pkijs throws'
}
