import { describe, expect, it } from 'vitest'
import { assertAtEnd, isAtEnd, openDer, readConstructed } from '../../../src/der/der-reader.ts'
import { readInteger } from '../../../src/der/read-primitive.ts'
import { readTime } from '../../../src/der/read-time.ts'
import { SEQUENCE } from '../../../src/der/tag.ts'
import { isCertkeepError } from '../../../src/problem/certkeep-error.ts'
import { parseCrl } from '../../../src/x509/parse-crl.ts'
import { readEntryFacts } from '../../../src/x509/read-crl-extensions.ts'
import { scanCrlEntries } from '../../../src/x509/scan-crl-entries.ts'
import { buildCrl, crlEntry } from '../../support/build-crl.ts'
import {
  boolean,
  element,
  explicit,
  generalizedTime,
  octets,
  octetString,
  oid,
  sequence,
  set,
  utcTime,
  utf8String,
} from '../../support/der.ts'
import { errorOf } from '../../support/error-of.ts'

const reasonCode = (...reason: readonly number[]): Uint8Array =>
  sequence(oid('2.5.29.21'), octetString(element(0x0a, reason)))
const invalidityDate = (text: string): Uint8Array => sequence(oid('2.5.29.24'), octetString(generalizedTime(text)))
const certificateIssuer = (name: string): Uint8Array =>
  sequence(
    oid('2.5.29.29'),
    boolean(0xff),
    octetString(sequence(explicit(4, sequence(set(sequence(oid('2.5.4.3'), utf8String(name))))))),
  )
const date = utcTime('260203040506Z')

/** Entries of every form that is read in a way of its own. */
const FORMS: Readonly<Record<string, Uint8Array>> = {
  'without extensions': crlEntry([5]),
  'with a reason': crlEntry([0x40, 1, 2, 3, 4], date, reasonCode(1)),
  'with a date of invalidity': crlEntry([0x40, 1], date, invalidityDate('20260102030405Z')),
  'with a reason and a date': crlEntry([0, 0x80, 1], date, reasonCode(4), invalidityDate('20260102030405Z')),
  'with a date and a reason': crlEntry([0xff, 0x7f], date, invalidityDate('20260102030405Z'), reasonCode(4)),
  'with another extension': crlEntry([5], date, sequence(oid('1.2.3'), octetString([1]))),
  'with a GeneralizedTime': crlEntry([5], generalizedTime('20500203040506Z'), reasonCode(1)),
}

/** Whether a reader of all forms reads the entries, made of the readers of their parts, which have tests of their own. */
function isReadInFull(entries: Uint8Array): boolean {
  return isRead(() => {
    const reader = openDer(entries)
    while (!isAtEnd(reader)) {
      const fields = readConstructed(reader, SEQUENCE, 'revokedCertificates')
      readInteger(fields, 'revokedCertificates')
      readTime(fields, 'revokedCertificates')
      if (!isAtEnd(fields)) readEntryFacts(fields, 'revokedCertificates')
      assertAtEnd(fields, 'revokedCertificates')
    }
  })
}

function isScanned(entries: Uint8Array): boolean {
  return isRead(() => scanCrlEntries(entries, 0, entries.length, 2))
}

function isRead(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch (error) {
    if (isCertkeepError(error)) return false
    throw error
  }
}

describe('scanCrlEntries()', () => {
  it.each(Object.entries(FORMS))('refuses what a reader of all forms refuses, and nothing else: %s', (_, entry) => {
    expect(isScanned(entry)).toBe(true)
    const differing: string[] = []
    // Also behind another, of which something may be remembered.
    const pair = octets(entry, entry)
    const changed = pair.subarray(entry.length)
    for (let index = 0; index < entry.length; index += 1) {
      for (let value = 0; value < 256; value += 1) {
        changed[index] = value
        const isGood = isReadInFull(changed)
        if (isScanned(changed) !== isGood || isScanned(pair) !== isGood) differing.push(`octet ${index} is ${value}`)
      }
      changed.set(entry)
      if (index > 0 && isScanned(entry.subarray(0, index))) differing.push(`cut off at ${index}`)
    }
    expect(differing).toEqual([])
  })

  it.each(
    Object.entries({
      'year 00': '000203040506Z',
      'year 99': '990203040506Z',
      'a leap day': '240229000000Z',
      'the last day of January': '260131235959Z',
      'the last day of February': '260228235959Z',
      'the last day of April': '260430235959Z',
      'the last day of December': '261231235959Z',
    }),
  )('reads dates of the calendar: %s', (_, text) => {
    const [entry] = parseCrl(buildCrl([crlEntry([5], utcTime(text), reasonCode(1))])).entries()
    const written = entry?.revocationDate.toISOString().replaceAll(/[-:T]|\.000/g, '')
    expect(written?.slice(2)).toBe(text)
  })

  it.each([
    '260003040506Z',
    '261303040506Z',
    '262003040506Z',
    '260200040506Z',
    '260229040506Z',
    '240230040506Z',
    '260431040506Z',
    '260132040506Z',
    '260203240506Z',
    '260203046006Z',
    '260203040560Z',
    '2602030405060',
    '26020304050:Z',
    '260203 40506Z',
    '26020304050/Z',
  ])('refuses dates that are in no calendar: %s', (text) => {
    for (const extensions of [[], [reasonCode(1)]]) {
      const crl = buildCrl([crlEntry([5]), crlEntry([6], utcTime(text), ...extensions)])
      expect(errorOf(() => parseCrl(crl)).code).toBe('ERR_DER_TIME')
    }
  })

  it('refuses reasons that are not defined or not in their shortest form, and an extension that is there twice', () => {
    for (const reason of [[7], [11], [0xff], [0, 1], []]) {
      const entry = crlEntry([5], date, reasonCode(...reason))
      expect(errorOf(() => parseCrl(buildCrl([entry]))).code).toMatch(/^ERR_DER_(?:VALUE|INTEGER)$/)
    }
    for (const twice of [reasonCode(1), invalidityDate('20260102030405Z')]) {
      const error = errorOf(() => parseCrl(buildCrl([crlEntry([5], date, twice, twice)])))
      expect(error.code).toBe('ERR_DER_VALUE')
    }
  })

  it('refuses extensions in a CRL of version 1 whose other entries have none', () => {
    const plain = [crlEntry([5]), crlEntry([6])]
    expect(parseCrl(buildCrl(plain, { version: [] })).entryCount).toBe(2)
    const error = errorOf(() => parseCrl(buildCrl([...plain, crlEntry([7], date, reasonCode(1))], { version: [] })))
    expect(error.code).toBe('ERR_DER_VALUE')
  })

  it('names the place of a fault behind thousands of good entries', () => {
    const good = Array.from({ length: 3000 }, (_, index) =>
      crlEntry([1, index >> 8, index & 0xff], date, reasonCode(1)),
    )
    const entry = crlEntry([0, 1])
    const crl = buildCrl([...good, entry])
    const { code, detail } = errorOf(() => parseCrl(crl))
    expect(code).toBe('ERR_DER_INTEGER')
    expect(detail['offset']).toBe(Buffer.from(crl).indexOf(entry) + 4)
  })

  it('tells of a critical extension that is not known, wherever it is and however often it is met', () => {
    const unknown = sequence(oid('1.2.3.4'), boolean(0xff), octetString([1]))
    const entries = [crlEntry([5]), crlEntry([6], date, unknown), crlEntry([7], date, unknown), crlEntry([8])]
    const crl = parseCrl(buildCrl(entries))
    expect(crl.unknownCriticalEntryExtension).toBe('1.2.3.4')
    expect([...crl.entries()].map((entry) => entry.unknownCriticalExtension)).toEqual([
      undefined,
      '1.2.3.4',
      '1.2.3.4',
      undefined,
    ])
    expect(parseCrl(buildCrl([crlEntry([5])])).unknownCriticalEntryExtension).toBeUndefined()
  })

  it('lets an issuer hold for the entries that follow, also where the same issuer is named again', () => {
    const [a, b] = [certificateIssuer('A'), certificateIssuer('B')]
    const extensions = [[], [a], [reasonCode(1)], [b], [], [a], [a], []]
    const expected = [undefined, 'A', 'A', 'B', 'B', 'A', 'A', 'A']
    const crl = parseCrl(buildCrl(extensions.map((each, index) => crlEntry([index + 1], date, ...each))))
    const nameOf = ({ certificateIssuer: names }: { readonly certificateIssuer: unknown }): string | undefined =>
      /CN=(.)/.exec(JSON.stringify([names]))?.[1]
    expect([...crl.entries()].map(nameOf)).toEqual(expected)
    const found = expected.map((_, index) => crl.find(`0${index + 1}`).map(nameOf))
    expect(found).toEqual(expected.map((name) => [name]))
  })
})
