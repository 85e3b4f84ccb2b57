import { describe, expect, it } from 'vitest'
import { ipText } from '../../../src/x509/ip-text.ts'
import { hex } from '../../support/der.ts'

const textOf = (bytes: Uint8Array): string => ipText(bytes, 0, bytes.length)

describe('ipText()', () => {
  it.each([
    ['00000000', '0.0.0.0'],
    ['c0000201', '192.0.2.1'],
    ['ffffffff', '255.255.255.255'],
    // RFC 5952 sections 1 and 4
    ['20010db8000000000000000000000001', '2001:db8::1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['20010db80000aaaabbbbccccddddeeee', '2001:db8:0:aaaa:bbbb:cccc:dddd:eeee'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['fe800000000000000000000000000000', 'fe80::'],
    ['00010000000000000000000000000000', '1::'],
    // RFC 5952 section 5
    ['00000000000000000000ffffc0000201', '::ffff:192.0.2.1'],
  ])('writes %s as %s', (octets, text) => {
    expect(textOf(hex(octets))).toBe(text)
  })

  it('writes IPv6 addresses with every pattern of zero groups as URL does', () => {
    for (let pattern = 0; pattern < 256; pattern += 1) {
      const groups = Array.from({ length: 8 }, (_, index) => (((pattern >> index) & 1) === 1 ? 'a0b' : '0'))
      const bytes = hex(groups.map((group) => group.padStart(4, '0')).join(''))
      expect(`[${textOf(bytes)}]`).toBe(new URL(`http://[${groups.join(':')}]/`).hostname)
    }
  })

  it.each(['', '7f', '7f0000', '7f00000100', '20010db8000000000000000000000001ff'])(
    'writes %s, of another length, as hex',
    (octets) => {
      expect(textOf(hex(octets))).toBe(octets)
    },
  )
})
