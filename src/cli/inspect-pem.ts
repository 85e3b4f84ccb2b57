import { parsePem } from '../pem/parse-pem.ts'
import type { Problem } from '../problem/problem.ts'
import { inspectBlocks } from './inspect-blocks.ts'
import type { InputFindings } from './inspect-report.ts'
import type { InspectedObject } from './inspect-report.ts'

/** Says what PEM text holds, block by block, and what it is where it is the text of another program. */
export function inspectPem(text: string, at: Date, maxBytes: number): InputFindings {
  const report = parsePem(text, { maxBytes })
  const { blocks, problems } = report
  return {
    objects: blocks.length === 0 ? problems.flatMap(foreignObject) : inspectBlocks(report, at),
    problems: problems.filter((problem) => !isNamedObject(problem)),
  }
}

/** To inspect a CSR or a CRL is what the command is for, so that it is no problem that there is one. */
function isNamedObject(problem: Problem): boolean {
  return (
    problem.code === 'pem-unexpected-object' && problem.detail.found !== 'unknown' && problem.detail.found !== 'der'
  )
}

/** The file of another program has no blocks; that there is one is told by a problem only. */
function foreignObject(problem: Problem): readonly InspectedObject[] {
  if (problem.code !== 'pem-unexpected-object' || !isNamedObject(problem)) return []
  const { found } = problem.detail
  if (found === 'certificate' || found === 'privateKey') return []
  return [{ kind: found, line: problem.at?.line ?? null, label: '' }]
}
