import { sortProblems, type Problem } from '../problem/problem.ts'
import type { RegisterResult } from './registry.ts'

/** What came of a form that was refused. */
type RefusedForm = Extract<RegisterResult, { readonly ok: false }>

/** Refuses a form, with all that is wrong with it. @throws TypeError if that is nothing */
export function refuseForm(problems: readonly Problem[]): RefusedForm {
  const [first, ...rest] = sortProblems(problems)
  if (first === undefined) throw new TypeError('a form was refused without a reason')
  return { ok: false, problems: [first, ...rest] }
}
