import { escapeText } from '../report/escape-text.ts'
import { formatSize } from '../report/format-quantity.ts'
import type { InputState } from './inspect-report.ts'
import type { TextCanvas } from './text-canvas.ts'
import type { Words } from './words.ts'

/** Draws the line above what a file holds: its name behind what it was given as, if that is told, its size, or why it is not read. */
export function renderInputHead(input: InputState, givenAs: string, canvas: TextCanvas, words: Words): void {
  const { style } = canvas
  const size = input.state === 'read' ? style('label', `  ${formatSize(input.bytes, 'B')}`) : ''
  const name = fileLabel(input.name, words)
  canvas.line(givenAs === '' ? `${style('title', name)}${size}` : `${style('title', givenAs)}  ${name}${size}`)
  if (input.reason !== undefined) canvas.paragraph(style('error', words.unreadable[input.reason](input.code)), 2)
}

/** The name of a file, safe to print. */
export function fileLabel(name: string, words: Words): string {
  return name === '-' ? words.standardInput : escapeText(name)
}
