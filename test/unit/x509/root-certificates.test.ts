import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import type { NameAttribute } from '../../../src/x509/name.ts'
import { toHex } from '../../support/der.ts'

/** node:crypto's names of the curves of the roots. */
const CURVES: Readonly<Record<string, string>> = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' }

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
    curve: publicKey.curve === undefined ? undefined : CURVES[publicKey.curve],
    spki: toHex(publicKey.spki),
    isSelfIssued: certificate.isSelfIssued,
    raw: toHex(certificate.der),
  }
}

function nodeFieldsOf(certificate: X509Certificate): Readonly<Record<string, unknown>> {
  const key = certificate.publicKey
  const details = key.asymmetricKeyDetails
  return {
    subject: nodeLines(certificate.subject),
    issuer: nodeLines(certificate.issuer),
    // Zero is the one number that node:crypto writes with one digit.
    serialNumber: certificate.serialNumber.toLowerCase().padStart(2, '0'),
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    fingerprint: certificate.fingerprint.replaceAll(':', '').toLowerCase(),
    fingerprint256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    subjectAltName: nodeAltNames(certificate.subjectAltName),
    infoAccess: nodeInfoAccess(certificate.infoAccess),
    ca: certificate.ca,
    extendedKeyUsage: certificate.keyUsage,
    keyType: key.asymmetricKeyType,
    keyBits: details?.modulusLength,
    keyExponent: details?.publicExponent,
    curve: details?.namedCurve,
    spki: key.export({ type: 'spki', format: 'der' }).toString('hex'),
    isSelfIssued: certificate.checkIssued(certificate),
    raw: certificate.raw.toString('hex'),
  }
}

/** One attribute a line; of the escapes that are possible, roots have those of special characters only. */
function nodeLines(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/\\([,+"<>;\\])/g, '$1'))
}

function nodeAttribute({ name, oid, value }: NameAttribute): string {
  return `${name ?? oid}=${value}`
}

const NODE_KINDS: Readonly<Record<string, string>> = { DNS: 'dns', email: 'email', URI: 'uri', DirName: 'directory' }

/** Values with a comma are quoted and the comma escaped as in JSON. */
function nodeAltNames(text: string | undefined): readonly unknown[] {
  return (text?.split(', ') ?? []).map((entry) => {
    const [, kind = '', value = ''] = /^([^:]*):(.*)$/s.exec(entry) ?? []
    return [NODE_KINDS[kind] ?? kind, value.startsWith('"') ? (JSON.parse(value) as unknown) : value]
  })
}

function nodeInfoAccess(text: string | undefined): readonly unknown[] {
  return (text?.trim().split('\n') ?? []).map((line) => {
    const [, method = '', value = ''] = /^(.*?) - URI:(.*)$/.exec(line) ?? []
    return [{ OCSP: 'ocsp', 'CA Issuers': 'caIssuers' }[method] ?? method, value]
  })
}
