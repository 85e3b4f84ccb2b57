import { decodeSinglePem } from '../armor/decode-clean-pem.ts'
import { derError } from '../der/der-error.ts'
import {
  assertAtEnd,
  isAtEnd,
  octet,
  openDer,
  openDerAt,
  peekTag,
  readConstructed,
  type DerReader,
} from '../der/der-reader.ts'
import { readInteger, readOctetAlignedBitString, readSmallInteger } from '../der/read-primitive.ts'
import { readTime } from '../der/read-time.ts'
import { constructedContextTag, GENERALIZED_TIME, INTEGER, SEQUENCE, UTC_TIME } from '../der/tag.ts'
import { CertkeepError } from '../problem/certkeep-error.ts'
import { assertSameAlgorithm, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import type { Crl, CrlEntry, CrlExtensions, IssuingDistributionPoint } from './crl.ts'
import type { Extension } from './extensions.ts'
import { createCrlEntryFinder, type CrlEntryFinder } from './find-crl-entries.ts'
import { readGeneralNames, type GeneralName } from './general-name.ts'
import { readName, type Name } from './name.ts'
import { readAccessDescriptions, type AccessDescription } from './read-access-extensions.ts'
import {
  readCrlNumber,
  readEntryFacts,
  readExtensionPlaces,
  readIssuingDistributionPoint,
  type ExtensionPlace,
} from './read-crl-extensions.ts'
import { readDistributionPoints, type DistributionPoint } from './read-distribution-points.ts'
import { readAuthorityKeyIdentifier, type AuthorityKeyIdentifier } from './read-key-extensions.ts'
import { scanCrlEntries, type CrlEntryScan } from './scan-crl-entries.ts'
import { serialNumberText } from './serial-number.ts'
import { resolveSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithm.ts'

const CRL_LABELS: readonly string[] = ['X509 CRL']

/** What `parseCrl` does, in a file that a page loads with the first evidence. */
export function decodeCrl(input: string | Uint8Array): Crl {
  const der = typeof input === 'string' ? decodeCrlPem(input) : input
  if (!(der instanceof Uint8Array)) throw new TypeError('"input" must be a string or a Uint8Array')
  return readCertificateList(der)
}

function decodeCrlPem(text: string): Uint8Array {
  const der = decodeSinglePem(text, CRL_LABELS)
  if (der === undefined) throw new CertkeepError('ERR_PEM_NOT_CLEAN', 'not the clean text of one CRL')
  return der
}

function readCertificateList(der: Uint8Array): Crl {
  const outer = openDer(der)
  const list = readConstructed(outer, SEQUENCE, 'CertificateList')
  assertAtEnd(outer, 'CertificateList')
  const tbsStart = list.offset
  const tbs = readConstructed(list, SEQUENCE, 'TBSCertList')
  const version = readVersion(tbs)
  const inner = readAlgorithmIdentifier(tbs, 'signature')
  const issuer = readName(tbs, 'issuer')
  const thisUpdateMs = readTime(tbs, 'thisUpdate')
  const nextUpdateMs = isTime(peekTag(tbs)) ? readTime(tbs, 'nextUpdate') : undefined
  const scan = readEntries(tbs, version)
  const places = isAtEnd(tbs) ? [] : readCrlExtensionPlaces(tbs, version)
  assertAtEnd(tbs, 'TBSCertList')
  const tbsCertList = der.subarray(tbsStart, list.offset)
  assertSameAlgorithm(inner, readAlgorithmIdentifier(list, 'signatureAlgorithm'))
  const signatureAlgorithm = resolveSignatureAlgorithm(inner, 'signature')
  readOctetAlignedBitString(list, 'signatureValue')
  assertAtEnd(list, 'CertificateList')
  return new DecodedCrl(
    {
      der,
      version,
      issuer,
      thisUpdateMs,
      nextUpdateMs,
      signatureAlgorithm,
      tbsCertList,
      signature: der.subarray(list.start),
    },
    decodeExtensions(der, places),
    scan,
  )
}

interface CrlFields {
  readonly der: Uint8Array
  readonly version: 1 | 2
  readonly issuer: Name
  readonly thisUpdateMs: number
  readonly nextUpdateMs: number | undefined
  readonly signatureAlgorithm: SignatureAlgorithm
  readonly tbsCertList: Uint8Array
  readonly signature: Uint8Array
}

/** A class, so that dates can be new at each reading. */
class DecodedCrl implements Crl {
  readonly extensions: CrlExtensions
  readonly #fields: CrlFields
  readonly #entries: Omit<CrlEntryScan, 'places'>
  readonly #find: CrlEntryFinder

  constructor(fields: CrlFields, extensions: CrlExtensions, { places, ...entries }: CrlEntryScan) {
    this.#fields = fields
    this.extensions = extensions
    this.#entries = entries
    // Has the places alone, so that they can go when there is an index.
    this.#find = createCrlEntryFinder(fields.der, places)
  }

  get der(): Uint8Array {
    return this.#fields.der
  }

  get version(): 1 | 2 {
    return this.#fields.version
  }

  get issuer(): Name {
    return this.#fields.issuer
  }

  get thisUpdate(): Date {
    return new Date(this.#fields.thisUpdateMs)
  }

  get nextUpdate(): Date | undefined {
    return this.#fields.nextUpdateMs === undefined ? undefined : new Date(this.#fields.nextUpdateMs)
  }

  get signatureAlgorithm(): SignatureAlgorithm {
    return this.#fields.signatureAlgorithm
  }

  get tbsCertList(): Uint8Array {
    return this.#fields.tbsCertList
  }

  get signature(): Uint8Array {
    return this.#fields.signature
  }

  get entryCount(): number {
    return this.#entries.count
  }

  get unknownCriticalEntryExtension(): string | undefined {
    return this.#entries.unknownCriticalExtension
  }

  *entries(): Generator<CrlEntry, void, undefined> {
    let issuer: readonly GeneralName[] | undefined
    for (let at = this.#entries.start; at < this.#entries.end;) {
      const { end, entry } = decodeEntry(this.#fields.der, at)
      issuer = entry.certificateIssuer ?? issuer
      yield { ...entry, certificateIssuer: issuer }
      at = end
    }
  }

  find(serialNumber: string): readonly CrlEntry[] {
    return this.#find(encodeSerialNumber(serialNumber)).map((at) => {
      const { entry } = decodeEntry(this.#fields.der, at)
      return { ...entry, certificateIssuer: entry.certificateIssuer ?? this.#certificateIssuerAt(at) }
    })
  }

  /** What the last entry that names an issuer, at or before `at`, says. */
  #certificateIssuerAt(at: number): readonly GeneralName[] | undefined {
    const { issuerChanges } = this.#entries
    let low = 0
    let high = issuerChanges.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((issuerChanges[middle] ?? 0) <= at) low = middle + 1
      else high = middle
    }
    const changeAt = issuerChanges[low - 1]
    return changeAt === undefined ? undefined : decodeEntry(this.#fields.der, changeAt).entry.certificateIssuer
  }
}

/** Decodes the entry that begins at an offset; `certificateIssuer` is what it says itself. */
function decodeEntry(der: Uint8Array, at: number): { readonly entry: CrlEntry; readonly end: number } {
  const reader = openDerAt(der, at, der.length)
  const entry = readConstructed(reader, SEQUENCE, 'revokedCertificates')
  readInteger(entry, 'revokedCertificates')
  const serialNumber = serialNumberText(entry.bytes, entry.start, entry.offset)
  const revocationDate = new Date(readTime(entry, 'revokedCertificates'))
  const facts = isAtEnd(entry) ? undefined : readEntryFacts(entry, 'revokedCertificates')
  const invalidityDateMs = facts?.invalidityDateMs
  return {
    entry: {
      serialNumber,
      revocationDate,
      reason: facts?.reason,
      invalidityDate: invalidityDateMs === undefined ? undefined : new Date(invalidityDateMs),
      certificateIssuer: facts?.certificateIssuer,
      unknownCriticalExtension: facts?.unknownCriticalExtension,
    },
    end: reader.offset,
  }
}

/** version OPTIONAL: absent is 1, present must be 2 (RFC 5280 section 5.1.2.1). */
function readVersion(tbs: DerReader): 1 | 2 {
  if (peekTag(tbs) !== INTEGER) return 1
  if (readSmallInteger(tbs, 255, 'version') === 1) return 2
  throw new CertkeepError(
    'ERR_X509_VERSION',
    `version: a CRL of another version than 2, at offset ${String(tbs.start)}`,
    {
      detail: { structure: 'version', offset: tbs.start },
    },
  )
}

function isTime(tag: number): boolean {
  return tag === UTC_TIME || tag === GENERALIZED_TIME
}

/** revokedCertificates OPTIONAL. An empty one should have been left out, but is met and means the same. */
function readEntries(tbs: DerReader, version: 1 | 2): CrlEntryScan {
  if (peekTag(tbs) !== SEQUENCE) return scanCrlEntries(tbs.bytes, tbs.offset, tbs.offset, version)
  const entries = readConstructed(tbs, SEQUENCE, 'revokedCertificates')
  return scanCrlEntries(tbs.bytes, entries.offset, entries.end, version)
}

function readCrlExtensionPlaces(tbs: DerReader, version: 1 | 2): readonly ExtensionPlace[] {
  const at = tbs.offset
  const field = readConstructed(tbs, constructedContextTag(0), 'crlExtensions')
  if (version === 1) throw derError('ERR_DER_VALUE', 'extensions in a CRL of version 1', at, 'crlExtensions')
  const places = readExtensionPlaces(field, 'crlExtensions')
  assertAtEnd(field, 'crlExtensions')
  return places
}

/** The extensions of RFC 5280 section 5.2 by object identifier. */
const NAMES: Readonly<Record<string, string>> = {
  '2.5.29.35': 'authorityKeyIdentifier',
  '2.5.29.18': 'issuerAltName',
  '2.5.29.20': 'cRLNumber',
  '2.5.29.27': 'deltaCRLIndicator',
  '2.5.29.28': 'issuingDistributionPoint',
  '2.5.29.46': 'freshestCRL',
  '1.3.6.1.5.5.7.1.1': 'authorityInfoAccess',
}

function decodeExtensions(der: Uint8Array, places: readonly ExtensionPlace[]): CrlExtensions {
  const list = places.map(({ oid, critical, valueStart, valueEnd }): Extension => {
    return {
      oid,
      name: Object.hasOwn(NAMES, oid) ? NAMES[oid] : undefined,
      critical,
      value: der.subarray(valueStart, valueEnd),
    }
  })
  const decode = <Value>(oid: string, read: (reader: DerReader, structure: string) => Value): Value | undefined => {
    const place = places.find((candidate) => candidate.oid === oid)
    if (place === undefined) return undefined
    const reader = openDerAt(der, place.valueStart, place.valueEnd)
    const value = read(reader, NAMES[oid] ?? oid)
    assertAtEnd(reader, NAMES[oid] ?? oid)
    return value
  }
  return {
    list,
    authorityKeyIdentifier: decode<AuthorityKeyIdentifier>('2.5.29.35', readAuthorityKeyIdentifier),
    issuerAltName: decode<readonly GeneralName[]>('2.5.29.18', (reader, structure) =>
      readGeneralNames(reader, SEQUENCE, structure),
    ),
    crlNumber: decode<bigint>('2.5.29.20', readCrlNumber),
    deltaCrlIndicator: decode<bigint>('2.5.29.27', readCrlNumber),
    issuingDistributionPoint: decode<IssuingDistributionPoint>('2.5.29.28', readIssuingDistributionPoint),
    freshestCrl: decode<readonly DistributionPoint[]>('2.5.29.46', readDistributionPoints),
    authorityInfoAccess: decode<readonly AccessDescription[]>('1.3.6.1.5.5.7.1.1', readAccessDescriptions),
  }
}

/** The content octets of the INTEGER that `serialNumberText` writes as `text`. @throws TypeError if it is no such text */
function encodeSerialNumber(text: string): Uint8Array {
  if (!/^-?(?:[\da-f]{2})+$/.test(text)) throw new TypeError('"serialNumber" must be lower-case hex of whole octets')
  const isNegative = text.startsWith('-')
  const digitsAt = isNegative ? 1 : 0
  // The sign octet, where the number would else be negative.
  const signOctets = nibble(text, digitsAt) >= 8 ? 1 : 0
  const octets = new Uint8Array(signOctets + (text.length - digitsAt) / 2)
  for (let index = signOctets; index < octets.length; index += 1) {
    const at = digitsAt + (index - signOctets) * 2
    octets[index] = (nibble(text, at) << 4) | nibble(text, at + 1)
  }
  return isNegative ? negate(octets) : octets
}

/** The value of a digit 0-9 or a-f. */
function nibble(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code < 0x61 ? code - 0x30 : code - 0x57
}

/** Two's complement in its shortest form. */
function negate(positive: Uint8Array): Uint8Array {
  let carry = 1
  const octets = new Uint8Array(positive.length)
  for (let index = positive.length - 1; index >= 0; index -= 1) {
    const value = (octet(positive, index) ^ 0xff) + carry
    octets[index] = value & 0xff
    carry = value >> 8
  }
  const isLonger = octets.length > 1 && octets[0] === 0xff && octet(octets, 1) >= 0x80
  return isLonger ? octets.subarray(1) : octets
}
