import { describe, expect, it } from 'vitest'
import { attribute, commonName } from '../../support/build-certificate.ts'
import {
  ascii,
  element,
  explicit,
  hex,
  implicit,
  oid,
  oidContent,
  sequence,
  set,
  utf8String,
  octets,
  integer,
} from '../../support/der.ts'
import { extensionError, readExtension } from '../../support/read-extension.ts'

const SUBJECT_ALT_NAME = '2.5.29.17'
const ISSUER_ALT_NAME = '2.5.29.18'

const namesOf = (...names: readonly Uint8Array[]): readonly (readonly [string, string])[] =>
  (readExtension(SUBJECT_ALT_NAME, sequence(...names)).subjectAltName ?? []).map(
    ({ kind, value }) => [kind, value] as const,
  )

describe('a GeneralName', () => {
  it.each([
    ['rfc822Name', implicit(1, ascii('a@b.example')), ['email', 'a@b.example']],
    ['dNSName', implicit(2, ascii('*.example.com')), ['dns', '*.example.com']],
    ['an empty dNSName', implicit(2), ['dns', '']],
    ['uniformResourceIdentifier', implicit(6, ascii('spiffe://a/b')), ['uri', 'spiffe://a/b']],
    ['an IPv4 address', implicit(7, hex('c0000201')), ['ip', '192.0.2.1']],
    ['an IPv6 address', implicit(7, hex('20010db8000000000000000000000001')), ['ip', '2001:db8::1']],
    ['an address of five octets', implicit(7, hex('c000020101')), ['ip', 'c000020101']],
    ['an address without octets', implicit(7), ['ip', '']],
    ['registeredID', implicit(8, oidContent('2.999.3')), ['registered-id', '2.999.3']],
    ['directoryName', explicit(4, commonName('a,b')), ['directory', String.raw`CN=a\,b`]],
    ['an empty directoryName', explicit(4, sequence()), ['directory', '']],
    ['otherName', explicit(0, oid('1.2.3'), explicit(0, utf8String('x'))), ['other', '0c0178']],
    ['x400Address', element(0xa3, sequence()), ['x400', 'a3023000']],
    ['ediPartyName', element(0xa5, implicit(1, ascii('p'))), ['edi-party', 'a503810170']],
  ])('is read: %s', (_, name, expected) => {
    expect(namesOf(name)).toEqual([expected])
  })

  it('keeps what would look like more than one name, or like another kind, in one value', () => {
    // CVE-2021-44532: names that are joined to one text and split again
    const texts = ['a.example, DNS:b.example', 'a.example\u0000.b.example', 'a"b', 'IP Address:127.0.0.1', '__proto__']
    expect(namesOf(...texts.map((text) => implicit(2, ascii(text))))).toEqual(texts.map((text) => ['dns', text]))
  })

  it('gives the octets of an address and the attributes of a directory name', () => {
    const names = readExtension(
      SUBJECT_ALT_NAME,
      sequence(
        implicit(7, hex('c0000201')),
        explicit(4, sequence(set(attribute('2.5.4.10', utf8String('O'))))),
        explicit(0, oid('1.2.3'), explicit(0, integer(1))),
      ),
    ).subjectAltName
    const [ip, directory, other] = names ?? []
    expect(ip?.kind === 'ip' && [...ip.octets]).toEqual([192, 0, 2, 1])
    expect(directory?.kind === 'directory' && directory.name.attributes[0]?.value).toBe('O')
    expect(other?.kind === 'other' && other.oid).toBe('1.2.3')
  })

  it("is also read in issuerAltName, which is not the subject's", () => {
    const { issuerAltName, subjectAltName } = readExtension(ISSUER_ALT_NAME, sequence(implicit(2, ascii('a'))))
    expect(issuerAltName).toEqual([{ kind: 'dns', value: 'a' }])
    expect(subjectAltName).toBeUndefined()
  })

  it.each([
    ['an empty list', sequence(), 'ERR_DER_VALUE at 2'],
    ['a dNSName above ASCII', sequence(implicit(2, ascii('é'))), 'ERR_DER_STRING at 4'],
    ['an rfc822Name above ASCII', sequence(implicit(1, ascii('é'))), 'ERR_DER_STRING at 4'],
    ['an address of the web above ASCII', sequence(implicit(6, ascii('é'))), 'ERR_DER_STRING at 4'],
    ['a constructed dNSName', sequence(element(0xa2, implicit(2, ascii('a')))), 'ERR_DER_UNEXPECTED_TAG at 2'],
    ['a primitive directoryName', sequence(element(0x84, commonName('a'))), 'ERR_DER_UNEXPECTED_TAG at 2'],
    [
      'a directoryName under an implicit tag',
      sequence(element(0xa4, set(attribute('2.5.4.3', utf8String('a'))))),
      'ERR_DER_UNEXPECTED_TAG at 4',
    ],
    ['two names in a directoryName', sequence(explicit(4, sequence(), sequence())), 'ERR_DER_TRAILING_BYTES at 6'],
    ['a registeredID cut off', sequence(implicit(8, [0x86])), 'ERR_DER_OBJECT_IDENTIFIER at 4'],
    ['an otherName without a value', sequence(explicit(0, oid('1.2.3'))), 'ERR_DER_TRUNCATED at 8'],
    [
      'an otherName with a bare value',
      sequence(explicit(0, oid('1.2.3'), utf8String('x'))),
      'ERR_DER_UNEXPECTED_TAG at 8',
    ],
    [
      'an otherName with two values',
      sequence(explicit(0, oid('1.2.3'), explicit(0, integer(1), integer(1)))),
      'ERR_DER_TRAILING_BYTES at 13',
    ],
    [
      'more in an otherName',
      sequence(explicit(0, oid('1.2.3'), explicit(0, integer(1)), integer(1))),
      'ERR_DER_TRAILING_BYTES at 13',
    ],
    ['an ediPartyName cut off', sequence(element(0xa5, hex('8105'))), 'ERR_DER_TRUNCATED at 6'],
    ['a choice that there is not', sequence(implicit(9)), 'ERR_DER_UNEXPECTED_TAG at 2'],
    ['a text', sequence(utf8String('a')), 'ERR_DER_UNEXPECTED_TAG at 2'],
    ['bytes after it', octets(sequence(implicit(2)), hex('00')), 'ERR_DER_TRAILING_BYTES at 4'],
  ])('is refused: %s', (_, value, expected) => {
    expect(extensionError(SUBJECT_ALT_NAME, value)).toBe(`${expected} in subjectAltName`)
  })
})
