import { isCertkeepError } from '../../src/problem/certkeep-error.ts'

/** What an error says to a program: its code and its evidence, without the message. */
export interface ErrorFacts {
  readonly code: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** The code and detail of the error that `action` throws; anything else that is thrown is thrown on, and nothing thrown is an error. */
export function errorOf(action: () => unknown): ErrorFacts {
  let value: unknown
  try {
    value = action()
  } catch (error) {
    if (isCertkeepError(error)) return { code: error.code, detail: error.detail }
    throw error
  }
  throw new Error(`no error, but ${String(value)}`)
}

/** As {@link errorOf}, with the code and the place only: `ERR_DER_TIME at 12 in notBefore`. */
export function errorAt(action: () => unknown): string {
  const { code, detail } = errorOf(action)
  return `${code} at ${String(detail['offset'])} in ${String(detail['structure'])}`
}
