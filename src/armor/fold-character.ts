import { REWRITE_MARKS } from './mapped-text.ts'

/** A character that leaves nothing behind. */
export const DROPPED = -1

/** What a character outside printable ASCII was meant to be. */
export interface Folding {
  /** The ASCII character meant, or {@link DROPPED}. */
  readonly code: number
  /** One bit of {@link REWRITE_MARKS}; 0 where it is no matter. */
  readonly mark: number
}

const SPACE = 0x20
const LINE_FEED = 0x0a

const INVISIBLE: Folding = /* @__PURE__ */ folding(DROPPED, 'invisible-characters')
const BLANK: Folding = /* @__PURE__ */ folding(SPACE, 'invisible-characters')
const NEW_LINE: Folding = /* @__PURE__ */ folding(LINE_FEED, 'invisible-characters')
const DASH: Folding = /* @__PURE__ */ folding(0x2d, 'dashes')
const DOUBLE_QUOTE: Folding = { code: 0x22, mark: 0 }
const SINGLE_QUOTE: Folding = { code: 0x27, mark: 0 }

/** Ranges of characters, first and last included, with what each stands for. In order, so that they can be read as a list. */
const FOLDINGS: readonly (readonly [first: number, last: number, folding: Folding])[] = [
  [0x00, 0x08, INVISIBLE],
  // Word's manual line break and page break.
  [0x0b, 0x0c, NEW_LINE],
  [0x0e, 0x1d, INVISIBLE],
  // Word's non-breaking hyphen; its optional one is next.
  [0x1e, 0x1e, DASH],
  [0x1f, 0x1f, INVISIBLE],
  [0x7f, 0x84, INVISIBLE],
  [0x85, 0x85, NEW_LINE],
  [0x86, 0x9f, INVISIBLE],
  [0xa0, 0xa0, BLANK],
  [0xab, 0xab, DOUBLE_QUOTE],
  [0xad, 0xad, INVISIBLE],
  [0xb4, 0xb4, SINGLE_QUOTE],
  [0xbb, 0xbb, DOUBLE_QUOTE],
  [0x034f, 0x034f, INVISIBLE],
  [0x061c, 0x061c, INVISIBLE],
  [0x115f, 0x1160, INVISIBLE],
  [0x1680, 0x1680, BLANK],
  [0x17b4, 0x17b5, INVISIBLE],
  [0x180b, 0x180e, INVISIBLE],
  [0x2000, 0x200a, BLANK],
  [0x200b, 0x200f, INVISIBLE],
  [0x2010, 0x2015, DASH],
  [0x2018, 0x201b, SINGLE_QUOTE],
  [0x201c, 0x201f, DOUBLE_QUOTE],
  [0x2028, 0x2029, NEW_LINE],
  [0x202a, 0x202e, INVISIBLE],
  [0x202f, 0x202f, BLANK],
  [0x2032, 0x2032, SINGLE_QUOTE],
  [0x2033, 0x2033, DOUBLE_QUOTE],
  [0x2039, 0x203a, SINGLE_QUOTE],
  [0x2043, 0x2043, DASH],
  [0x205f, 0x205f, BLANK],
  [0x2060, 0x206f, INVISIBLE],
  [0x2212, 0x2212, DASH],
  [0x2500, 0x2501, DASH],
  [0x2800, 0x2800, BLANK],
  [0x2e3a, 0x2e3b, DASH],
  [0x3000, 0x3000, BLANK],
  [0x301d, 0x301f, DOUBLE_QUOTE],
  [0x30fc, 0x30fc, DASH],
  [0x3164, 0x3164, INVISIBLE],
  [0xfe00, 0xfe0f, INVISIBLE],
  [0xfe58, 0xfe58, DASH],
  [0xfe63, 0xfe63, DASH],
  // A byte order mark is no damage, also where files were put together.
  [0xfeff, 0xfeff, { code: DROPPED, mark: 0 }],
  [0xff0d, 0xff0d, DASH],
  [0xffa0, 0xffa0, INVISIBLE],
]

/** ASCII and full-width ASCII lie this far apart. */
const FULL_WIDTH_DISTANCE = 0xfee0

/** Cyrillic and Greek letters that look like the Latin ones of boundary lines. */
const LOOK_ALIKES = 'АAВBЕEНHІIЈJКKМMОOРPСCТTХXУYЅSаaеeоoрpсcуyхxіiјjѕsΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοo'

/** What a character was meant to be, where that is not itself. */
export function foldCharacter(code: number): Folding | undefined {
  if (code > 0xff00 && code <= 0xff5e && code !== 0xff0d) {
    return { code: code - FULL_WIDTH_DISTANCE, mark: REWRITE_MARKS['look-alikes'] }
  }
  let low = 0
  let high = FOLDINGS.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const row = FOLDINGS[middle]
    if (row === undefined) return undefined
    if (code < row[0]) high = middle - 1
    else if (code > row[1]) low = middle + 1
    else return row[2]
  }
  return undefined
}

/** The Latin letter that a letter of another script looks like. For boundary lines only: in data it would be a guess. */
export function foldLetter(code: number): Folding | undefined {
  const index = LOOK_ALIKES.indexOf(String.fromCharCode(code))
  if (index === -1 || code < 0x80) return undefined
  return { code: LOOK_ALIKES.charCodeAt(index + 1), mark: REWRITE_MARKS['look-alikes'] }
}

/** In a function, so that a bundler sees that nothing happens at import. */
function folding(code: number, repair: keyof typeof REWRITE_MARKS): Folding {
  return { code, mark: REWRITE_MARKS[repair] }
}
