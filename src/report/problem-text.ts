import type { Problem, ProblemCode, ProblemOf } from '../problem/problem.ts'
import type { ProblemMessages, ProblemText } from './problem-messages.ts'

/** Puts a problem into the words of one language, the place first. */
export function problemText(problem: Problem, messages: ProblemMessages): ProblemText {
  const { title, explanation, mend } = textOf(problem, messages)
  return { title, explanation: `${placeOf(problem, messages)}${explanation}`, mend }
}

function textOf<Code extends ProblemCode>(problem: ProblemOf<Code>, { problems }: ProblemMessages): ProblemText {
  return problems[problem.code](problem)
}

function placeOf({ field, certificate, at }: Problem, messages: ProblemMessages): string {
  const parts: string[] = []
  if (field !== undefined) parts.push(messages.fields[field])
  if (certificate !== undefined) parts.push(messages.certificateNumber(certificate + 1))
  if (at !== undefined) parts.push(messages.line(at.line))
  const place = parts.join(', ')
  return place === '' ? '' : `${place.charAt(0).toUpperCase()}${place.slice(1)}: `
}
