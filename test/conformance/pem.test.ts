import { describe, expect, it } from 'vitest'
import { CONFORMANCE_FOLDER } from './support/corpus.ts'
import { checkDeviations, type Outcome } from './support/deviations.ts'
import { createFigures } from './support/figures.ts'
import { compareHeaders, comparePem, readPemCases } from './support/pem-cases.ts'

describe.skipIf(CONFORMANCE_FOLDER === undefined)('the PEM texts of the conformance data', () => {
  it('give the blocks or the error that the corpus says, or something else for a listed reason', () => {
    const figures = createFigures()
    const outcomes: Outcome[] = []
    for (const test of readPemCases()) {
      for (const outcome of [comparePem(test), ...compareHeaders(test)]) {
        const isAsExpected = outcome.expected === outcome.actual
        figures.count(`pem ${test.expected}`, isAsExpected ? 'as expected' : 'otherwise, for a listed reason')
        outcomes.push(outcome)
      }
    }
    console.log(figures.text())
    expect(checkDeviations('pem', outcomes)).toEqual([])
  })
})

if (CONFORMANCE_FOLDER === undefined)
  console.log('SKIPPED: CERTKEEP_CONFORMANCE is not set, the PEM texts of the conformance data were not read')
