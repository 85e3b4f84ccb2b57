import { decodeSinglePem } from '../armor/decode-clean-pem.ts'
import {
  assertAtEnd,
  isAtEnd,
  openDer,
  peekTag,
  readAnyElement,
  readConstructed,
  type DerReader,
} from '../der/der-reader.ts'
import { readDottedIdentifier } from '../der/object-identifier.ts'
import { readSmallInteger } from '../der/read-primitive.ts'
import { constructedContextTag, SEQUENCE, SET } from '../der/tag.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import type { FetchResponse, Fetcher } from '../problem/fetcher.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import type { PathCertificate } from './path-certificate.ts'

/** Of one certificate, and of one search: a certificate with ten thousand addresses costs no more than one with four. */
const MAX_URLS_PER_CERTIFICATE = 4
const MAX_URLS = 8

/** Larger than any certificate, and than a PKCS#7 of a sensible number of them. */
const MAX_BYTES = 262_144

/** Of a PKCS#7 no more certificates than this are looked at. */
const MAX_CERTIFICATES = 16

/**
 * Makes the function that fetches missing issuers from the addresses in authorityInfoAccess (RFC 5280 section 4.2.2.1).
 *
 * These addresses are followed before anything about the certificate is verified, which is why it is off by default. What comes back is
 * only a candidate; a failure to fetch is no problem of its own, since the missing issuer will be told of.
 *
 * @param add - takes each certificate that was fetched
 */
export function createIssuerFetch(
  fetcher: Fetcher,
  add: (certificate: Certificate) => void,
  signal: AbortSignal | undefined,
): (child: PathCertificate) => Promise<boolean> {
  const asked = new Set<string>()
  return async ({ certificate }) => {
    let isNew = false
    for (const url of issuerUrls(certificate)) {
      if (asked.has(url) || asked.size >= MAX_URLS) continue
      asked.add(url)
      for (const issuer of await fetchCertificates(fetcher, url, signal)) {
        add(issuer)
        isNew = true
      }
    }
    return isNew
  }
}

/** The first few http and https addresses of the issuer's certificate. */
function issuerUrls(certificate: Certificate): readonly string[] {
  const urls: string[] = []
  for (const { method, location } of certificate.extensions.authorityInfoAccess ?? []) {
    if (method === 'caIssuers' && location.kind === 'uri' && /^https?:\/\//i.test(location.value))
      urls.push(location.value)
    if (urls.length === MAX_URLS_PER_CERTIFICATE) break
  }
  return urls
}

async function fetchCertificates(
  fetcher: Fetcher,
  url: string,
  signal: AbortSignal | undefined,
): Promise<readonly Certificate[]> {
  const response = await fetchOrNothing(fetcher, url, signal)
  if (response?.status !== 200 || response.body.length > MAX_BYTES) return []
  return readCertificates(new Uint8Array(response.body))
}

async function fetchOrNothing(
  fetcher: Fetcher,
  url: string,
  signal: AbortSignal | undefined,
): Promise<FetchResponse | undefined> {
  try {
    return await fetcher({ url, method: 'GET', maxBytes: MAX_BYTES, signal })
  } catch {
    // Whatever was thrown: the `fetch` of every platform says with a TypeError that there is no network.
    signal?.throwIfAborted()
    return undefined
  }
}

const LABELS: readonly string[] = ['CERTIFICATE', 'PKCS7']

/** One certificate or a PKCS#7 that holds only certificates; in DER, as RFC 5280 demands, or in PEM, as some CAs publish it. */
function readCertificates(body: Uint8Array): readonly Certificate[] {
  const der = decodeSinglePem(new TextDecoder('latin1').decode(body), LABELS) ?? body
  const certificate = tryRead(() => parseCertificate(der))
  return certificate === undefined ? (tryRead(() => readCertificateBag(der)) ?? []) : [certificate]
}

function tryRead<Read>(read: () => Read): Read | undefined {
  try {
    return read()
  } catch (error) {
    if (isCertkeepError(error)) return undefined
    throw error
  }
}

const SIGNED_DATA = '1.2.840.113549.1.7.2'

/** The certificates of a degenerate SignedData (RFC 5652 section 5.1, RFC 5280 section 4.2.2.1). */
function readCertificateBag(der: Uint8Array): readonly Certificate[] {
  const outer = openDer(der)
  const contentInfo = readConstructed(outer, SEQUENCE, 'ContentInfo')
  assertAtEnd(outer, 'ContentInfo')
  if (readDottedIdentifier(contentInfo, 'ContentInfo') !== SIGNED_DATA) return []
  const content = readConstructed(contentInfo, constructedContextTag(0), 'ContentInfo')
  const signedData = readConstructed(content, SEQUENCE, 'SignedData')
  readSmallInteger(signedData, 5, 'SignedData')
  readConstructed(signedData, SET, 'SignedData')
  readConstructed(signedData, SEQUENCE, 'SignedData')
  return peekTag(signedData) === constructedContextTag(0)
    ? readBag(readConstructed(signedData, constructedContextTag(0), 'SignedData'))
    : []
}

/** The certificates that can be read: one that cannot does not spoil the others. */
function readBag(bag: DerReader): readonly Certificate[] {
  const certificates: Certificate[] = []
  for (let count = 0; !isAtEnd(bag) && count < MAX_CERTIFICATES; count += 1) {
    const start = bag.offset
    readAnyElement(bag, 'SignedData')
    const certificate = tryRead(() => parseCertificate(bag.bytes.subarray(start, bag.offset)))
    if (certificate !== undefined) certificates.push(certificate)
  }
  return certificates
}
