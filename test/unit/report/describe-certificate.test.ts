import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { describeCertificate } from '../../../src/report/describe-certificate.ts'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import { HOSTILE, INTERMEDIATE, LEAF, ROOT } from '../cli/samples.ts'

describe('describeCertificate()', () => {
  it('shows every field of a server certificate, as `openssl x509 -text` reads them', () => {
    expect(describeCertificate(parseCertificate(LEAF))).toEqual({
      version: 3,
      serialNumber: '76bce3dd762c0c2693952c8e0721fa09d8b43cae',
      subject: {
        text: 'CN=shop.example.com,O=예제 상점,C=KR',
        commonName: 'shop.example.com',
        organization: '예제 상점',
        attributes: [
          { type: 'C', oid: '2.5.4.6', value: 'KR' },
          { type: 'O', oid: '2.5.4.10', value: '예제 상점' },
          { type: 'CN', oid: '2.5.4.3', value: 'shop.example.com' },
        ],
      },
      issuer: {
        text: 'CN=Example Issuing CA,O=Example Trust,C=KR',
        commonName: 'Example Issuing CA',
        organization: 'Example Trust',
        attributes: [
          { type: 'C', oid: '2.5.4.6', value: 'KR' },
          { type: 'O', oid: '2.5.4.10', value: 'Example Trust' },
          { type: 'CN', oid: '2.5.4.3', value: 'Example Issuing CA' },
        ],
      },
      isSelfIssued: false,
      primaryDomain: 'shop.example.com',
      subjectAltNames: [
        { kind: 'dns', value: 'shop.example.com' },
        { kind: 'dns', value: '*.shop.example.com' },
        { kind: 'ip', value: '192.0.2.7' },
        { kind: 'ip', value: '2001:db8::7' },
        { kind: 'email', value: 'admin@example.com' },
      ],
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: '2026-07-20T23:59:59Z',
      lifetimeDays: 201,
      fingerprints: {
        sha256: '58cf4c51517ffb67018470e227dab2fb119d8a70f69e799ded42f69e07660343',
        sha1: '9f304b66e58d82ee6842c646209c36c466d2065f',
      },
      signatureAlgorithm: {
        name: 'ecdsa-with-SHA256',
        oid: '1.2.840.10045.4.3.2',
        hash: 'SHA-256',
        acceptance: 'accepted',
      },
      publicKey: { algorithm: 'EC', oid: '1.2.840.10045.2.1', bits: 256, curve: 'P-256' },
      isCa: false,
      basicConstraints: { cA: false, pathLenConstraint: null },
      validationLevel: 'OV',
      certificatePolicies: [{ oid: '2.23.140.1.2.2', name: 'organization-validated' }],
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: [
        { oid: '1.3.6.1.5.5.7.3.1', name: 'serverAuth' },
        { oid: '1.3.6.1.5.5.7.3.2', name: 'clientAuth' },
      ],
      subjectKeyIdentifier: 'f0ee7bf8ba8431e2e5fb97c3762075464d30e3ba',
      authorityKeyIdentifier: 'f8957d3ae95f12daf9442a2739cbd275fb48c7f2',
      revocation: {
        crlUrls: ['http://crl.example.net/1.crl'],
        ocspUrls: ['http://ocsp.example.net'],
        caIssuersUrls: ['http://ca.example.net/issuing.cer'],
        noRevAvail: false,
        mustStaple: true,
      },
      signedCertificateTimestamps: [
        { version: 1, logId: 'aa'.repeat(32), timestamp: '2026-01-01T00:00:00Z' },
        { version: 1, logId: 'bb'.repeat(32), timestamp: '2026-01-01T00:00:00Z' },
      ],
      unknownCriticalExtensions: [],
    })
  })

  it('gives a CA its path length and no validation level', () => {
    const info = describeCertificate(parseCertificate(INTERMEDIATE))
    expect(info).toMatchObject({
      isCa: true,
      basicConstraints: { cA: true, pathLenConstraint: 0 },
      validationLevel: null,
      primaryDomain: null,
      isSelfIssued: false,
      extendedKeyUsage: null,
    })
    expect(describeCertificate(parseCertificate(ROOT)).isSelfIssued).toBe(true)
  })

  it('names a critical extension that nobody knows, and escapes the name in its text only', () => {
    const info = describeCertificate(parseCertificate(HOSTILE))
    expect(info.unknownCriticalExtensions).toEqual(['1.2.3.4.5'])
    expect(info.subject.text).toBe('O=a\\E2\\80\\8Bb,CN=evil\\1B[31m\\E2\\80\\AEgpj.exe')
    expect(info.subject.commonName).toBe('evil\u001b[31m\u202egpj.exe')
  })

  it.each([LEAF, INTERMEDIATE, ROOT, HOSTILE])('is the same after a journey as JSON', (pem) => {
    const info = describeCertificate(parseCertificate(pem))
    expect(JSON.parse(JSON.stringify(info))).toEqual(info)
  })

  it('agrees with node:crypto on every root that Node trusts', () => {
    expect(rootCertificates.length).toBeGreaterThan(100)
    for (const pem of rootCertificates) {
      const ours = describeCertificate(parseCertificate(pem))
      const theirs = new X509Certificate(pem)
      expect(ours.fingerprints.sha256).toBe(theirs.fingerprint256.replaceAll(':', '').toLowerCase())
      expect(ours.fingerprints.sha1).toBe(theirs.fingerprint.replaceAll(':', '').toLowerCase())
      expect(Date.parse(ours.notBefore)).toBe(Date.parse(theirs.validFrom))
      expect(Date.parse(ours.notAfter)).toBe(Date.parse(theirs.validTo))
      expect(ours.isCa).toBe(theirs.ca)
      expect(ours.publicKey.bits).toBe(bitsOf(theirs))
    }
  })
})

const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 }

function bitsOf({ publicKey }: X509Certificate): number | undefined {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {}
  return modulusLength ?? CURVE_BITS[namedCurve ?? '']
}
