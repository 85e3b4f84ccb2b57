import { CertkeepError } from '../problem/certkeep-error.ts'
import type { KeyUnsupportedReason } from '../problem/key-problems.ts'

/**
 * Makes the error for DER that is in order, but does not make a private key.
 * It says where and what, and quotes nothing of the key.
 */
export function malformedKeyError(message: string, offset: number, structure: string): CertkeepError {
  return new CertkeepError('ERR_KEY_MALFORMED', `${structure}: ${message} at offset ${String(offset)}`, {
    detail: { offset, structure },
  })
}

/** Makes the error for a private key of a kind that is not worked with. `curve` is empty for any key but EC. */
export function unsupportedKeyError(
  algorithm: string,
  reason: KeyUnsupportedReason,
  curve: string = '',
): CertkeepError {
  const name = curve === '' ? algorithm : `${algorithm} ${curve}`
  return new CertkeepError('ERR_KEY_UNSUPPORTED', `private key: ${name} is not supported (${reason})`, {
    detail: { algorithm, curve, reason },
  })
}
