import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { decodeSinglePem } from '../armor/decode-clean-pem.ts'
import { CertkeepError } from '../problem/certkeep-error.ts'
import {
  assertAtEnd,
  isAtEnd,
  openDer,
  openDerAt,
  peekTag,
  readConstructed,
  type DerReader,
} from '../der/der-reader.ts'
import { hexOf } from '../der/hex.ts'
import { readBitString, readInteger, readOctetAlignedBitString, readSmallInteger } from '../der/read-primitive.ts'
import { readTime } from '../der/read-time.ts'
import { constructedContextTag, contextTag, SEQUENCE } from '../der/tag.ts'
import { assertSameAlgorithm, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import type { Certificate } from './certificate.ts'
import { checkExtensions, openExtensions, type Extensions } from './extensions.ts'
import type { GeneralName } from './general-name.ts'
import { readName, type Name, type NameAttribute } from './name.ts'
import { namesEqual } from './names-equal.ts'
import { readPublicKey, type PublicKey } from './public-key.ts'
import { serialNumberText } from './serial-number.ts'
import { resolveSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithm.ts'

/** Where the parts of a certificate lie in its bytes; `end` of one part is the start of the next. */
interface CertificateLayout {
  readonly version: 1 | 2 | 3
  readonly tbsStart: number
  readonly serialStart: number
  readonly serialEnd: number
  readonly issuerStart: number
  readonly notBeforeMs: number
  readonly notAfterMs: number
  readonly subjectStart: number
  readonly spkiStart: number
  readonly extensionsStart: number
  readonly extensionsEnd: number
  readonly tbsEnd: number
  readonly signatureStart: number
}

/** A class, though the house prefers functions: getters on a prototype keep a parsed certificate within 1 kB beside its bytes. */
class DecodedCertificate implements Certificate {
  readonly der: Uint8Array
  readonly #layout: CertificateLayout
  #issuer: Name | undefined
  #subject: Name | undefined
  #publicKey: PublicKey | undefined
  #signatureAlgorithm: SignatureAlgorithm | undefined
  #extensions: Extensions | undefined

  constructor(der: Uint8Array, layout: CertificateLayout) {
    this.der = der
    this.#layout = layout
  }

  get version(): 1 | 2 | 3 {
    return this.#layout.version
  }

  get serialNumber(): string {
    return serialNumberText(this.der, this.#layout.serialStart, this.#layout.serialEnd)
  }

  get issuer(): Name {
    return (this.#issuer ??= readName(this.#readerAt(this.#layout.issuerStart), 'issuer'))
  }

  get subject(): Name {
    return (this.#subject ??= readName(this.#readerAt(this.#layout.subjectStart), 'subject'))
  }

  get notBefore(): Date {
    return new Date(this.#layout.notBeforeMs)
  }

  get notAfter(): Date {
    return new Date(this.#layout.notAfterMs)
  }

  get signatureAlgorithm(): SignatureAlgorithm {
    return (this.#signatureAlgorithm ??= resolveSignatureAlgorithm(
      readAlgorithmIdentifier(this.#readerAt(this.#layout.tbsEnd), 'signatureAlgorithm'),
      'signatureAlgorithm',
    ))
  }

  get publicKey(): PublicKey {
    return (this.#publicKey ??= readPublicKey(this.#readerAt(this.#layout.spkiStart)))
  }

  get extensions(): Extensions {
    return (this.#extensions ??= openExtensions(this.der, this.#layout.extensionsStart, this.#layout.extensionsEnd))
  }

  get subjectAltNames(): readonly GeneralName[] {
    return this.extensions.subjectAltName ?? []
  }

  get primaryDomain(): string | undefined {
    return choosePrimaryDomain(this.subject, this.subjectAltNames)
  }

  get isSelfIssued(): boolean {
    return namesEqual(this.issuer, this.subject)
  }

  get tbsCertificate(): Uint8Array {
    return this.der.subarray(this.#layout.tbsStart, this.#layout.tbsEnd)
  }

  get signature(): Uint8Array {
    return this.der.subarray(this.#layout.signatureStart)
  }

  fingerprint(algorithm: 'sha256' | 'sha1' = 'sha256'): string {
    switch (algorithm) {
      case 'sha256':
        return hexOf(sha256(this.der))
      case 'sha1':
        return hexOf(sha1(this.der))
      default:
        throw new TypeError(`"algorithm" must be sha256 or sha1, not ${String(algorithm satisfies never)}`)
    }
  }

  toJSON(): Readonly<Record<string, string>> {
    return {
      subject: this.subject.text,
      issuer: this.issuer.text,
      serialNumber: this.serialNumber,
      notBefore: this.notBefore.toISOString(),
      notAfter: this.notAfter.toISOString(),
      fingerprint: this.fingerprint(),
    }
  }

  #readerAt(offset: number): DerReader {
    return openDerAt(this.der, offset, this.der.length)
  }
}

/**
 * Decodes one X.509 certificate from DER, or from the text of one clean PEM block, and checks its form to the last byte.
 *
 * Refused, with the offset: anything that is not DER; a version other than 1 to 3 or one that does not allow the fields found;
 * inner and outer signature algorithms that differ; parameters that a recognised algorithm must not have; extensions given twice,
 * or with a value that is not what its RFC says. Accepted, because certificates with it are in use and its meaning is
 * clear: any serial number, also a negative one; GeneralizedTime before 2050; an RDN whose attributes are in any order or that
 * has none; keyUsage with trailing zero bits; `cA FALSE` written out. Of these `buildChain` refuses serial numbers that are not positive
 * or longer than 20 octets; the others change nothing.
 *
 * Nothing is verified here: not the signature, not the time, not whether a point lies on its curve. For damaged text or
 * several blocks use `parsePem`. The bytes are copied.
 *
 * @throws CertkeepError `ERR_DER_*` and `ERR_X509_*` with `offset` and `structure` in `detail`; `ERR_PEM_NOT_CLEAN` for text
 *   that is not exactly one certificate
 * @throws TypeError if `input` is neither text nor bytes
 * @example
 * ```ts
 * const { subject, notAfter } = parseCertificate(pem)
 * ```
 */
export function parseCertificate(input: string | Uint8Array): Certificate {
  const der = typeof input === 'string' ? decodeCertificatePem(input) : copyOf(input)
  return new DecodedCertificate(der, readLayout(der))
}

const CERTIFICATE_LABELS: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE']

function decodeCertificatePem(text: string): Uint8Array {
  const der = decodeSinglePem(text, CERTIFICATE_LABELS)
  if (der === undefined)
    throw new CertkeepError('ERR_PEM_NOT_CLEAN', 'not the clean text of one certificate, parsePem says why')
  return der
}

function copyOf(input: unknown): Uint8Array {
  if (!(input instanceof Uint8Array)) throw new TypeError('"input" must be a string or a Uint8Array')
  // Not `slice`, which would make a Buffer of a Buffer.
  return new Uint8Array(input)
}

function readLayout(der: Uint8Array): CertificateLayout {
  const outer = openDer(der, 'check')
  const certificate = readConstructed(outer, SEQUENCE, 'Certificate')
  assertAtEnd(outer, 'Certificate')
  const tbsStart = certificate.offset
  const tbs = readConstructed(certificate, SEQUENCE, 'TBSCertificate')
  const version = readVersion(tbs)
  readInteger(tbs, 'serialNumber')
  const serialStart = tbs.start
  const serialEnd = tbs.offset
  const innerAlgorithm = readAlgorithmIdentifier(tbs, 'signature')
  const issuerStart = tbs.offset
  readName(tbs, 'issuer')
  const validity = readConstructed(tbs, SEQUENCE, 'validity')
  const notBeforeMs = readTime(validity, 'notBefore')
  const notAfterMs = readTime(validity, 'notAfter')
  assertAtEnd(validity, 'validity')
  const subjectStart = tbs.offset
  readName(tbs, 'subject')
  const spkiStart = tbs.offset
  readPublicKey(tbs)
  readUniqueIdentifiers(tbs, version)
  const extensionsStart = openExtensionsField(tbs, version)
  assertAtEnd(tbs, 'TBSCertificate')
  const tbsEnd = certificate.offset
  assertSameAlgorithm(innerAlgorithm, readAlgorithmIdentifier(certificate, 'signatureAlgorithm'))
  resolveSignatureAlgorithm(innerAlgorithm, 'signature')
  readOctetAlignedBitString(certificate, 'signatureValue')
  assertAtEnd(certificate, 'Certificate')
  return {
    version,
    tbsStart,
    serialStart,
    serialEnd,
    issuerStart,
    notBeforeMs,
    notAfterMs,
    subjectStart,
    spkiStart,
    extensionsStart,
    extensionsEnd: tbsEnd,
    tbsEnd,
    signatureStart: certificate.start,
  }
}

/** version `[0]` DEFAULT v1, which therefore is never written out (X.690 section 11.5). */
function readVersion(tbs: DerReader): 1 | 2 | 3 {
  if (peekTag(tbs) !== constructedContextTag(0)) return 1
  const at = tbs.offset
  const field = readConstructed(tbs, constructedContextTag(0), 'version')
  const value = readSmallInteger(field, 255, 'version')
  assertAtEnd(field, 'version')
  if (value === 1) return 2
  if (value === 2) return 3
  throw versionError(
    value === 0 ? 'version 1 must not be written out' : `version ${String(value + 1)} does not exist`,
    at,
  )
}

/** issuerUniqueID and subjectUniqueID, which version 1 does not have (RFC 5280 section 4.1.2.8). */
function readUniqueIdentifiers(tbs: DerReader, version: 1 | 2 | 3): void {
  for (const number of [1, 2]) {
    if (peekTag(tbs) !== contextTag(number)) continue
    if (version === 1) throw versionError('version 1 has no unique identifiers', tbs.offset)
    readBitString(tbs, 'uniqueIdentifier', contextTag(number))
  }
}

/** Checks the extensions and returns where their SEQUENCE starts: the end of the certificate's signed part without them. */
function openExtensionsField(tbs: DerReader, version: 1 | 2 | 3): number {
  if (isAtEnd(tbs)) return tbs.end
  const at = tbs.offset
  const field = readConstructed(tbs, constructedContextTag(3), 'Extensions')
  if (version !== 3) throw versionError(`version ${String(version)} has no extensions`, at)
  const start = field.offset
  checkExtensions(field)
  assertAtEnd(field, 'Extensions')
  return start
}

function versionError(message: string, offset: number): CertkeepError {
  return new CertkeepError('ERR_X509_VERSION', `version: ${message}, at offset ${String(offset)}`, {
    detail: { structure: 'version', offset },
  })
}

function choosePrimaryDomain(subject: Name, names: readonly GeneralName[]): string | undefined {
  const commonNames = subject.attributes.filter(({ name, value }) => name === 'CN' && isAscii(value))
  const commonName =
    commonNames.length > 1 ? findNamed(commonNames, names) : commonNames.find(({ value }) => namesHost(names, value))
  return (commonName ?? names.find(({ kind }) => kind === 'dns') ?? names.find(({ kind }) => kind === 'ip'))?.value
}

function namesHost(names: readonly GeneralName[], host: string): boolean {
  const lower = host.toLowerCase()
  return names.some(
    ({ kind, value }) =>
      (kind === 'dns' || kind === 'ip') && value.length === lower.length && value.toLowerCase() === lower,
  )
}

/** Of several, since a hostile certificate may have as many common names as alternative names. */
function findNamed(commonNames: readonly NameAttribute[], names: readonly GeneralName[]): NameAttribute | undefined {
  const hosts = new Set(
    names.map(({ kind, value }) => (kind === 'dns' || kind === 'ip' ? value.toLowerCase() : undefined)),
  )
  return commonNames.find(({ value }) => hosts.has(value.toLowerCase()))
}

/** Beyond ASCII, other letters have the lower case of ASCII letters: the Kelvin sign that of `K`. */
function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text)
}
