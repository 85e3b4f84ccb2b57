import type { ChainReport } from '../../../src/path/build-chain.ts'
import type { Outcome } from './deviations.ts'

/** The two answers that the suites of paths know. */
export type PathVerdict = 'valid' | 'invalid'

/** Compares a report with what a suite expects; where they differ, the codes of the problems say why. */
export function chainOutcome(id: string, expected: PathVerdict, report: ChainReport): Outcome {
  const verdict: PathVerdict = report.ok ? 'valid' : 'invalid'
  if (verdict === expected) return { id, expected, actual: expected }
  const codes = report.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)
  return { id, expected, actual: [verdict, ...codes].join(' ') }
}
