import { decodeOcspResponse } from './decode-ocsp-response.ts'
import type { OcspResponse } from './ocsp-response.ts'

/**
 * Decodes an OCSP response (RFC 6960 section 4.2.1) and checks its form to the last byte.
 *
 * Nothing is verified: not the signature, not who may sign, not the dates, not which certificate it is about. Certificates
 * sent along that cannot be read are only counted, since none is needed but the signer's. The bytes are copied.
 *
 * @throws CertkeepError `ERR_DER_*`, `ERR_X509_*` with `offset` and `structure` in `detail`; `ERR_OCSP_RESPONSE_TYPE` for another type than basic
 * @throws TypeError if `input` is no bytes
 */
export function parseOcspResponse(input: Uint8Array): OcspResponse {
  return decodeOcspResponse(input)
}
