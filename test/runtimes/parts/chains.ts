import type { ChainOptions, SignatureVerifier } from 'certkeep'
import type { Feature } from '../feature.ts'
import type { Library } from '../library.ts'
import type { TestRun } from '../test-run.ts'
import { codesOf, fixture } from './fixture.ts'

/** A verifier, and what it needs of the platform for a sample. */
interface VerifierCase {
  readonly name: string
  readonly verifier: SignatureVerifier | undefined
  readonly needs: (sample: { readonly needs: Feature; readonly nodeNeeds?: Feature }) => Feature | undefined
}

export function testChains(t: TestRun, { certkeep, noble, roots, createNodeVerifier }: Library): void {
  const { buildChain, createFallbackVerifier, createTrustStore, createWebCryptoVerifier, parseCertificate } = certkeep
  const { createNobleVerifier } = noble
  const at = new Date(t.samples.at)

  const verifiers: readonly VerifierCase[] = [
    { name: 'by default', verifier: undefined, needs: ({ needs }) => needs },
    { name: 'with WebCrypto', verifier: createWebCryptoVerifier(), needs: ({ needs }) => needs },
    { name: 'with certkeep/noble', verifier: createNobleVerifier(), needs: () => undefined },
    {
      name: 'with WebCrypto and certkeep/noble behind it',
      verifier: createFallbackVerifier(createWebCryptoVerifier(), createNobleVerifier()),
      needs: () => undefined,
    },
    ...(createNodeVerifier === undefined
      ? []
      : [
          {
            name: 'with certkeep/node',
            verifier: createNodeVerifier(),
            needs: ({ nodeNeeds = 'node:crypto' }: { readonly nodeNeeds?: Feature }) => nodeNeeds,
          },
        ]),
  ]

  for (const { name, verifier, needs } of verifiers) {
    const expected = (sample: Parameters<typeof needs>[0], codes: readonly string[]): readonly string[] => {
      const feature = needs(sample)
      return feature === undefined || t.has(feature) ? codes : ['signature-unsupported']
    }

    for (const sample of t.samples.algorithms) {
      const { algorithm, certificate, root } = sample
      const options: ChainOptions = {
        anchors: [root],
        at,
        hostname: 'www.example.com',
        verifier,
        // The CA/B Forum has no rules for ML-DSA yet.
        profile: algorithm.startsWith('ML-DSA') ? 'rfc5280' : 'webpki',
      }

      t.test(`buildChain() ${name}: ${algorithm}`, async () => {
        const { ok, problems } = await buildChain(certificate, options)
        const codes = expected(sample, [])
        t.equal([codesOf(problems), ok], [codes, codes.length === 0])
      })

      t.test(`buildChain() ${name} tells a signature that is not one: ${algorithm}`, async () => {
        const { der, serialNumber } = parseCertificate(certificate)
        const { problems } = await buildChain(withOtherSerialNumber(der, serialNumber), options)
        t.equal(codesOf(problems), expected(sample, ['signature-invalid']))
      })
    }

    for (const sample of t.samples.signatures) {
      const { algorithm, isWeak, certificate, root } = sample
      const danger = isWeak ? { dangerouslyAllowWeakAlgorithms: true } : {}
      t.test(`buildChain() ${name}: ${algorithm}`, async () => {
        const { problems } = await buildChain(certificate, { anchors: [root], at, verifier, ...danger })
        t.equal(codesOf(problems), expected(sample, []))
      })
    }
  }

  t.test('buildChain() refuses SHA-1 wherever it runs', async () => {
    const weak = t.samples.signatures.find(({ algorithm }) => algorithm.includes('sha1'))
    if (weak === undefined) throw new Error('no sample')
    const { problems } = await buildChain(weak.certificate, { anchors: [weak.root], at })
    t.equal(codesOf(problems).includes('signature-algorithm-refused'), true)
  })

  t.test('buildChain() names the issuer that is missing', async () => {
    const verifier = createFallbackVerifier(createWebCryptoVerifier(), createNobleVerifier())
    const options = { anchors: [fixture(t, 'root.crt')], at, verifier }
    const { ok, missing } = await buildChain(fixture(t, 'server.crt'), options)
    t.equal(ok, false)
    t.like(missing, { issuer: { text: 'CN=Example Issuing CA 1' }, urls: ['http://ca.example.com/issuing-1.crt'] })
  })

  t.test('buildChain() says of dates, names and signers what is wrong', async () => {
    const verifier = createFallbackVerifier(createWebCryptoVerifier(), createNobleVerifier())
    const [intermediate = '', root = ''] = splitPem(fixture(t, 'chain.crt'))
    const options = { anchors: [root], intermediates: [parseCertificate(intermediate)], at, verifier }
    const judge = async (certificate: string, changes: Partial<ChainOptions> = {}): Promise<readonly string[]> =>
      codesOf((await buildChain(certificate, { ...options, ...changes })).problems)
    t.equal(await judge(fixture(t, 'server.crt'), { hostname: 'example.com' }), [])
    t.equal(await judge(fixture(t, 'server.crt'), { hostname: 'example.net' }), ['hostname-mismatch'])
    t.equal(await judge(fixture(t, 'expired.crt')), ['certificate-expired'])
    t.equal(await judge(fixture(t, 'self-signed.crt')), ['self-signed'])
  })

  t.test('buildChain() ends with the reason of the signal', async () => {
    const signal = AbortSignal.abort(new RangeError('enough'))
    const call = (): Promise<unknown> => buildChain(fixture(t, 'server.crt'), { anchors: [], at, signal })
    await t.rejects(call, { name: 'RangeError', message: 'enough' })
  })

  t.test('the public roots are those of the package, and make a trust store', async () => {
    const anchors = roots.mozillaRoots()
    t.equal(
      anchors.map(({ certificate }) => certificate.fingerprint().toUpperCase()),
      t.samples.roots.map((fingerprint) => fingerprint.replaceAll(':', '')),
    )
    const options = { anchors: createTrustStore(anchors), at, verifier: createNobleVerifier() }
    const { problems } = await buildChain(fixture(t, 'server.crt'), options)
    t.equal(codesOf(problems), ['issuer-not-found'])
  })
}

/** A copy with the last bit of the serial number changed: it is signed, and nothing else depends on it. */
function withOtherSerialNumber(der: Uint8Array, serialNumber: string): Uint8Array {
  const octets = (serialNumber.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16))
  const last = der.findIndex((_, index) =>
    octets.every((octet, offset) => der[index - octets.length + 1 + offset] === octet),
  )
  return der.map((octet, index) => (index === last ? octet ^ 1 : octet))
}

function splitPem(text: string): readonly string[] {
  return text.split(/(?<=-----END CERTIFICATE-----\n)/)
}
