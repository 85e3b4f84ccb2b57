import { encodeBitString, encodeNull, encodeOid, encodeSequence } from '../der/write-der.ts'
import type { CertificateDraft } from './certificate-draft.ts'
import type { CertificateOptions } from './certificate-options.ts'
import type { TestKey } from './create-test-key.ts'
import type { CertificateDefectRow } from './defect-context.ts'
import {
  encodeKeyAlgorithm,
  encodeNumber,
  encodePoint,
  encodePublicKeyOctets,
  encodeRsaPublicKey,
  encodeSubjectPublicKeyInfo,
} from './encode-key.ts'
import { encodeTime } from './encode-time.ts'
import { flipLastBit } from './flip-last-bit.ts'
import type { EcMaterial } from './key-material.ts'
import {
  encodeSignatureAlgorithm,
  sha1SignatureAlgorithm,
  type TestSignatureAlgorithm,
} from './signature-algorithms.ts'
import { encodeName } from './test-name.ts'

/** Defects of what a certificate says outside its extensions: dates, names, keys, signature. */
export type ContentDefect =
  | 'expired'
  | 'not-yet-valid'
  | 'reversed-validity'
  | 'wrong-issuer-key'
  | 'wrong-issuer-name'
  | 'empty-issuer-name'
  | 'broken-signature'
  | 'unsigned'
  | 'sha1-signature'
  | 'md5-signature'
  | 'inner-outer-algorithm-mismatch'
  | 'unexpected-algorithm-parameters'
  | 'unknown-signature-algorithm'
  | 'weak-rsa-key'
  | 'huge-rsa-key'
  | 'tiny-rsa-exponent'
  | 'even-rsa-exponent'
  | 'explicit-curve-parameters'
  | 'compressed-point'
  | 'off-curve-point'
  | 'dsa-key'
  | 'unknown-key-algorithm'
  | 'zero-serial-number'
  | 'negative-serial-number'
  | 'too-long-serial-number'
  | 'v1'
  | 'v1-with-extensions'

const DAY_MS = 86_400_000
/** Of the arc for examples (ISO 2.999), which nobody may use for anything real. */
const EXAMPLE_ALGORITHM = '2.999.1'
const DSA = '1.2.840.10040.4.1'
/** Above 16384, the largest that OpenSSL computes with. */
const HUGE_MODULUS_BITS = 32_768n

/** Each {@link ContentDefect}. */
export const CONTENT_DEFECTS: Readonly<Record<ContentDefect, CertificateDefectRow>> = {
  expired: {
    description: 'Ended a day ago.',
    reference: 'RFC 5280 section 4.1.2.5',
    on: 'any',
    options: (options, at) => ({ ...options, notBefore: daysFrom(at, -91), notAfter: daysFrom(at, -1) }),
  },
  'not-yet-valid': {
    description: 'Begins in a day.',
    reference: 'RFC 5280 section 4.1.2.5',
    on: 'any',
    options: (options, at) => ({ ...options, notBefore: daysFrom(at, 1), notAfter: daysFrom(at, 91) }),
  },
  'reversed-validity': {
    description: 'Ends a day before it begins, with today between.',
    reference: 'RFC 5280 section 4.1.2.5',
    on: 'any',
    draft: (draft, { at }) => ({
      ...draft,
      notBefore: encodeTime(new Date(at.getTime() + DAY_MS / 2)),
      notAfter: encodeTime(new Date(at.getTime() - DAY_MS / 2)),
    }),
  },
  'wrong-issuer-key': {
    description: 'Signed by a stranger, under the name and key identifier of the issuer.',
    reference: 'RFC 5280 section 6.1.3 (a) (1)',
    on: 'any',
    draft: async (draft, { stranger }) => ({ ...draft, signer: await stranger() }),
  },
  'wrong-issuer-name': {
    description: 'Signed by the issuer, but names another.',
    reference: 'RFC 5280 section 6.1.3 (a) (4)',
    on: 'any',
    draft: (draft) => ({ ...draft, issuer: encodeName('Nobody CA') }),
  },
  'empty-issuer-name': {
    description: 'The name of the issuer has no attributes.',
    reference: 'RFC 5280 section 4.1.2.4',
    on: 'any',
    draft: (draft) => ({ ...draft, issuer: encodeSequence() }),
  },
  'broken-signature': {
    description: 'The last bit of the signature is wrong.',
    reference: 'RFC 5280 section 6.1.3 (a) (1)',
    on: 'any',
    signed: flipLastBit,
  },
  unsigned: {
    description: 'Says that it is not signed, by id-alg-unsigned.',
    reference: 'RFC 9925',
    on: 'any',
    draft: (draft) => signedWith(draft, 'id-alg-unsigned'),
  },
  'sha1-signature': {
    description: 'Signed over SHA-1.',
    reference: 'Baseline Requirements section 7.1.3.2',
    on: 'any',
    draft: (draft, { issuerKey }) => signedWith(draft, sha1SignatureAlgorithm(issuerKey.material)),
  },
  'md5-signature': {
    description: 'Signed over MD5; the issuer needs an RSA key.',
    reference: 'RFC 6151 section 2',
    on: 'any',
    draft: (draft, { issuerKey }) => {
      if (issuerKey.material.type !== 'RSA') throw new TypeError('"md5-signature" needs an issuer with an RSA key')
      return signedWith(draft, 'md5WithRSAEncryption')
    },
  },
  'inner-outer-algorithm-mismatch': {
    description: 'Names another algorithm inside what is signed than beside the signature.',
    reference: 'RFC 5280 section 4.1.1.2',
    on: 'any',
    draft: (draft) => ({ ...draft, innerAlgorithm: otherAlgorithm(draft.signWith) }),
  },
  'unexpected-algorithm-parameters': {
    description: 'The signature algorithm has an INTEGER for its parameters.',
    reference: 'RFC 5758 section 3.2, RFC 4055 section 5',
    on: 'any',
    draft: (draft) => withAlgorithm(draft, addParameters(draft.outerAlgorithm)),
  },
  'unknown-signature-algorithm': {
    description: 'The signature algorithm is one that nobody knows.',
    reference: 'RFC 5280 section 4.1.1.2',
    on: 'any',
    draft: (draft) => withAlgorithm(draft, encodeSequence(encodeOid(EXAMPLE_ALGORITHM))),
  },
  'weak-rsa-key': {
    description: 'An RSA key of 1024 bits.',
    reference: 'Baseline Requirements section 6.1.5',
    on: 'any',
    options: (options) => ({ ...options, algorithm: 'RSA-1024', key: undefined }),
  },
  'huge-rsa-key': {
    description: 'An RSA modulus of 32768 bits, to which nobody has the private key.',
    reference: 'CVE-2023-29409',
    on: 'leaf',
    draft: (draft) => withRsaPublicKey(draft, 2n ** HUGE_MODULUS_BITS - 1n, 65_537n),
  },
  'tiny-rsa-exponent': {
    description: 'An RSA key whose public exponent is 3.',
    reference: 'Baseline Requirements section 6.1.6',
    on: 'any',
    // A key of its own, since none that is given can be trusted to have it.
    options: (options) => ({ ...asRsa({ ...options, key: undefined }), publicExponent: 3 }),
  },
  'even-rsa-exponent': {
    description: 'An RSA key whose public exponent is 65536; its private key has 65537.',
    reference: 'RFC 8017 section 3.1',
    on: 'leaf',
    options: asRsa,
    draft: (draft, { subjectKey: { material } }) =>
      material.type === 'RSA' ? withRsaPublicKey(draft, material.modulus, 65_536n) : draft,
  },
  'explicit-curve-parameters': {
    description: 'An EC key whose curve is spelled out instead of named.',
    reference: 'RFC 5480 section 2.1.1, CVE-2020-0601',
    on: 'any',
    options: asEc,
    draft: (draft, { subjectKey: { material } }) => ({
      ...draft,
      subjectPublicKeyInfo: encodeSubjectPublicKeyInfo(material, { parameters: 'explicit' }),
    }),
  },
  'compressed-point': {
    description: 'An EC key whose point is compressed, which an implementation may refuse.',
    reference: 'RFC 5480 section 2.2',
    on: 'any',
    options: asEc,
    draft: (draft, { subjectKey }) => withPoint(draft, subjectKey, compressPoint),
  },
  'off-curve-point': {
    description: 'An EC key whose point does not lie on its curve.',
    reference: 'SEC 1 section 3.2.2.1',
    on: 'leaf',
    options: asEc,
    draft: (draft, { subjectKey }) =>
      withPoint(draft, subjectKey, ({ curve, point }) => encodePoint(curve, { x: point.x, y: point.y ^ 1n })),
  },
  'dsa-key': {
    description: 'A DSA key.',
    reference: 'Baseline Requirements section 6.1.5',
    on: 'leaf',
    draft: (draft) => ({ ...draft, subjectPublicKeyInfo: encodeDsaKey() }),
  },
  'unknown-key-algorithm': {
    description: 'A key of an algorithm that nobody knows.',
    reference: 'RFC 5280 section 4.1.2.7',
    on: 'leaf',
    draft: (draft, { subjectKey: { material } }) => ({
      ...draft,
      subjectPublicKeyInfo: encodeSequence(
        encodeSequence(encodeOid(EXAMPLE_ALGORITHM)),
        encodeBitString(encodePublicKeyOctets(material)),
      ),
    }),
  },
  'zero-serial-number': {
    description: 'The serial number is 0.',
    reference: 'RFC 5280 section 4.1.2.2',
    on: 'any',
    options: (options) => ({ ...options, serialNumber: 0 }),
  },
  'negative-serial-number': {
    description: 'The serial number is -128.',
    reference: 'RFC 5280 section 4.1.2.2',
    on: 'any',
    options: (options) => ({ ...options, serialNumber: Uint8Array.of(0x80) }),
  },
  'too-long-serial-number': {
    description: 'The serial number has 21 octets.',
    reference: 'RFC 5280 section 4.1.2.2',
    on: 'any',
    options: (options) => ({ ...options, serialNumber: new Uint8Array(21).fill(0x5a) }),
  },
  v1: {
    description: 'Version 1, so without extensions.',
    reference: 'RFC 5280 section 6.1.4 (k)',
    on: 'any',
    draft: (draft) => ({ ...draft, version: 1, extensions: [] }),
  },
  'v1-with-extensions': {
    description: 'Has extensions, but version 1.',
    reference: 'RFC 5280 section 4.1.2.1',
    on: 'any',
    draft: (draft) => ({ ...draft, version: 1 }),
  },
}

function daysFrom(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY_MS)
}

function signedWith(draft: CertificateDraft, signWith: TestSignatureAlgorithm): CertificateDraft {
  return { ...withAlgorithm(draft, encodeSignatureAlgorithm(signWith)), signWith }
}

function withAlgorithm(draft: CertificateDraft, algorithm: Uint8Array): CertificateDraft {
  return { ...draft, innerAlgorithm: algorithm, outerAlgorithm: algorithm }
}

/** The AlgorithmIdentifier of some other sound algorithm. */
export function otherAlgorithm(signWith: TestSignatureAlgorithm): Uint8Array {
  return encodeSignatureAlgorithm(signWith === 'ecdsa-with-SHA384' ? 'ecdsa-with-SHA512' : 'ecdsa-with-SHA384')
}

/** An AlgorithmIdentifier with an INTEGER for parameters; the content of its OBJECT IDENTIFIER has less than 128 octets. */
function addParameters(algorithm: Uint8Array): Uint8Array {
  const identifierEnd = 4 + (algorithm[3] ?? 0)
  return encodeSequence(algorithm.subarray(2, identifierEnd), encodeNumber(0n))
}

function asRsa(options: CertificateOptions): CertificateOptions {
  const { key, algorithm } = options
  const isRsa = key === undefined ? algorithm?.startsWith('RSA-') === true : key.material.type === 'RSA'
  return isRsa ? options : { ...options, algorithm: 'RSA-2048', key: undefined }
}

function asEc(options: CertificateOptions): CertificateOptions {
  const { key, algorithm } = options
  const isEc = key === undefined ? algorithm?.startsWith('P-') === true : key.material.type === 'EC'
  return isEc ? options : { ...options, algorithm: 'P-256', key: undefined }
}

function withRsaPublicKey(draft: CertificateDraft, modulus: bigint, publicExponent: bigint): CertificateDraft {
  const algorithm = encodeSequence(encodeOid('1.2.840.113549.1.1.1'), encodeNull())
  const subjectPublicKeyInfo = encodeSequence(algorithm, encodeBitString(encodeRsaPublicKey(modulus, publicExponent)))
  return { ...draft, subjectPublicKeyInfo }
}

function withPoint(
  draft: CertificateDraft,
  { material }: TestKey,
  encode: (material: EcMaterial) => Uint8Array,
): CertificateDraft {
  if (material.type !== 'EC') return draft
  const subjectPublicKeyInfo = encodeSequence(encodeKeyAlgorithm(material), encodeBitString(encode(material)))
  return { ...draft, subjectPublicKeyInfo }
}

/** SEC 1 section 2.3.3: the parity of y, and x. */
function compressPoint({ curve, point }: EcMaterial): Uint8Array {
  const uncompressed = encodePoint(curve, point)
  return Uint8Array.from([point.y % 2n === 0n ? 2 : 3, ...uncompressed.subarray(1, 1 + curve.octets)])
}

/** A SubjectPublicKeyInfo of the right shape and sizes (RFC 3279 section 2.3.2); its numbers are nobody's. */
function encodeDsaKey(): Uint8Array {
  const p = 2n ** 2047n + 1n
  const q = 2n ** 255n + 1n
  const parameters = encodeSequence(encodeNumber(p), encodeNumber(q), encodeNumber(2n))
  return encodeSequence(encodeSequence(encodeOid(DSA), parameters), encodeBitString(encodeNumber(4n)))
}
