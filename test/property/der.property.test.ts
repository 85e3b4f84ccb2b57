import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAtEnd, openDer, readAnyElement } from '../../src/der/der-reader.ts'
import { hexOf } from '../../src/der/hex.ts'
import { encodeObjectIdentifier, readDottedIdentifier } from '../../src/der/object-identifier.ts'
import { readSmallInteger, readUnsignedInteger } from '../../src/der/read-primitive.ts'
import { stringText } from '../../src/der/read-text.ts'
import { readGeneralizedTime } from '../../src/der/read-time.ts'
import { encodeElement, encodeUnsignedInteger } from '../../src/der/write-der.ts'
import { isCertkeepError } from '../../src/problem/certkeep-error.ts'
import { element, generalizedTime, hex, integer, oid, oidContent, toHex } from '../support/der.ts'
import { FUZZ } from '../support/fuzz-parameters.ts'

/** Arcs of every size, those around the limits of 32 and 53 bits often. */
const arc = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 70n }),
  fc.bigInt({ min: 2n ** 32n - 2n, max: 2n ** 32n + 2n }),
  fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 2n }),
  fc.bigInt({ min: 0n, max: 300n }),
)

const dotted = fc
  .tuple(fc.constantFrom(0n, 1n, 2n), arc, fc.array(arc, { maxLength: 10 }))
  .map(([root, second, rest]) => [root, root < 2n ? second % 40n : second, ...rest].join('.'))

describe('the reader of DER', () => {
  it('reads any bytes to their end or gives an error inside them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const reader = openDer(bytes)
        try {
          while (!isAtEnd(reader)) {
            const before = reader.offset
            readAnyElement(reader, 'S')
            expect(reader.offset).toBeGreaterThan(before)
          }
        } catch (error) {
          if (!isCertkeepError(error)) throw error
          expect(Number(error.detail['offset'])).toBeLessThanOrEqual(bytes.length)
        }
      }),
      FUZZ,
    )
  })

  it('accepts an element only in the one form that the writer gives it', () => {
    const lowTag = fc.integer({ min: 0, max: 255 }).filter((tag) => (tag & 0x1f) !== 0x1f)
    fc.assert(
      fc.property(lowTag, fc.uint8Array({ maxLength: 400 }), (tag, content) => {
        const reader = openDer(element(tag, content))
        expect(readAnyElement(reader, 'S')).toBe(tag)
        expect(hexOf(reader.bytes, reader.start, reader.offset)).toBe(toHex(content))
        expect(toHex(encodeElement(tag, content))).toBe(toHex(element(tag, content)))
      }),
      FUZZ,
    )
  })
})

describe('object identifiers', () => {
  it('are the same after being written and read', () => {
    fc.assert(
      fc.property(dotted, (text) => {
        expect(readDottedIdentifier(openDer(oid(text)), 'S')).toBe(text)
        expect(toHex(encodeObjectIdentifier(text))).toBe(toHex(oidContent(text)))
      }),
      FUZZ,
    )
  })

  it('that are accepted have one encoding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (content) => {
        let text: string
        try {
          text = readDottedIdentifier(openDer(element(0x06, content)), 'S')
        } catch (error) {
          if (!isCertkeepError(error)) throw error
          return
        }
        expect(toHex(encodeObjectIdentifier(text))).toBe(toHex(content))
      }),
      FUZZ,
    )
  })
})

describe('times', () => {
  it('from year 0 to 9999 are read as Date has written them', () => {
    const date = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(date, (instant) => {
        const text = instant.toISOString().replace(/[-:T]|\.\d+/g, '')
        expect(readGeneralizedTime(openDer(generalizedTime(text)), 'S')).toBe(
          Math.floor(instant.getTime() / 1000) * 1000,
        )
      }),
      FUZZ,
    )
  })

  it('of any digits are in the calendar of Date or refused', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{4}[01]\d[0-3]\d[0-2]\d[0-6]\d[0-6]\d$/), (digits) => {
        const iso = digits.replace(/(.{4})(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6.000Z')
        const instant = new Date(iso)
        // Date takes February 30 for March 1; its own text tells.
        const exists = !Number.isNaN(instant.getTime()) && instant.toISOString() === iso
        const read = (): number => readGeneralizedTime(openDer(generalizedTime(`${digits}Z`)), 'S')
        if (exists) expect(read()).toBe(instant.getTime())
        else expect(read).toThrow()
      }),
      FUZZ,
    )
  })
})

describe('integers', () => {
  it('below 2^31 are read as they were written, and no others', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n }), (value) => {
        const read = (): number => readSmallInteger(openDer(integer(value)), 2 ** 31 - 1, 'S')
        if (value >= 0n && value < 2n ** 31n) expect(read()).toBe(Number(value))
        else expect(read).toThrow()
      }),
      FUZZ,
    )
  })

  it('of any size have the magnitude that they were written with', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 600n }), (value) => {
        const magnitude = readUnsignedInteger(openDer(integer(value)), 'S')
        expect(BigInt(`0x${toHex(magnitude)}`)).toBe(value)
        expect(toHex(encodeUnsignedInteger(magnitude))).toBe(toHex(integer(value)))
      }),
      FUZZ,
    )
  })
})

describe('strings', () => {
  const read = (tag: number, content: Uint8Array): string | undefined => {
    const reader = openDer(element(tag, content))
    readAnyElement(reader, 'S')
    return stringText(tag, reader, 'S')
  }

  it('of UTF-8 are read as they were written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(read(0x0c, new TextEncoder().encode(text))).toBe(text)
      }),
      FUZZ,
    )
  })

  it('of any octets are what TextDecoder reads strictly, or refused', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (content) => {
        let expected: string | undefined
        try {
          expected = decoder.decode(content)
        } catch {
          expect(() => read(0x0c, content)).toThrow()
          return
        }
        expect(read(0x0c, content)).toBe(expected)
      }),
      FUZZ,
    )
  })

  it('of two octets a character are what TextDecoder reads, or hold a surrogate', () => {
    const decoder = new TextDecoder('utf-16be', { ignoreBOM: true })
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }), (codes) => {
        const content = hex(codes.map((code) => code.toString(16).padStart(4, '0')).join(''))
        if (codes.some((code) => code >= 0xd800 && code <= 0xdfff)) expect(() => read(0x1e, content)).toThrow()
        else expect(read(0x1e, content)).toBe(decoder.decode(content))
      }),
      FUZZ,
    )
  })
})
