import {
  assertAtEnd,
  contentOf,
  isAtEnd,
  openDer,
  openDerAt,
  peekTag,
  readAnyElement,
  readConstructed,
  readElement,
  type DerReader,
} from '../der/der-reader.ts'
import { derError } from '../der/der-error.ts'
import { hexOf } from '../der/hex.ts'
import { readDottedIdentifier } from '../der/object-identifier.ts'
import { readInteger, readOctetAlignedBitString, readSmallInteger } from '../der/read-primitive.ts'
import { readGeneralizedTime } from '../der/read-time.ts'
import { constructedContextTag, contextTag, ENUMERATED, OCTET_STRING, SEQUENCE } from '../der/tag.ts'
import { CertkeepError, isCertkeepError } from '../problem/certkeep-error.ts'
import { readAlgorithmIdentifier } from './algorithm-identifier.ts'
import type { Certificate } from './certificate.ts'
import type { RevocationReason } from './crl.ts'
import type { Extension } from './extensions.ts'
import { HASH_ALGORITHMS } from './hash-algorithms.ts'
import { readName } from './name.ts'
import type {
  BasicOcspResponse,
  OcspCertId,
  OcspResponse,
  OcspResponseStatus,
  OcspSingleResponse,
} from './ocsp-response.ts'
import { parseCertificate } from './parse-certificate.ts'
import { readExtensionPlaces, readRevocationReason } from './read-crl-extensions.ts'
import { serialNumberText } from './serial-number.ts'
import { resolveSignatureAlgorithm } from './signature-algorithm.ts'

const STATUSES: readonly (OcspResponseStatus | undefined)[] = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  undefined,
  'sigRequired',
  'unauthorized',
]

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1'
const NONCE = '1.3.6.1.5.5.7.48.1.2'

/** More certificates than a responder has reason to send; those after are not looked at. */
const MAX_CERTIFICATES = 16
const TOO_MANY = 'ERR_OCSP_CERTIFICATES'

/** What `parseOcspResponse` does, in a file that a page loads with the first evidence. */
export function decodeOcspResponse(input: Uint8Array): OcspResponse {
  if (!(input instanceof Uint8Array)) throw new TypeError('"input" must be a Uint8Array')
  const der = new Uint8Array(input)
  const outer = openDer(der)
  const response = readConstructed(outer, SEQUENCE, 'OCSPResponse')
  assertAtEnd(outer, 'OCSPResponse')
  const number = readSmallInteger(response, STATUSES.length - 1, 'responseStatus', ENUMERATED)
  const status = STATUSES[number]
  if (status === undefined)
    throw derError('ERR_DER_VALUE', 'a status that is not defined', response.start, 'responseStatus')
  const basic = isAtEnd(response) ? undefined : readResponseBytes(response)
  assertAtEnd(response, 'OCSPResponse')
  if ((status === 'successful') !== (basic !== undefined)) {
    throw derError('ERR_DER_VALUE', 'a status that does not go with its content', response.offset, 'OCSPResponse')
  }
  return { der, status, basic }
}

function readResponseBytes(response: DerReader): BasicOcspResponse {
  const wrapper = readConstructed(response, constructedContextTag(0), 'ResponseBytes')
  const responseBytes = readConstructed(wrapper, SEQUENCE, 'ResponseBytes')
  assertAtEnd(wrapper, 'ResponseBytes')
  const type = readDottedIdentifier(responseBytes, 'responseType')
  if (type !== BASIC_RESPONSE) {
    throw new CertkeepError('ERR_OCSP_RESPONSE_TYPE', 'not a basic OCSP response', {
      detail: { structure: 'responseType', offset: responseBytes.start },
    })
  }
  readElement(responseBytes, OCTET_STRING, 'ResponseBytes')
  assertAtEnd(responseBytes, 'ResponseBytes')
  const content = openDerAt(responseBytes.bytes, responseBytes.start, responseBytes.offset)
  const basic = readConstructed(content, SEQUENCE, 'BasicOCSPResponse')
  assertAtEnd(content, 'BasicOCSPResponse')
  return readBasicResponse(basic)
}

function readBasicResponse(basic: DerReader): BasicOcspResponse {
  const { bytes } = basic
  const tbsStart = basic.offset
  const data = readConstructed(basic, SEQUENCE, 'ResponseData')
  const tbsResponseData = bytes.subarray(tbsStart, basic.offset)
  readVersion(data)
  const responderId = readResponderId(data)
  const producedAt = new Date(readGeneralizedTime(data, 'producedAt'))
  const responses = readSingleResponses(data)
  const extensions = readOptionalExtensions(data, 1)
  assertAtEnd(data, 'ResponseData')
  const signatureAlgorithm = resolveSignatureAlgorithm(
    readAlgorithmIdentifier(basic, 'signatureAlgorithm'),
    'signatureAlgorithm',
  )
  readOctetAlignedBitString(basic, 'signature')
  const signature = contentOf(basic)
  const sent = isAtEnd(basic) ? { certificates: [], certificateErrors: [] } : readCertificates(basic)
  assertAtEnd(basic, 'BasicOCSPResponse')
  return {
    responderId,
    producedAt,
    responses,
    extensions,
    nonce: findNonce(extensions),
    signatureAlgorithm,
    tbsResponseData,
    signature,
    ...sent,
  }
}

/** version [0] DEFAULT v1, the only one there is; responders that write it out are let pass, as everywhere. */
function readVersion(data: DerReader): void {
  if (peekTag(data) !== constructedContextTag(0)) return
  const version = readConstructed(data, constructedContextTag(0), 'version')
  readSmallInteger(version, 0, 'version')
  assertAtEnd(version, 'version')
}

function readResponderId(data: DerReader): BasicOcspResponse['responderId'] {
  if (peekTag(data) === constructedContextTag(1)) {
    const wrapper = readConstructed(data, constructedContextTag(1), 'responderID')
    const name = readName(wrapper, 'responderID')
    assertAtEnd(wrapper, 'responderID')
    return { kind: 'name', name }
  }
  const wrapper = readConstructed(data, constructedContextTag(2), 'responderID')
  readElement(wrapper, OCTET_STRING, 'responderID')
  assertAtEnd(wrapper, 'responderID')
  return { kind: 'key', keyHash: hexOf(wrapper.bytes, wrapper.start, wrapper.offset) }
}

function readSingleResponses(data: DerReader): readonly OcspSingleResponse[] {
  const list = readConstructed(data, SEQUENCE, 'responses')
  const responses: OcspSingleResponse[] = []
  while (!isAtEnd(list)) responses.push(readSingleResponse(readConstructed(list, SEQUENCE, 'SingleResponse')))
  return responses
}

function readSingleResponse(single: DerReader): OcspSingleResponse {
  const certId = readCertId(single)
  const status = readCertStatus(single)
  const thisUpdate = new Date(readGeneralizedTime(single, 'thisUpdate'))
  const nextUpdate = peekTag(single) === constructedContextTag(0) ? readNextUpdate(single) : undefined
  const extensions = readOptionalExtensions(single, 1)
  assertAtEnd(single, 'SingleResponse')
  return { certId, ...status, thisUpdate, nextUpdate, extensions }
}

function readNextUpdate(single: DerReader): Date {
  const wrapper = readConstructed(single, constructedContextTag(0), 'nextUpdate')
  const nextUpdate = new Date(readGeneralizedTime(wrapper, 'nextUpdate'))
  assertAtEnd(wrapper, 'nextUpdate')
  return nextUpdate
}

function readCertId(single: DerReader): OcspCertId {
  const certId = readConstructed(single, SEQUENCE, 'CertID')
  const algorithm = readAlgorithmIdentifier(certId, 'CertID')
  const issuerNameHash = readHex(certId)
  const issuerKeyHash = readHex(certId)
  readInteger(certId, 'CertID')
  const serialNumber = serialNumberText(certId.bytes, certId.start, certId.offset)
  assertAtEnd(certId, 'CertID')
  const hash = HASH_ALGORITHMS.find(algorithm.bytes, algorithm.oidStart, algorithm.oidEnd)?.name
  return { hash, issuerNameHash, issuerKeyHash, serialNumber }
}

function readHex(reader: DerReader): string {
  readElement(reader, OCTET_STRING, 'CertID')
  return hexOf(reader.bytes, reader.start, reader.offset)
}

type CertStatus = Pick<OcspSingleResponse, 'status' | 'revokedAt' | 'reason'>

/** CertStatus: good [0] NULL, revoked [1], unknown [2] NULL, and nothing else. */
function readCertStatus(single: DerReader): CertStatus {
  const tag = peekTag(single)
  if (tag === constructedContextTag(1)) return readRevokedInfo(readConstructed(single, tag, 'certStatus'))
  if (tag !== contextTag(0) && tag !== contextTag(2)) {
    throw derError('ERR_DER_UNEXPECTED_TAG', 'not a certificate status', single.offset, 'certStatus', { found: tag })
  }
  readElement(single, tag, 'certStatus')
  if (single.offset !== single.start)
    throw derError('ERR_DER_NULL', 'a status with content', single.start, 'certStatus')
  return { status: tag === contextTag(0) ? 'good' : 'unknown', revokedAt: undefined, reason: undefined }
}

function readRevokedInfo(info: DerReader): CertStatus {
  const revokedAt = new Date(readGeneralizedTime(info, 'revocationTime'))
  let reason: RevocationReason | undefined
  if (peekTag(info) === constructedContextTag(0)) {
    const wrapper = readConstructed(info, constructedContextTag(0), 'revocationReason')
    reason = readRevocationReason(wrapper, 'revocationReason')
    assertAtEnd(wrapper, 'revocationReason')
  }
  assertAtEnd(info, 'certStatus')
  return { status: 'revoked', revokedAt, reason }
}

function readOptionalExtensions(reader: DerReader, number: number): readonly Extension[] {
  if (peekTag(reader) !== constructedContextTag(number)) return []
  const wrapper = readConstructed(reader, constructedContextTag(number), 'Extensions')
  const places = readExtensionPlaces(wrapper, 'Extensions')
  assertAtEnd(wrapper, 'Extensions')
  return places.map(({ oid, critical, valueStart, valueEnd }) => {
    const name = oid === NONCE ? 'nonce' : undefined
    return { oid, name, critical, value: reader.bytes.subarray(valueStart, valueEnd) }
  })
}

/** The nonce inside its OCTET STRING; old responders leave that out, and then the value is the nonce. */
function findNonce(extensions: readonly Extension[]): string | undefined {
  const value = extensions.find(({ oid }) => oid === NONCE)?.value
  if (value === undefined) return undefined
  // The longest that is allowed, 128 octets (RFC 9654), has a length of two octets.
  const header = value[1] === 0x81 ? 3 : 2
  const isWrapped = value[0] === OCTET_STRING && value[header - 1] === value.length - header
  return hexOf(isWrapped ? value.subarray(header) : value)
}

function readCertificates(basic: DerReader): Pick<BasicOcspResponse, 'certificates' | 'certificateErrors'> {
  const wrapper = readConstructed(basic, constructedContextTag(0), 'certs')
  const list = readConstructed(wrapper, SEQUENCE, 'certs')
  assertAtEnd(wrapper, 'certs')
  const certificates: Certificate[] = []
  const certificateErrors: string[] = []
  for (let count = 0; !isAtEnd(list); count += 1) {
    const start = list.offset
    readAnyElement(list, 'certs')
    if (count > MAX_CERTIFICATES) continue
    const read = count === MAX_CERTIFICATES ? TOO_MANY : tryParse(list.bytes.subarray(start, list.offset))
    if (typeof read === 'string') certificateErrors.push(read)
    else certificates.push(read)
  }
  return { certificates, certificateErrors }
}

/** The certificate, or the code of the error. */
function tryParse(der: Uint8Array): Certificate | string {
  try {
    return parseCertificate(der)
  } catch (error) {
    if (isCertkeepError(error)) return error.code
    throw error
  }
}
