import { describe, expect, it } from 'vitest'
import { createProblem, PROBLEM_FACTS, sortProblems, type Problem } from '../../../src/problem/problem.ts'

describe('createProblem()', () => {
  it('adds the group and severity of the code', () => {
    expect(
      createProblem('key-encrypted', { container: 'pkcs8', cipher: 'aes-256-cbc' }, { field: 'privateKey' }),
    ).toEqual({
      code: 'key-encrypted',
      kind: 'encrypted-key',
      severity: 'error',
      field: 'privateKey',
      detail: { container: 'pkcs8', cipher: 'aes-256-cbc' },
    })
  })

  it('leaves out the parts of the place that are not known', () => {
    expect(Object.keys(createProblem('pem-empty', {})).sort()).toEqual(['code', 'detail', 'kind', 'severity'])
  })
})

describe('sortProblems()', () => {
  const at = (
    offset: number,
  ): { readonly at: { readonly line: number; readonly column: number; readonly offset: number } } => ({
    at: { line: 1, column: offset + 1, offset },
  })
  const repaired = createProblem('pem-repaired', { repair: 'quoting', count: 1 }, at(0))
  const duplicate = createProblem('pem-duplicate-certificate', { first: 0 }, at(9))
  const mismatch = createProblem('key-mismatch', {
    keyAlgorithm: 'RSA',
    certificateAlgorithm: 'EC',
    difference: 'algorithm',
  })
  const late = createProblem('pem-end-missing', { label: 'CERTIFICATE' }, at(20))
  const early = createProblem('pem-padding', { label: 'CERTIFICATE' }, at(10))

  it('puts errors before warnings, causes before consequences, and what comes first in the text first', () => {
    const sorted = sortProblems([repaired, duplicate, mismatch, late, early])
    expect(sorted).toEqual([early, late, mismatch, duplicate, repaired])
  })

  it('gives the same order whatever the order they come in, and leaves the input alone', () => {
    const input: readonly Problem[] = Object.freeze([repaired, early, duplicate, late, mismatch])
    expect(sortProblems(input)).toEqual(sortProblems([...input].reverse()))
  })

  it('keeps equal problems in the order they come in', () => {
    const [first, second] = [
      createProblem('pem-block-empty', { label: 'A' }),
      createProblem('pem-block-empty', { label: 'B' }),
    ]
    expect(sortProblems([first, second])).toEqual([first, second])
  })
})

describe('PROBLEM_FACTS', () => {
  it.each(Object.entries(PROBLEM_FACTS))('gives %s a rank in the range of its severity', (_, { severity, rank }) => {
    if (severity === 'error') expect(rank).toBeGreaterThanOrEqual(200)
    else expect(rank).toBeLessThan(200)
  })
})
