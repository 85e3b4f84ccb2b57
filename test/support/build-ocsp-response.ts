import {
  bitString,
  element,
  explicit,
  generalizedTime,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  type Octets,
} from './der.ts'

/** Parts of an OCSP response in place of the usual ones; those that go behind another are empty unless given. */
export interface OcspResponseParts {
  readonly responseStatus?: Octets
  readonly responseType?: Octets
  readonly version?: Octets
  readonly responderId?: Octets
  readonly certStatus?: Octets
  readonly afterSingleResponse?: Octets
  readonly responseExtensions?: Octets
  readonly afterResponseData?: Octets
  readonly afterBasicResponse?: Octets
  readonly afterResponseBytes?: Octets
  /** In place of all that follows the status. */
  readonly responseBytes?: Octets
}

/** A response that nobody signed, about one certificate of serial number 5, whose hashes are made up. */
export function buildOcspResponse(parts: OcspResponseParts = {}): Uint8Array {
  const certId = sequence(
    sequence(oid('1.3.14.3.2.26')),
    octetString(new Uint8Array(20).fill(1)),
    octetString(new Uint8Array(20).fill(2)),
    integer(5),
  )
  const single = sequence(
    certId,
    parts.certStatus ?? implicit(0),
    generalizedTime('20260101000000Z'),
    parts.afterSingleResponse ?? [],
  )
  const responseData = sequence(
    parts.version ?? [],
    parts.responderId ?? explicit(2, octetString(new Uint8Array(20).fill(3))),
    generalizedTime('20260101000000Z'),
    sequence(single),
    parts.responseExtensions ?? [],
    parts.afterResponseData ?? [],
  )
  const basic = sequence(
    responseData,
    sequence(oid('1.2.840.10045.4.3.2')),
    bitString(0, [1, 2, 3]),
    parts.afterBasicResponse ?? [],
  )
  const responseBytes = explicit(
    0,
    sequence(parts.responseType ?? oid('1.3.6.1.5.5.7.48.1.1'), octetString(basic, parts.afterResponseBytes ?? [])),
  )
  return sequence(parts.responseStatus ?? element(0x0a, [0]), parts.responseBytes ?? responseBytes)
}
