import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { isCertkeepError } from '../../../src/problem/certkeep-error.ts'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import {
  attribute,
  buildCertificate,
  buildTbsCertificate,
  commonName,
  extension,
  type CertificateParts,
} from '../../support/build-certificate.ts'
import {
  ascii,
  bitString,
  element,
  explicit,
  generalizedTime,
  hex,
  implicit,
  integer,
  nothing,
  octets,
  oid,
  printableString,
  sequence,
  set,
  toHex,
  utcTime,
  utf8String,
} from '../../support/der.ts'
import { errorAt, errorOf } from '../../support/error-of.ts'
import { readAllFields } from '../../support/read-all-fields.ts'
import { createSampleLeaf, toPem } from '../../support/sample-leaf.ts'

const LEAF = createSampleLeaf()
const [ROOT_PEM = ''] = rootCertificates

/** What parsing this certificate fails with: code and structure. */
function refusal(parts: CertificateParts): string {
  const { code, detail } = errorOf(() => parseCertificate(buildCertificate(parts)))
  return `${code} in ${String(detail['structure'])}`
}

/** Every name and address, as a subjectAltName. */
const altNames = (...names: readonly Uint8Array[]): Uint8Array => extension('2.5.29.17', sequence(...names))
const dns = (text: string): Uint8Array => implicit(2, ascii(text))

describe('parseCertificate()', () => {
  it('reads the certificate of a server as node:crypto does', () => {
    const ours = parseCertificate(LEAF)
    const theirs = new X509Certificate(LEAF)
    expect(ours.version).toBe(3)
    expect(ours.serialNumber).toBe(theirs.serialNumber.toLowerCase())
    expect(ours.notBefore).toEqual(new Date(theirs.validFrom))
    expect(ours.notAfter).toEqual(new Date(theirs.validTo))
    expect(ours.fingerprint()).toBe(theirs.fingerprint256.replaceAll(':', '').toLowerCase())
    expect(ours.fingerprint('sha1')).toBe(theirs.fingerprint.replaceAll(':', '').toLowerCase())
    expect(ours.subjectAltNames.map(({ value }) => `DNS:${value}`).join(', ')).toBe(theirs.subjectAltName)
    expect(toHex(ours.publicKey.spki)).toBe(theirs.publicKey.export({ type: 'spki', format: 'der' }).toString('hex'))
    expect(toHex(ours.der)).toBe(theirs.raw.toString('hex'))
    expect(ours.extensions.extendedKeyUsage?.map((purpose) => purpose.oid)).toEqual(theirs.keyUsage)
    expect(ours.signatureAlgorithm.name).toBe('sha256WithRSAEncryption')
    expect(ours.extensions.signedCertificateTimestamps?.map(({ version }) => version)).toEqual([1, 1])
    expect(ours.extensions.list).toHaveLength(10)
    expect(ours.extensions.basicConstraints?.cA).toBe(theirs.ca)
  })

  it('gives no fingerprint by a digest that it was not asked for', () => {
    const certificate = parseCertificate(LEAF)
    expect(() => certificate.fingerprint('md5' as 'sha1')).toThrow(TypeError)
    expect(() => certificate.fingerprint('md5' as 'sha1')).toThrow('"algorithm"')
  })

  it('reads the text of one PEM block as its bytes', () => {
    expect(parseCertificate(toPem(LEAF)).fingerprint()).toBe(parseCertificate(LEAF).fingerprint())
  })

  it('splits the certificate into what was signed and the signature', () => {
    const certificate = parseCertificate(buildCertificate({ signatureValue: bitString(0, hex('aabbcc')) }))
    expect(toHex(certificate.tbsCertificate)).toBe(toHex(buildTbsCertificate()))
    expect(toHex(certificate.signature)).toBe('aabbcc')
  })

  it('does not see what is done to the bytes afterwards', () => {
    const input = Uint8Array.from(LEAF)
    const certificate = parseCertificate(input)
    input.fill(0)
    expect(toHex(certificate.der)).toBe(toHex(LEAF))
    expect(certificate.subject.text).toContain('CN=www.example.com')
  })

  it('makes bytes of a Buffer, and never a Buffer', () => {
    const certificate = parseCertificate(Buffer.from(buildCertificate({ serialNumber: hex('0202ff01') })))
    const all = [
      certificate.der,
      certificate.tbsCertificate,
      certificate.signature,
      certificate.subject.der,
      certificate.publicKey.spki,
    ]
    expect(all.map((bytes) => bytes.constructor)).toEqual(all.map(() => Uint8Array))
    const before = toHex(certificate.der)
    expect(certificate.serialNumber).toBe('-ff')
    expect(toHex(certificate.der)).toBe(before)
  })

  it('reads bytes from the middle of a larger buffer, and from shared memory', () => {
    const larger = octets([1, 2, 3], LEAF, [4])
    expect(parseCertificate(larger.subarray(3, 3 + LEAF.length)).serialNumber).toBe(parseCertificate(LEAF).serialNumber)
    const shared = new Uint8Array(new SharedArrayBuffer(LEAF.length))
    shared.set(LEAF)
    const certificate = parseCertificate(shared)
    shared.fill(0)
    expect(certificate.subject.text).toContain('CN=www.example.com')
  })

  it('gives dates that the caller may change', () => {
    const certificate = parseCertificate(LEAF)
    certificate.notAfter.setTime(0)
    expect(certificate.notAfter).toEqual(new Date('2026-07-19T23:59:59Z'))
  })

  it('gives a summary in JSON', () => {
    expect(JSON.parse(JSON.stringify(parseCertificate(buildCertificate())))).toEqual({
      subject: 'CN=test.example',
      issuer: 'CN=Test CA',
      serialNumber: '01',
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2026-12-31T23:59:59.000Z',
      fingerprint: new X509Certificate(buildCertificate()).fingerprint256.replaceAll(':', '').toLowerCase(),
    })
  })

  it.each([null, undefined, 5, {}, [48, 0], new ArrayBuffer(2), new DataView(new ArrayBuffer(2)), new Uint16Array(2)])(
    'refuses %o as misuse',
    (input) => {
      // What a caller without types can pass.
      expect(() => parseCertificate(input as Uint8Array)).toThrow(TypeError)
    },
  )

  it.each(['', 'x', '-----BEGIN CERTIFICATE-----', toPem(LEAF).replaceAll('CERTIFICATE', 'PRIVATE KEY')])(
    'refuses text that is not the PEM of a certificate: %#',
    (text) => {
      expect(errorOf(() => parseCertificate(text)).code).toBe('ERR_PEM_NOT_CLEAN')
    },
  )
})

describe('parseCertificate(), of the version,', () => {
  const unique = (number: number): Uint8Array => implicit(number, [0, 1])
  const extensions = [extension('1.2.3', [])]

  it.each<readonly [string, CertificateParts, number]>([
    ['1 is not written', { version: [] }, 1],
    ['2 is written as 1', { version: explicit(0, integer(1)) }, 2],
    ['3 is written as 2', { version: explicit(0, integer(2)) }, 3],
    [
      '2 may have unique identifiers',
      { version: explicit(0, integer(1)), uniqueIdentifiers: [unique(1), unique(2)] },
      2,
    ],
    ['3 may have both', { uniqueIdentifiers: [unique(2)], extensions }, 3],
  ])('reads that %s', (_, parts, version) => {
    expect(parseCertificate(buildCertificate(parts)).version).toBe(version)
  })

  it.each<readonly [string, CertificateParts, string]>([
    ['1 written out', { version: explicit(0, integer(0)) }, 'ERR_X509_VERSION in version'],
    ['4', { version: explicit(0, integer(3)) }, 'ERR_X509_VERSION in version'],
    ['256', { version: explicit(0, integer(255)) }, 'ERR_X509_VERSION in version'],
    ['one of two octets', { version: explicit(0, integer(256)) }, 'ERR_DER_VALUE in version'],
    ['a negative one', { version: explicit(0, integer(-1)) }, 'ERR_DER_VALUE in version'],
    ['two of them', { version: explicit(0, integer(2), integer(2)) }, 'ERR_DER_TRAILING_BYTES in version'],
    ['none inside its tag', { version: explicit(0) }, 'ERR_DER_TRUNCATED in version'],
    ['a bare number', { version: integer(2) }, 'ERR_DER_UNEXPECTED_TAG in signature'],
    ['1 with extensions', { version: [], extensions }, 'ERR_X509_VERSION in version'],
    ['2 with extensions', { version: explicit(0, integer(1)), extensions }, 'ERR_X509_VERSION in version'],
    ['1 with a unique identifier', { version: [], uniqueIdentifiers: [unique(1)] }, 'ERR_X509_VERSION in version'],
    [
      '1 with the second unique identifier',
      { version: [], uniqueIdentifiers: [unique(2)] },
      'ERR_X509_VERSION in version',
    ],
  ])('refuses %s', (_, parts, expected) => {
    expect(refusal(parts)).toBe(expected)
  })
})

describe('parseCertificate() refuses', () => {
  it.each<readonly [string, CertificateParts, string]>([
    ['a serial number that is none', { serialNumber: hex('0200') }, 'ERR_DER_INTEGER in serialNumber'],
    ['a serial number with a leading zero', { serialNumber: hex('02020001') }, 'ERR_DER_INTEGER in serialNumber'],
    ['a serial number of another type', { serialNumber: utf8String('1') }, 'ERR_DER_UNEXPECTED_TAG in serialNumber'],
    ['an issuer that is no name', { issuer: set() }, 'ERR_DER_UNEXPECTED_TAG in issuer'],
    [
      'an issuer with bad UTF-8',
      { issuer: sequence(set(attribute('2.5.4.3', element(0x0c, [0xc0])))) },
      'ERR_DER_STRING in issuer',
    ],
    [
      'a subject outside PrintableString',
      { subject: sequence(set(attribute('2.5.4.3', printableString('a@b')))) },
      'ERR_DER_STRING in subject',
    ],
    ['one time', { validity: sequence(utcTime('260101000000Z')) }, 'ERR_DER_TRUNCATED in notAfter'],
    [
      'three times',
      { validity: sequence(...[1, 2, 3].map(() => utcTime('260101000000Z'))) },
      'ERR_DER_TRAILING_BYTES in validity',
    ],
    [
      'February 30',
      { validity: sequence(utcTime('260230000000Z'), utcTime('260301000000Z')) },
      'ERR_DER_TIME in notBefore',
    ],
    [
      'a fraction',
      { validity: sequence(utcTime('260101000000Z'), generalizedTime('20260301000000.5Z')) },
      'ERR_DER_TIME in notAfter',
    ],
    [
      'unique identifiers in another order',
      { uniqueIdentifiers: [implicit(2, [0]), implicit(1, [0])] },
      'ERR_DER_UNEXPECTED_TAG in Extensions',
    ],
    [
      'a unique identifier twice',
      { uniqueIdentifiers: [implicit(1, [0]), implicit(1, [0])] },
      'ERR_DER_UNEXPECTED_TAG in Extensions',
    ],
    [
      'a unique identifier without octets',
      { uniqueIdentifiers: [implicit(1)] },
      'ERR_DER_BIT_STRING in uniqueIdentifier',
    ],
    ['a field after the last', { afterExtensions: nothing }, 'ERR_DER_UNEXPECTED_TAG in Extensions'],
    [
      'a field after the extensions',
      { extensions: [extension('1.2.3', [])], afterExtensions: nothing },
      'ERR_DER_TRAILING_BYTES in TBSCertificate',
    ],
    ['no signature', { signatureValue: [] }, 'ERR_DER_TRUNCATED in signatureValue'],
    [
      'a signature that is no BIT STRING',
      { signatureValue: hex('040100') },
      'ERR_DER_UNEXPECTED_TAG in signatureValue',
    ],
    ['a signature of seven bits', { signatureValue: bitString(1, [2]) }, 'ERR_DER_BIT_STRING in signatureValue'],
    ['bytes after the signature', { afterSignature: nothing }, 'ERR_DER_TRAILING_BYTES in Certificate'],
    [
      'another outer algorithm',
      { signatureAlgorithm: sequence(oid('1.2.840.10045.4.3.3')) },
      'ERR_X509_ALGORITHM_MISMATCH in signatureAlgorithm',
    ],
    [
      'an outer algorithm with a NULL that the inner has not',
      {
        signature: sequence(oid('1.2.840.113549.1.1.11')),
        signatureAlgorithm: sequence(oid('1.2.840.113549.1.1.11'), nothing),
      },
      'ERR_X509_ALGORITHM_MISMATCH in signatureAlgorithm',
    ],
    [
      'unknown algorithms with different parameters',
      { signature: sequence(oid('1.2.3'), integer(1)), signatureAlgorithm: sequence(oid('1.2.3'), integer(2)) },
      'ERR_X509_ALGORITHM_MISMATCH in signatureAlgorithm',
    ],
  ])('%s', (_, parts, expected) => {
    expect(refusal(parts)).toBe(expected)
  })

  it.each([
    ['bytes after the certificate', octets(LEAF, [0]), `ERR_DER_TRAILING_BYTES at ${LEAF.length} in Certificate`],
    ['a newline after the certificate', octets(LEAF, [10]), `ERR_DER_TRAILING_BYTES at ${LEAF.length} in Certificate`],
    ['two certificates', octets(LEAF, LEAF), `ERR_DER_TRAILING_BYTES at ${LEAF.length} in Certificate`],
    [
      'the indefinite length',
      octets(hex('3080'), LEAF.subarray(4), hex('0000')),
      'ERR_DER_LENGTH_INDEFINITE at 1 in Certificate',
    ],
    [
      'a length of five octets',
      octets(hex('3085000000'), LEAF.subarray(2)),
      'ERR_DER_LENGTH_TOO_LARGE at 1 in Certificate',
    ],
    [
      'a length of three octets where two do',
      octets(hex('308300'), LEAF.subarray(2)),
      'ERR_DER_LENGTH_NOT_MINIMAL at 1 in Certificate',
    ],
    ['no bytes', hex(''), 'ERR_DER_TRUNCATED at 0 in Certificate'],
    ['text as bytes', ascii(ROOT_PEM), 'ERR_DER_UNEXPECTED_TAG at 0 in Certificate'],
    [
      'a constructed signature',
      buildCertificate({ signatureValue: element(0x23, bitString(0, [1])) }),
      /^ERR_DER_UNEXPECTED_TAG at \d+ in signatureValue$/,
    ],
  ])('%s', (_, der, expected) => {
    expect(errorAt(() => parseCertificate(der))).toMatch(expected)
  })
})

describe('parseCertificate() reads what is in use though it breaks RFC 5280:', () => {
  it.each<readonly [string, CertificateParts]>([
    ['a negative serial number', { serialNumber: integer(-5) }],
    ['a serial number of zero', { serialNumber: integer(0) }],
    ['a serial number of 40 octets', { serialNumber: integer(2n ** 300n) }],
    [
      'GeneralizedTime before 2050',
      { validity: sequence(generalizedTime('20260101000000Z'), utcTime('261231235959Z')) },
    ],
    ['an end before the beginning', { validity: sequence(utcTime('261231235959Z'), utcTime('260101000000Z')) }],
    ['an empty issuer', { issuer: sequence() }],
    ['a version 3 without extensions', {}],
    ['an empty signature', { signatureValue: bitString(0) }],
  ])('%s', (_, parts) => {
    const der = buildCertificate(parts)
    // node:crypto is the witness that others read it too.
    expect(parseCertificate(der).fingerprint()).toBe(
      new X509Certificate(der).fingerprint256.replaceAll(':', '').toLowerCase(),
    )
  })
})

describe('primaryDomain', () => {
  const primaryDomain = (subject: Uint8Array, ...names: readonly Uint8Array[]): string | undefined =>
    parseCertificate(
      buildCertificate({ subject, extensions: names.length === 0 ? [extension('1.2.3', [])] : [altNames(...names)] }),
    ).primaryDomain

  it.each([
    [
      'the common name that is among the names',
      commonName('b.example'),
      [dns('a.example'), dns('b.example')],
      'b.example',
    ],
    ['the common name in another case', commonName('B.Example'), [dns('a.example'), dns('b.example')], 'B.Example'],
    [
      'a common name that is an address',
      commonName('192.0.2.1'),
      [dns('a.example'), implicit(7, hex('c0000201'))],
      '192.0.2.1',
    ],
    [
      'the first DNS name if the common name is another',
      commonName('c.example'),
      [implicit(7, hex('c0000201')), dns('a.example'), dns('b.example')],
      'a.example',
    ],
    [
      'the first address if there is no DNS name',
      commonName('c'),
      [implicit(1, ascii('a@b')), implicit(7, hex('c0000201'))],
      '192.0.2.1',
    ],
    ['not the common name alone', commonName('c.example'), [], undefined],
    [
      'not a common name that is among the mail addresses',
      commonName('a@b.example'),
      [implicit(1, ascii('a@b.example'))],
      undefined,
    ],
    ['nothing for a certificate of nobody', sequence(), [], undefined],
  ])('is %s', (_, subject, names, expected) => {
    expect(primaryDomain(subject, ...names)).toBe(expected)
  })

  it('is not a common name with a letter that only looks like that of the alternative name', () => {
    // The lower case of the Kelvin sign is k.
    expect(primaryDomain(commonName('\u212a.example'), dns('k.example'))).toBe('k.example')
  })

  it('is not the name of an organisation', () => {
    const subject = sequence(set(attribute('2.5.4.10', utf8String('b.example'))))
    expect(primaryDomain(subject, dns('a.example'), dns('b.example'))).toBe('a.example')
  })
})

describe('isSelfIssued', () => {
  it('compares names as RFC 5280 section 7.1 does', () => {
    const printable = sequence(set(attribute('2.5.4.3', printableString('TEST  ca'))))
    expect(parseCertificate(buildCertificate({ subject: printable })).isSelfIssued).toBe(true)
    expect(parseCertificate(buildCertificate()).isSelfIssued).toBe(false)
  })
})

describe('a damaged certificate', () => {
  const certificates: readonly (readonly [string, Uint8Array])[] = [
    ['the certificate of a server', LEAF],
    ['a root', new Uint8Array(new X509Certificate(ROOT_PEM).raw)],
  ]

  it.each(certificates)('is told to be truncated at every length of %s', (_, der) => {
    for (let length = 0; length < der.length; length += 1) {
      const { code, detail } = errorOf(() => parseCertificate(der.subarray(0, length)))
      expect(code).toBe('ERR_DER_TRUNCATED')
      expect(Number(detail['offset'])).toBeLessThanOrEqual(length)
      // The outermost length says how much there should be.
      if (length >= 4) expect(detail['missing']).toBe(der.length - length)
    }
  })

  it.each(certificates)(
    'is refused inside its bytes if it ends early and the outermost length fits, at every length of %s',
    (_, der) => {
      for (let length = 4; length < der.length; length += 1) {
        const { detail } = errorOf(() => parseCertificate(sequence(der.subarray(4, length))))
        expect(Number(detail['offset'])).toBeLessThanOrEqual(length)
      }
    },
  )

  it('gives a certificate whose every field can be read, or an error inside the bytes, for every change of one octet', () => {
    const small = buildCertificate({ extensions: [altNames(dns('a.example')), extension('2.5.29.19', sequence())] })
    let refused = 0
    for (let offset = 0; offset < small.length; offset += 1) {
      for (let change = 1; change < 256; change += 1) {
        const mutant = Uint8Array.from(small)
        mutant[offset] = (mutant[offset] ?? 0) ^ change
        refused += outcomeOf(mutant)
      }
    }
    // The lengths and tags alone, of which no change is harmless.
    expect(refused).toBeGreaterThan(60 * 255)
  })

  it('gives a certificate or an error for every changed bit of the certificate of a server', () => {
    let refused = 0
    for (let bit = 0; bit < LEAF.length * 8; bit += 1) {
      const mutant = Uint8Array.from(LEAF)
      mutant[bit >> 3] = (mutant[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      refused += outcomeOf(mutant)
    }
    expect(refused).toBeGreaterThan(1000)
  })
})

/** 1 for an error that is ours and lies inside the bytes, 0 for a certificate whose fields can all be read; throws for anything else. */
function outcomeOf(der: Uint8Array): 0 | 1 {
  try {
    readAllFields(parseCertificate(der))
    return 0
  } catch (error) {
    if (!isCertkeepError(error) || !/^ERR_(?:DER|X509)_/.test(error.code)) throw error
    const offset = Number(error.detail['offset'])
    if (!(offset >= 0 && offset <= der.length)) throw error
    return 1
  }
}
