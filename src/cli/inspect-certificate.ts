import { describeCertificate } from '../report/describe-certificate.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { InspectedCertificate } from './inspect-report.ts'
import { validityState } from './validity-state.ts'

/** Describes a certificate and puts it into time. `line` is where it begins, `null` in a binary file. */
export function inspectCertificate(certificate: Certificate, line: number | null, at: Date): InspectedCertificate {
  return {
    kind: 'certificate',
    line,
    certificate,
    info: describeCertificate(certificate),
    validity: validityState(certificate, at),
  }
}
