import type { Certificate } from '../../src/x509/certificate.ts'
import type { Extensions } from '../../src/x509/extensions.ts'

const EXTENSION_FIELDS: readonly (keyof Extensions)[] = [
  'list',
  'authorityKeyIdentifier',
  'subjectKeyIdentifier',
  'keyUsage',
  'certificatePolicies',
  'policyMappings',
  'subjectAltName',
  'issuerAltName',
  'subjectDirectoryAttributes',
  'basicConstraints',
  'nameConstraints',
  'policyConstraints',
  'extendedKeyUsage',
  'crlDistributionPoints',
  'inhibitAnyPolicy',
  'freshestCrl',
  'noRevAvail',
  'authorityInfoAccess',
  'subjectInfoAccess',
  'tlsFeature',
  'ocspNoCheck',
  'signedCertificateTimestamps',
  'precertificatePoison',
]

/** Reads every field of a certificate but the fingerprint, and counts something of each so that nothing can be left out. */
export function readAllFields(certificate: Certificate): number {
  const { subject, issuer, publicKey, signatureAlgorithm, extensions } = certificate
  let count = certificate.version + certificate.serialNumber.length + certificate.der.length
  count += subject.text.length + subject.attributes.length + subject.der.length
  count += issuer.text.length + issuer.attributes.length + issuer.der.length
  count += certificate.notBefore.getTime() + certificate.notAfter.getTime()
  count += signatureAlgorithm.name.length + certificate.signature.length + certificate.tbsCertificate.length
  count += publicKey.bits + publicKey.algorithm.length + publicKey.spki.length + publicKey.subjectPublicKey.length
  count += publicKey.rsa?.modulus.length ?? 0
  for (const field of EXTENSION_FIELDS) count += extensions[field] === undefined ? 0 : 1
  count += certificate.subjectAltNames.length + (certificate.primaryDomain?.length ?? 0)
  return count + (certificate.isSelfIssued ? 1 : 0)
}
