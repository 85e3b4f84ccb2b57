import { padToWidth, wrapText } from './display-width.ts'
import type { Style } from './style.ts'

/** Widest text that is easy to read, and the width of a label with the blanks after it. */
const MAX_COLUMNS = 110
const MIN_COLUMNS = 40

/** Lines of a report under way. */
export interface TextCanvas {
  readonly style: Style
  readonly line: (text?: string) => void
  /** Writes a text broken into lines, each behind `indent` blanks; line breaks in it are kept. */
  readonly paragraph: (text: string, indent: number) => void
  /** Writes a label and its values, one a line, aligned after `labelWidth` columns. */
  readonly field: (label: string, values: readonly string[], indent: number, labelWidth: number) => void
  readonly text: () => string
}

/** Makes an empty canvas. Without known `columns` nothing is broken into lines, so that a pipe gets whole values. */
export function createTextCanvas(style: Style, columns: number | undefined): TextCanvas {
  const lines: string[] = []
  const width = columns === undefined ? Number.POSITIVE_INFINITY : Math.max(MIN_COLUMNS, Math.min(columns, MAX_COLUMNS))
  const line = (text: string = ''): void => {
    lines.push(text)
  }
  return {
    style,
    line,
    paragraph: (text, indent) => {
      for (const part of text.split('\n')) {
        for (const row of wrapText(part, width - indent)) line(' '.repeat(indent) + row)
      }
    },
    field: (label, values, indent, labelWidth) => {
      const rows = values.flatMap((value) => wrapText(value, width - indent - labelWidth))
      rows.forEach((row, index) => {
        const head = padToWidth(index === 0 ? label : '', labelWidth)
        line(`${' '.repeat(indent)}${style('label', head)}${row}`)
      })
    },
    text: () => lines.map((row) => `${row.trimEnd()}\n`).join(''),
  }
}
