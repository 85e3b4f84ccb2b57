import { assertAtEnd, isAtEnd, readAnyElement, readConstructed, type DerReader } from '../der/der-reader.ts'
import { readObjectIdentifier } from '../der/object-identifier.ts'
import { SEQUENCE } from '../der/tag.ts'

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
