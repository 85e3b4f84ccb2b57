import { describe, expect, it } from 'vitest'
import { openDer, readAnyElement } from '../../../src/der/der-reader.ts'
import { contentHex, hexOf } from '../../../src/der/hex.ts'
import { hex } from '../../support/der.ts'

describe('hexOf()', () => {
  it('writes every octet as two lower-case digits, as Buffer does', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    expect(hexOf(bytes)).toBe(Buffer.from(bytes).toString('hex'))
  })

  it('writes the part it is given, of an even and an odd length', () => {
    expect(hexOf(hex('00112233'), 1, 3)).toBe('1122')
    expect(hexOf(hex('00112233'), 1, 4)).toBe('112233')
    expect(hexOf(hex('00112233'), 2, 2)).toBe('')
  })
})

describe('contentHex()', () => {
  it('writes the content of the element read last, and nothing where it is only checked', () => {
    const reader = openDer(hex('0402beef'))
    readAnyElement(reader, 'S')
    expect(contentHex(reader)).toBe('beef')
    const checking = openDer(hex('0402beef'), 'check')
    readAnyElement(checking, 'S')
    expect(contentHex(checking)).toBe('')
  })
})
