import { describe, expect, it } from 'vitest'
import { openDer } from '../../../src/der/der-reader.ts'
import { readGeneralizedTime, readTime } from '../../../src/der/read-time.ts'
import { ascii, element, generalizedTime, octets, utcTime } from '../../support/der.ts'
import { errorAt } from '../../support/error-of.ts'

describe('readTime()', () => {
  it.each([
    ['500101000000Z', '1950-01-01T00:00:00Z'],
    ['991231235959Z', '1999-12-31T23:59:59Z'],
    ['000101000000Z', '2000-01-01T00:00:00Z'],
    ['491231235959Z', '2049-12-31T23:59:59Z'],
    ['700101000000Z', '1970-01-01T00:00:00Z'],
    ['691231235959Z', '1969-12-31T23:59:59Z'],
    ['000229120000Z', '2000-02-29T12:00:00Z'],
    ['240229000000Z', '2024-02-29T00:00:00Z'],
  ])('reads UTCTime %s, whose years run from 1950 to 2049', (text, instant) => {
    expect(readTime(openDer(utcTime(text)), 'S')).toBe(Date.parse(instant))
  })

  it.each([
    ['20500101000000Z', '2050-01-01T00:00:00Z'],
    ['99991231235959Z', '9999-12-31T23:59:59Z'],
    ['00000101000000Z', '0000-01-01T00:00:00Z'],
    ['00000229000000Z', '0000-02-29T00:00:00Z'],
    ['00010101000000Z', '0001-01-01T00:00:00Z'],
    ['00991231235959Z', '0099-12-31T23:59:59Z'],
    ['19700101000000Z', '1970-01-01T00:00:00Z'],
    ['20000229000000Z', '2000-02-29T00:00:00Z'],
  ])('reads GeneralizedTime %s', (text, instant) => {
    expect(readTime(openDer(generalizedTime(text)), 'S')).toBe(Date.parse(instant))
  })

  it('reads every day of the years 1999 to 2101 as Date does', () => {
    for (let at = Date.UTC(1999, 0, 1); at < Date.UTC(2101, 0, 1); at += 86_400_000) {
      const text = new Date(at).toISOString().replace(/[-:T]|\.000/g, '')
      expect(readTime(openDer(generalizedTime(text)), 'S')).toBe(at)
    }
  })

  it.each([
    ['February 29 of 2023', '20230229000000Z'],
    ['February 31', '20240231000000Z'],
    ['April 31', '20240431000000Z'],
    ['June 31', '20240631000000Z'],
    ['September 31', '20240931000000Z'],
    ['November 31', '20241131000000Z'],
    ['January 32', '20240132000000Z'],
    ['day 0', '20240100000000Z'],
    ['month 0', '20240001000000Z'],
    ['month 13', '20241301000000Z'],
    ['hour 24', '20240101240000Z'],
    ['minute 60', '20240101006000Z'],
    ['second 60', '20161231235960Z'],
  ])('refuses %s', (_, text) => {
    expect(errorAt(() => readTime(openDer(generalizedTime(text)), 'S'))).toBe('ERR_DER_TIME at 6 in S')
    expect(errorAt(() => readTime(openDer(utcTime(text.slice(2))), 'S'))).toBe('ERR_DER_TIME at 4 in S')
  })

  it.each(['19000229000000Z', '21000229000000Z', '99000229000000Z'])(
    'refuses %s, in a year that is no leap year',
    (text) => {
      expect(errorAt(() => readTime(openDer(generalizedTime(text)), 'S'))).toBe('ERR_DER_TIME at 6 in S')
    },
  )

  it.each([
    ['no seconds', '202401010000Z'],
    ['an offset', '20240101000000+0100'],
    ['no zone', '20240101000000'],
    ['a fraction', '20240101000000.5Z'],
    ['a fraction of nothing', '20240101000000.Z'],
    ['a lower-case z', '20240101000000z'],
    ['a letter', '2024010100000OZ'],
    ['a sign', '+0240101000000Z'],
    ['a blank', ' 0240101000000Z'],
    ['a slash, the code before 0', '2024010100000/Z'],
    ['a colon, the code after 9', '2024010100000:Z'],
    ['nothing', ''],
    ['a Z alone', 'Z'],
    ['two digits more', '2024010100000000Z'],
  ])('refuses a time with %s', (_, text) => {
    expect(errorAt(() => readTime(openDer(generalizedTime(text)), 'S'))).toBe('ERR_DER_TIME at 2 in S')
  })

  it.each(['2601010000Z', '260101000000+0100', '260101000000', '20260101000000Z', ''])(
    'refuses UTCTime "%s"',
    (text) => {
      expect(errorAt(() => readTime(openDer(utcTime(text)), 'S'))).toBe('ERR_DER_TIME at 2 in S')
    },
  )

  it('refuses digits that are not ASCII', () => {
    // The superscript two of Latin-1 for the first digit.
    expect(errorAt(() => readTime(openDer(utcTime('\u00b260101000000Z')), 'S'))).toBe('ERR_DER_TIME at 2 in S')
    // Arabic digits of UTF-8
    expect(errorAt(() => readTime(openDer(element(0x18, Buffer.from('٢٠٢٤٠١Z'))), 'S'))).toBe('ERR_DER_TIME at 2 in S')
  })

  it('does not take digits after the end for its own', () => {
    const bytes = octets(element(0x17, ascii('2601010000')), ascii('00Z'))
    expect(errorAt(() => readTime(openDer(bytes), 'S'))).toBe('ERR_DER_TIME at 2 in S')
  })

  it('refuses another type', () => {
    expect(errorAt(() => readTime(openDer(element(0x13, ascii('260101000000Z'))), 'S'))).toBe(
      'ERR_DER_UNEXPECTED_TAG at 0 in S',
    )
  })
})

describe('readGeneralizedTime()', () => {
  it('does not read UTCTime', () => {
    expect(errorAt(() => readGeneralizedTime(openDer(utcTime('260101000000Z')), 'S'))).toBe(
      'ERR_DER_UNEXPECTED_TAG at 0 in S',
    )
  })

  it('reads one under an implicit tag', () => {
    const bytes = element(0x80, ascii('20260101000000Z'))
    expect(readGeneralizedTime(openDer(bytes), 'S', 0x80)).toBe(Date.parse('2026-01-01T00:00:00Z'))
  })
})
