import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCertkeepError } from '../../src/problem/certkeep-error.ts'
import { namesEqual, normalizedName } from '../../src/x509/names-equal.ts'
import { parseName, type Name } from '../../src/x509/name.ts'
import { parseCertificate } from '../../src/x509/parse-certificate.ts'
import { attribute, buildCertificate, extension } from '../support/build-certificate.ts'
import { ascii, element, implicit, integer, octets, sequence, set, toHex, utf8String } from '../support/der.ts'
import { FUZZ } from '../support/fuzz-parameters.ts'
import { readAllFields } from '../support/read-all-fields.ts'
import { createSampleLeaf } from '../support/sample-leaf.ts'

const LEAF = createSampleLeaf()

/** Parses and reads every field; an error must be one of the reader's, and lie inside the bytes. */
function assertTypedOutcome(der: Uint8Array): void {
  const before = toHex(der)
  try {
    readAllFields(parseCertificate(der))
  } catch (error) {
    if (!isCertkeepError(error) || !/^ERR_(?:DER|X509)_/.test(error.code)) throw error
    const { offset, structure } = error.detail
    expect(Number(offset)).toBeGreaterThanOrEqual(0)
    expect(Number(offset)).toBeLessThanOrEqual(der.length)
    expect(structure).toMatch(/^\w/)
    expect(error.message.length).toBeLessThan(250)
  }
  expect(toHex(der)).toBe(before)
}

/** Elements inside elements, with the tags that certificates have, and any others. */
const tree: fc.Arbitrary<Uint8Array> = fc.letrec<{ tree: Uint8Array }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(
        fc.constantFrom(0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x16, 0x17, 0x1e, 0x80, 0x81, 0x82, 0x86, 0x87),
        fc.uint8Array({ maxLength: 8 }),
      )
      .map(([tag, content]) => element(tag, content)),
    fc
      .tuple(fc.constantFrom(0x30, 0x31, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4), fc.array(tie('tree'), { maxLength: 4 }))
      .map(([tag, parts]) => element(tag, ...parts)),
  ),
})).tree

const extensionOid = fc.constantFrom(
  ...['9', '14', '15', '17', '18', '19', '30', '31', '32', '33', '35', '36', '37', '46', '54', '56'].map(
    (arc) => `2.5.29.${arc}`,
  ),
  ...['1.3.6.1.5.5.7.1.1', '1.3.6.1.5.5.7.1.11', '1.3.6.1.5.5.7.1.24', '1.3.6.1.5.5.7.48.1.5'],
  ...['1.3.6.1.4.1.11129.2.4.2', '1.3.6.1.4.1.11129.2.4.3', '1.2.3'],
)

describe('parseCertificate()', () => {
  it('gives a certificate or a typed error for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), assertTypedOutcome), FUZZ)
  })

  it('gives a certificate or a typed error for a certificate with any part replaced', () => {
    const edit = fc.tuple(fc.nat(LEAF.length), fc.nat(20), fc.uint8Array({ maxLength: 20 }))
    fc.assert(
      fc.property(edit, ([start, removed, inserted]) => {
        assertTypedOutcome(
          octets(LEAF.subarray(0, start), inserted, LEAF.subarray(Math.min(start + removed, LEAF.length))),
        )
      }),
      FUZZ,
    )
  })

  it('gives a certificate or a typed error for sound DER in any field', () => {
    const field = fc.constantFrom(
      'serialNumber',
      'signature',
      'issuer',
      'validity',
      'subject',
      'subjectPublicKeyInfo',
      'extensionsField',
      'signatureValue',
    )
    fc.assert(
      fc.property(field, tree, (name, value) => {
        assertTypedOutcome(buildCertificate({ [name]: value }))
      }),
      FUZZ,
    )
  })

  it('gives a certificate or a typed error for sound DER, and for any octets, in any extension', () => {
    fc.assert(
      fc.property(extensionOid, fc.oneof(tree, fc.uint8Array({ maxLength: 40 })), (oid, value) => {
        assertTypedOutcome(buildCertificate({ extensions: [extension(oid, value)] }))
      }),
      FUZZ,
    )
  })

  it('gives a certificate or a typed error for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`),
        ),
        (text) => {
          try {
            parseCertificate(text)
          } catch (error) {
            if (!isCertkeepError(error)) throw error
          }
        },
      ),
      FUZZ,
    )
  })

  it('gives serial numbers that are the number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 170n), max: 2n ** 170n }), (value) => {
        const text = parseCertificate(buildCertificate({ serialNumber: integer(value) })).serialNumber
        const magnitude = BigInt(`0x${text.replace('-', '')}`)
        expect(text.startsWith('-') ? -magnitude : magnitude).toBe(value)
        expect(text).toMatch(/^-?(?:00|(?!00)(?:[\da-f]{2})+)$/)
      }),
      FUZZ,
    )
  })

  it('gives the alternative names as they are', () => {
    const text = fc.string({ unit: 'binary-ascii', maxLength: 20 })
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
        const value = sequence(...texts.map((name) => implicit(2, ascii(name))))
        const { subjectAltNames } = parseCertificate(buildCertificate({ extensions: [extension('2.5.29.17', value)] }))
        expect(subjectAltNames).toEqual(texts.map((name) => ({ kind: 'dns', value: name })))
      }),
      FUZZ,
    )
  })
})

describe('names', () => {
  const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.stringMatching(/^[ #+,;<>"\\=a]{0,8}$/))
  const pair = fc.tuple(fc.constantFrom('2.5.4.3', '2.5.4.10', '2.5.4.11', '0.9.2342.19200300.100.1.25'), value)
  const rdns = fc.array(fc.array(pair, { minLength: 1, maxLength: 3 }), { maxLength: 4 })
  type Rdns = readonly (readonly (readonly [string, string])[])[]

  const nameOf = (list: Rdns): Name =>
    parseName(sequence(...list.map((rdn) => set(...rdn.map(([type, text]) => attribute(type, utf8String(text)))))))

  it('have the attributes that they were made of', () => {
    fc.assert(
      fc.property(rdns, (list) => {
        const expected = list.flatMap((rdn, index) => rdn.map(([oid, text]) => [index, oid, text]))
        expect(nameOf(list).attributes.map((one) => [one.rdn, one.oid, one.value])).toEqual(expected)
      }),
      FUZZ,
    )
  })

  it('can be read back from their text (RFC 4514 section 3), whatever is in them', () => {
    fc.assert(
      fc.property(rdns, (list) => {
        const types: Readonly<Record<string, string>> = {
          '2.5.4.3': 'CN',
          '2.5.4.10': 'O',
          '2.5.4.11': 'OU',
          '0.9.2342.19200300.100.1.25': 'DC',
        }
        const expected = list.map((rdn) => rdn.map(([type, text]) => [types[type], text])).reverse()
        expect(readRfc4514(nameOf(list).text)).toEqual(expected)
      }),
      FUZZ,
    )
  })

  it('have no character in their text that a terminal or a log obeys', () => {
    fc.assert(
      fc.property(rdns, (list) => {
        expect(nameOf(list).text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u)
      }),
      FUZZ,
    )
  })

  it('are equal to themselves, in any order of the attributes of one RDN', () => {
    fc.assert(
      fc.property(rdns, (list) => {
        const reversed = list.map((rdn) => rdn.toReversed())
        expect(namesEqual(nameOf(list), nameOf(list))).toBe(true)
        expect(namesEqual(nameOf(list), nameOf(reversed))).toBe(true)
      }),
      FUZZ,
    )
  })

  it('compare alike in both directions and by their keys', () => {
    const short = fc.stringMatching(/^[aA ,+=]{0,3}$/)
    const few = fc.array(
      fc.array(fc.tuple(fc.constantFrom('2.5.4.3', '2.5.4.10'), short), { minLength: 1, maxLength: 2 }),
      { maxLength: 2 },
    )
    fc.assert(
      fc.property(few, few, (first, second) => {
        const [a, b] = [nameOf(first), nameOf(second)]
        const areEqual = namesEqual(a, b)
        expect(namesEqual(b, a)).toBe(areEqual)
        expect(normalizedName(a.attributes) === normalizedName(b.attributes)).toBe(areEqual)
      }),
      FUZZ,
    )
  })
})

/** Splits RFC 4514 text into RDNs of types and values. */
function readRfc4514(text: string): readonly (readonly (readonly [string, string])[])[] {
  const rdns: [string, string][][] = []
  let separator = ','
  for (let rest = text; rest !== '';) {
    const [whole = '', type = '', escaped = ''] = /^(\w+)=((?:\\[\da-fA-F]{2}|\\.|[^\\,+])*)/su.exec(rest) ?? []
    if (separator === ',') rdns.push([])
    rdns.at(-1)?.push([type, unescape(escaped)])
    separator = rest.charAt(whole.length)
    expect(['', ',', '+']).toContain(separator)
    rest = rest.slice(whole.length + 1)
  }
  return rdns
}

/** Runs of hex pairs are octets of UTF-8. */
function unescape(text: string): string {
  return text.replace(/(?:\\[\da-fA-F]{2})+|\\./gsu, (found) =>
    /^\\[\da-fA-F]{2}/.test(found) ? Buffer.from(found.replaceAll('\\', ''), 'hex').toString('utf8') : found.slice(1),
  )
}
