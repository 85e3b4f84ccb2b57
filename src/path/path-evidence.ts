import type { Problem } from '../problem/problem.ts'
import { readEvidence, type EvidenceInput } from '../revocation/given-evidence.ts'
import { createPathRevocation, type PathRevocation, type PathRevocationContext } from './path-revocation.ts'

/** What the evidence at hand comes to. */
export interface PathEvidence {
  /** `undefined` where there is nothing to judge by. */
  readonly revocation: PathRevocation | undefined
  /** Of evidence that cannot be read. */
  readonly problems: readonly Problem[]
}

/** Decodes the evidence at hand and makes the judge of paths by it. Loaded by the first call that brings evidence. */
export function readPathEvidence(
  { crls, ocspResponses }: Pick<EvidenceInput, 'crls' | 'ocspResponses'>,
  context: PathRevocationContext,
): PathEvidence {
  const evidence = readEvidence({ crls, ocspResponses })
  const isEmpty = evidence.crls.length === 0 && evidence.ocspResponses.length === 0
  return {
    revocation: isEmpty ? undefined : createPathRevocation(evidence, context),
    problems: evidence.problems,
  }
}
