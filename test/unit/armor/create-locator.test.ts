import { describe, expect, it } from 'vitest'
import { createLocator } from '../../../src/armor/create-locator.ts'

describe('createLocator()', () => {
  it.each([
    ['the first character', 'a\nb', 0, 1, 1],
    ['a line end', 'a\nb', 1, 1, 2],
    ['the character after LF', 'a\nb', 2, 2, 1],
    ['the character after CRLF', 'a\r\nb', 3, 2, 1],
    ['the LF of a CRLF', 'a\r\nb', 2, 1, 3],
    ['the character after CR', 'a\rb', 2, 2, 1],
    ['a line after an empty one', 'a\n\nbc', 4, 3, 2],
    ['the end of the text', 'a\nbc', 4, 2, 3],
    ['the end of a text that ends in a line end', 'a\n', 2, 2, 1],
    ['an empty text', '', 0, 1, 1],
  ])('finds %s', (_, text, offset, line, column) => {
    expect(createLocator(text)(offset)).toEqual({ line, column, offset })
  })

  it('finds places in any order', () => {
    const locate = createLocator('a\nb\nc\n')
    expect([4, 0, 2].map((offset) => locate(offset).line)).toEqual([3, 1, 2])
  })
})
