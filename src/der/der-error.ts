import { CertkeepError } from '../problem/certkeep-error.ts'

/** What can be wrong with an encoding (ITU-T X.690), each thrown with `offset` and `structure` in `detail`. */
export type DerErrorCode =
  | 'ERR_DER_TRUNCATED'
  | 'ERR_DER_TRAILING_BYTES'
  | 'ERR_DER_UNEXPECTED_TAG'
  | 'ERR_DER_TAG_NUMBER'
  | 'ERR_DER_LENGTH_INDEFINITE'
  | 'ERR_DER_LENGTH_NOT_MINIMAL'
  | 'ERR_DER_LENGTH_TOO_LARGE'
  | 'ERR_DER_TOO_DEEP'
  | 'ERR_DER_BOOLEAN'
  | 'ERR_DER_INTEGER'
  | 'ERR_DER_BIT_STRING'
  | 'ERR_DER_OBJECT_IDENTIFIER'
  | 'ERR_DER_NULL'
  | 'ERR_DER_STRING'
  | 'ERR_DER_TIME'
  | 'ERR_DER_DEFAULT_ENCODED'
  | 'ERR_DER_VALUE'

/**
 * Makes the error for bytes that are not the DER expected of them.
 *
 * @param offset - where, counted in bytes from the start of the object being decoded
 * @param structure - the structure being read, in the RFC's words
 */
export function derError(
  code: DerErrorCode,
  message: string,
  offset: number,
  structure: string,
  more: Readonly<Record<string, string | number>> = {},
): CertkeepError {
  return new CertkeepError(code, `${structure}: ${message} at offset ${String(offset)}`, {
    detail: { offset, structure, ...more },
  })
}
