import { describeProblemKind, isCertkeepError, type Language } from 'certkeep'
import { RequestError } from './request-error.ts'
import type { Reply } from './routes.ts'

/** What a registry refuses, as HTTP says it. Errors of store, sealer and others are not among these. */
const REFUSALS: Readonly<Record<string, number>> = {
  ERR_REGISTRY_NOT_FOUND: 404,
  ERR_REGISTRY_IN_USE: 409,
  ERR_REGISTRY_NOT_VALID: 409,
  ERR_REGISTRY_CONFLICT: 409,
  ERR_REGISTRY_NOT_COVERED: 422,
}

/** An error as it is answered; `undefined` for what is not the caller's fault, which nothing is told about. */
export function replyToError(error: unknown, language: Language): Reply | undefined {
  if (error instanceof RequestError) {
    const { status, code, message, headers } = error
    return { status, body: { error: { code, message } }, headers }
  }
  if (isCertkeepError(error) && Object.hasOwn(REFUSALS, error.code)) {
    const { code, detail } = error
    const message = code === 'ERR_REGISTRY_IN_USE' ? describeProblemKind('in-use', language) : error.message
    return { status: REFUSALS[code] ?? 500, body: { error: { code, message, detail } } }
  }
  // What the registry says of an argument: a limit of 0, a text that never was a cursor, an address that is none.
  if (error instanceof RangeError)
    return { status: 400, body: { error: { code: 'BAD_VALUE', message: error.message } } }
  return undefined
}
