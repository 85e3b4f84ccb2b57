import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import { constructedContextTag, contextTag, ENUMERATED, INTEGER } from '../der/tag.ts'
import { encodeElement, encodeNull, encodeOctetString, encodeOid, encodeSequence } from '../der/write-der.ts'
import { signStructure, type SigningChoice } from './certificate-draft.ts'
import type { TestKey } from './create-test-key.ts'
import { findDefect } from './defect-description.ts'
import { encodeNumber, encodePublicKeyOctets } from './encode-key.ts'
import { encodeGeneralizedTime } from './encode-time.ts'
import { bytesEqual } from './join-bytes.ts'
import { OCSP_DEFECTS, type OcspDefectRow } from './ocsp-defects.ts'
import {
  listOcspEntries,
  type OcspOptions,
  type OcspResponseStatus,
  type TestOcspEntry,
  type TestOcspSigner,
} from './ocsp-options.ts'
import { contentOf, patchDer } from './patch-der.ts'
import { encodeReason, type Revocation } from './revocation.ts'
import { encodeSignatureAlgorithm } from './signature-algorithms.ts'
import type { TestAuthority, TestCertificate } from './test-authority.ts'
import { encodeExtensions, plain, type TestExtension } from './test-extension.ts'
import { TEST_HASH_OIDS } from './test-hashes.ts'

/** An OCSP response to be made. */
export interface OcspRequest {
  readonly at: Date
  readonly authority: TestAuthority
  readonly revocations: readonly Revocation[]
  /** Whether the authority has issued a certificate of these content octets. */
  readonly hasIssued: (serialNumber: Uint8Array) => boolean
  /** The responder that the authority keeps. */
  readonly delegate: () => Promise<TestCertificate>
  /** Another CA, which nobody knows. */
  readonly stranger: () => Promise<TestAuthority>
  /** A key that nobody knows, of the kind that the signer has. */
  readonly strangerKey: (signer: TestKey) => Promise<TestKey>
  readonly options: OcspOptions
}

/** A BasicOCSPResponse about to be written, each part as DER and free to be wrong. */
export interface OcspDraft extends SigningChoice {
  readonly responderId: Uint8Array
  readonly producedAt: Uint8Array
  readonly responses: readonly Uint8Array[]
  readonly extensions: readonly TestExtension[]
  readonly certificates: readonly Uint8Array[]
  readonly responseType: string
}

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1'
const DEFAULT_LIFETIME_MS = 3 * 86_400_000

const STATUS_NUMBERS: Readonly<Record<OcspResponseStatus, number>> = {
  successful: 0,
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  sigRequired: 5,
  unauthorized: 6,
}

/** Writes and signs an OCSP response, with its defects, and returns its DER. */
export async function issueOcsp(request: OcspRequest): Promise<Uint8Array> {
  const rows = (request.options.defects ?? []).map((defect) => findDefect(OCSP_DEFECTS, defect))
  let { options } = request
  for (const { options: change } of rows) options = change === undefined ? options : await change(options, request)
  const { status = 'successful', patches = [] } = options
  const encoded = status === 'successful' ? await encodeSuccess({ ...request, options }, rows) : encodeStatus(status)
  let der = patchDer(encoded, ...patches)
  for (const { response: change } of rows) der = change?.(der) ?? der
  return der
}

/** The OCSPResponse that holds a BasicOCSPResponse. */
async function encodeSuccess(request: OcspRequest, rows: readonly OcspDefectRow[]): Promise<Uint8Array> {
  const { options } = request
  let draft = await draftResponse(request)
  for (const { draft: change } of rows) draft = change === undefined ? draft : await change(draft, request)
  let tbs = patchDer(encodeResponseData(draft), ...(options.tbsPatches ?? []))
  for (const { tbs: change } of rows) tbs = change?.(tbs) ?? tbs
  const { certificates } = draft
  const attached =
    certificates.length === 0 ? [] : [encodeElement(constructedContextTag(0), encodeSequence(...certificates))]
  let basic = await signStructure(tbs, draft, ...attached)
  for (const { basic: change } of rows) basic = change?.(basic) ?? basic
  return encodeStatus('successful', draft.responseType, basic)
}

/** OCSPResponse (RFC 6960 section 4.2.1). */
function encodeStatus(status: OcspResponseStatus, responseType?: string, basic?: Uint8Array): Uint8Array {
  const bytes =
    responseType === undefined || basic === undefined
      ? []
      : [encodeElement(constructedContextTag(0), encodeSequence(encodeOid(responseType), encodeOctetString(basic)))]
  return encodeSequence(encodeElement(ENUMERATED, Uint8Array.of(STATUS_NUMBERS[status])), ...bytes)
}

/** ResponseData (RFC 6960 section 4.2.1). */
function encodeResponseData({ responderId, producedAt, responses, extensions }: OcspDraft): Uint8Array {
  return encodeSequence(
    responderId,
    producedAt,
    encodeSequence(...responses),
    ...(extensions.length === 0 ? [] : [encodeElement(constructedContextTag(1), encodeExtensions(extensions))]),
  )
}

async function draftResponse(request: OcspRequest): Promise<OcspDraft> {
  const { options, authority, at } = request
  const { responder: choice = 'issuer', nonce, extensions = [] } = options
  const responder = await chooseResponder(choice, request)
  const signWith = options.signatureAlgorithm ?? responder.key.signatureAlgorithm
  const embed = options.embed ?? (responder === authority ? [] : [responder])
  return {
    responderId: encodeResponderId(responder, options.responderId ?? 'name'),
    producedAt: encodeGeneralizedTime(options.producedAt ?? at),
    responses: listOcspEntries(options).map((entry) => encodeSingleResponse(entry, request)),
    extensions: [...(nonce === undefined ? [] : [plain('ocspNonce', encodeOctetString(nonce))]), ...extensions],
    certificates: embed.map(({ der }) => der),
    responseType: BASIC_RESPONSE,
    outerAlgorithm: encodeSignatureAlgorithm(signWith),
    signer: responder.key,
    signWith,
  }
}

function chooseResponder(
  choice: NonNullable<OcspOptions['responder']>,
  { authority, delegate }: OcspRequest,
): TestOcspSigner | Promise<TestOcspSigner> {
  if (choice === 'issuer') return authority
  return choice === 'delegated' ? delegate() : choice
}

/** ResponderID: byName `[1]`, or byKey `[2]`, the SHA-1 of the key's octets. */
function encodeResponderId({ subject, key }: TestOcspSigner, form: 'name' | 'key'): Uint8Array {
  return form === 'name'
    ? encodeElement(constructedContextTag(1), subject)
    : encodeElement(constructedContextTag(2), encodeOctetString(hexToBytes(key.keyIdentifier)))
}

function encodeSingleResponse(entry: TestOcspEntry, request: OcspRequest): Uint8Array {
  const { options, authority, at } = request
  const serialNumber = serialNumberOf(entry)
  const { issuer = authority, hash = options.hash ?? 'SHA-1', extensions = [] } = entry
  const thisUpdate = entry.thisUpdate ?? options.thisUpdate ?? at
  const nextUpdate = entry.nextUpdate ?? options.nextUpdate ?? new Date(thisUpdate.getTime() + DEFAULT_LIFETIME_MS)
  return encodeSequence(
    entry.certId ?? encodeCertId(issuer, serialNumber, hash),
    encodeCertStatus(entry, serialNumber, request),
    encodeGeneralizedTime(thisUpdate),
    ...(nextUpdate === 'absent' ? [] : [encodeElement(constructedContextTag(0), encodeGeneralizedTime(nextUpdate))]),
    ...(extensions.length === 0 ? [] : [encodeElement(constructedContextTag(1), encodeExtensions(extensions))]),
  )
}

function serialNumberOf({ certificate, serialNumber = certificate?.serialNumber, certId }: TestOcspEntry): Uint8Array {
  if (serialNumber instanceof Uint8Array) return serialNumber
  if (serialNumber !== undefined) return contentOf(encodeNumber(BigInt(serialNumber)))
  if (certId !== undefined) return new Uint8Array()
  throw new TypeError('a response must have "certificate", "serialNumber" or "certId"')
}

/** CertID (RFC 6960 section 4.1.1): the key is hashed without the octet that counts unused bits. */
function encodeCertId(issuer: TestAuthority, serialNumber: Uint8Array, name: 'SHA-1' | 'SHA-256'): Uint8Array {
  const hash = name === 'SHA-1' ? sha1 : sha256
  return encodeSequence(
    encodeSequence(encodeOid(TEST_HASH_OIDS[name]), encodeNull()),
    encodeOctetString(hash(issuer.subject)),
    encodeOctetString(hash(encodePublicKeyOctets(issuer.key.material))),
    encodeElement(INTEGER, serialNumber),
  )
}

/** CertStatus: good `[0]` and unknown `[2]` are NULL, revoked `[1]` is RevokedInfo. */
function encodeCertStatus(entry: TestOcspEntry, serialNumber: Uint8Array, request: OcspRequest): Uint8Array {
  const { subject } = entry.issuer ?? request.authority
  const revocation = request.revocations.find(
    (known) => bytesEqual(known.serialNumber, serialNumber) && bytesEqual(known.issuer, subject),
  )
  const usual = request.hasIssued(serialNumber) ? 'good' : 'unknown'
  const { status = revocation === undefined ? usual : 'revoked', reason = revocation?.reason } = entry
  switch (status) {
    case 'good':
      return encodeElement(contextTag(0))
    case 'unknown':
      return encodeElement(contextTag(2))
    case 'revoked':
      return encodeElement(
        constructedContextTag(1),
        encodeGeneralizedTime(entry.revokedAt ?? revocation?.at ?? request.at),
        ...(reason === undefined ? [] : [encodeElement(constructedContextTag(0), encodeReason(reason))]),
      )
  }
}
