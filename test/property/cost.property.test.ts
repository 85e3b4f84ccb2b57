import { describe, expect, it } from 'vitest'
import { isCertkeepError } from '../../src/problem/certkeep-error.ts'
import { parseCertificate } from '../../src/x509/parse-certificate.ts'
import { attribute, buildCertificate, extension } from '../support/build-certificate.ts'
import {
  ascii,
  bitString,
  element,
  explicit,
  implicit,
  integer,
  nothing,
  octets,
  octetString,
  oid,
  sequence,
  set,
  utf8String,
} from '../support/der.ts'
import { readAllFields } from '../support/read-all-fields.ts'

/** Elements one after the other; not as arguments, of which there can be too many. */
const times = (count: number, make: (index: number) => Uint8Array): Uint8Array =>
  new Uint8Array(Buffer.concat(Array.from({ length: count }, (_, index) => make(index))))
const dns = (text: string): Uint8Array => implicit(2, ascii(text))
const commonName = (index: number): Uint8Array => set(attribute('2.5.4.3', utf8String(`n${index}`)))

/** Certificates of a size that grows with `count`, each wide or deep in another place. */
const SHAPES: Readonly<Record<string, (count: number) => Uint8Array>> = {
  'unknown extensions': (count) =>
    buildCertificate({
      extensionsField: explicit(3, sequence(times(count, (index) => extension(`1.2.3.${index}`, [])))),
    }),
  'alternative names': (count) =>
    buildCertificate({
      extensions: [extension('2.5.29.17', sequence(times(count, (index) => dns(`n${index}.example`))))],
    }),
  'relative names in both names': (count) => {
    const name = sequence(times(count, commonName))
    return buildCertificate({ issuer: name, subject: name })
  },
  'attributes of one relative name, in two orders': (count) => {
    const one = (index: number): Uint8Array => attribute('2.5.4.3', utf8String(`n${index}`))
    const [upwards, downwards] = [times(count, one), times(count, (index) => one(count - 1 - index))]
    return buildCertificate({ issuer: sequence(set(upwards)), subject: sequence(set(downwards)) })
  },
  'common names beside alternative names': (count) =>
    buildCertificate({
      subject: sequence(times(count, commonName)),
      extensions: [extension('2.5.29.17', sequence(times(count, (index) => dns(`m${index}`))))],
    }),
  'blanks in a name': (count) => {
    const name = (edge: string): Uint8Array =>
      sequence(set(attribute('2.5.4.3', utf8String(`${edge}${' \t'.repeat(count)}x`))))
    return buildCertificate({ issuer: name('a'), subject: name('A') })
  },
  'characters to escape': (count) =>
    buildCertificate({ subject: sequence(set(attribute('2.5.4.3', utf8String('\u202e,'.repeat(count))))) }),
  policies: (count) =>
    buildCertificate({
      extensions: [extension('2.5.29.32', sequence(times(count, (index) => sequence(oid(`1.2.3.${index}`)))))],
    }),
  'policy mappings': (count) =>
    buildCertificate({
      extensions: [
        extension('2.5.29.33', sequence(times(count, (index) => sequence(oid(`1.2.3.${index}`), oid('1.2.3'))))),
      ],
    }),
  'name constraints': (count) =>
    buildCertificate({
      extensions: [
        extension(
          '2.5.29.30',
          sequence(
            explicit(
              0,
              times(count, (index) => sequence(dns(`n${index}`))),
            ),
          ),
        ),
      ],
    }),
  'distribution points': (count) =>
    buildCertificate({
      extensions: [
        extension(
          '2.5.29.31',
          sequence(times(count, (index) => sequence(explicit(0, explicit(0, implicit(6, ascii(`http://${index}`))))))),
        ),
      ],
    }),
  purposes: (count) =>
    buildCertificate({
      extensions: [extension('2.5.29.37', sequence(times(count, (index) => oid(`1.2.3.${index}`))))],
    }),
  'long identifiers': (count) =>
    buildCertificate({
      extensions: [
        extension(
          '2.5.29.37',
          sequence(times(count / 50, () => element(0x06, octets(new Uint8Array(254).fill(0xff), [0x7f])))),
        ),
      ],
    }),
  'an identifier too long': (count) =>
    buildCertificate({
      extensions: [extension('2.5.29.37', sequence(element(0x06, new Uint8Array(count * 10).fill(1))))],
    }),
  'a serial number': (count) => buildCertificate({ serialNumber: element(0x02, new Uint8Array(count).fill(0x81)) }),
  'a modulus': (count) =>
    buildCertificate({
      subjectPublicKeyInfo: sequence(
        sequence(oid('1.2.840.113549.1.1.1'), nothing),
        bitString(0, sequence(element(0x02, new Uint8Array(count * 10).fill(0x71)), integer(3))),
      ),
    }),
  'nested sequences in a name': (count) => buildCertificate({ subject: nested(0x30, count) }),
  'nested octet strings in an extension': (count) =>
    buildCertificate({ extensions: [extension('2.5.29.14', nested(0x04, count))] }),
  'nested directory names': (count) =>
    buildCertificate({ extensions: [extension('2.5.29.17', sequence(nested(0xa4, count)))] }),
  'nested sequences as the whole': (count) => nested(0x30, count),
  'parameters of an unknown algorithm': (count) =>
    buildCertificate({ signature: sequence(oid('1.2.3'), octetString(new Uint8Array(count * 10))) }),
}

/** Elements in each other, their headers made from the innermost outwards. */
function nested(tag: number, depth: number): Uint8Array {
  const headers: (readonly number[])[] = []
  let length = 0
  for (let level = 0; level < depth; level += 1) {
    const header =
      length < 128
        ? [tag, length]
        : [tag, 0x84, length >>> 24, length >>> 16, length >>> 8, length].map((value) => value & 0xff)
    const shortest = header.filter(
      (value, index) => index < 2 || value !== 0 || header.slice(2, index).some((octet) => octet !== 0),
    )
    headers.push(length < 128 ? header : [tag, 0x80 + shortest.length - 2, ...shortest.slice(2)])
    length += headers.at(-1)?.length ?? 0
  }
  return octets(headers.toReversed().flat())
}

/** The least of several measurements, in milliseconds of this process's own time, which other work on the machine does not lengthen. */
function costOf(der: Uint8Array): number {
  let least = Infinity
  for (let round = 0; round < 4; round += 1) {
    const start = process.cpuUsage()
    try {
      readAllFields(parseCertificate(der))
    } catch (error) {
      if (!isCertkeepError(error)) throw error
      expect(error.message.length).toBeLessThan(250)
    }
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

describe('the cost of a certificate', () => {
  it.each(Object.entries(SHAPES))(
    'grows no faster than its size: %s',
    (_, shape) => {
      const [small, large] = [shape(12_500), shape(100_000)]
      costOf(small)
      // Eight times the size: sixty-four times the cost would be quadratic. Below some milliseconds the machine decides.
      expect(costOf(large)).toBeLessThan(Math.max(costOf(small), 4) * 40)
    },
    60_000,
  )

  it('does not follow from a length that a few bytes claim', () => {
    const before = process.memoryUsage().arrayBuffers
    for (const claim of [
      [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff],
      [0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x30, 0x80],
    ]) {
      expect(() => parseCertificate(Uint8Array.from(claim))).toThrow()
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000)
  })
})
