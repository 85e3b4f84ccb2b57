import type { CertificateInput } from '../path/build-chain.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'

/** A certificate that may be given as text of one clean PEM block, as DER, or decoded. @throws CertkeepError if it cannot be read */
export function readCertificate(input: CertificateInput): Certificate {
  return typeof input === 'string' || input instanceof Uint8Array ? parseCertificate(input) : input
}
