import type { Certificate, Fetcher, RevocationOptions, RevocationReport, SignatureVerifier } from 'certkeep'
import type { Library } from '../library.ts'
import type { TestRun } from '../test-run.ts'
import { bytesOf, codesOf } from './fixture.ts'

export function testRevocation(t: TestRun, { certkeep, noble }: Library): void {
  const { checkRevocation, createFallbackVerifier, createOcspRequest, createWebCryptoVerifier } = certkeep
  const { parseCertificate, parseCrl, parseOcspResponse } = certkeep
  const { good, revoked, issuing, root, crl, rootCrl, crlUrl, rootCrlUrl, goodOcsp, revokedOcsp } = t.samples.revocation
  const at = new Date(t.samples.at)

  const chainOf = (leaf: string): readonly Certificate[] => [leaf, issuing, root].map((pem) => parseCertificate(pem))
  const verifiers: readonly (readonly [string, SignatureVerifier | undefined, boolean])[] = [
    ['by default', undefined, t.has('WebCrypto')],
    ['with certkeep/noble', createFallbackVerifier(createWebCryptoVerifier(), noble.createNobleVerifier()), true],
  ]

  for (const [name, verifier, canVerify] of verifiers) {
    const check = (leaf: string, options: RevocationOptions): Promise<RevocationReport> =>
      checkRevocation(chainOf(leaf), { at, verifier, ...options })

    t.test(`checkRevocation() ${name}: a CRL that is given`, async () => {
      const crls = [bytesOf(rootCrl), bytesOf(crl)]
      t.like(await check(good, { crls }), { status: canVerify ? 'good' : 'unavailable' })
      const lost = await check(revoked, { crls })
      t.like(lost, { status: canVerify ? 'revoked' : 'unavailable' })
      if (canVerify) {
        t.like(lost.certificates[0], { status: 'revoked', source: 'crl', reason: 'keyCompromise', revokedAt: at })
      }
    })

    t.test(`checkRevocation() ${name}: an OCSP response of a delegated responder`, async () => {
      const judge = async (leaf: string, response: string): Promise<unknown> => {
        const { certificates } = await check(leaf, { scope: 'leaf', ocspResponses: [bytesOf(response)] })
        return certificates[0]?.status
      }
      t.equal(await judge(good, goodOcsp), canVerify ? 'good' : 'unavailable')
      t.equal(await judge(revoked, revokedOcsp), canVerify ? 'revoked' : 'unavailable')
      t.equal(await judge(good, revokedOcsp), 'unavailable')
    })

    t.test(`checkRevocation() ${name}: what a fetcher gets`, async () => {
      const asked: string[] = []
      const fetcher: Fetcher = ({ url }) => {
        asked.push(url)
        return Promise.resolve({ status: 200, body: bytesOf(url === rootCrlUrl ? rootCrl : crl) })
      }
      t.like(await check(revoked, { fetcher }), { status: canVerify ? 'revoked' : 'unavailable' })
      // Without a verdict on the chain itself nobody is asked.
      t.equal([...asked].sort(), canVerify ? [crlUrl, rootCrlUrl] : [])
    })

    for (const sample of t.samples.algorithms) {
      if (sample.crl === null) continue
      const { algorithm, needs, certificate } = sample
      const own = bytesOf(sample.crl)
      t.test(`checkRevocation() ${name}: a CRL of ${algorithm}`, async () => {
        const chain = [certificate, sample.root].map((pem) => parseCertificate(pem))
        const { status } = await checkRevocation(chain, { at, verifier, crls: [own] })
        t.equal(status, verifier !== undefined || t.has(needs) ? 'good' : 'unavailable')
      })
    }
  }

  t.test('checkRevocation() stops waiting for the network when its time is over', async () => {
    const verifier = noble.createNobleVerifier()
    const fetcher: Fetcher = ({ signal }) =>
      new Promise((_, reject) => {
        // As a socket does, this keeps a server from ending: the timer of a signal does not.
        const socket = setInterval(() => undefined, 1000)
        signal?.addEventListener('abort', () => {
          clearInterval(socket)
          reject(new Error('aborted'))
        })
      })
    const controller = new AbortController()
    const options = { at, verifier, fetcher, timeoutMs: 20, signal: controller.signal }
    const { status, certificates } = await checkRevocation(chainOf(good), options)
    t.equal([status, codesOf(certificates[0]?.problems ?? []).includes('revocation-budget')], ['unavailable', true])
    const call = checkRevocation(chainOf(good), { ...options, timeoutMs: 60_000 })
    controller.abort(new RangeError('enough'))
    await t.rejects(() => call, { name: 'RangeError', message: 'enough' })
  })

  t.test('parseCrl() and parseOcspResponse() read without any cryptography', () => {
    t.like(parseCrl(bytesOf(crl)), { issuer: { text: parseCertificate(issuing).subject.text } })
    t.like(parseOcspResponse(bytesOf(goodOcsp)), { status: 'successful' })
    const request = createOcspRequest(parseCertificate(good), parseCertificate(issuing))
    t.equal([request instanceof Uint8Array, request[0]], [true, 0x30])
  })
}
