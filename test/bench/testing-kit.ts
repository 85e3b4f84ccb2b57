import { createTestAuthority, type TestKeyAlgorithm } from '../../src/testing/index.ts'

const LEAVES = 200

/** Keys of which two hundred are not waited for. */
const ALGORITHMS: readonly TestKeyAlgorithm[] = ['P-256', 'P-384', 'P-521', 'Ed25519', 'RSA-2048']

/** Prints what the testing kit takes for a hierarchy of three, its first in the process, and for two hundred leaves. */
export async function benchTestingKit(): Promise<void> {
  for (const algorithm of ALGORITHMS) {
    const started = performance.now()
    const root = await createTestAuthority({ algorithm })
    const intermediate = await root.intermediate()
    await intermediate.leaf()
    const afterHierarchy = performance.now()
    for (let count = 0; count < LEAVES; count += 1) await intermediate.leaf()
    const done = performance.now()
    const [hierarchy, leaves] = [afterHierarchy - started, done - afterHierarchy].map((ms) => ms.toFixed(0).padStart(6))
    console.log(`${algorithm.padEnd(10)} first hierarchy ${hierarchy ?? ''} ms   ${LEAVES} leaves ${leaves ?? ''} ms`)
  }
}
