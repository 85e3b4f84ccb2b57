import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { textFromBytes } from '../../../src/armor/text-from-bytes.ts'

const TEXT = `-----BEGIN X-----\n${'가나다 é '.repeat(20)}\n`

describe('textFromBytes()', () => {
  it.each<readonly [string, Buffer]>([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${TEXT}`)],
    ['UTF-16LE with a byte order mark', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['UTF-16BE with a byte order mark', Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16()],
  ])('reads %s', (_, bytes) => {
    expect(textFromBytes(bytes)).toBe(TEXT)
  })

  it.each(['le', 'be'])('reads UTF-16 of mostly ASCII without a byte order mark (%s)', (order) => {
    const bytes = Buffer.from('-----BEGIN X-----\nMII가\n', 'utf16le')
    expect(textFromBytes(order === 'le' ? bytes : bytes.swap16())).toBe('-----BEGIN X-----\nMII가\n')
  })

  it('reads what is not UTF-8 as Windows-1252', () => {
    expect(textFromBytes(Uint8Array.of(0x93, 0x2d, 0x96, 0xa0, 0x85))).toBe('\u201c-\u2013\u00a0\u2026')
  })

  it('reads only the part of a buffer that a view shows, and an odd octet as nothing', () => {
    const buffer = Buffer.concat([Buffer.from('xx'), Buffer.from('\uFEFFMII', 'utf16le'), Buffer.from('y')])
    expect(textFromBytes(buffer.subarray(2))).toBe('MII')
  })

  it('reads text of a million characters', () => {
    const bytes = Buffer.from(`\uFEFF${'M'.repeat(1_000_000)}`, 'utf16le')
    expect(textFromBytes(bytes)).toHaveLength(1_000_000)
  })
})
