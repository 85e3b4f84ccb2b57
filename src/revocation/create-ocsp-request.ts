import { encodeElement, encodeNull, encodeOctetString, encodeOid, encodeSequence } from '../der/write-der.ts'
import type { Certificate } from '../x509/certificate.ts'
import { digestOf } from './cert-id.ts'
import type { CertificateIssuer } from './revocation-context.ts'

/** What an OCSP request is to have beyond the certificate. */
export interface OcspRequestOptions {
  /** The digest of the CertID. @defaultValue 'SHA-256' */
  readonly hash?: 'SHA-256' | 'SHA-1' | undefined
  /** 1 to 128 octets (RFC 9654). @defaultValue none */
  readonly nonce?: Uint8Array | undefined
}

const HASH_OIDS = { 'SHA-256': '2.16.840.1.101.3.4.2.1', 'SHA-1': '1.3.14.3.2.26' }
const NONCE = '1.3.6.1.5.5.7.48.1.2'

/**
 * Writes an OCSP request for one certificate, unsigned (RFC 6960 section 4.1, RFC 9919).
 *
 * @throws RangeError for a nonce of no or more than 128 octets
 */
export function createOcspRequest(
  certificate: Certificate,
  issuer: Pick<CertificateIssuer, 'publicKey'>,
  options: OcspRequestOptions = {},
): Uint8Array {
  const { hash = 'SHA-256', nonce } = options
  if (nonce !== undefined && (nonce.length < 1 || nonce.length > 128))
    throw new RangeError('"nonce" must have 1 to 128 octets')
  const nameHash = digestOf(hash, certificate.issuer.der) ?? new Uint8Array()
  const keyHash = digestOf(hash, issuer.publicKey.subjectPublicKey) ?? new Uint8Array()
  const certId = encodeSequence(
    encodeSequence(encodeOid(HASH_OIDS[hash]), encodeNull()),
    encodeOctetString(nameHash),
    encodeOctetString(keyHash),
    encodeElement(0x02, serialOctets(certificate)),
  )
  const requestList = encodeSequence(encodeSequence(certId))
  return encodeSequence(
    nonce === undefined ? encodeSequence(requestList) : encodeSequence(requestList, encodeNonce(nonce)),
  )
}

function encodeNonce(nonce: Uint8Array): Uint8Array {
  return encodeElement(
    0xa2,
    encodeSequence(encodeSequence(encodeOid(NONCE), encodeOctetString(encodeOctetString(nonce)))),
  )
}

/** The content of the INTEGER. A negative number, which no CA may issue, is asked for by its magnitude. */
function serialOctets({ serialNumber }: Certificate): Uint8Array {
  const magnitude = Uint8Array.from(serialNumber.replace('-', '').match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  )
  return (magnitude[0] ?? 0) >= 0x80 ? Uint8Array.of(0, ...magnitude) : magnitude
}

/** Longest address for which a request is sent by GET, so that caches can answer (RFC 9919). */
const MAX_GET_URL = 255

/** How a request travels: in the address if that stays short, else in the body (RFC 6960 appendix A.1). */
export function ocspTransport(
  url: string,
  request: Uint8Array,
): { readonly method: 'GET' | 'POST'; readonly url: string; readonly body: Uint8Array | undefined } {
  // It is longer still in Base64; and what has a serial number of any length must not become as many arguments.
  if (request.length > MAX_GET_URL) return { method: 'POST', url, body: request }
  const encoded = encodeURIComponent(btoa(String.fromCharCode(...request)))
  const address = `${url.endsWith('/') ? url : `${url}/`}${encoded}`
  return address.length <= MAX_GET_URL
    ? { method: 'GET', url: address, body: undefined }
    : { method: 'POST', url, body: request }
}
