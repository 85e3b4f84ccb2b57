import { createTestAuthority, type TestKeyAlgorithm } from '../../src/testing/index.ts'
import type { BenchSection } from './section.ts'

const LEAVES = 200

/** Keys of which two hundred are not waited for. */
const ALGORITHMS: readonly TestKeyAlgorithm[] = ['P-256', 'P-384', 'P-521', 'Ed25519', 'RSA-2048']

/** What the testing kit takes for a hierarchy of three, its first in the process, and for two hundred leaves. */
export async function benchTestingKit(): Promise<readonly BenchSection[]> {
  const rows: (readonly string[])[] = [['', 'first hierarchy, ms', `${LEAVES} leaves, ms`]]
  for (const algorithm of ALGORITHMS) {
    const started = performance.now()
    const root = await createTestAuthority({ algorithm })
    const intermediate = await root.intermediate()
    await intermediate.leaf()
    const afterHierarchy = performance.now()
    for (let count = 0; count < LEAVES; count += 1) await intermediate.leaf()
    const spans = [afterHierarchy - started, performance.now() - afterHierarchy]
    rows.push([algorithm, ...spans.map((ms) => ms.toFixed(0))])
  }
  return [
    {
      title: 'The testing kit',
      method: 'Root, intermediate and leaf with fresh keys, the first in the process; then leaves.',
      rows,
    },
  ]
}
