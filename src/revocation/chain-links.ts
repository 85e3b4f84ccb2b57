import { bytesEqual } from '../crypto/bytes-equal.ts'
import type { Certificate } from '../x509/certificate.ts'
import { namesEqual } from '../x509/names-equal.ts'
import { issuerOf } from './evaluate-crl.ts'
import { verifyEvidence, type CertificateIssuer, type RevocationContext } from './revocation-context.ts'

/** A certificate of a chain, with who issued it. */
export interface Link {
  readonly certificate: Certificate
  /** `undefined` where the chain ends before its root. */
  readonly issuer: CertificateIssuer | undefined
}

/** Each certificate that is not the root, with its issuer. */
export function linksOf(
  chain: readonly Certificate[],
  anchor: Pick<CertificateIssuer, 'name' | 'publicKey'> | undefined,
): readonly Link[] {
  return chain.flatMap((certificate, index): readonly Link[] => {
    const next = chain[index + 1]
    if (next !== undefined) return [{ certificate, issuer: issuerOf(next) }]
    if (anchor === undefined) return certificate.isSelfIssued ? [] : [{ certificate, issuer: undefined }]
    const isAnchor =
      namesEqual(certificate.subject, anchor.name) && bytesEqual(certificate.publicKey.spki, anchor.publicKey.spki)
    return isAnchor ? [] : [{ certificate, issuer: { ...anchor, certificate: undefined } }]
  })
}

/** Nothing is fetched for a certificate that is not signed by its issuer, and so up to the root: its addresses could be anybody's. */
export async function isChained(path: readonly Link[], context: RevocationContext): Promise<boolean> {
  for (const { certificate, issuer } of path) {
    const { signatureAlgorithm: algorithm, tbsCertificate: data, signature } = certificate
    if (issuer === undefined) return false
    if ((await verifyEvidence({ publicKey: issuer.publicKey, algorithm, data, signature }, context)) !== 'valid')
      return false
  }
  return true
}
