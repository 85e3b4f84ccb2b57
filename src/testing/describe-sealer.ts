import { runContract, type ContractRunner } from './contract-runner.ts'
import { SEALER_CASES, type SealerUnderTest } from './contract-sealer-cases.ts'

/** How {@link describeSealer} treats what it is given. */
export interface DescribeSealerOptions {
  /** Called with each subject after its test. @defaultValue nothing */
  readonly release?: ((subject: SealerUnderTest) => unknown) | undefined
}

/**
 * Hands the contract of a `KeySealer` to a test runner, one test a rule.
 *
 * @param runner - `{ test }` or `{ describe, test }` of vitest, `node:test` or any other
 * @param create - makes sealers that share keys as their names say, for each test anew
 * @example
 * ```ts
 * import { describe, test } from 'vitest'
 * describeSealer({ describe, test }, () => ({
 *   sealer: aesGcmSealer([older]),
 *   twin: aesGcmSealer([older]),
 *   stranger: aesGcmSealer([unrelated]),
 *   rotated: aesGcmSealer([newer, older]),
 *   newest: aesGcmSealer([newer]),
 * }))
 * ```
 */
export function describeSealer(
  runner: ContractRunner,
  create: () => SealerUnderTest | Promise<SealerUnderTest>,
  { release }: DescribeSealerOptions = {},
): void {
  runContract(runner, 'a key sealer', SEALER_CASES, { create, release })
}
