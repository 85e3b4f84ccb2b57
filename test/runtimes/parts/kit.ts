import type { Library } from '../library.ts'
import type { TestRun } from '../test-run.ts'

export function testKit(t: TestRun, { testing }: Library): void {
  const { createTestAuthority } = testing
  const { seed, ec, rsa } = t.samples.kit

  t.test('certkeep/testing makes the same certificates of a seed as on Node', async () => {
    t.equal((await (await createTestAuthority({ seed })).leaf()).fullChainPem, ec)
    t.equal((await (await createTestAuthority({ seed, algorithm: 'RSA-2048' })).leaf()).fullChainPem, rsa)
  })

  for (const algorithm of ['Ed25519', 'Ed448'] as const) {
    t.test(`certkeep/testing makes certificates of ${algorithm}, or says that it cannot`, async () => {
      const make = (): Promise<unknown> => createTestAuthority({ algorithm })
      if (t.has(algorithm)) t.like(await make(), { certificate: { publicKey: { algorithm } } })
      else await t.rejects(make, { code: 'ERR_TESTING_ALGORITHM_UNAVAILABLE' })
    })
  }
}
