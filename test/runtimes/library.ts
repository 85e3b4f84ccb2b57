import type * as certkeep from 'certkeep'
import type * as convert from 'certkeep/convert'
import type * as noble from 'certkeep/noble'
import type { createNodeVerifier } from 'certkeep/node'
import type * as roots from 'certkeep/roots'
import type * as testing from 'certkeep/testing'

/** The package as a runner has imported it. */
export interface Library {
  readonly certkeep: typeof certkeep
  readonly convert: typeof convert
  readonly noble: typeof noble
  readonly roots: typeof roots
  readonly testing: typeof testing
  /** Where the runtime has Node's modules. */
  readonly createNodeVerifier?: typeof createNodeVerifier
}
