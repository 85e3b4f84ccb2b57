import { bitString, element, integer, oid, sequence, set, utcTime, utf8String, type Octets } from './der.ts'

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const ISSUER = sequence(set(sequence(oid('2.5.4.3'), utf8String('Issuer'))))

/** Parts of a CRL in place of the usual ones; those that go behind another are empty unless given. */
export interface CrlParts {
  readonly version?: Octets
  readonly signatureAlgorithm?: Octets
  readonly extensionsField?: Octets
  readonly afterExtensions?: Octets
  readonly afterSignature?: Octets
}

/** A CRL that nobody signed, with entries as they are given, in one piece or in several. */
export function buildCrl(entries: readonly Octets[], parts: CrlParts = {}): Uint8Array {
  const tbsCertList = sequence(
    parts.version ?? integer(1),
    ECDSA_WITH_SHA256,
    ISSUER,
    utcTime('260101000000Z'),
    utcTime('270101000000Z'),
    sequence(...entries),
    parts.extensionsField ?? [],
    parts.afterExtensions ?? [],
  )
  return sequence(
    tbsCertList,
    parts.signatureAlgorithm ?? ECDSA_WITH_SHA256,
    bitString(0, [1, 2, 3]),
    parts.afterSignature ?? [],
  )
}

/** An entry: content octets of its serial number, its date, and extensions if there are any. */
export function crlEntry(
  serialNumber: Octets,
  date: Uint8Array = utcTime('260203040506Z'),
  ...extensions: readonly Octets[]
): Uint8Array {
  return sequence(element(0x02, serialNumber), date, extensions.length === 0 ? [] : sequence(...extensions))
}
