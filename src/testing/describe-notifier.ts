import { NOTIFIER_CASES, type NotifierUnderTest } from './contract-notifier-cases.ts'
import { runContract, type ContractRunner } from './contract-runner.ts'

/** How {@link describeNotifier} treats what it is given. */
export interface DescribeNotifierOptions {
  /** Called with each subject after its test. @defaultValue nothing */
  readonly release?: ((subject: NotifierUnderTest) => unknown) | undefined
}

/**
 * Hands the contract of a `Notifier` to a test runner, one test a rule.
 *
 * @param runner - `{ test }` or `{ describe, test }` of vitest, `node:test` or any other
 * @param create - makes a notifier over a service that can be told to fail, for each test anew
 * @example
 * ```ts
 * describeNotifier({ describe, test }, async () => {
 *   const service = await startMailServer()
 *   return { notifier: smtpNotifier(service.url), delivered: service.keys, setService: service.setMode }
 * })
 * ```
 */
export function describeNotifier(
  runner: ContractRunner,
  create: () => NotifierUnderTest | Promise<NotifierUnderTest>,
  { release }: DescribeNotifierOptions = {},
): void {
  runContract(runner, 'a notifier', NOTIFIER_CASES, { create, release })
}
