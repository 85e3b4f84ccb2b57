import type { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decodeBase64, type Base64Fault } from '../../../src/armor/decode-base64.ts'

const bytesOf = (length: number): Buffer => createHash('shake256', { outputLength: length }).update('base64').digest()

describe('decodeBase64()', () => {
  const widths = [1, 3, 4, 63, 64, 65, 76, 1000]
  it.each(widths)('agrees with node:buffer on lines of %i characters', (width) => {
    for (let length = 1; length < 200; length += 1) {
      const bytes = bytesOf(length)
      const text = `##${bytes.toString('base64').replace(new RegExp(`.{${String(width)}}`, 'g'), '$& \t\r\n')}##`
      expect(decodeBase64(text, 2, text.length - 2)).toEqual(new Uint8Array(bytes))
    }
  })

  it('decodes nothing to nothing', () => {
    expect(decodeBase64('', 0, 0)).toEqual(new Uint8Array())
    expect(decodeBase64(' \n ', 0, 3)).toEqual(new Uint8Array())
  })

  it.each<readonly [string, Base64Fault['reason'], number]>([
    ['A', 'count', 1],
    ['AAAAA', 'count', 5],
    ['AA', 'padding', 2],
    ['AAA\n', 'padding', 3],
    ['AA=', 'padding', 3],
    ['AA= \n', 'padding', 3],
    ['AAA==', 'padding', 4],
    ['AAAA=', 'padding', 4],
    ['====', 'padding', 0],
    ['A===', 'padding', 1],
    ['AA==AA==', 'padding', 2],
    ['AB==', 'padding', 1],
    ['AAB=', 'padding', 2],
    ['AA-A', 'character', 2],
    ['AAAA\n_AAA', 'character', 5],
    ['AA==!', 'character', 4],
    ['AAAA\u00e9', 'character', 4],
    ['AA\u0141A', 'character', 2],
    ['AAAAAA\ud83d', 'character', 6],
    ['AAAA\u00a0AAAA', 'character', 4],
    ['AAAA\0', 'character', 4],
  ])('finds what is wrong with %j', (text, reason, at) => {
    expect(decodeBase64(text, 0, text.length)).toEqual({ reason, at })
  })
})
