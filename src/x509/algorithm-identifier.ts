import { assertAtEnd, isAtEnd, octet, readAnyElement, readConstructed, type DerReader } from '../der/der-reader.ts'
import { readObjectIdentifier } from '../der/object-identifier.ts'
import { SEQUENCE } from '../der/tag.ts'
import { CertkeepError } from '../problem/certkeep-error.ts'

/** Where an AlgorithmIdentifier (RFC 5280 section 4.1.1.2) and its parts lie in the bytes. */
export interface AlgorithmIdentifier {
  readonly bytes: Uint8Array
  /** The whole SEQUENCE. */
  readonly start: number
  readonly end: number
  /** The content of the object identifier. */
  readonly oidStart: number
  readonly oidEnd: number
  /** The parameters, tag and length included; `parametersStart` is `end` if there are none. */
  readonly parametersStart: number
}

/** Reads an AlgorithmIdentifier without judging its parameters. */
export function readAlgorithmIdentifier(
  reader: DerReader,
  structure: string,
  tag: number = SEQUENCE,
): AlgorithmIdentifier {
  const start = reader.offset
  const sequence = readConstructed(reader, tag, structure)
  readObjectIdentifier(sequence, structure)
  const oidStart = sequence.start
  const parametersStart = sequence.offset
  if (!isAtEnd(sequence)) readAnyElement(sequence, structure)
  assertAtEnd(sequence, structure)
  return { bytes: reader.bytes, start, end: reader.offset, oidStart, oidEnd: parametersStart, parametersStart }
}

/** Whether the parameters are left out. */
export function hasNoParameters(identifier: AlgorithmIdentifier): boolean {
  return identifier.parametersStart === identifier.end
}

/** Whether the parameters are NULL. */
export function hasNullParameters({ bytes, parametersStart, end }: AlgorithmIdentifier): boolean {
  return end - parametersStart === 2 && bytes[parametersStart] === 0x05 && bytes[parametersStart + 1] === 0
}

/**
 * Demands that what was signed names the algorithm of the signature, octet for octet (RFC 5280 sections 4.1.1.2 and 5.1.1.2).
 *
 * @throws CertkeepError `ERR_X509_ALGORITHM_MISMATCH`
 */
export function assertSameAlgorithm(inner: AlgorithmIdentifier, outer: AlgorithmIdentifier): void {
  const length = inner.end - inner.start
  let isSame = length === outer.end - outer.start
  for (let index = 0; index < length && isSame; index += 1) {
    isSame = octet(inner.bytes, inner.start + index) === octet(outer.bytes, outer.start + index)
  }
  if (isSame) return
  throw new CertkeepError(
    'ERR_X509_ALGORITHM_MISMATCH',
    `signatureAlgorithm: not the algorithm that was signed, at offset ${String(outer.start)}`,
    { detail: { structure: 'signatureAlgorithm', offset: outer.start } },
  )
}
