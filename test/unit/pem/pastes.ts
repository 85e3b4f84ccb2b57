import { Buffer } from 'node:buffer'

/** The bytes of the first block of clean PEM, as Node's own decoder reads them. */
export function derOf(pem: string): Uint8Array {
  const body = /-----BEGIN [^-]+-----([^-]+)-----END/.exec(pem)?.[1] ?? ''
  return new Uint8Array(Buffer.from(body, 'base64'))
}

/** The lines of a text without the last line end. */
export function linesOf(pem: string): readonly string[] {
  return pem.trimEnd().split('\n')
}

/** The text with each line changed; `index` counts from 0. */
export function mapLines(pem: string, change: (line: string, index: number) => string, separator = '\n'): string {
  return linesOf(pem).map(change).join(separator)
}

/** The text with only one line changed; `number` counts from 1. `undefined` drops the line. */
export function changeLine(pem: string, number: number, change: (line: string) => string | undefined): string {
  return linesOf(pem)
    .flatMap((line, index) => (index === number - 1 ? (change(line) ?? []) : line))
    .join('\n')
}
