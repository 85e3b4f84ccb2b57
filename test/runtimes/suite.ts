import { testAbilities } from './parts/abilities.ts'
import { testBundles } from './parts/bundles.ts'
import { testChains } from './parts/chains.ts'
import { testContracts } from './parts/contracts.ts'
import { testConversion } from './parts/conversion.ts'
import { testKeys } from './parts/keys.ts'
import { testKit } from './parts/kit.ts'
import { testLifecycle } from './parts/lifecycle.ts'
import { testReading } from './parts/reading.ts'
import { testRegistry } from './parts/registry.ts'
import { testRevocation } from './parts/revocation.ts'
import { runTests, type RunReport, type TestRun } from './test-run.ts'
import type { Library } from './library.ts'
import type { RuntimeId } from './env.ts'
import type { Samples } from './samples.ts'

/** Put in by the bundler: which runtime this is, and what is judged there. */
declare const RUNTIME: RuntimeId
declare const SAMPLES: Samples

/** A part of the suite: a function of the library. */
export type SuitePart = (t: TestRun, lib: Library) => void

const PARTS: readonly SuitePart[] = [
  testAbilities,
  testReading,
  testKeys,
  testChains,
  testRevocation,
  testLifecycle,
  testBundles,
  testRegistry,
  testContracts,
  testConversion,
  testKit,
]

/** Runs the suite, and what only some runtimes can load, with the library as this runtime has loaded it. */
export function runSuite(library: Library, more: readonly SuitePart[] = []): Promise<RunReport> {
  return runTests(RUNTIME, SAMPLES, (t) => {
    for (const part of [...PARTS, ...more]) part(t, library)
  })
}
