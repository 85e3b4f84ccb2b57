import type { CertificateStore } from '../registry/certificate-store.ts'
import { runContract, type ContractCase, type ContractRunner } from './contract-runner.ts'
import { STORE_ATOMICITY_CASES } from './contract-store-atomicity.ts'
import { STORE_HISTORY_CASES } from './contract-store-history.ts'
import { STORE_LEASE_CASES } from './contract-store-leases.ts'
import { STORE_LIMIT_CASES } from './contract-store-limits.ts'
import { STORE_LIST_CASES } from './contract-store-lists.ts'
import { STORE_NAMESPACE_CASES } from './contract-store-namespaces.ts'
import { STORE_OUTBOX_CASES } from './contract-store-outbox.ts'
import { STORE_RECORD_CASES } from './contract-store-records.ts'

/** How {@link describeStore} treats the stores that it is given. */
export interface DescribeStoreOptions {
  /** Called with each store after its test. @defaultValue nothing */
  readonly release?: ((store: CertificateStore) => unknown) | undefined
}

/**
 * Hands the contract of a {@link CertificateStore} to a test runner, one test a rule. A store that passes all of them is right for the registry.
 *
 * @param runner - `{ test }` or `{ describe, test }` of vitest, `node:test` or any other
 * @param create - makes a store with nothing in it, for each test anew
 * @example
 * ```ts
 * import { describe, test } from 'vitest'
 * describeStore({ describe, test }, () => createMemoryStore())
 * ```
 */
export function describeStore(
  runner: ContractRunner,
  create: () => CertificateStore | Promise<CertificateStore>,
  { release }: DescribeStoreOptions = {},
): void {
  runContract(runner, 'a certificate store', storeCases(), { create, release })
}

function storeCases(): readonly ContractCase<CertificateStore>[] {
  return [
    ...STORE_RECORD_CASES,
    ...STORE_LIST_CASES,
    ...STORE_HISTORY_CASES,
    ...STORE_ATOMICITY_CASES,
    ...STORE_LEASE_CASES,
    ...STORE_OUTBOX_CASES,
    ...STORE_NAMESPACE_CASES,
    ...STORE_LIMIT_CASES,
  ]
}
