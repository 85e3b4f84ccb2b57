import { beforeAll, describe, expect, it } from 'vitest'
import type { Crl } from '../../../src/x509/crl.ts'
import { parseCrl } from '../../../src/x509/parse-crl.ts'
import { buildCrl, crlEntry } from '../../support/build-crl.ts'
import {
  boolean,
  element,
  explicit,
  generalizedTime,
  octetString,
  oid,
  sequence,
  set,
  utcTime,
  utf8String,
} from '../../support/der.ts'

const MILLION = 1_000_000
const date = utcTime('260203040506Z')
const reasonCode = (reason: number): Uint8Array => sequence(oid('2.5.29.21'), octetString(element(0x0a, [reason])))

/** Sixteen octets that look like those of a CA: the index, multiplied until nothing of its order is left. */
function serialNumberAt(index: number): string {
  const words = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f].map((factor) => Math.imul(index + 1, factor) >>> 0)
  const [first = 0, ...rest] = words
  return [(first & 0x3fffffff) | 0x40000000, ...rest].map((word) => word.toString(16).padStart(8, '0')).join('')
}

/** An entry again and again, each with a serial number of its own. */
function repeatEntry(count: number): Uint8Array {
  const entry = crlEntry(new Uint8Array(16).fill(0x40), date, reasonCode(1))
  const entries = Buffer.alloc(entry.length * count, entry)
  for (let index = 0; index < count; index += 1) entries.write(serialNumberAt(index), index * entry.length + 4, 'hex')
  return entries
}

describe('a CRL of a million entries', () => {
  let der: Uint8Array
  let crl: Crl
  let octetsTaken: number

  beforeAll(() => {
    der = buildCrl([repeatEntry(MILLION)])
    const before = process.memoryUsage()
    crl = parseCrl(der)
    for (const index of [0, 1, 2, 3]) crl.find(serialNumberAt(index))
    const after = process.memoryUsage()
    octetsTaken = after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed
  }, 60_000)

  it('is read and indexed in a fraction of its own size', () => {
    expect(crl.entryCount).toBe(MILLION)
    expect(octetsTaken / der.length).toBeLessThan(0.3)
  })

  it('answers for the first, some in the middle and the last entry', () => {
    for (const index of [0, 1, 15, 16, 17, 1023, 1024, 499_999, 500_000, 999_983, 999_998, 999_999]) {
      const wanted = serialNumberAt(index)
      expect(crl.find(wanted).map(({ serialNumber, reason }) => [serialNumber, reason])).toEqual([
        [wanted, 'keyCompromise'],
      ])
    }
  })

  it('answers the same before there is an index', () => {
    for (const index of [0, 500_000, 999_999]) {
      const wanted = serialNumberAt(index)
      expect(parseCrl(der).find(wanted)).toMatchObject([{ serialNumber: wanted }])
    }
    expect(parseCrl(der).find(serialNumberAt(MILLION))).toEqual([])
  })

  it('finds nothing for numbers that are absent, however near they are', () => {
    const present = serialNumberAt(500_000)
    const near = [
      serialNumberAt(MILLION),
      `-${present}`,
      present.slice(2),
      `00${present}`,
      `${present}00`,
      `${present.slice(0, -2)}${present.endsWith('00') ? '01' : '00'}`,
      `${present.slice(0, 15)}${present[15] === '0' ? '1' : '0'}${present.slice(16)}`,
      '00',
    ]
    for (const absent of near) expect(crl.find(absent), absent).toEqual([])
  })

  it('gives entries one by one without reading them all', () => {
    const first: string[] = []
    for (const { serialNumber } of crl.entries()) {
      first.push(serialNumber)
      if (first.length === 3) break
    }
    expect(first).toEqual([0, 1, 2].map(serialNumberAt))
  })
})

describe('serial numbers in a CRL', () => {
  const long = (length: number, first: number): Uint8Array =>
    Uint8Array.from({ length }, (_, index) => (first + index) % 251)
  /** Content octets, and how the number is written. */
  const FORMS: readonly (readonly [readonly number[] | Uint8Array, string])[] = [
    [[0], '00'],
    [[1], '01'],
    [[0x7f], '7f'],
    [[0, 0x80], '80'],
    [[0x80], '-80'],
    [[0xff], '-01'],
    [[0xff, 0x7f], '-81'],
    [[1, 0], '0100'],
    [[0, 0x80, 0, 0], '800000'],
    [[0x80, 0, 0], '-800000'],
    [[1, 2, 3], '010203'],
    [[1, 2, 3, 4], '01020304'],
    [[0, 0xff, 0xff, 0xff, 0xff], 'ffffffff'],
    [[0, ...new Uint8Array(20).fill(0xee)], 'ee'.repeat(20)],
    [long(21, 1), Buffer.from(long(21, 1)).toString('hex')],
    [long(127, 2), Buffer.from(long(127, 2)).toString('hex')],
    [long(128, 3), Buffer.from(long(128, 3)).toString('hex')],
    [long(300, 4), Buffer.from(long(300, 4)).toString('hex')],
  ]
  const crl = parseCrl(buildCrl(FORMS.map(([content]) => crlEntry(content, date, reasonCode(1)))))

  it('are written as those of certificates are, and keep their order', () => {
    expect([...crl.entries()].map(({ serialNumber }) => serialNumber)).toEqual(FORMS.map(([, text]) => text))
  })

  it('are found whatever their sign and length, before and after there is an index', () => {
    for (let round = 0; round < 3; round += 1) {
      for (const [, text] of FORMS) expect(crl.find(text).map(({ serialNumber }) => serialNumber)).toEqual([text])
    }
    for (const [, text] of FORMS) {
      expect(
        parseCrl(crl.der)
          .find(text)
          .map(({ serialNumber }) => serialNumber),
      ).toEqual([text])
    }
  })

  it('give all of their entries in order, where several have the same', () => {
    const entries = [1, 4, 5].flatMap((reason) => [crlEntry([9], date, reasonCode(reason)), crlEntry([reason], date)])
    const repeated = parseCrl(buildCrl(entries))
    for (let round = 0; round < 4; round += 1) {
      const reasons = repeated.find('09').map(({ reason }) => reason)
      expect(reasons).toEqual(['keyCompromise', 'superseded', 'cessationOfOperation'])
    }
  })

  it('are found in a Buffer that begins in the middle of its memory', () => {
    const memory = Buffer.concat([Buffer.alloc(13), crl.der, Buffer.alloc(7)])
    const view = parseCrl(memory.subarray(13, 13 + crl.der.length))
    for (const [, text] of FORMS) expect(view.find(text)).toHaveLength(1)
  })

  it.each(['', '1', 'AB', '0x01', ' 01', '01 ', '--01', '01:02'])(
    'are refused as text in another form: "%s"',
    (text) => {
      expect(() => crl.find(text)).toThrow(TypeError)
    },
  )
})

const issuer = (name: number): Uint8Array =>
  sequence(
    oid('2.5.29.29'),
    boolean(0xff),
    octetString(sequence(explicit(4, sequence(set(sequence(oid('2.5.4.3'), utf8String(`n${name}`))))))),
  )
const numberOf = (index: number): readonly number[] => [0x40, index >> 16, (index >> 8) & 0xff, index & 0xff]
const padded = (index: number): readonly number[] => [1, 1, 1, 1, ...numberOf(index), 1, 1, 1, 1]

/** Entries that are dear to read or to find. */
const SHAPES: Readonly<Record<string, (index: number) => Uint8Array>> = {
  'ordinary entries': (index) => crlEntry(numberOf(index), date, reasonCode(1)),
  'dates of another form': (index) => crlEntry(numberOf(index), generalizedTime('20500203040506Z'), reasonCode(1)),
  'extensions that differ': (index) =>
    crlEntry(numberOf(index), date, sequence(oid('1.2.3'), octetString(numberOf(index)))),
  'one serial number, and an issuer for each': (index) => crlEntry([5], date, issuer(index)),
  'serial numbers whose ends are alike': (index) => crlEntry(padded(index), date),
}

/** The least of several measurements, in milliseconds of this process's own time. */
function costOf(der: Uint8Array): number {
  let least = Infinity
  for (let round = 0; round < 3; round += 1) {
    const start = process.cpuUsage()
    const crl = parseCrl(der)
    for (let lookup = 0; lookup < 4; lookup += 1) crl.find('05')
    crl.find(Buffer.from(padded(0)).toString('hex'))
    for (const entry of crl.entries()) if (entry.serialNumber === '') throw new Error('an entry without a number')
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

describe('the cost of a CRL', () => {
  it.each(Object.entries(SHAPES))(
    'grows no faster than its size: %s',
    (_, shape) => {
      const crlOf = (count: number): Uint8Array => buildCrl(Array.from({ length: count }, (_, index) => shape(index)))
      const [small, large] = [crlOf(1000), crlOf(8000)]
      costOf(small)
      // Eight times the size: sixty-four times the cost would be quadratic. Below some milliseconds the machine decides.
      expect(costOf(large)).toBeLessThan(Math.max(costOf(small), 4) * 40)
    },
    60_000,
  )
})
