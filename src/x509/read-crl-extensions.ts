import { derError } from '../der/der-error.ts'
import {
  assertAtEnd,
  isAtEnd,
  octet,
  openDerAt,
  peekTag,
  readConstructed,
  readElement,
  readNonEmptyList,
  type DerReader,
} from '../der/der-reader.ts'
import { dottedIdentifier, readObjectIdentifier } from '../der/object-identifier.ts'
import { readBoolean, readInteger, readSmallInteger } from '../der/read-primitive.ts'
import { readGeneralizedTime } from '../der/read-time.ts'
import { BOOLEAN, constructedContextTag, contextTag, ENUMERATED, OCTET_STRING, SEQUENCE } from '../der/tag.ts'
import type { IssuingDistributionPoint, RevocationReason } from './crl.ts'
import { readGeneralNames, type GeneralName } from './general-name.ts'
import { readDistributionPointName, readReasonFlags } from './read-distribution-points.ts'

/** Where an extension lies, and whether it is critical. */
export interface ExtensionPlace {
  readonly oid: string
  readonly critical: boolean
  readonly valueStart: number
  readonly valueEnd: number
}

/** Reads Extensions as places: at least one, none twice. */
export function readExtensionPlaces(reader: DerReader, structure: string): readonly ExtensionPlace[] {
  const list = readNonEmptyList(reader, SEQUENCE, structure)
  const places: ExtensionPlace[] = []
  const seen = new Set<string>()
  while (!isAtEnd(list)) {
    const extension = readConstructed(list, SEQUENCE, structure)
    readObjectIdentifier(extension, structure)
    const oid = dottedIdentifier(extension.bytes, extension.start, extension.offset)
    if (seen.has(oid)) throw derError('ERR_DER_VALUE', 'an extension that is there twice', extension.start, structure)
    seen.add(oid)
    const critical = peekTag(extension) === BOOLEAN && readCritical(extension, structure)
    readElement(extension, OCTET_STRING, structure)
    assertAtEnd(extension, structure)
    places.push({ oid, critical, valueStart: extension.start, valueEnd: extension.offset })
  }
  return places
}

function readCritical(extension: DerReader, structure: string): true {
  if (!readBoolean(extension, structure))
    throw derError('ERR_DER_DEFAULT_ENCODED', 'critical FALSE written out', extension.start, structure)
  return true
}

/** CRLNumber and BaseCRLNumber: not negative and of at most 20 octets (RFC 5280 section 5.2.3). */
export function readCrlNumber(reader: DerReader, structure: string): bigint {
  readInteger(reader, structure)
  const { bytes, start, offset } = reader
  const first = octet(bytes, start)
  if (first >= 0x80) throw derError('ERR_DER_VALUE', 'a negative number', start, structure)
  const magnitudeStart = first === 0 ? start + 1 : start
  if (offset - magnitudeStart > 20) throw derError('ERR_DER_VALUE', 'a number of more than 20 octets', start, structure)
  let value = 0n
  for (let index = magnitudeStart; index < offset; index += 1) value = (value << 8n) | BigInt(octet(bytes, index))
  return value
}

/** Reads issuingDistributionPoint. Whether its parts go together is for the one who relies on the CRL to judge. */
export function readIssuingDistributionPoint(reader: DerReader, structure: string): IssuingDistributionPoint {
  const sequence = readConstructed(reader, SEQUENCE, structure)
  const name =
    peekTag(sequence) === constructedContextTag(0) ? readDistributionPointName(sequence, structure) : undefined
  const onlyContainsUserCerts = readFlag(sequence, 1, structure)
  const onlyContainsCaCerts = readFlag(sequence, 2, structure)
  const onlySomeReasons =
    peekTag(sequence) === contextTag(3) ? readReasonFlags(sequence, contextTag(3), structure) : undefined
  const indirectCrl = readFlag(sequence, 4, structure)
  const onlyContainsAttributeCerts = readFlag(sequence, 5, structure)
  assertAtEnd(sequence, structure)
  return {
    fullName: name?.fullName,
    nameRelativeToCrlIssuer: name?.nameRelativeToCrlIssuer,
    onlyContainsUserCerts,
    onlyContainsCaCerts,
    onlyContainsAttributeCerts,
    onlySomeReasons,
    indirectCrl,
  }
}

function readFlag(reader: DerReader, number: number, structure: string): boolean {
  return peekTag(reader) === contextTag(number) && readBoolean(reader, structure, contextTag(number))
}

/** CRLReason by number; 7 is not used (RFC 5280 section 5.3.1). */
const REASONS: readonly (RevocationReason | undefined)[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
]

/** Reads CRLReason, in a CRL entry or, under an explicit tag, in an OCSP response. */
export function readRevocationReason(reader: DerReader, structure: string): RevocationReason {
  const number = readSmallInteger(reader, REASONS.length - 1, structure, ENUMERATED)
  const reason = REASONS[number]
  if (reason === undefined) throw derError('ERR_DER_VALUE', 'a reason that is not defined', reader.start, structure)
  return reason
}

/** What the extensions of one CRL entry say. */
export interface EntryFacts {
  readonly reason: RevocationReason | undefined
  readonly invalidityDateMs: number | undefined
  readonly certificateIssuer: readonly GeneralName[] | undefined
  readonly unknownCriticalExtension: string | undefined
}

const REASON_CODE = '2.5.29.21'
const INVALIDITY_DATE = '2.5.29.24'
const CERTIFICATE_ISSUER = '2.5.29.29'

/** Reads crlEntryExtensions (RFC 5280 section 5.3). */
export function readEntryFacts(reader: DerReader, structure: string): EntryFacts {
  let reason: RevocationReason | undefined
  let invalidityDateMs: number | undefined
  let certificateIssuer: readonly GeneralName[] | undefined
  let unknownCriticalExtension: string | undefined
  for (const { oid, critical, valueStart, valueEnd } of readExtensionPlaces(reader, structure)) {
    const value = openDerAt(reader.bytes, valueStart, valueEnd, reader.mode)
    if (oid === REASON_CODE) reason = readRevocationReason(value, structure)
    else if (oid === INVALIDITY_DATE) invalidityDateMs = readGeneralizedTime(value, structure)
    else if (oid === CERTIFICATE_ISSUER) certificateIssuer = readGeneralNames(value, SEQUENCE, structure)
    else {
      if (critical) unknownCriticalExtension ??= oid
      continue
    }
    assertAtEnd(value, structure)
  }
  return { reason, invalidityDateMs, certificateIssuer, unknownCriticalExtension }
}
