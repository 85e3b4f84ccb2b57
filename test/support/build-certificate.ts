import {
  bitString,
  boolean,
  explicit,
  hex,
  integer,
  octetString,
  oid,
  sequence,
  set,
  utcTime,
  utf8String,
  type Octets,
} from './der.ts'

/** The fields of a certificate, each as a whole element; those not given are those of a sound certificate. */
export interface CertificateParts {
  /** The field `[0]`; no octets to leave it out. */
  readonly version?: Octets
  readonly serialNumber?: Octets
  readonly signature?: Octets
  readonly issuer?: Octets
  readonly validity?: Octets
  readonly subject?: Octets
  readonly subjectPublicKeyInfo?: Octets
  readonly uniqueIdentifiers?: readonly Octets[]
  /** Each as a whole Extension; none by default. */
  readonly extensions?: readonly Octets[]
  /** The field `[3]`, instead of `extensions`. */
  readonly extensionsField?: Octets
  /** After the last field of the signed part. */
  readonly afterExtensions?: Octets
  readonly signatureAlgorithm?: Octets
  readonly signatureValue?: Octets
  /** After the signature, inside the outermost SEQUENCE. */
  readonly afterSignature?: Octets
}

export const ECDSA_WITH_SHA256: Uint8Array = sequence(oid('1.2.840.10045.4.3.2'))

/** The base point of P-256 (SEC 2 section 2.4.2), which is a point as good as any. */
export const P256_POINT: Uint8Array = hex(
  '04 6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296 4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
)

/** An EC key on P-256. */
export const P256_KEY: Uint8Array = sequence(
  sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')),
  bitString(0, P256_POINT),
)

/** 2026-01-01 to 2026-12-31. */
const VALIDITY: Uint8Array = sequence(utcTime('260101000000Z'), utcTime('261231235959Z'))

/** A name of one RDN with one common name. */
export function commonName(text: string): Uint8Array {
  return sequence(set(attribute('2.5.4.3', utf8String(text))))
}

/** An AttributeTypeAndValue. */
export function attribute(type: string, value: Octets): Uint8Array {
  return sequence(oid(type), value)
}

/** An Extension that is not critical. */
export function extension(type: string, ...value: readonly Octets[]): Uint8Array {
  return sequence(oid(type), octetString(...value))
}

/** An Extension that is critical. */
export function criticalExtension(type: string, ...value: readonly Octets[]): Uint8Array {
  return sequence(oid(type), boolean(0xff), octetString(...value))
}

/** Writes a certificate whose signature is not one. */
export function buildCertificate(parts: CertificateParts = {}): Uint8Array {
  return sequence(
    buildTbsCertificate(parts),
    parts.signatureAlgorithm ?? parts.signature ?? ECDSA_WITH_SHA256,
    parts.signatureValue ?? bitString(0, sequence(integer(1), integer(1))),
    parts.afterSignature ?? [],
  )
}

/** Writes the part of a certificate that is signed. */
export function buildTbsCertificate(parts: CertificateParts = {}): Uint8Array {
  const extensions = parts.extensions === undefined ? [] : explicit(3, sequence(...parts.extensions))
  return sequence(
    parts.version ?? explicit(0, integer(2)),
    parts.serialNumber ?? integer(1),
    parts.signature ?? ECDSA_WITH_SHA256,
    parts.issuer ?? commonName('Test CA'),
    parts.validity ?? VALIDITY,
    parts.subject ?? commonName('test.example'),
    parts.subjectPublicKeyInfo ?? P256_KEY,
    ...(parts.uniqueIdentifiers ?? []),
    parts.extensionsField ?? extensions,
    parts.afterExtensions ?? [],
  )
}
