import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { hexOf } from '../der/hex.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { HashName } from '../x509/hash-algorithms.ts'
import type { OcspCertId } from '../x509/ocsp-response.ts'
import type { CertificateIssuer } from './revocation-context.ts'

/** The digest of bytes by name, or `undefined` where this library has none. */
export function digestOf(hash: HashName | undefined, bytes: Uint8Array): Uint8Array | undefined {
  switch (hash) {
    case 'SHA-1':
      return sha1(bytes)
    case 'SHA-256':
      return sha256(bytes)
    case 'SHA-384':
      return sha384(bytes)
    case 'SHA-512':
      return sha512(bytes)
    default:
      return undefined
  }
}

/** Whether a CertID is that of a certificate, recomputed with the CertID's own digest and the issuer's name as the certificate writes it (RFC 6960 section 4.1.1). */
export function isCertIdOf(
  { hash, issuerNameHash, issuerKeyHash, serialNumber }: OcspCertId,
  certificate: Certificate,
  issuer: CertificateIssuer,
): boolean {
  if (serialNumber !== certificate.serialNumber) return false
  const nameHash = digestOf(hash, certificate.issuer.der)
  const keyHash = digestOf(hash, issuer.publicKey.subjectPublicKey)
  return (
    nameHash !== undefined &&
    keyHash !== undefined &&
    hexOf(nameHash) === issuerNameHash &&
    hexOf(keyHash) === issuerKeyHash
  )
}
