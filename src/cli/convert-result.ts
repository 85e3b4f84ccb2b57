import type { ConvertForm } from '../convert/identify-input.ts'
import type { Problem } from '../problem/problem.ts'
import type { UnreadableReason } from './cli-io.ts'
import type { InputState, InspectedCertificate, InspectedKey } from './inspect-report.ts'

/** A box that a file is written for. */
export type ConvertBox = 'privateKey' | 'certificate' | 'chain'

/**
 * What became of a file that was to be written.
 *
 * - `absent`: there was nothing to write into it
 * - `exists`: it is there already, and was left as it is
 * - `not-written`: something else was wrong, so that nothing was written at all
 */
export interface WrittenFile {
  readonly box: ConvertBox
  readonly path: string
  readonly state: 'written' | 'absent' | 'exists' | 'not-written' | 'failed'
  /** The system's name of a failure; empty where there is none. */
  readonly code: string
}

/** What `certkeep convert` found and wrote. Nothing of a private key is in it but its kind. */
export interface ConvertResult {
  readonly at: Date
  readonly ok: boolean
  readonly input: InputState
  readonly found: ConvertForm
  /** Why the passphrase could not be had. */
  readonly passphrase:
    { readonly reason: UnreadableReason | 'no-variable' | 'no-terminal'; readonly code: string } | undefined
  readonly privateKeys: readonly InspectedKey[]
  /** Leaf first. */
  readonly certificate: InspectedCertificate | undefined
  readonly chain: readonly InspectedCertificate[]
  readonly problems: readonly Problem[]
  readonly files: readonly WrittenFile[]
}
