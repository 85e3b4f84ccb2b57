import { constructedContextTag, SEQUENCE, SET } from '../der/tag.ts'
import { createProblem } from '../problem/problem.ts'
import {
  assertBerAtEnd,
  isBerAtEnd,
  openBer,
  peekBerTag,
  rawBer,
  readBer,
  readBerConstructed,
  readBerElement,
  readBerInteger,
  type BerCursor,
} from './ber-reader.ts'
import type { ObjectCollector } from './collect-objects.ts'
import { ConversionFailure } from './conversion-failure.ts'
import { readContentInfo } from './read-pkcs12.ts'

const SIGNED_DATA = '1.2.840.113549.1.7.2'

const STRUCTURE = 'SignedData'

/**
 * Takes the certificates out of a PKCS#7 or CMS file of the type signedData (RFC 2315 section 9.1, RFC 5652 section 5.1), in
 * DER or BER. No signature is checked: it is a bag of certificates, each of which is signed by itself.
 */
export function readPkcs7(bytes: Uint8Array, collector: ObjectCollector): void {
  const outer = openBer(bytes)
  const { type, content } = readContentInfo(outer, 'ContentInfo')
  assertBerAtEnd(outer, 'ContentInfo')
  if (type !== SIGNED_DATA || content === undefined) {
    throw new ConversionFailure(createProblem('container-unsupported', { container: 'pkcs7', type }))
  }
  const data = readBerConstructed(content, SEQUENCE, STRUCTURE)
  readBerInteger(data, `${STRUCTURE}.version`)
  readBer(data, SET, `${STRUCTURE}.digestAlgorithms`)
  if (readContentInfo(data, `${STRUCTURE}.contentInfo`).content !== undefined) collector.leaveOut('content')
  if (peekBerTag(data) === constructedContextTag(0)) {
    readCertificates(readBerConstructed(data, constructedContextTag(0), `${STRUCTURE}.certificates`), collector)
  }
  if (peekBerTag(data) === constructedContextTag(1)) {
    const count = countElements(readBerConstructed(data, constructedContextTag(1), `${STRUCTURE}.crls`))
    if (count > 0) collector.leaveOut('crl', count)
  }
  const signers = countElements(readBerConstructed(data, SET, `${STRUCTURE}.signerInfos`))
  if (signers > 0) collector.leaveOut('signature', signers)
  assertBerAtEnd(data, STRUCTURE)
}

/** CertificateChoices (RFC 5652 section 10.2.2): all but a certificate is tagged. */
function readCertificates(certificates: BerCursor, collector: ObjectCollector): void {
  while (!isBerAtEnd(certificates)) {
    collector.count('pkcs7')
    const element = readBerElement(certificates, `${STRUCTURE}.certificates`)
    if (element.tag === SEQUENCE) collector.addCertificateDer(rawBer(element))
    else if (element.tag === constructedContextTag(1) || element.tag === constructedContextTag(2))
      collector.leaveOut('attributeCertificate')
    else collector.leaveOut('unknown')
  }
}

function countElements(list: BerCursor): number {
  let count = 0
  for (; !isBerAtEnd(list); count += 1) readBerElement(list, STRUCTURE)
  return count
}
