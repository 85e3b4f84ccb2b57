import { createHash } from 'node:crypto'
import { isCertkeepError } from '../../../src/problem/certkeep-error.ts'
import { decoderEvidence } from '../../../src/problem/decoder-evidence.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import type { GeneralName } from '../../../src/x509/general-name.ts'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import { toHex } from '../../support/der.ts'
import type { CertificateCase } from './certificate-cases.ts'
import type { Outcome } from './deviations.ts'
import { opensslNameOf, splitOpensslName } from './openssl-name.ts'

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp224r1: 'P-224',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
}

/**
 * Reads a certificate and compares every field that OpenSSL has read.
 *
 * Both sides of the outcome are `reads` or `refuses`; what is different follows the word, and for a refusal code and structure.
 */
export function compareCertificate(test: CertificateCase): Outcome {
  const id = test.source
  const der = Buffer.from(test.der, 'base64')
  let certificate: Certificate
  try {
    certificate = parseCertificate(der)
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    const actual =
      test.openssl === 'refuses'
        ? 'refuses'
        : `refuses: ${error.code} in ${decoderEvidence(error, 'undefined').structure}`
    return { id, expected: test.openssl, actual }
  }
  if (test.openssl === 'refuses') return { id, expected: 'refuses', actual: 'reads' }
  const different = fieldsOf(certificate, test).filter(([, actual, expected]) => actual !== expected)
  const side = (index: 1 | 2): string =>
    ['reads', ...different.map((field) => `${field[0]} ${field[index]}`)].join(', ')
  return { id, expected: side(2), actual: side(1) }
}

type Field = readonly [name: string, actual: string, expected: string]

function fieldsOf(certificate: Certificate, test: CertificateCase): readonly Field[] {
  const { publicKey, signatureAlgorithm, extensions } = certificate
  const fields: (readonly [name: string, actual: string, expected: string | undefined])[] = [
    ['version', String(certificate.version), text(test.version)],
    ['serial', certificate.serialNumber, test.serial?.toLowerCase()],
    ['issuer', opensslNameOf(certificate.issuer.attributes).join(), joined(test.issuer)],
    ['subject', opensslNameOf(certificate.subject.attributes).join(), joined(test.subject)],
    ['notBefore', instantText(certificate.notBefore), instantOf(test.notBefore)],
    ['notAfter', instantText(certificate.notAfter), instantOf(test.notAfter)],
    ['signatureAlgorithm', signatureAlgorithm.oid, test.sigAlgOid],
    ['publicKey', publicKey.oid, test.spkiOid],
    ['bits', String(publicKey.bits), text(test.publicKeyBits)],
    ['curve', publicKey.curve ?? 'none', curveOf(test)],
    ['spki', createHash('sha256').update(publicKey.spki).digest('hex'), test.spkiSha256],
    // Not `fingerprintSha256`, which is OpenSSL's of what it has encoded again.
    ['fingerprint', certificate.fingerprint(), test.sha256],
    [
      'extensions',
      extensions.list.map(({ oid, critical }) => `${oid}${critical ? '!' : ''}`).join(),
      test.extensions?.join(),
    ],
    ['san', JSON.stringify(certificate.subjectAltNames.map(opensslGeneralName)), sanOf(test)],
  ]
  return fields.flatMap(([name, actual, expected]) =>
    expected === undefined ? [] : [[name, actual, expected] as const],
  )
}

function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}

function joined(name: string | undefined): string | undefined {
  return name === undefined ? undefined : splitOpensslName(name).join()
}

/** The corpus pads years before 1000 with blanks and leaves out the T. */
function instantOf(time: string | undefined): string | undefined {
  return time?.replace(/^ {0,3}\d+/, (year) => year.trim().padStart(4, '0')).replace(/^(\S{10}) /, '$1T')
}

function instantText(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z')
}

function curveOf({ curve, curveOid, spkiOid }: CertificateCase): string | undefined {
  if (spkiOid !== '1.2.840.10045.2.1') return undefined
  return curve === undefined ? curveOid : (CURVES[curve] ?? curve)
}

/** Not where OpenSSL could not decode the extension. */
function sanOf({ san }: CertificateCase): string | undefined {
  return san === undefined || typeof san === 'string' ? undefined : JSON.stringify(san)
}

function opensslGeneralName(name: GeneralName): readonly [string, unknown] {
  switch (name.kind) {
    case 'directory':
      return ['dirName', { hex: toHex(name.name.der) }]
    case 'registered-id':
      return ['rid', name.value]
    case 'other':
      return ['otherName', name.oid]
    case 'x400':
      return ['x400', { hex: contentOf(name.value) }]
    case 'edi-party':
      return ['ediParty', { hex: contentOf(name.value) }]
    default:
      return [name.kind, isPrintable(name.value) ? name.value : { hex: Buffer.from(name.value).toString('hex') }]
  }
}

function isPrintable(value: string): boolean {
  return /^[ -~]*$/.test(value)
}

/** The hex of an element without its tag and its length, which is short in every case. */
function contentOf(elementHex: string): string {
  return elementHex.slice(4)
}
