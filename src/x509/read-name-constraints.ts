import { assertAtEnd, isAtEnd, peekTag, readConstructed, readNonEmptyList, type DerReader } from '../der/der-reader.ts'
import { readSmallInteger } from '../der/read-primitive.ts'
import { constructedContextTag, contextTag, SEQUENCE } from '../der/tag.ts'
import { readGeneralName, type GeneralName } from './general-name.ts'

/** A part of a name space (RFC 5280 section 4.2.1.10). */
export interface GeneralSubtree {
  readonly base: GeneralName
  /** Must be 0 in the profile of RFC 5280. */
  readonly minimum: number
  /** Must be absent in the profile of RFC 5280. */
  readonly maximum: number | undefined
}

/** nameConstraints (RFC 5280 section 4.2.1.10). A list that is absent constrains nothing. */
export interface NameConstraints {
  readonly permittedSubtrees: readonly GeneralSubtree[] | undefined
  readonly excludedSubtrees: readonly GeneralSubtree[] | undefined
}

const MAX_BASE_DISTANCE = 0x7fffffff

/** Reads nameConstraints; whether a mask is contiguous or a list left empty is for path validation to judge. */
export function readNameConstraints(reader: DerReader, structure: string): NameConstraints {
  const sequence = readConstructed(reader, SEQUENCE, structure)
  const permittedSubtrees = readOptionalSubtrees(sequence, 0, structure)
  const excludedSubtrees = readOptionalSubtrees(sequence, 1, structure)
  assertAtEnd(sequence, structure)
  return { permittedSubtrees, excludedSubtrees }
}

function readOptionalSubtrees(
  reader: DerReader,
  number: number,
  structure: string,
): readonly GeneralSubtree[] | undefined {
  const tag = constructedContextTag(number)
  if (peekTag(reader) !== tag) return undefined
  const list = readNonEmptyList(reader, tag, structure)
  const subtrees: GeneralSubtree[] = []
  while (!isAtEnd(list)) subtrees.push(readSubtree(readConstructed(list, SEQUENCE, structure), structure))
  return subtrees
}

function readSubtree(reader: DerReader, structure: string): GeneralSubtree {
  const base = readGeneralName(reader, structure)
  const minimum = readOptionalDistance(reader, 0, structure) ?? 0
  const maximum = readOptionalDistance(reader, 1, structure)
  assertAtEnd(reader, structure)
  return { base, minimum, maximum }
}

function readOptionalDistance(reader: DerReader, number: number, structure: string): number | undefined {
  const tag = contextTag(number)
  return peekTag(reader) === tag ? readSmallInteger(reader, MAX_BASE_DISTANCE, structure, tag) : undefined
}
