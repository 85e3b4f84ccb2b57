import type { TestRun } from '../test-run.ts'

/** A file of fixtures/pem. */
export function fixture({ samples }: TestRun, file: string): string {
  const text = samples.pem[file]
  if (text === undefined) throw new Error(`no file ${file}`)
  return text
}

/** Octets of base64, by what every runtime has. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

/** The codes of problems, in their order. */
export function codesOf(problems: readonly { readonly code: string }[]): readonly string[] {
  return problems.map(({ code }) => code)
}
