import { createHash, X509Certificate } from 'node:crypto'
import * as peculiar from '@peculiar/x509'
import forge from 'node-forge'
import * as pkijs from 'pkijs'
import type { Certificate } from '../../src/x509/certificate.ts'
import { parseCertificate } from '../../src/x509/parse-certificate.ts'
import { readAllFields } from '../support/read-all-fields.ts'

/** One library: reads a certificate from PEM and then all that it has to say of it; the result keeps that from being left out. */
export interface Reader {
  readonly name: string
  readonly readAll: (pem: string) => number
  readonly readAllAndFingerprint: (pem: string) => number
  /** What a program would keep of a certificate after reading its fields. */
  readonly keep: ((pem: string) => unknown) | undefined
}

/** This library first, then those that it is measured beside. */
export const READERS: readonly Reader[] = [
  {
    name: 'certkeep',
    readAll: (pem) => readAllFields(parseCertificate(pem)),
    readAllAndFingerprint: (pem) => {
      const certificate = parseCertificate(pem)
      return readAllFields(certificate) + certificate.fingerprint().length
    },
    keep: (pem) => {
      const certificate = parseCertificate(pem)
      readAllFields(certificate)
      return certificate
    },
  },
  {
    name: 'certkeep, what node:crypto reads',
    readAll: (pem) => fieldsOfNode(parseCertificate(pem)),
    readAllAndFingerprint: (pem) => {
      const certificate = parseCertificate(pem)
      return fieldsOfNode(certificate) + certificate.fingerprint().length
    },
    keep: undefined,
  },
  {
    name: 'node:crypto',
    readAll: (pem) => nodeFields(new X509Certificate(pem)),
    readAllAndFingerprint: (pem) => {
      const certificate = new X509Certificate(pem)
      return nodeFields(certificate) + certificate.fingerprint256.length
    },
    // OpenSSL's memory is not on the heap, so that it cannot be compared.
    keep: undefined,
  },
  {
    name: 'pkijs',
    readAll: (pem) => pkijsFields(derOf(pem)),
    readAllAndFingerprint: (pem) => {
      const der = derOf(pem)
      return pkijsFields(der) + createHash('sha256').update(der).digest('hex').length
    },
    keep: (pem) => {
      const certificate = pkijs.Certificate.fromBER(derOf(pem))
      pkijsCount(certificate)
      return certificate
    },
  },
  {
    name: '@peculiar/x509',
    readAll: (pem) => peculiarFields(new peculiar.X509Certificate(pem)),
    readAllAndFingerprint: (pem) => {
      const certificate = new peculiar.X509Certificate(pem)
      return (
        peculiarFields(certificate) +
        createHash('sha256').update(new Uint8Array(certificate.rawData)).digest('hex').length
      )
    },
    keep: (pem) => {
      const certificate = new peculiar.X509Certificate(pem)
      peculiarFields(certificate)
      return certificate
    },
  },
  {
    name: 'node-forge',
    readAll: (pem) => forgeFields(forge.pki.certificateFromPem(pem)),
    readAllAndFingerprint: (pem) => {
      const [block] = forge.pem.decode(pem)
      const digest = forge.md.sha256
        .create()
        .update(block?.body ?? '')
        .digest()
        .toHex()
      return forgeFields(forge.pki.certificateFromPem(pem)) + digest.length
    },
    keep: (pem) => forge.pki.certificateFromPem(pem),
  },
]

function derOf(pem: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'))
}

function nodeFields(certificate: X509Certificate): number {
  const { subject, issuer, subjectAltName, infoAccess, validFrom, validTo, serialNumber, keyUsage, ca, publicKey } =
    certificate
  const texts = [subject, issuer, subjectAltName, infoAccess, validFrom, validTo, serialNumber]
  const count = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0)
  return count + keyUsage.length + (ca ? 1 : 0) + (publicKey.asymmetricKeyDetails?.modulusLength ?? 0)
}

/** The same as {@link nodeFields} reads, and no more. */
function fieldsOfNode(certificate: Certificate): number {
  const { subject, issuer, notBefore, notAfter, serialNumber, extensions, publicKey } = certificate
  const texts = subject.text.length + issuer.text.length + serialNumber.length
  const names = (extensions.subjectAltName?.length ?? 0) + (extensions.authorityInfoAccess?.length ?? 0)
  const usages = (extensions.extendedKeyUsage?.length ?? 0) + (extensions.basicConstraints?.cA === true ? 1 : 0)
  return texts + names + usages + notBefore.getTime() + notAfter.getTime() + publicKey.bits
}

function pkijsFields(der: Uint8Array<ArrayBuffer>): number {
  return pkijsCount(pkijs.Certificate.fromBER(der))
}

/** Every extension is decoded by its getter. */
function pkijsCount(certificate: pkijs.Certificate): number {
  const extensions = (certificate.extensions ?? []).map(({ parsedValue }) => parsedValue as unknown)
  const { subject, issuer, notBefore, notAfter, serialNumber, subjectPublicKeyInfo } = certificate
  const names = subject.typesAndValues.length + issuer.typesAndValues.length
  const times = notBefore.value.getTime() + notAfter.value.getTime()
  return (
    names +
    times +
    serialNumber.valueBlock.valueHexView.length +
    extensions.length +
    (subjectPublicKeyInfo.parsedKey === undefined ? 0 : 1)
  )
}

function peculiarFields(certificate: peculiar.X509Certificate): number {
  const { subject, issuer, notBefore, notAfter, serialNumber, signatureAlgorithm, publicKey, extensions } = certificate
  const texts = subject.length + issuer.length + serialNumber.length + signatureAlgorithm.name.length
  return texts + notBefore.getTime() + notAfter.getTime() + publicKey.rawData.byteLength + extensions.length
}

function forgeFields(certificate: forge.pki.Certificate): number {
  const { subject, issuer, serialNumber, validity, extensions } = certificate
  const names = subject.attributes.length + issuer.attributes.length
  return names + serialNumber.length + validity.notBefore.getTime() + validity.notAfter.getTime() + extensions.length
}
