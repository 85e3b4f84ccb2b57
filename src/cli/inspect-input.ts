import { textFromBytes } from '../armor/text-from-bytes.ts'
import type { Problem } from '../problem/problem.ts'
import { identifyBinary } from '../pem/identify-foreign.ts'
import { inspectDer } from './inspect-der.ts'
import { inspectPem } from './inspect-pem.ts'
import type { FileReport, InspectedProblem } from './inspect-report.ts'
import { excerptAt } from './source-excerpt.ts'

/** Lines cut out for one input; further problems are told of without. */
const MAX_EXCERPTS = 20

/** Says what the bytes of an input hold. Never throws, whatever they are. */
export function inspectInput(
  bytes: Uint8Array,
  at: Date,
  maxBytes: number,
): Pick<FileReport, 'form' | 'objects' | 'problems'> {
  const binary = identifyBinary(bytes)
  if (binary === 'javaKeystore') {
    return { form: 'der', objects: [{ kind: binary, line: null, label: '' }], problems: [] }
  }
  if (binary !== undefined) {
    const { objects, problems } = inspectDer(bytes, at)
    return { form: 'der', objects, problems: addExcerpts(problems, '') }
  }
  const text = textFromBytes(bytes)
  const { objects, problems } = inspectPem(text, at, maxBytes)
  return { form: 'text', objects, problems: addExcerpts(problems, text) }
}

/** Adds to each problem that has a place in the text the line there. */
export function addExcerpts(problems: readonly Problem[], text: string): readonly InspectedProblem[] {
  return problems.map((problem, index) => {
    const { at } = problem
    const isShown = at !== undefined && index < MAX_EXCERPTS && text.trim() !== ''
    return { problem, excerpt: isShown ? excerptAt(text, at) : undefined }
  })
}
