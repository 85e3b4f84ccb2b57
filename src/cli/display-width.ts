/** Takes no column of its own. */
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\u1160-\u11ff]$/u

/** Takes two columns: East Asian wide and fullwidth characters, and pictures (Unicode annex 11). */
const WIDE =
  /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$/u

/** The marks that `createStyle` puts around text. */
// eslint-disable-next-line no-control-regex -- an escape sequence is what is looked for
const STYLE_MARK = /\u001b\[[\d;]*m/g

/**
 * Counts the columns of a terminal that a text takes, as far as its font keeps to the rules. Our own marks of style
 * take none; other control characters are not expected.
 */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let width = 0
  for (const character of text.replace(STYLE_MARK, ''))
    width += ZERO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return width
}

/** Fills a text with blanks up to `columns`. */
export function padToWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)))
}

/**
 * Breaks a text at blanks so that no line is wider than `columns`, if its words allow it. A word that is wider is kept
 * whole, so that it can be copied.
 */
export function wrapText(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  let width = 0
  for (const word of text.split(' ')) {
    const wordWidth = displayWidth(word)
    if (line !== '' && width + 1 + wordWidth > columns) {
      lines.push(line)
      line = ''
    }
    width = line === '' ? wordWidth : width + 1 + wordWidth
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
