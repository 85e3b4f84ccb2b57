import type { Crl } from './crl.ts'
import { decodeCrl } from './decode-crl.ts'

/**
 * Decodes a certificate revocation list from DER, or from the text of one clean PEM block, and checks its form to the last byte.
 *
 * A list of a million entries is scanned in place in about the time of one hash over it; of an entry little more than four octets are kept, to find
 * it by. Refused, with the offset: what is not DER; a version other than 1 or 2, or one that does not allow the fields found; algorithms that differ;
 * extensions, of the list or of an entry, given twice or with a value that is not what RFC 5280 section 5 says.
 *
 * Nothing is verified: not the signature, not the dates, not what the list is about. Bytes are NOT copied, since lists are large: they must
 * not be changed afterwards.
 *
 * @throws CertkeepError `ERR_DER_*`, `ERR_X509_*` with `offset` and `structure` in `detail`; `ERR_PEM_NOT_CLEAN`
 * @throws TypeError if `input` is neither text nor bytes
 */
export function parseCrl(input: string | Uint8Array): Crl {
  return decodeCrl(input)
}
