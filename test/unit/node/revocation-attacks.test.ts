import { describe, expect, it, vi } from 'vitest'
import { createGuardedFetcher } from '../../../src/node/create-guarded-fetcher.ts'
import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import type { AddressLookup } from '../../../src/node/dns-lookup.ts'
import { buildChain } from '../../../src/path/build-chain.ts'
import { describeProblem } from '../../../src/report/describe-problem.ts'
import { createRevocationCache } from '../../../src/revocation/revocation-cache.ts'
import type { RevocationReport } from '../../../src/revocation/revocation-report.ts'
import {
  createTestAuthority,
  TEST_EPOCH,
  type TestAuthority,
  type TestCertificate,
} from '../../../src/testing/index.ts'
import type { AuthorityServer, ServerFault } from '../../../src/testing/serve-authority.ts'
import { explicit, integer, oid, sequence, set } from '../../support/der.ts'
import { noLookup, startRaw } from '../../support/guarded-fetch.ts'
import { httpAnswer } from '../../support/raw-server.ts'
import { check, codesOf, openFetcher, requestsTo, root, serve, serveCa } from './revocation-world.ts'

/** A leaf whose CRL is said to be at these addresses, whatever their looks. */
async function leafWithCrl(ca: TestAuthority, ...urls: readonly string[]): Promise<TestCertificate> {
  return ca.leaf({ urls: { crl: urls.map((uri) => ({ fullName: [{ uri }] })) } })
}

/** The port of a server, for names that a test lets lead to it. */
function portOf({ url }: Pick<AuthorityServer, 'url'>): number {
  return Number(new URL(url).port)
}

/** Everything that a report shows: as data, and in words. */
function shownBy(report: RevocationReport): string {
  const problems = report.certificates.flatMap((certificate) => certificate.problems)
  const words = problems.flatMap((problem) => [describeProblem(problem, 'en'), describeProblem(problem, 'ko')])
  return JSON.stringify([report, words])
}

describe('attack 33, requests forged by a certificate: checkRevocation() with createGuardedFetcher()', () => {
  it.each([
    ['an address', 'http://127.0.0.1/ca.crl'],
    ['an address in decimal', 'http://2130706433/ca.crl'],
    ['an address in hexadecimal', 'http://0x7f000001/ca.crl'],
    ['an address in octal', 'http://0177.0.0.1/ca.crl'],
    ['an address in full-width digits, percent-encoded', 'http://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1/ca.crl'],
    ['the metadata of a cloud', 'http://169.254.169.254/latest/meta-data/'],
    ['a mapped address', 'http://[::ffff:169.254.169.254]/'],
    ['NAT64', 'http://[64:ff9b::a9fe:a9fe]/'],
    ['6to4', 'http://[2002:7f00:1::1]/'],
    ['Teredo', 'http://[2001:0:a9fe:a9fe::1]/'],
    ['localhost', 'http://localhost/ca.crl'],
    ['localhost with a dot', 'http://localhost./ca.crl'],
    ['a name with a dot at the end', 'http://ca.example.com./ca.crl'],
    ['a name of one label', 'http://metadata/ca.crl'],
    ['a user name', 'http://ca.example.com@127.0.0.1/ca.crl'],
    ['a password', 'http://user:secret@ca.example.com/ca.crl'],
    ['the port of a database', 'http://ca.example.com:5432/ca.crl'],
  ])('blocks %s without resolving: %s', async (_what, url) => {
    const lookup = vi.fn(noLookup)
    const leaf = await leafWithCrl(root, url)
    const report = await check(leaf, { fetcher: createGuardedFetcher({ lookup }) })
    expect([report.status, ...codesOf(report)]).toEqual(['unavailable', 'url-blocked'])
    expect(lookup).not.toHaveBeenCalled()
  })

  it.each([
    'ldap://ca.example.com/cn=CA?certificateRevocationList',
    'file:///etc/passwd',
    'data:,x',
    'ftp://ca.example.com/',
  ])('never tries %s', async (url) => {
    const fetcher = vi.fn(openFetcher())
    const report = await check(await leafWithCrl(root, url), { fetcher })
    expect(report.status).toBe('unavailable')
    expect(fetcher).not.toHaveBeenCalled()
  })

  it.each([
    ['private', ['10.0.0.1']],
    ['shared', ['100.64.0.1']],
    ['link-local', ['169.254.169.254']],
    ['unique local', ['fd00:ec2::254']],
    ['benchmarking', ['198.18.0.1']],
    ['reserved', ['240.0.0.1']],
    ['public, and one private among many', ['93.184.215.14', '2606:2800:21f::1', '192.168.1.1']],
  ])('blocks a name whose addresses are %s', async (_what, addresses) => {
    const fetcher = createGuardedFetcher({ lookup: () => Promise.resolve(addresses) })
    const report = await check(await leafWithCrl(root, 'http://ca.example.com/ca.crl'), { fetcher })
    expect(codesOf(report)).toEqual(['url-blocked'])
  })

  it('asks nobody where one of several addresses is not public, though another would answer', async () => {
    const { ca, server } = await serveCa()
    const leaf = await leafWithCrl(ca, `http://ca.example.com:${String(portOf(server))}/ca.crl`)
    const lookup: AddressLookup = () => Promise.resolve(['127.0.0.1', '10.0.0.1'])
    const report = await check(leaf, { fetcher: openFetcher({ lookup, ports: [portOf(server)] }) })
    expect(codesOf(report)).toEqual(['url-blocked'])
    expect(server.requests).toEqual([])
  })

  it('connects to what was checked when a resolver gives another answer the second time', async () => {
    const { ca, server } = await serveCa()
    const leaf = await leafWithCrl(ca, `http://rebinding.example.com:${String(portOf(server))}/ca.crl`)
    const answers = [['127.0.0.1'], ['10.0.0.1']]
    const lookup = vi.fn<AddressLookup>(() => Promise.resolve(answers.shift() ?? []))
    const fetcher = openFetcher({ lookup, ports: [portOf(server)] })
    const cache = createRevocationCache()
    expect((await check(leaf, { fetcher, cache })).status).toBe('good')
    expect(lookup).toHaveBeenCalledTimes(1)
    // The next fetch resolves anew, and is blocked; what was verified before holds on.
    const at = new Date(new Date(TEST_EPOCH).getTime() + 4 * 86_400_000)
    expect((await check(leaf, { fetcher, cache, at })).status).toBe('good')
    expect([lookup.mock.calls.length, server.requests.length]).toEqual([2, 1])
  })

  it.each([
    'http://10.0.0.1/ca.crl',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]:22/',
    'http://localhost/',
  ])('follows no redirect to %s, and does not say where it led', async (location) => {
    const { ca, server } = await serveCa()
    const leaf = await leafWithCrl(ca, `http://ca.example.com:${String(portOf(server))}/ca.crl`)
    server.fault('/ca.crl', { kind: 'redirect', location })
    const lookup: AddressLookup = () => Promise.resolve(['127.0.0.1'])
    const report = await check(leaf, { fetcher: openFetcher({ lookup, ports: [portOf(server)] }) })
    expect(report.status).toBe('unavailable')
    expect(shownBy(report)).not.toContain(location)
  })

  it.each(['ldap://ca.example.com/', 'file:///etc/passwd', 'data:application/pkix-crl;base64,MAA='])(
    'follows no redirect to %s',
    async (location) => {
      const { ca, server } = await serveCa()
      server.fault('/ca.crl', { kind: 'redirect', location })
      expect(codesOf(await check(await leafWithCrl(ca, server.crlUrl)))).toEqual(['url-blocked'])
    },
  )

  it('follows no redirect of a request with a body', async () => {
    const { ca, server } = await serveCa()
    server.fault('/ocsp', { kind: 'redirect', location: server.ocspUrl, status: 307 })
    const leaf = await ca.leaf({ urls: { ocsp: [server.ocspUrl] } })
    const nonce = new Uint8Array(128).fill(1)
    expect(codesOf(await check(leaf, { nonce: () => nonce }))).toEqual(['fetch-failed ERR_FETCH_REDIRECT'])
    expect(requestsTo(server)).toEqual(['POST /ocsp'])
  })
})

describe('attack 34, use of resources: checkRevocation() with createGuardedFetcher()', () => {
  const impatient = { firstByteTimeoutMs: 1_000, rateWindowMs: 300, minBytesPerSecond: 20_000 }

  it.each<readonly [string, ServerFault, string]>([
    ['slow-loris: an answer octet by octet', { kind: 'trickle', intervalMs: 20 }, 'ERR_FETCH_TIMEOUT'],
    ['an answer that never begins', { kind: 'silent' }, 'ERR_FETCH_TIMEOUT'],
    ['an endless body', { kind: 'endless' }, 'ERR_FETCH_TOO_LARGE'],
    ['a compressed body', { kind: 'gzip' }, 'ERR_FETCH_ENCODING'],
    ['a gzip bomb', { kind: 'gzip-bomb', bytes: 100_000_000 }, 'ERR_FETCH_ENCODING'],
    ['a Content-Length that is too great', { kind: 'content-length', length: 1_000_000 }, 'ERR_FETCH_FAILED'],
    ['a Content-Length that is too small', { kind: 'content-length', length: 10 }, 'ERR_FETCH_FAILED'],
    ['a Content-Length of a terabyte', { kind: 'content-length', length: 1e12 }, 'ERR_FETCH_FAILED'],
    ['redirects without end', { kind: 'redirect', location: '/ca.crl' }, 'ERR_FETCH_REDIRECT'],
  ])('gets by without the CRL after %s', async (_what, fault, code) => {
    const { ca, server } = await serveCa()
    const leaf = await ca.leaf({ urls: server.urls })
    server.fault('/ca.crl', fault)
    const report = await check(leaf, { fetcher: openFetcher(impatient) })
    expect(report.certificates[0]).toMatchObject({ status: 'good', source: 'ocsp' })
    const alone = await check(await leafWithCrl(ca, server.crlUrl), { fetcher: openFetcher(impatient) })
    expect(codesOf(alone)).toEqual([`fetch-failed ${code}`])
    expect(server.requests.length).toBeLessThan(10)
  })

  it('stops an endless body at 64 KiB of an OCSP response, and at what one check may fetch of a CRL', async () => {
    const { ca, server } = await serveCa()
    const received: number[] = []
    const inner = openFetcher()
    const fetcher: typeof inner = (request) => {
      received.push(request.maxBytes)
      return inner(request)
    }
    server.fault('/ocsp', { kind: 'endless' })
    server.fault('/ca.crl', { kind: 'endless' })
    const byOcsp = await ca.leaf({ urls: { ocsp: [server.ocspUrl] } })
    expect(codesOf(await check(byOcsp, { fetcher }))).toEqual(['fetch-failed ERR_FETCH_TOO_LARGE'])
    const byCrl = await leafWithCrl(ca, server.crlUrl)
    expect(codesOf(await check(byCrl, { fetcher, limits: { bytes: 100_000 } }))).toEqual(['revocation-budget'])
    expect(received).toEqual([65_536, 100_000])
  })

  it('asks four of 10,000 addresses of a kind', async () => {
    const { ca, server } = await serveCa()
    const many = (path: string): readonly string[] =>
      Array.from({ length: 10_000 }, (_, index) => `${server.url}${path}?${String(index)}`)
    server.fault('/ca.crl', { kind: 'status', status: 404 })
    server.fault('/ocsp', { kind: 'status', status: 404 })
    const report = await check(await leafWithCrl(ca, ...many('/ca.crl')))
    expect(report.status).toBe('unavailable')
    expect(codesOf(report)).toContain('revocation-budget')
    expect(server.requests.length).toBeLessThanOrEqual(4)
    const both = await ca.leaf({ urls: { crl: many('/ca.crl'), ocsp: many('/ocsp') } })
    const before = server.requests.length
    await check(both)
    expect(server.requests.length - before).toBeLessThanOrEqual(8)
  })

  it.each([
    ['a line break', '\r\nX-Injected: 1\r\n\r\n'],
    ['a line break, percent-encoded', '%0d%0aX-Injected:%201'],
    ['a second request', ' HTTP/1.1\r\nHost: inner\r\n\r\nGET /secret'],
    ['a tab', '\tX'],
    ['a NUL', '\u0000'],
  ])('lets no URL write headers: %s', async (_what, tail) => {
    const server = await startRaw((socket) => socket.end(httpAnswer(['content-length: 0'], '', '404 Not Found')))
    const url = `http://127.0.0.1:${String(server.port)}/ca.crl${tail}`
    const report = await check(await leafWithCrl(root, url)).catch((error: unknown) => {
      // A certificate whose URI is no text cannot be made or read, which is as well.
      expect(error).toMatchObject({ name: 'CertkeepError' })
    })
    expect(report?.status).not.toBe('good')
    expect(server.received.length).toBeLessThanOrEqual(1)
    for (const request of server.received) {
      expect(request.split('\r\n').map((line) => line.split(':')[0]?.toLowerCase())).not.toContain('x-injected')
      expect(request.match(/HTTP\/1\.1/g)).toHaveLength(1)
    }
  })
})

const verifier = createNodeVerifier()

describe('attack 34, use of resources: buildChain() with createGuardedFetcher() as fetchIssuer', () => {
  it('ends in a loop of issuers that name each other', async () => {
    const [a, b] = [await root.intermediate({ subject: 'A' }), await root.intermediate({ subject: 'B' })]
    const answers = new Map<string, Uint8Array>()
    const server = await startRaw((socket, index) => {
      // What came in is written down after this.
      setImmediate(() => {
        const body = answers.get(server.received[index]?.split(' ')[1] ?? '') ?? new Uint8Array()
        socket.write(httpAnswer([`content-length: ${String(body.length)}`], ''))
        socket.end(body)
      })
    })
    const urls = (path: string): { caIssuers: readonly string[] } => ({
      caIssuers: [`http://127.0.0.1:${String(server.port)}${path}`],
    })
    answers.set('/a', (await b.crossSign(a, { urls: urls('/b') })).der)
    answers.set('/b', (await a.crossSign(b, { urls: urls('/a') })).der)
    const leaf = await a.leaf({ urls: urls('/a') })
    const report = await buildChain(leaf.der, {
      anchors: [root.der],
      at: new Date(TEST_EPOCH),
      fetchIssuer: openFetcher(),
      verifier,
    })
    expect(report.ok).toBe(false)
    expect(server.received.map((request) => request.split(' ')[1])).toEqual(['/a', '/b'])
  })

  it.each([
    ['ten thousand copies of a root', 10_000, (): Uint8Array => root.der],
    ['ten thousand empty certificates, within the limit of size', 10_000, (): Uint8Array => sequence()],
  ])('gets by without a PKCS#7 of %s', async (_what, count, part) => {
    const { ca, server } = await serveCa()
    const certificates = [...Array.from({ length: count }, part), ca.der]
    const signedData = sequence(
      integer(1),
      set(),
      sequence(oid('1.2.840.113549.1.7.1')),
      explicit(0, ...certificates),
      set(),
    )
    const body = sequence(oid('1.2.840.113549.1.7.2'), explicit(0, signedData))
    server.fault('/ca.cer', { kind: 'body', body })
    const leaf = await ca.leaf({ urls: { caIssuers: [server.caIssuersUrl] } })
    const report = await buildChain(leaf.der, {
      anchors: [root.der],
      at: new Date(TEST_EPOCH),
      fetchIssuer: openFetcher(),
      verifier,
    })
    expect(report.problems).toMatchObject([{ code: 'issuer-not-found' }])
    expect(server.requests).toHaveLength(1)
  })
})

describe('attack 35, trust in what was fetched: checkRevocation()', () => {
  it('asks nobody about a certificate that its issuer has not signed, however it is not', async () => {
    const { ca, server } = await serveCa()
    const impostor = await createTestAuthority({ seed: 'impostor', subject: 'Impostor' })
    const forged = await ca.leaf({ urls: server.urls, defects: ['broken-signature'] })
    const stranger = await impostor.leaf({ urls: server.urls, issuer: ca.subject })
    const chains = [forged.chain, [...stranger.chain.slice(0, 1), ...ca.chain]]
    // Sound itself, under a CA that the root has not signed.
    const loose = await root.intermediate({ defects: ['broken-signature'] })
    chains.push((await loose.leaf({ urls: server.urls })).chain)
    for (const chain of chains) {
      const report = await check({ chain })
      expect([report.status, ...codesOf(report)]).toEqual(['unavailable', 'not-attempted'])
    }
    expect(server.requests).toEqual([])
  })

  it('keeps what two issuers publish at one address apart, also under one name', async () => {
    const first = await createTestAuthority({ seed: 'first of two' })
    const second = await createTestAuthority({ seed: 'second of two' })
    expect(second.certificate.subject.text).toBe(first.certificate.subject.text)
    const server = await serve(first)
    const [ofFirst, ofSecond] = [
      await first.leaf({ urls: { crl: [server.crlUrl] }, serialNumber: 77 }),
      await second.leaf({ urls: { crl: [server.crlUrl] }, serialNumber: 77 }),
    ]
    second.revoke(ofSecond)
    const options = { cache: createRevocationCache() }
    expect((await check(ofFirst, options)).status).toBe('good')
    // What is kept of the first says nothing to the second.
    expect(codesOf(await check(ofSecond, options))).toEqual(['bad-signature'])
    server.fault('/ca.crl', { kind: 'body', body: (await second.crl()).der })
    expect((await check(ofSecond, options)).status).toBe('revoked')
    // And the other way round: the revocation is not of the first's certificate, though of the same number.
    expect((await check(ofFirst, options)).status).toBe('good')
  })

  it('keeps nothing of what nobody has signed', async () => {
    const { ca, server } = await serveCa()
    const leaf = await leafWithCrl(ca, server.crlUrl)
    const options = { cache: createRevocationCache() }
    server.fault('/ca.crl', { kind: 'crl', options: { defects: ['broken-signature'] } }, { times: 1 })
    expect(codesOf(await check(leaf, options))).toEqual(['bad-signature'])
    expect((await check(leaf, options)).status).toBe('good')
  })

  it('tells nothing of what was met on the way', async () => {
    const canary = 'canary-7f3a'
    const statuses = ['200 OK', '403 Forbidden', '302 Found', '500 Internal Server Error']
    const server = await startRaw((socket, index) => {
      const fields = [`server: ${canary}`, `set-cookie: ${canary}`, `location: http://10.9.8.7/${canary}`]
      socket.end(httpAnswer([...fields, `content-length: ${String(canary.length)}`], canary, statuses[index]))
    })
    const lookup: AddressLookup = () => Promise.resolve(['127.0.0.1'])
    const url = `http://ca.example.com:${String(server.port)}/ca.crl`
    const leaf = await leafWithCrl(root, url)
    const shown: string[] = []
    for (const status of statuses) {
      const report = await check(leaf, { fetcher: openFetcher({ lookup, ports: [server.port] }) })
      expect(report.status, status).toBe('unavailable')
      shown.push(shownBy(report))
    }
    expect(server.received).toHaveLength(statuses.length)
    const names: AddressLookup = () => Promise.reject(new Error(`${canary}: no answer from 10.1.2.3`))
    shown.push(shownBy(await check(leaf, { fetcher: openFetcher({ lookup: names, ports: [server.port] }) })))
    const inner: AddressLookup = () => Promise.resolve(['10.9.8.7'])
    shown.push(shownBy(await check(leaf, { fetcher: openFetcher({ lookup: inner, ports: [server.port] }) })))
    await server.close()
    shown.push(shownBy(await check(leaf, { fetcher: openFetcher({ lookup, ports: [server.port] }) })))
    for (const text of shown) {
      expect(text).toContain('ca.example.com')
      for (const secret of [canary, '127.0.0.1', '10.9.8.7', '10.1.2.3', 'ECONNREFUSED'])
        expect(text).not.toContain(secret)
    }
  })
})
