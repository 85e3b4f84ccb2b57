import { describe, expect, it } from 'vitest'
import { excerptAt } from '../../../src/cli/source-excerpt.ts'
import { CRL, LEAF, LEAF_KEY } from './samples.ts'

/** The excerpt at the first place of `mark`, with the part of the text that the caret stands after. */
function excerptOf(
  text: string,
  mark: string,
): { readonly text: string; readonly before: string; readonly isMasked: boolean } {
  const offset = text.indexOf(mark)
  const line = text.slice(0, offset).split('\n').length
  const excerpt = excerptAt(text, { line, column: 1, offset })
  return { text: excerpt.text, before: excerpt.text.slice(0, excerpt.caretColumn), isMasked: excerpt.isMasked }
}

function damaged(pem: string, lineIndex: number, mark: string): string {
  const lines = pem.split('\n')
  return lines
    .map((line, index) => (index === lineIndex ? `${line.slice(0, 10)}${mark}${line.slice(10)}` : line))
    .join('\n')
}

describe('excerptAt()', () => {
  it('shows a line of a certificate as it stands', () => {
    const { text, before, isMasked } = excerptOf(damaged(LEAF, 3, '!'), '!')
    expect(isMasked).toBe(false)
    expect(text.length).toBe(65)
    expect(before).toHaveLength(10)
    expect(text.charAt(10)).toBe('!')
  })

  it('writes tabs as blanks and invisible characters as escapes, and keeps the caret under its place', () => {
    const text = damaged(LEAF, 0, '').replace('MII', '\t\u200bMII!')
    const excerpt = excerptOf(text, '!')
    expect(excerpt.before).toBe('    \\u{200b}MII')
  })

  it('counts two columns for a wide character before the place', () => {
    const text = LEAF.replace('MII', '가나MII!')
    const offset = text.indexOf('!')
    expect(excerptAt(text, { line: 2, column: 6, offset }).caretColumn).toBe(7)
  })

  it('cuts a long line to a window around the place', () => {
    const { text, before, isMasked } = excerptOf(damaged(LEAF, 3, `${'A'.repeat(100_000)}!${'A'.repeat(100_000)}`), '!')
    expect(text).toBe(`…${'A'.repeat(60)}!${'A'.repeat(59)}…`)
    expect(before).toBe(`…${'A'.repeat(60)}`)
    expect(isMasked).toBe(false)
  })

  it('shows a certificate whose lines have run together', () => {
    expect(excerptOf(damaged(LEAF, 3, '!').replaceAll('\n', ' '), '!').isMasked).toBe(false)
  })

  it('shows the boundaries of a private key and masks all else on their lines', () => {
    const { text } = excerptOf(LEAF_KEY.replaceAll('\n', ' '), '-----BEGIN')
    expect(text).toMatch(/^-----BEGIN PRIVATE KEY----- \*+…$/)
  })

  it.each([
    ['in a private key', damaged(LEAF_KEY, 2, '!')],
    ['in a key under the label of a certificate', damaged(LEAF_KEY.replaceAll('PRIVATE KEY', 'CERTIFICATE'), 2, '!')],
    ['in a key whose BEGIN has an unknown label', damaged(LEAF_KEY.replace('BEGIN PRIVATE', 'BEGIN PRVATE'), 2, '!')],
    ['in a key whose BEGIN is lost', damaged(LEAF_KEY.replace(/-----BEGIN.*\n/, ''), 1, '!')],
    ['in a key that follows a certificate without END', LEAF.replace(/-----END.*\n/, '') + damaged(LEAF_KEY, 2, '!')],
    [
      'in a key in lower case after a certificate without END',
      LEAF.replace(/-----END.*\n/, '') + damaged(LEAF_KEY.toLowerCase(), 2, '!'),
    ],
    [
      'in lines without any boundary after a certificate without END',
      LEAF.replace(/-----END.*\n/, '') + damaged(LEAF_KEY.split('\n').slice(1, -2).join('\n'), 1, '!'),
    ],
    ['between the blocks', `${LEAF}MEcCAQAw!BQYDK2Vw\n${CRL}`],
    [
      'where BEGIN of a certificate and END of a key meet',
      damaged(LEAF.replace('END CERTIFICATE', 'END PRIVATE KEY'), 3, '!'),
    ],
    ['on one line with a private key', `${damaged(LEAF_KEY, 2, '!')}${LEAF}`.replaceAll('\n', ' ')],
    [
      'on one line with a private key that comes last',
      damaged(LEAF, 3, '!').replaceAll('\n', ' ') + LEAF_KEY.replaceAll('\n', ' '),
    ],
    ['in text that is no PEM at all', 'c2VjcmV0IHNlY3JldA!=='],
  ])('masks a line %s', (_, text) => {
    const { text: shown, isMasked } = excerptOf(text, '!')
    expect(isMasked).toBe(true)
    expect(shown.replace(/BEGIN|END|PRIVATE KEY|CERTIFICATE|X509 CRL/gi, '')).toMatch(/^[-*\s…]*$/)
  })

  it('stays within the text for any offset', () => {
    expect(excerptAt(LEAF, { line: 1, column: 1, offset: 1e9 }).text).toBe('')
    expect(excerptAt('', { line: 1, column: 1, offset: 0 })).toEqual({
      lineNumber: 1,
      text: '',
      caretColumn: 0,
      isMasked: true,
    })
  })
})
