import type { RegistryPolicy } from '../../src/registry/registry-options.ts'
import type { CertificatePool } from './certificate-pool.ts'
import type { Random } from './random.ts'
import type { PublishedCrl, SimulatedCa } from './simulated-ca.ts'
import type { Trace } from './trace.ts'

/** What a run is made with; drawn from its seed. */
export interface RunPolicy {
  readonly registry: RegistryPolicy & {
    readonly leaseMs: number
    readonly checkEveryMs: number
    readonly retry: { readonly firstMs: number; readonly maxMs: number; readonly giveUpAfterMs: number }
  }
  /** Whether a process keeps CRLs, or asks each time. */
  readonly keepsEvidence: boolean
  /** Days before expiry of the warnings; `undefined` for the schedule of the library. */
  readonly warningDays: readonly number[] | undefined
}

/** A broken rule. The first one ends the run. */
export interface Violation {
  /** Which rule, as the documentation of the simulation names it. */
  readonly invariant: string
  readonly message: string
  readonly step: number
}

/** A process with its registries; dead ones are kept for what they have asked for before. */
export interface SimulatedProcess {
  readonly name: string
  isAlive: boolean
  /** At which step the process first saw an instant on its clock. */
  readonly seen: Map<number, number>
  /** What its requests for CRLs came to. */
  readonly fetches: FetchNote[]
}

/** That a request for a CRL ended. */
export interface FetchNote {
  readonly step: number
  /** On the clock of the registry. */
  readonly atMs: number
  readonly issuer: string
  /** `undefined` where nothing that can be used came back. */
  readonly crl: PublishedCrl | undefined
}

/** The state of a run. */
export interface World {
  readonly random: Random
  readonly pool: CertificatePool
  readonly policy: RunPolicy
  readonly trace: Trace
  readonly cas: readonly SimulatedCa[]
  /** Numbers what happens, so that the model can say what was before what. */
  step: number
  /** Real time, which CAs and the network live in. */
  trueMs: number
  /** By how much the clock of the registries is wrong. */
  offsetMs: number
  /** At which steps their clock was put back. */
  readonly putBack: number[]
  /** CAs that cannot be reached, by name. */
  readonly outages: Set<string>
  /** How the services that deliver are. */
  notifierHealth: 'good' | 'flaky' | 'down'
  storeHealth: 'good' | 'flaky'
  /** Whether the clock of the registries is put forward and back in this run. */
  readonly hasWrongClocks: boolean
  readonly pace: 'busy' | 'calm'
  /** With which record somebody had to do last, by namespace. */
  readonly lastRecord: Map<string, string>
  violation: Violation | undefined
  /** Notes the first broken rule. */
  readonly violate: (invariant: string, message: string) => void
  /** What the registries' clock shows. */
  readonly nowMs: () => number
}

/** The text of an instant. */
export function textOf(ms: number): string {
  return new Date(ms).toISOString()
}
