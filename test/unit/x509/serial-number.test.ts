import { describe, expect, it } from 'vitest'
import { serialNumberText } from '../../../src/x509/serial-number.ts'
import { element, hex, integer } from '../../support/der.ts'

describe('serialNumberText()', () => {
  it.each([
    [0n, '00'],
    [1n, '01'],
    [127n, '7f'],
    [128n, '80'],
    [256n, '0100'],
    [0xff01n, 'ff01'],
    [2n ** 159n - 1n, '7f' + 'ff'.repeat(19)],
    [2n ** 159n, '80' + '00'.repeat(19)],
    [-1n, '-01'],
    [-128n, '-80'],
    [-129n, '-81'],
    [-256n, '-0100'],
    [-(2n ** 63n), '-8000000000000000'],
  ])('writes %s in whole octets without the sign octet', (value, text) => {
    const content = integer(value).subarray(2)
    expect(serialNumberText(content, 0, content.length)).toBe(text)
  })

  it('writes 40 octets, twice what RFC 5280 allows', () => {
    const der = element(0x02, new Uint8Array(40).fill(0x11))
    expect(serialNumberText(der, 2, der.length)).toBe('11'.repeat(40))
  })

  it('does not change the bytes of a negative number, also of a Buffer', () => {
    for (const bytes of [hex('ff01'), Buffer.from(hex('ff01'))]) {
      expect(serialNumberText(bytes, 0, 2)).toBe('-ff')
      expect([...bytes]).toEqual([0xff, 0x01])
    }
  })
})
