import type { DerErrorCode } from '../der/der-error.ts'
import type { ProblemCode, ProblemField, ProblemOf } from '../problem/problem.ts'

/** A problem in words, each part one or more whole sentences except the title, which has no final period. */
export interface ProblemText {
  readonly title: string
  /** What was found, with the values. */
  readonly explanation: string
  /** What to do about it. A command to run stands on a line of its own, which can be copied whole. */
  readonly mend: string
}

/** Errors of the decoders that can stand in the `error` of a problem. */
export type DecoderErrorCode =
  | DerErrorCode
  | 'ERR_KEY_MALFORMED'
  | 'ERR_PEM_NOT_CLEAN'
  | 'ERR_OCSP_CERTIFICATES'
  | 'ERR_OCSP_RESPONSE_TYPE'
  | 'ERR_X509_VERSION'
  | 'ERR_X509_ALGORITHM_MISMATCH'
  | 'ERR_X509_ALGORITHM_PARAMETERS'
  | 'ERR_X509_DUPLICATE_EXTENSION'

/** What is wrong with the bytes, as a sentence. */
export type DecoderErrors = Readonly<Record<DecoderErrorCode, string>>

/** What is said about each code of one area. */
export type MessagesFor<Details> = {
  readonly [Code in keyof Details & ProblemCode]: (problem: ProblemOf<Code>) => ProblemText
}

/** All that is said about problems in one language. A code without words does not compile. */
export interface ProblemMessages {
  readonly problems: MessagesFor<Record<ProblemCode, unknown>>
  readonly decoderErrors: DecoderErrors
  readonly fields: Readonly<Record<ProblemField, string>>
  /** `number` counts from 1. */
  readonly certificateNumber: (number: number) => string
  readonly line: (line: number) => string
}

/** The words for an error of the decoders; its code itself where there are none, so that nothing is hidden. */
export function describeDecoderError(errors: DecoderErrors, code: string): string {
  return isDecoderErrorCode(errors, code) ? errors[code] : `${code}.`
}

function isDecoderErrorCode(errors: DecoderErrors, code: string): code is DecoderErrorCode {
  return Object.hasOwn(errors, code)
}
