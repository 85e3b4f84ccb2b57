import { differenceOf } from './difference.ts'
import { RUNTIMES, type RuntimeId } from './env.ts'
import type { Feature } from './feature.ts'
import type { Samples } from './samples.ts'

/** What the parts of the suite are given: it stands on nothing but the language, for every runtime has a test runner of its own or none. */
export interface TestRun {
  /** Notes a test down; all are run in order. */
  readonly test: (name: string, run: () => void | Promise<void>) => void
  /** Throws unless both are alike in all that they hold. */
  readonly equal: (actual: unknown, expected: unknown) => void
  /** Throws unless `actual` holds all that `expected` does; objects may hold more, lists may not. */
  readonly like: (actual: unknown, expected: unknown) => void
  /** Throws unless the call throws or rejects with an error like that. */
  readonly rejects: (run: () => unknown, expected: Readonly<Record<string, unknown>>) => Promise<void>
  /** Whether the runtime is said to have a feature. */
  readonly has: (feature: Feature) => boolean
  readonly samples: Samples
}

/** What came of a test. */
export interface TestResult {
  readonly name: string
  /** Why it failed; `null` if it did not. */
  readonly error: string | null
}

/** What a runtime hands back: plain JSON. */
export interface RunReport {
  /** What the runtime calls itself. */
  readonly agent: string
  readonly results: readonly TestResult[]
}

/** Runs a suite and tells what came of each test. */
export async function runTests(runtime: RuntimeId, samples: Samples, define: (t: TestRun) => void): Promise<RunReport> {
  const tests: { readonly name: string; readonly run: () => void | Promise<void> }[] = []
  const { lacks } = RUNTIMES[runtime]
  define({
    test: (name, run) => void tests.push({ name, run }),
    equal: (actual, expected) => {
      assertAlike(actual, expected, 'all')
    },
    like: (actual, expected) => {
      assertAlike(actual, expected, 'named')
    },
    rejects: async (run, expected) => {
      assertAlike(await errorOf(run), expected, 'named')
    },
    has: (feature) => lacks[feature] === undefined,
    samples,
  })
  const results: TestResult[] = []
  for (const { name, run } of tests) results.push({ name, error: await messageOf(run) })
  return { agent: agentOf(globalThis), results }
}

function assertAlike(actual: unknown, expected: unknown, members: 'all' | 'named'): void {
  const difference = differenceOf(actual, expected, members)
  if (difference !== undefined) throw new DifferenceError(difference)
}

async function errorOf(run: () => unknown): Promise<unknown> {
  try {
    await run()
  } catch (error) {
    return error
  }
  throw new DifferenceError('it was not refused')
}

/** What a test has found, as opposed to what went wrong on the way. */
class DifferenceError extends Error {}

async function messageOf(run: () => void | Promise<void>): Promise<string | null> {
  try {
    await run()
    return null
  } catch (error) {
    if (error instanceof DifferenceError) return error.message
    // Not every engine has the message in the stack.
    return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error)
  }
}

/** Node 20 has no navigator. */
function agentOf(scope: { readonly navigator?: { readonly userAgent: string } }): string {
  return scope.navigator?.userAgent ?? 'a runtime without navigator'
}
