import { describe, expect, it } from 'vitest'
import { readCertificateCases } from './support/certificate-cases.ts'
import { compareCertificate } from './support/compare-certificate.ts'
import { CONFORMANCE_FOLDER } from './support/corpus.ts'
import { checkDeviations } from './support/deviations.ts'
import { createFigures } from './support/figures.ts'

// Without the data the run says so at its end.
describe.skipIf(CONFORMANCE_FOLDER === undefined)('parseCertificate(), on the certificates of other projects,', () => {
  it('reads every field as OpenSSL does, but for the deviations that are listed with their reason', () => {
    const figures = createFigures()
    const outcomes = readCertificateCases().map((test) => {
      const outcome = compareCertificate(test)
      const agrees = outcome.expected === outcome.actual
      const answer = outcome.actual.startsWith('reads') ? 'read' : 'refused'
      figures.count(test.suite, agrees ? `${answer}, agreed` : `${answer} by rule`)
      return outcome
    })
    console.log(`certificates, beside OpenSSL\n${figures.text()}`)
    expect(outcomes).toHaveLength(1083)
    expect(checkDeviations('certificates', outcomes)).toEqual([])
  })
})
