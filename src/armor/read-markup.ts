import type { Escape } from './escape.ts'
import { DROPPED } from './fold-character.ts'
import { REWRITE_MARKS } from './mapped-text.ts'

/** Named characters of HTML that are met in and around PEM. */
const ENTITIES: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['amp', 0x26],
  ['lt', 0x3c],
  ['gt', 0x3e],
  ['quot', 0x22],
  ['apos', 0x27],
  ['plus', 0x2b],
  ['sol', 0x2f],
  ['equals', 0x3d],
  ['num', 0x23],
  ['lowbar', 0x5f],
  ['period', 0x2e],
  ['colon', 0x3a],
  ['comma', 0x2c],
  ['nbsp', 0x20],
  ['ensp', 0x20],
  ['emsp', 0x20],
  ['thinsp', 0x20],
  ['Tab', 0x20],
  ['NewLine', 0x0a],
  ['hyphen', 0x2d],
  ['dash', 0x2d],
  ['ndash', 0x2d],
  ['mdash', 0x2d],
  ['minus', 0x2d],
  ['shy', DROPPED],
  ['zwnj', DROPPED],
  ['zwj', DROPPED],
  ['ZeroWidthSpace', DROPPED],
  ['ldquo', 0x22],
  ['rdquo', 0x22],
  ['lsquo', 0x27],
  ['rsquo', 0x27],
])

/** Longer than any entity that is read here. */
const MAX_ENTITY = 20

/** Elements that text is wrapped in when it is copied from a page; other angle brackets are left alone. */
const BREAKING_ELEMENTS: ReadonlySet<string> = /* @__PURE__ */ wordSet(
  'br p div pre li ul ol tr td th table tbody blockquote hr html body head',
)
const INLINE_ELEMENTS: ReadonlySet<string> = /* @__PURE__ */ wordSet(
  'span code tt b i u a em strong font wbr kbd samp small mark',
)

/** `&#43;`, `&#x2B;`, `&plus;`, and the same with the ampersand itself encoded any number of times. */
export function readEntity(text: string, index: number): Escape | undefined {
  let start = index + 1
  while (text.startsWith('amp;', start)) start += 4
  const end = text.slice(start, start + MAX_ENTITY).indexOf(';')
  if (end === -1)
    return start > index + 1 ? { code: 0x26, next: start, mark: REWRITE_MARKS['html-entities'] } : undefined
  const name = text.slice(start, start + end)
  const code = name.startsWith('#') ? numericEntity(name) : ENTITIES.get(name)
  if (code !== undefined) return { code, next: start + end + 1, mark: REWRITE_MARKS['html-entities'] }
  return start > index + 1 ? { code: 0x26, next: start, mark: REWRITE_MARKS['html-entities'] } : undefined
}

function numericEntity(name: string): number | undefined {
  const isHexadecimal = name.charAt(1).toLowerCase() === 'x'
  const digits = name.slice(isHexadecimal ? 2 : 1)
  // Number() takes blanks and signs, too.
  const first = digits.charCodeAt(0)
  if (digits.length > 7 || Number.isNaN(first) || first < 0x30) return undefined
  const code = Number(isHexadecimal ? `0x${digits}` : digits)
  if (!Number.isInteger(code)) return undefined
  return code > 0xffff ? DROPPED : code
}

/** A tag of one of the known elements, a CDATA boundary, or the start of a comment. */
export function readTag(text: string, index: number): Escape | undefined {
  const next = text.charCodeAt(index + 1)
  // A letter, a solidus or an exclamation mark.
  if ((next < 0x41 && next !== 0x2f && next !== 0x21) || Number.isNaN(next)) return undefined
  for (const wrapper of ['<![CDATA[', '<!--']) {
    if (text.startsWith(wrapper, index))
      return { code: 0x20, next: index + wrapper.length, mark: REWRITE_MARKS['html-entities'] }
  }
  const name = /^<\/?([a-z]{1,10})[\s/>]/i.exec(text.slice(index, index + 13))?.[1]?.toLowerCase()
  if (name === undefined) return undefined
  const breaks = BREAKING_ELEMENTS.has(name)
  if (!breaks && !INLINE_ELEMENTS.has(name)) return undefined
  const end = findTagEnd(text, index + 1 + name.length)
  return end === -1 ? undefined : { code: breaks ? 0x0a : DROPPED, next: end + 1, mark: REWRITE_MARKS['html-entities'] }
}

/** Stops at the next tag, so that the same text is never searched for two of them. */
function findTagEnd(text: string, start: number): number {
  for (let index = start; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 0x3e) return index
    if (code === 0x3c) return -1
  }
  return -1
}

/** In a function, so that a bundler sees that nothing happens at import. */
function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}
