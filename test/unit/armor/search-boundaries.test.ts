import { describe, expect, it } from 'vitest'
import { searchBoundaries } from '../../../src/armor/search-boundaries.ts'

/** Keyword and label of each boundary, and where something begins like one. */
function searchAll(text: string): { readonly found: readonly string[]; readonly damaged: readonly number[] } {
  const search = searchBoundaries(text)
  const found: string[] = []
  for (let boundary = search.next(); boundary !== undefined; boundary = search.next())
    found.push(`${boundary.keyword} ${boundary.label}`)
  return { found, damaged: search.damaged }
}

describe('searchBoundaries()', () => {
  it.each([
    ['a label that nobody knows, in an exact line', '-----BEGIN FOO BAR-----', ['BEGIN FOO BAR']],
    ['a mistyped label', '--BEGIN CERTIFCATE--', ['BEGIN CERTIFICATE']],
    ['a known label without dashes on a line of its own', 'BEGIN CERTIFICATE\n', ['BEGIN CERTIFICATE']],
    ['a label that ends before a dash after a blank', '-----BEGIN CERTIFICATE -x-----', ['BEGIN CERTIFICATE']],
    ['an END that is not exact, of the label before it', '-----BEGIN FOO-----\nEND FOO--', ['BEGIN FOO', 'END FOO']],
    ['a short label as it is written', '-----BEGIN CXS-----', ['BEGIN CXS']],
    ['a label that is too different from any', '-----BEGIN CERTIFXYZTE-----', ['BEGIN CERTIFXYZTE']],
  ])('finds %s', (_, text, found) => {
    expect(searchAll(text)).toEqual({ found, damaged: [] })
  })

  it.each([
    ['a mistyped label without dashes before it', 'BEGIN CERTIFCATE-----'],
    ['a label that nobody knows, on two dashes', '--BEGIN FOO BAR--'],
    ['a label that nobody knows, in lower case', '-----begin foo bar-----'],
    ['a word that ends like a keyword', 'LEGEND CERTIFICATE --'],
    ['a known label in the middle of a sentence', 'please send the begin certificate line too'],
    ['prose after dashes', '----- BEGIN of the story'],
    ['prose after dashes, in lower case', '-----begin of the story'],
  ])('takes for no boundary, and for no damaged one: %s', (_, text) => {
    expect(searchAll(text)).toEqual({ found: [], damaged: [] })
  })

  it('does not take the label of an END for that of another that is not exact', () => {
    expect(searchAll('-----END FOO-----\nEND FOO--').found).toEqual(['END FOO'])
  })

  it('tells where something begins like a boundary and is none', () => {
    expect(searchAll('x\n-----BEGIN of the story\n')).toEqual({ found: [], damaged: [2] })
  })
})
