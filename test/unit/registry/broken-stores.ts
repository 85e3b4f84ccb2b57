import type { CertificateStore } from '../../../src/registry/certificate-store.ts'
import { BROKEN_ANSWERS } from './broken-store-answers.ts'
import { BROKEN_CLAIMS } from './broken-store-claims.ts'
import { BROKEN_LIMITS } from './broken-store-limits.ts'
import { BROKEN_LISTS } from './broken-store-lists.ts'
import { BROKEN_WRITES } from './broken-store-writes.ts'

/** Stores that break one rule each, by what they do wrong. */
export const BROKEN_STORES: Readonly<Record<string, () => CertificateStore>> = {
  ...BROKEN_WRITES,
  ...BROKEN_CLAIMS,
  ...BROKEN_LISTS,
  ...BROKEN_LIMITS,
  ...BROKEN_ANSWERS,
}
