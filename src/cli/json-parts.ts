import type { Problem } from '../problem/problem.ts'
import { describeProblem, type Language } from '../report/describe-problem.ts'
import type { InputState, InspectedCertificate, InspectedKey } from './inspect-report.ts'

/** A part of a JSON document. */
export type JsonPart = Readonly<Record<string, unknown>>

/** An input and whether it could be read. */
export function jsonInput({ name, state, reason, code, form, bytes }: InputState): JsonPart {
  return {
    name,
    state,
    reason: reason ?? null,
    code: code === '' ? null : code,
    form: state === 'read' ? form : null,
    bytes,
  }
}

/** A certificate with its validity. */
export function jsonCertificate({ kind, line, validity, info }: InspectedCertificate): JsonPart {
  return { kind, line, validity, certificate: info }
}

/** A private key; nothing of it but its kind. */
export function jsonKey({ kind, line, key }: InspectedKey): JsonPart {
  const { algorithm, bits, curve, container } = key
  return { kind, line, algorithm, bits: bits === 0 ? null : bits, curve: curve ?? null, container }
}

/** A problem with its words. */
export function jsonProblem(problem: Problem, language: Language): JsonPart {
  return { ...problem, text: describeProblem(problem, language) }
}
