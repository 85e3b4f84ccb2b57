import type { Library } from '../library.ts'
import type { TestRun } from '../test-run.ts'
import { codesOf, fixture } from './fixture.ts'

export function testKeys(t: TestRun, { certkeep }: Library): void {
  const { verifyKeyMatch } = certkeep

  for (const { algorithm, needs, privateKey, certificate, otherKey } of t.samples.algorithms) {
    const method = t.has(needs) ? 'signature' : 'public-key'

    t.test(`verifyKeyMatch() proves a key by ${method}: ${algorithm}`, async () => {
      t.equal(await verifyKeyMatch(privateKey, certificate), { matches: true, method, problems: [] })
    })

    t.test(`verifyKeyMatch() proves a key without signing: ${algorithm}`, async () => {
      const match = await verifyKeyMatch(privateKey, certificate, { challenge: 'skip' })
      t.equal(match, { matches: true, method: 'public-key', problems: [] })
    })

    t.test(`verifyKeyMatch() refuses the key of another certificate: ${algorithm}`, async () => {
      for (const challenge of ['sign', 'skip'] as const) {
        const { matches, problems } = await verifyKeyMatch(otherKey, certificate, { challenge })
        t.equal([matches, codesOf(problems)], [false, ['key-mismatch']])
      }
    })
  }

  t.test('verifyKeyMatch() takes every container', async () => {
    for (const [key, certificate] of [
      ['rsa-pkcs1.key', 'rsa.crt'],
      ['rsa-pkcs8.key', 'rsa.crt'],
      ['ec-sec1.key', 'ec.crt'],
      ['server.key', 'server.crt'],
    ] as const) {
      t.like(await verifyKeyMatch(fixture(t, key), fixture(t, certificate)), { matches: true })
    }
  })

  t.test('verifyKeyMatch() asks for an encrypted key to be decrypted', async () => {
    const { problems } = await verifyKeyMatch(fixture(t, 'encrypted-pkcs8.key'), fixture(t, 'ec.crt'))
    t.equal(codesOf(problems), ['key-encrypted'])
  })

  t.test('verifyKeyMatch() ends with the reason of the signal', async () => {
    const signal = AbortSignal.abort(new RangeError('enough'))
    const call = (): Promise<unknown> => verifyKeyMatch(fixture(t, 'server.key'), fixture(t, 'server.crt'), { signal })
    await t.rejects(call, { name: 'RangeError', message: 'enough' })
  })
}
