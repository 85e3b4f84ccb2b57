import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import type { NameAttribute } from '../../../src/x509/name.ts'
import { toHex } from '../../support/der.ts'
import { NODE_CURVES, nodeFieldsOf } from '../../support/node-fields.ts'

describe.each(rootCertificates.map((pem) => [new X509Certificate(pem).subject.replaceAll('\n', ', '), pem] as const))(
  'the root %s',
  (_, pem) => {
    it('is read as node:crypto reads it, field by field', () => {
      const theirs = new X509Certificate(pem)
      expect(fieldsOf(parseCertificate(pem))).toEqual(nodeFieldsOf(theirs))
      expect(fieldsOf(parseCertificate(theirs.raw))).toEqual(nodeFieldsOf(theirs))
    })
  },
)

it('there are as many roots as every release of Node.js has had', () => {
  expect(rootCertificates.length).toBeGreaterThan(100)
})

function fieldsOf(certificate: Certificate): Readonly<Record<string, unknown>> {
  const { extensions, publicKey } = certificate
  return {
    subject: certificate.subject.attributes.map(nodeAttribute),
    issuer: certificate.issuer.attributes.map(nodeAttribute),
    serialNumber: certificate.serialNumber,
    validFrom: certificate.notBefore,
    validTo: certificate.notAfter,
    fingerprint: certificate.fingerprint('sha1'),
    fingerprint256: certificate.fingerprint('sha256'),
    subjectAltName: certificate.subjectAltNames.map(({ kind, value }) => [kind, value]),
    infoAccess: (extensions.authorityInfoAccess ?? []).map(({ method, location }) => [method, location.value]),
    ca: extensions.basicConstraints?.cA ?? false,
    extendedKeyUsage: extensions.extendedKeyUsage?.map(({ oid }) => oid),
    keyType: publicKey.algorithm.toLowerCase(),
    keyBits: publicKey.algorithm === 'RSA' ? publicKey.bits : undefined,
    keyExponent: publicKey.rsa === undefined ? undefined : BigInt(`0x${toHex(publicKey.rsa.exponent)}`),
    curve: publicKey.curve === undefined ? undefined : NODE_CURVES[publicKey.curve],
    spki: toHex(publicKey.spki),
    isSelfIssued: certificate.isSelfIssued,
    raw: toHex(certificate.der),
  }
}

function nodeAttribute({ name, oid, value }: NameAttribute): string {
  return `${name ?? oid}=${value}`
}
