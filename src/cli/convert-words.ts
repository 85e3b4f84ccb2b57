import type { ConvertBox, ConvertResult, WrittenFile } from './convert-result.ts'

/** What `certkeep convert` says around the facts, in one language. */
export interface ConvertWords {
  readonly boxes: Readonly<Record<ConvertBox, string>>
  readonly prompt: (file: string) => string
  readonly passphraseFailures: Readonly<
    Record<NonNullable<ConvertResult['passphrase']>['reason'], (code: string) => string>
  >
  readonly filesTitle: string
  /** Beside the path of a file. */
  readonly fileStates: Readonly<Record<WrittenFile['state'], (code: string) => string>>
  readonly nothingWritten: string
}
