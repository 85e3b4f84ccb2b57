import type { PrivateKey } from '../keys/private-key.ts'
import type { CertificateInfo } from '../report/certificate-info.ts'
import { escapeText } from '../report/escape-text.ts'
import { displayWidth } from './display-width.ts'
import type { InspectedCertificate, ValidityState } from './inspect-report.ts'
import type { Style } from './style.ts'
import type { TextCanvas } from './text-canvas.ts'
import type { FieldName, Words } from './words.ts'

/** A month, in which renewing is not too early for any certificate. */
const SOON_DAYS = 30

/** Alternative names shown before the rest is only counted. */
const MAX_NAMES = 20

/** Draws the fields of a certificate, as the console's detail tab has them. */
export function renderCertificate(
  { info, validity }: InspectedCertificate,
  canvas: TextCanvas,
  words: Words,
  indent: number,
): void {
  const labelWidth = Math.max(...Object.values(words.fields).map(displayWidth)) + 2
  for (const [name, values] of fieldsOf(info, validity, canvas.style, words)) {
    if (values.length > 0) canvas.field(words.fields[name], values, indent, labelWidth)
  }
}

function fieldsOf(
  info: CertificateInfo,
  validity: ValidityState,
  style: Style,
  words: Words,
): readonly (readonly [FieldName, readonly string[]])[] {
  const { revocation, fingerprints, publicKey } = info
  const period = words.until(utcText(info.notBefore), utcText(info.notAfter))
  return [
    ['primaryDomain', info.primaryDomain === null ? [] : [escapeText(info.primaryDomain)]],
    ['names', namesOf(info, words)],
    ['validity', [`${period}, ${validityText(validity, style, words)}`]],
    ['subject', info.subject.text === '' ? [] : [escapeText(info.subject.text)]],
    ['issuer', [escapeText(info.issuer.text)]],
    ['serialNumber', [info.serialNumber]],
    ['fingerprint', [`SHA-256 ${fingerprints.sha256}`, `SHA-1   ${fingerprints.sha1}`]],
    ['signature', [signatureText(info, style, words)]],
    ['publicKey', [keyText(publicKey.algorithm, publicKey.bits, publicKey.curve, words)]],
    ['validation', info.validationLevel === null ? [] : [info.validationLevel]],
    ['keyUsage', info.keyUsage === null ? [] : [info.keyUsage.join(', ')]],
    [
      'extendedKeyUsage',
      info.extendedKeyUsage === null ? [] : [info.extendedKeyUsage.map(({ name, oid }) => name ?? oid).join(', ')],
    ],
    ['authority', [info.isCa ? words.isCa(info.basicConstraints?.pathLenConstraint ?? null) : words.isNotCa]],
    ['crl', revocation.crlUrls.map(escapeText)],
    ['ocsp', revocation.ocspUrls.map(escapeText)],
    ['caIssuers', revocation.caIssuersUrls.map(escapeText)],
    ['notes', notesOf(info, style, words)],
  ]
}

function namesOf({ subjectAltNames }: CertificateInfo, words: Words): readonly string[] {
  if (subjectAltNames.length === 0) return []
  const shown = subjectAltNames
    .slice(0, MAX_NAMES)
    .map(({ kind, value }) => (kind === 'dns' || kind === 'ip' ? escapeText(value) : `${kind}:${escapeText(value)}`))
  const rest = subjectAltNames.length - shown.length
  return [shown.join(', '), ...(rest > 0 ? [words.more(rest)] : [])]
}

function notesOf(info: CertificateInfo, style: Style, words: Words): readonly string[] {
  const { revocation, signedCertificateTimestamps: timestamps, unknownCriticalExtensions: unknown } = info
  return [
    ...(info.isSelfIssued ? [words.selfIssued] : []),
    ...(timestamps.length > 0 ? [words.timestamps(timestamps.length)] : []),
    ...(revocation.mustStaple ? [words.mustStaple] : []),
    ...(revocation.noRevAvail ? [words.noRevAvail] : []),
    ...(unknown.length > 0 ? [style('warning', words.unknownCritical(unknown.join(', ')))] : []),
  ]
}

function signatureText({ signatureAlgorithm, isSelfIssued }: CertificateInfo, style: Style, words: Words): string {
  const { name, acceptance } = signatureAlgorithm
  // Nobody relies on the signature that a root makes over itself.
  return acceptance === 'refused' && !isSelfIssued ? `${name}, ${style('warning', words.refusedAlgorithm)}` : name
}

/** Names a key as people do: `RSA, 2,048 bits`, `EC P-256`, `Ed25519`. */
function keyText(algorithm: string, bits: number | null, curve: string | null, words: Words): string {
  if (curve !== null) return `${algorithm} ${curve}`
  return algorithm.startsWith('Ed') || bits === null ? algorithm : `${algorithm}, ${words.bits(bits)}`
}

/** Names a private key, and its container: `EC P-256 (PKCS#8)`. */
export function privateKeyText({ algorithm, bits, curve, container }: PrivateKey, words: Words): string {
  return `${keyText(algorithm, bits === 0 ? null : bits, curve ?? null, words)} (${words.containers[container]})`
}

/** Puts a validity into words, in the colour of its urgency. */
export function validityText({ state, daysLeft, daysPast }: ValidityState, style: Style, words: Words): string {
  switch (state) {
    case 'expired':
      return style('error', words.expired(daysPast))
    case 'not-yet-valid':
      return style('error', words.notYetValid)
    case 'valid':
      return style(daysLeft < SOON_DAYS ? 'warning' : 'ok', words.daysLeft(daysLeft))
  }
}

function utcText(iso: string): string {
  return iso.replace('T', ' ').replace('Z', '')
}
