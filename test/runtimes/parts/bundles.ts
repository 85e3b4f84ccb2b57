import type { Bundle, BundleOptions, BundleReport } from 'certkeep'
import type { Library } from '../library.ts'
import type { TestRun } from '../test-run.ts'
import { codesOf, fixture } from './fixture.ts'

export function testBundles(t: TestRun, { certkeep, noble }: Library): void {
  const { createFallbackVerifier, createWebCryptoVerifier, validateBundle } = certkeep
  const verifier = createFallbackVerifier(createWebCryptoVerifier(), noble.createNobleVerifier())
  const good = (): Bundle => ({
    name: ' www ',
    privateKey: fixture(t, 'server.key'),
    certificate: fixture(t, 'server.crt'),
    chain: fixture(t, 'chain.crt'),
  })
  const validate = (changes: Partial<Bundle> = {}, options: Partial<BundleOptions> = {}): Promise<BundleReport> => {
    const settings = { anchors: [fixture(t, 'root.crt')], at: new Date(t.samples.at), verifier, ...options }
    return validateBundle({ ...good(), ...changes }, settings)
  }

  t.test('validateBundle() accepts a good bundle, and proves its key', async () => {
    t.like(await validate(), {
      ok: true,
      name: 'www',
      status: 'valid',
      problems: [],
      chain: fixture(t, 'fullchain.crt'),
      keyMatch: { matches: true, method: t.has('WebCrypto') ? 'signature' : 'public-key' },
      certificate: { primaryDomain: 'www.example.com' },
    })
  })

  t.test(
    'validateBundle() by default says that it cannot tell where there is no WebCrypto, and never that all is well',
    async () => {
      const { ok, problems } = await validate({}, { verifier: undefined })
      t.equal([ok, codesOf(problems)], t.has('WebCrypto') ? [true, []] : [false, ['signature-unsupported']])
    },
  )

  t.test('validateBundle() puts each problem in its box', async () => {
    const boxes = async (changes: Partial<Bundle>, options?: Partial<BundleOptions>): Promise<readonly string[]> =>
      (await validate(changes, options)).problems.map(({ field, code }) => `${field ?? ''} ${code}`)
    t.equal(await boxes({ privateKey: fixture(t, 'revoked.key') }), ['privateKey key-mismatch'])
    t.equal(await boxes({ privateKey: fixture(t, 'encrypted-ec.key') }), ['privateKey key-encrypted'])
    t.equal(await boxes({ chain: fixture(t, 'shuffled.crt') }), ['chain chain-order'])
    t.equal(await boxes({}, { hostname: 'example.net' }), ['certificate hostname-mismatch'])
  })

  t.test('validateBundle() finds a certificate revoked by a CRL that is given', async () => {
    const bundle = { privateKey: fixture(t, 'revoked.key'), certificate: fixture(t, 'revoked.crt') }
    const report = await validate(bundle, { revocation: { crls: [fixture(t, 'issuing-ca.crl')], scope: 'leaf' } })
    t.equal([report.ok, report.status], [false, 'revoked'])
  })

  t.test('validateBundle() shows no private key in its report', async () => {
    const secret = fixture(t, 'server.key').split('\n')[1] ?? ''
    t.equal(JSON.stringify(await validate()).includes(secret), false)
  })
}
