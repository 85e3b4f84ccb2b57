import {
  assertAtEnd,
  isAtEnd,
  openContent,
  peekTag,
  readConstructed,
  readElement,
  readNonEmptyList,
  type DerReader,
} from '../der/der-reader.ts'
import { readNamedBits } from '../der/read-primitive.ts'
import { constructedContextTag, contextTag, SEQUENCE } from '../der/tag.ts'
import { readGeneralNames, type GeneralName } from './general-name.ts'
import { readRelativeDistinguishedName, type NameAttribute } from './name.ts'

/** The reasons that CRLs may be split by (RFC 5280 section 4.2.1.13). */
export type ReasonFlag =
  | 'unused'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'privilegeWithdrawn'
  | 'aACompromise'

/** The name of a distribution point: in full, or as attributes to add to the CRL issuer's name. */
export interface DistributionPointName {
  readonly fullName: readonly GeneralName[] | undefined
  readonly nameRelativeToCrlIssuer: readonly NameAttribute[] | undefined
}

/** Where a CRL is published (RFC 5280 section 4.2.1.13). All names of one point lead to the same CRL. */
export interface DistributionPoint extends DistributionPointName {
  /** Absent: all reasons. */
  readonly reasons: readonly ReasonFlag[] | undefined
  /** Absent: the issuer of the certificate. */
  readonly crlIssuer: readonly GeneralName[] | undefined
}

const REASON_FLAGS: readonly ReasonFlag[] = [
  'unused',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
]

/** Reads CRLDistributionPoints, also the form of freshestCRL (RFC 5280 section 4.2.1.15). */
export function readDistributionPoints(reader: DerReader, structure: string): readonly DistributionPoint[] {
  const list = readNonEmptyList(reader, SEQUENCE, structure)
  const points: DistributionPoint[] = []
  while (!isAtEnd(list)) points.push(readDistributionPoint(readConstructed(list, SEQUENCE, structure), structure))
  return points
}

/** Reads DistributionPointName under `[0]`, which is also part of issuingDistributionPoint. */
export function readDistributionPointName(reader: DerReader, structure: string): DistributionPointName {
  const wrapper = readConstructed(reader, constructedContextTag(0), structure)
  const isRelative = peekTag(wrapper) === constructedContextTag(1)
  const fullName = isRelative ? undefined : readGeneralNames(wrapper, constructedContextTag(0), structure)
  const nameRelativeToCrlIssuer = isRelative ? readRelativeName(wrapper, structure) : undefined
  assertAtEnd(wrapper, structure)
  return { fullName, nameRelativeToCrlIssuer }
}

/** Reads ReasonFlags under a context tag. */
export function readReasonFlags(reader: DerReader, tag: number, structure: string): readonly ReasonFlag[] {
  const bits = readNamedBits(reader, structure, tag)
  return REASON_FLAGS.filter((_, bit) => (bits & (1 << bit)) !== 0)
}

function readDistributionPoint(reader: DerReader, structure: string): DistributionPoint {
  const name = peekTag(reader) === constructedContextTag(0) ? readDistributionPointName(reader, structure) : undefined
  const reasons = peekTag(reader) === contextTag(1) ? readReasonFlags(reader, contextTag(1), structure) : undefined
  const crlIssuer =
    peekTag(reader) === constructedContextTag(2)
      ? readGeneralNames(reader, constructedContextTag(2), structure)
      : undefined
  assertAtEnd(reader, structure)
  return { fullName: name?.fullName, nameRelativeToCrlIssuer: name?.nameRelativeToCrlIssuer, reasons, crlIssuer }
}

function readRelativeName(reader: DerReader, structure: string): readonly NameAttribute[] {
  readElement(reader, constructedContextTag(1), structure)
  const attributes: NameAttribute[] = []
  readRelativeDistinguishedName(openContent(reader, structure), 0, attributes, structure)
  return attributes
}
