import { CertkeepError } from '../problem/certkeep-error.ts'
import { derError } from '../der/der-error.ts'
import {
  assertAtEnd,
  isAtEnd,
  openDerAt,
  peekTag,
  readConstructed,
  readElement,
  readNonEmptyList,
  type DerReader,
} from '../der/der-reader.ts'
import { hexOf } from '../der/hex.ts'
import { dottedIdentifier, readObjectIdentifier } from '../der/object-identifier.ts'
import { readBoolean } from '../der/read-primitive.ts'
import { BOOLEAN, OCTET_STRING, SEQUENCE } from '../der/tag.ts'
import type { GeneralName } from './general-name.ts'
import * as known from './known-extensions.ts'
import type { AccessDescription, DirectoryAttribute } from './read-access-extensions.ts'
import type { DistributionPoint } from './read-distribution-points.ts'
import type { AuthorityKeyIdentifier, BasicConstraints, KeyPurpose, KeyUsage } from './read-key-extensions.ts'
import type { NameConstraints } from './read-name-constraints.ts'
import type { PolicyConstraints, PolicyInformation, PolicyMapping } from './read-policy-extensions.ts'
import type { SignedCertificateTimestamp } from './read-signed-certificate-timestamps.ts'

/** One extension as it stands in the certificate (RFC 5280 section 4.1.2.9). */
export interface Extension {
  readonly oid: string
  /** As in the RFC that defines it; absent where it is not recognised. */
  readonly name: string | undefined
  readonly critical: boolean
  /** The octets inside extnValue. */
  readonly value: Uint8Array
}

/**
 * The extensions of a certificate, each decoded when it is read: keep a value that is needed often. One that is not in the
 * certificate is `undefined`.
 *
 * All of RFC 5280 section 4.2, authorityInfoAccess and subjectInfoAccess, tlsFeature (RFC 7633), noRevAvail (RFC 9608),
 * ocspNoCheck (RFC 6960), the SCT list and the poison of precertificates (RFC 6962).
 */
export interface Extensions {
  /** All of them, in order, recognised or not. */
  readonly list: readonly Extension[]
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | undefined
  /** Lower-case hex. */
  readonly subjectKeyIdentifier: string | undefined
  readonly keyUsage: readonly KeyUsage[] | undefined
  readonly certificatePolicies: readonly PolicyInformation[] | undefined
  readonly policyMappings: readonly PolicyMapping[] | undefined
  readonly subjectAltName: readonly GeneralName[] | undefined
  readonly issuerAltName: readonly GeneralName[] | undefined
  readonly subjectDirectoryAttributes: readonly DirectoryAttribute[] | undefined
  readonly basicConstraints: BasicConstraints | undefined
  readonly nameConstraints: NameConstraints | undefined
  readonly policyConstraints: PolicyConstraints | undefined
  readonly extendedKeyUsage: readonly KeyPurpose[] | undefined
  readonly crlDistributionPoints: readonly DistributionPoint[] | undefined
  readonly inhibitAnyPolicy: number | undefined
  readonly freshestCrl: readonly DistributionPoint[] | undefined
  readonly noRevAvail: true | undefined
  readonly authorityInfoAccess: readonly AccessDescription[] | undefined
  readonly subjectInfoAccess: readonly AccessDescription[] | undefined
  readonly tlsFeature: readonly number[] | undefined
  readonly ocspNoCheck: true | undefined
  readonly signedCertificateTimestamps: readonly SignedCertificateTimestamp[] | undefined
  readonly precertificatePoison: true | undefined
}

/** Where one extension lies. */
interface ExtensionEntry {
  readonly known: known.KnownExtension<unknown> | undefined
  readonly critical: boolean
  readonly oidStart: number
  readonly oidEnd: number
  readonly valueStart: number
  readonly valueEnd: number
}

const STRUCTURE = 'Extensions'

/**
 * Checks the extensions of a certificate: at least one, none twice, each value of a recognised one whole and with nothing after it.
 *
 * @throws CertkeepError `ERR_DER_*`, `ERR_X509_DUPLICATE_EXTENSION`
 */
export function checkExtensions(reader: DerReader): void {
  const list = readNonEmptyList(reader, SEQUENCE, STRUCTURE)
  const seen = createSeen()
  while (!isAtEnd(list)) {
    const at = list.offset
    const entry = readEntry(list)
    if (!seen(entry.known ?? hexOf(list.bytes, entry.oidStart, entry.oidEnd)))
      throw duplicateExtensionError(list.bytes, entry, at)
    if (entry.known?.read !== undefined)
      decodeValue(openDerAt(list.bytes, entry.valueStart, entry.valueEnd, 'check'), entry.known.read, entry.known.name)
  }
}

/** Most certificates have about ten extensions, for which an array is faster than a set. */
const FEW = 32

/** Remembers keys; answers whether a key is new. */
function createSeen(): (key: unknown) => boolean {
  const few: unknown[] = []
  let many: Set<unknown> | undefined
  return (key) => {
    if (many === undefined && few.length === FEW) many = new Set(few)
    if (many === undefined ? few.includes(key) : many.has(key)) return false
    if (many === undefined) few.push(key)
    else many.add(key)
    return true
  }
}

function duplicateExtensionError(
  bytes: Uint8Array,
  { oidStart, oidEnd }: ExtensionEntry,
  offset: number,
): CertkeepError {
  const oid = dottedIdentifier(bytes, oidStart, oidEnd)
  return new CertkeepError(
    'ERR_X509_DUPLICATE_EXTENSION',
    `${STRUCTURE}: ${oid} is there twice, again at offset ${String(offset)}`,
    {
      detail: { structure: STRUCTURE, offset, oid },
    },
  )
}

function readEntry(list: DerReader): ExtensionEntry {
  const extension = readConstructed(list, SEQUENCE, STRUCTURE)
  readObjectIdentifier(extension, STRUCTURE)
  const oidStart = extension.start
  const oidEnd = extension.offset
  const critical = peekTag(extension) === BOOLEAN && readCritical(extension)
  readElement(extension, OCTET_STRING, STRUCTURE)
  assertAtEnd(extension, STRUCTURE)
  const entry = known.KNOWN_EXTENSIONS.find(list.bytes, oidStart, oidEnd)
  return { known: entry, critical, oidStart, oidEnd, valueStart: extension.start, valueEnd: extension.offset }
}

/** `critical BOOLEAN DEFAULT FALSE`, so that FALSE is never written out (X.690 section 11.5). */
function readCritical(extension: DerReader): true {
  if (!readBoolean(extension, STRUCTURE))
    throw derError('ERR_DER_DEFAULT_ENCODED', 'critical FALSE written out', extension.start, STRUCTURE)
  return true
}

function decodeValue<Value>(
  reader: DerReader,
  read: (reader: DerReader, structure: string) => Value,
  structure: string,
): Value {
  const value = read(reader, structure)
  assertAtEnd(reader, structure)
  return value
}

/**
 * A class, since closures for so many getters would weigh more than the certificate. It keeps where each extension lies; values are
 * decoded when they are read, so that nobody can change what another reads. Only the alternative names are kept, which may be thousands.
 */
class DecodedExtensions implements Extensions {
  readonly #bytes: Uint8Array
  readonly #known: readonly (known.KnownExtension<unknown> | undefined)[]
  /** Where each extension starts, and then where the last one ends. */
  readonly #offsets: readonly number[]
  /** Where the value of each starts, which ends with the extension. */
  readonly #valueStarts: readonly number[]
  #subjectAltName: readonly GeneralName[] | undefined

  constructor(
    bytes: Uint8Array,
    knownExtensions: readonly (known.KnownExtension<unknown> | undefined)[],
    offsets: readonly number[],
    valueStarts: readonly number[],
  ) {
    this.#bytes = bytes
    this.#known = knownExtensions
    this.#offsets = offsets
    this.#valueStarts = valueStarts
  }

  get list(): readonly Extension[] {
    return this.#valueStarts.map((_, index) => {
      const entry = readEntry(openDerAt(this.#bytes, this.#offsets[index] ?? 0, this.#bytes.length))
      return {
        oid: entry.known?.oid ?? dottedIdentifier(this.#bytes, entry.oidStart, entry.oidEnd),
        name: entry.known?.name,
        critical: entry.critical,
        value: this.#bytes.subarray(entry.valueStart, entry.valueEnd),
      }
    })
  }

  get authorityKeyIdentifier(): AuthorityKeyIdentifier | undefined {
    return this.#decode(known.AUTHORITY_KEY_IDENTIFIER)
  }

  get subjectKeyIdentifier(): string | undefined {
    return this.#decode(known.SUBJECT_KEY_IDENTIFIER)
  }

  get keyUsage(): readonly KeyUsage[] | undefined {
    return this.#decode(known.KEY_USAGE)
  }

  get certificatePolicies(): readonly PolicyInformation[] | undefined {
    return this.#decode(known.CERTIFICATE_POLICIES)
  }

  get policyMappings(): readonly PolicyMapping[] | undefined {
    return this.#decode(known.POLICY_MAPPINGS)
  }

  get subjectAltName(): readonly GeneralName[] | undefined {
    return (this.#subjectAltName ??= this.#decode(known.SUBJECT_ALT_NAME))
  }

  get issuerAltName(): readonly GeneralName[] | undefined {
    return this.#decode(known.ISSUER_ALT_NAME)
  }

  get subjectDirectoryAttributes(): readonly DirectoryAttribute[] | undefined {
    return this.#decode(known.SUBJECT_DIRECTORY_ATTRIBUTES)
  }

  get basicConstraints(): BasicConstraints | undefined {
    return this.#decode(known.BASIC_CONSTRAINTS)
  }

  get nameConstraints(): NameConstraints | undefined {
    return this.#decode(known.NAME_CONSTRAINTS)
  }

  get policyConstraints(): PolicyConstraints | undefined {
    return this.#decode(known.POLICY_CONSTRAINTS)
  }

  get extendedKeyUsage(): readonly KeyPurpose[] | undefined {
    return this.#decode(known.EXTENDED_KEY_USAGE)
  }

  get crlDistributionPoints(): readonly DistributionPoint[] | undefined {
    return this.#decode(known.CRL_DISTRIBUTION_POINTS)
  }

  get inhibitAnyPolicy(): number | undefined {
    return this.#decode(known.INHIBIT_ANY_POLICY)
  }

  get freshestCrl(): readonly DistributionPoint[] | undefined {
    return this.#decode(known.FRESHEST_CRL)
  }

  get noRevAvail(): true | undefined {
    return this.#decode(known.NO_REV_AVAIL)
  }

  get authorityInfoAccess(): readonly AccessDescription[] | undefined {
    return this.#decode(known.AUTHORITY_INFO_ACCESS)
  }

  get subjectInfoAccess(): readonly AccessDescription[] | undefined {
    return this.#decode(known.SUBJECT_INFO_ACCESS)
  }

  get tlsFeature(): readonly number[] | undefined {
    return this.#decode(known.TLS_FEATURE)
  }

  get ocspNoCheck(): true | undefined {
    return this.#decode(known.OCSP_NO_CHECK)
  }

  get signedCertificateTimestamps(): readonly SignedCertificateTimestamp[] | undefined {
    return this.#decode(known.SIGNED_CERTIFICATE_TIMESTAMPS)
  }

  get precertificatePoison(): true | undefined {
    return this.#decode(known.PRECERTIFICATE_POISON)
  }

  #decode<Value>(extension: known.KnownExtension<Value>): Value | undefined {
    const index = this.#known.indexOf(extension)
    const start = this.#valueStarts[index]
    const end = this.#offsets[index + 1]
    if (extension.read === undefined || start === undefined || end === undefined) return undefined
    return decodeValue(openDerAt(this.#bytes, start, end), extension.read, extension.name)
  }
}

/** The extensions that lie at `bytes[start..end)`, which {@link checkExtensions} has accepted; none if `start` is `end`. */
export function openExtensions(bytes: Uint8Array, start: number, end: number): Extensions {
  const knownExtensions: (known.KnownExtension<unknown> | undefined)[] = []
  const offsets: number[] = []
  const valueStarts: number[] = []
  if (start !== end) {
    const list = readConstructed(openDerAt(bytes, start, end), SEQUENCE, STRUCTURE)
    while (!isAtEnd(list)) {
      offsets.push(list.offset)
      const { known: knownExtension, valueStart } = readEntry(list)
      knownExtensions.push(knownExtension)
      valueStarts.push(valueStart)
    }
    offsets.push(list.end)
  }
  return new DecodedExtensions(bytes, knownExtensions, offsets, valueStarts)
}
