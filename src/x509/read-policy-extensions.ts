import { derError } from '../der/der-error.ts'
import {
  assertAtEnd,
  isAtEnd,
  peekTag,
  readAnyElement,
  readConstructed,
  readNonEmptyList,
  readElement,
  type DerReader,
} from '../der/der-reader.ts'
import { hexOf } from '../der/hex.ts'
import {
  createIdentifierTable,
  dottedIdentifier,
  readDottedIdentifier,
  readObjectIdentifier,
  type IdentifierTable,
} from '../der/object-identifier.ts'
import { readSmallInteger } from '../der/read-primitive.ts'
import { ia5Text, stringText } from '../der/read-text.ts'
import { contextTag, IA5_STRING, SEQUENCE } from '../der/tag.ts'
import { CERTIFICATE_POLICIES } from './certificate-policies.ts'

/** One policy that a certificate was issued under (RFC 5280 section 4.2.1.4). */
export interface PolicyInformation {
  readonly oid: string
  /** As in the table of the CA/B Forum's and CAs' EV policies, such as `domain-validated`, where it is known. */
  readonly name: string | undefined
  readonly qualifiers: readonly PolicyQualifier[]
}

/** What a policy says to a reader. `uri` and `explicitText` are as they stand, unescaped; `other` is hex of the DER. */
export type PolicyQualifier =
  | { readonly kind: 'cps'; readonly uri: string }
  | { readonly kind: 'user-notice'; readonly explicitText: string | undefined }
  | { readonly kind: 'other'; readonly oid: string; readonly value: string }

/** One pair of policyMappings (RFC 5280 section 4.2.1.5). */
export interface PolicyMapping {
  readonly issuerDomainPolicy: string
  readonly subjectDomainPolicy: string
}

/** policyConstraints (RFC 5280 section 4.2.1.11): after how many certificates each takes effect. */
export interface PolicyConstraints {
  readonly requireExplicitPolicy: number | undefined
  readonly inhibitPolicyMapping: number | undefined
}

const QUALIFIERS: IdentifierTable<{ readonly oid: string; readonly kind: 'cps' | 'user-notice' }> =
  /* @__PURE__ */ createIdentifierTable([
    { oid: '1.3.6.1.5.5.7.2.1', kind: 'cps' },
    { oid: '1.3.6.1.5.5.7.2.2', kind: 'user-notice' },
  ])
const MAX_SKIP_CERTIFICATES = 0x7fffffff

export function readCertificatePolicies(reader: DerReader, structure: string): readonly PolicyInformation[] {
  const list = readNonEmptyList(reader, SEQUENCE, structure)
  const policies: PolicyInformation[] = []
  while (!isAtEnd(list)) {
    const policy = readConstructed(list, SEQUENCE, structure)
    readObjectIdentifier(policy, structure)
    const { bytes, start, offset } = policy
    const qualifiers = isAtEnd(policy) ? [] : readQualifiers(policy, structure)
    assertAtEnd(policy, structure)
    if (list.mode === 'check') continue
    const known = CERTIFICATE_POLICIES.find(bytes, start, offset)
    policies.push({ oid: known?.oid ?? dottedIdentifier(bytes, start, offset), name: known?.name, qualifiers })
  }
  return policies
}

export function readPolicyMappings(reader: DerReader, structure: string): readonly PolicyMapping[] {
  const list = readNonEmptyList(reader, SEQUENCE, structure)
  const mappings: PolicyMapping[] = []
  while (!isAtEnd(list)) {
    const mapping = readConstructed(list, SEQUENCE, structure)
    const issuerDomainPolicy = readDottedIdentifier(mapping, structure)
    const subjectDomainPolicy = readDottedIdentifier(mapping, structure)
    assertAtEnd(mapping, structure)
    mappings.push({ issuerDomainPolicy, subjectDomainPolicy })
  }
  return mappings
}

export function readPolicyConstraints(reader: DerReader, structure: string): PolicyConstraints {
  const sequence = readConstructed(reader, SEQUENCE, structure)
  const requireExplicitPolicy = readOptionalCount(sequence, 0, structure)
  const inhibitPolicyMapping = readOptionalCount(sequence, 1, structure)
  assertAtEnd(sequence, structure)
  return { requireExplicitPolicy, inhibitPolicyMapping }
}

/** inhibitAnyPolicy: after how many certificates anyPolicy no longer counts (RFC 5280 section 4.2.1.14). */
export function readInhibitAnyPolicy(reader: DerReader, structure: string): number {
  return readSmallInteger(reader, MAX_SKIP_CERTIFICATES, structure)
}

function readOptionalCount(reader: DerReader, number: number, structure: string): number | undefined {
  const tag = contextTag(number)
  return peekTag(reader) === tag ? readSmallInteger(reader, MAX_SKIP_CERTIFICATES, structure, tag) : undefined
}

function readQualifiers(policy: DerReader, structure: string): readonly PolicyQualifier[] {
  const list = readNonEmptyList(policy, SEQUENCE, structure)
  const qualifiers: PolicyQualifier[] = []
  while (!isAtEnd(list)) {
    const qualifier = readConstructed(list, SEQUENCE, structure)
    qualifiers.push(readQualifier(qualifier, structure))
    assertAtEnd(qualifier, structure)
  }
  return qualifiers
}

function readQualifier(reader: DerReader, structure: string): PolicyQualifier {
  readObjectIdentifier(reader, structure)
  const { bytes, start, offset } = reader
  const kind = QUALIFIERS.find(bytes, start, offset)?.kind
  if (kind === 'cps' && peekTag(reader) === IA5_STRING) {
    readElement(reader, IA5_STRING, structure)
    return { kind: 'cps', uri: ia5Text(reader, structure) }
  }
  if (kind === 'user-notice' && peekTag(reader) === SEQUENCE) return readUserNotice(reader, structure)
  readAnyElement(reader, structure)
  return { kind: 'other', oid: dottedIdentifier(bytes, start, offset), value: hexOf(bytes, offset, reader.offset) }
}

/** UserNotice: an optional noticeRef, of which nothing is shown, and an optional text. */
function readUserNotice(reader: DerReader, structure: string): PolicyQualifier {
  const notice = readConstructed(reader, SEQUENCE, structure)
  if (peekTag(notice) === SEQUENCE) readAnyElement(notice, structure)
  let explicitText: string | undefined
  if (!isAtEnd(notice)) {
    const tag = readAnyElement(notice, structure)
    explicitText = stringText(tag, notice, structure)
    if (explicitText === undefined)
      throw derError('ERR_DER_UNEXPECTED_TAG', 'a notice that is no text', notice.start, structure, { found: tag })
  }
  assertAtEnd(notice, structure)
  return { kind: 'user-notice', explicitText }
}
