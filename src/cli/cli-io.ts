import type { Fetcher } from '../problem/fetcher.ts'

/** Why an input has no bytes to show. */
export type UnreadableReason = 'not-found' | 'directory' | 'not-regular' | 'no-permission' | 'too-large' | 'failed'

/** What reading an input gave. `code` is the system's own name of a failure, such as `EIO`; empty where there is none. */
export type InputResult =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason; readonly code: string }

/** What writing a file gave. `code` is the system's own name of a failure, such as `EACCES`. */
export type WriteResult = { readonly kind: 'written' } | { readonly kind: 'failed'; readonly code: string }

/** A file that is to be saved. */
export interface FileToSave {
  readonly path: string
  readonly text: string
  /** Who may read it; only the owner may write it. */
  readonly access: 'owner' | 'everybody'
}

/** A place to write to. */
export interface Output {
  readonly write: (text: string) => void
  readonly isTerminal: boolean
  /** Columns of the terminal, where they are known. */
  readonly columns: number | undefined
}

/** All that the command knows of the world, so that a test can be the world. */
export interface CliIo {
  /** Reads at most `maxBytes`; more is `too-large`. Never rejects for what a file system can answer. */
  readonly readFile: (path: string, maxBytes: number) => Promise<InputResult>
  readonly readStdin: (maxBytes: number) => Promise<InputResult>
  /** Writes a file that everybody may read, in the place of one that is there. Never rejects for what a file system can answer. */
  readonly writeFile: (path: string, text: string) => Promise<WriteResult>
  /**
   * Writes whole files, all or none; with `keep`, a file that is there makes it fail with `EEXIST`. Results stand as `files` do,
   * `undefined` for one that was not written because another failed. Never rejects for what a file system can answer.
   */
  readonly saveFiles: (
    files: readonly FileToSave[],
    existing: 'keep' | 'replace',
  ) => Promise<readonly (WriteResult | undefined)[]>
  readonly fileExists: (path: string) => Promise<boolean>
  /** Asks on the terminal, without showing what is typed. `undefined` where there is no terminal, or where the person gives up. */
  readonly askPassphrase: (prompt: string) => Promise<string | undefined>
  /** Fetches evidence of revocation; the addresses come from strangers' certificates. */
  readonly fetcher: Fetcher
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => Date
  readonly version: string
}
