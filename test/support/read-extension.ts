import type { Extensions } from '../../src/x509/extensions.ts'
import { parseCertificate } from '../../src/x509/parse-certificate.ts'
import { buildCertificate, ECDSA_WITH_SHA256, extension } from './build-certificate.ts'
import { bitString, integer, sequence } from './der.ts'
import { errorOf } from './error-of.ts'

const SIGNATURE = bitString(0, sequence(integer(1), integer(1)))

/** The extensions of a certificate that has this one only. */
export function readExtension(oid: string, value: Uint8Array): Extensions {
  return parseCertificate(certificateWith(oid, value)).extensions
}

/** The error for a certificate with this extension: its code, the structure, and the place counted from the start of the value. */
export function extensionError(oid: string, value: Uint8Array): string {
  const der = certificateWith(oid, value)
  const valueStart = der.length - ECDSA_WITH_SHA256.length - SIGNATURE.length - value.length
  const { code, detail } = errorOf(() => parseCertificate(der))
  return `${code} at ${Number(detail['offset']) - valueStart} in ${String(detail['structure'])}`
}

function certificateWith(oid: string, value: Uint8Array): Uint8Array {
  return buildCertificate({ extensions: [extension(oid, value)], signatureValue: SIGNATURE })
}
