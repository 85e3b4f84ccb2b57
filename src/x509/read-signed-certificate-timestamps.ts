import { derError } from '../der/der-error.ts'
import { octet, readElement, type DerReader } from '../der/der-reader.ts'
import { hexOf } from '../der/hex.ts'
import { OCTET_STRING } from '../der/tag.ts'

/** A log's promise to publish the certificate (RFC 6962 section 3.2). Its signature is not checked. */
export interface SignedCertificateTimestamp {
  /** 1 for RFC 6962; of any other version only the number is known, and `logId` and `timestamp` are absent. */
  readonly version: number
  /** SHA-256 of the log's key, lower-case hex. */
  readonly logId: string | undefined
  readonly timestamp: Date | undefined
}

/** version, log id, timestamp, length of extensions */
const FIXED_OCTETS = 1 + 32 + 8 + 2

/** Reads SignedCertificateTimestampList: an OCTET STRING around a TLS-encoded list (RFC 6962 section 3.3). */
export function readSignedCertificateTimestamps(
  reader: DerReader,
  structure: string,
): readonly SignedCertificateTimestamp[] {
  readElement(reader, OCTET_STRING, structure)
  const { bytes, start, offset: end } = reader
  const listEnd = lengthPrefixed(bytes, start, end, structure)
  if (listEnd !== end || end - start === 2)
    throw derError('ERR_DER_VALUE', 'a list of timestamps of another length', start, structure)
  const timestamps: SignedCertificateTimestamp[] = []
  for (let at = start + 2; at < end;) {
    const next = lengthPrefixed(bytes, at, end, structure)
    timestamps.push(readTimestamp(reader, at + 2, next, structure))
    at = next
  }
  return timestamps
}

function readTimestamp(
  { bytes, mode }: DerReader,
  start: number,
  end: number,
  structure: string,
): SignedCertificateTimestamp {
  if (end === start) throw derError('ERR_DER_VALUE', 'an empty timestamp', start, structure)
  const version = octet(bytes, start) + 1
  if (version !== 1) return { version, logId: undefined, timestamp: undefined }
  const extensionsEnd = lengthPrefixed(bytes, start + FIXED_OCTETS - 2, end, structure)
  // digitally-signed: hash and signature algorithm, then the signature
  const signatureEnd = lengthPrefixed(bytes, extensionsEnd + 2, end, structure)
  if (signatureEnd !== end) throw derError('ERR_DER_VALUE', 'bytes after a timestamp', signatureEnd, structure)
  const timestamp = readTimestampDate(bytes, start + 33, structure)
  return { version, logId: mode === 'check' ? '' : hexOf(bytes, start + 1, start + 33), timestamp }
}

/** The end of a vector whose length stands in the two octets at `at`. */
function lengthPrefixed(bytes: Uint8Array, at: number, end: number, structure: string): number {
  const next = at + 2 + octet(bytes, at) * 256 + octet(bytes, at + 1)
  if (at + 2 > end || next > end) throw derError('ERR_DER_VALUE', 'a list of timestamps cut off', at, structure)
  return next
}

/** Milliseconds since 1970 in eight octets. */
function readTimestampDate(bytes: Uint8Array, start: number, structure: string): Date {
  let epochMs = 0
  for (let index = start; index < start + 8; index += 1) epochMs = epochMs * 256 + octet(bytes, index)
  const date = new Date(epochMs)
  if (Number.isNaN(date.getTime()))
    throw derError('ERR_DER_VALUE', 'a timestamp after the end of time', start, structure)
  return date
}
