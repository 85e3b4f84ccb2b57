import { describe, expect, it } from 'vitest'
import type { Fetcher } from '../../../src/problem/fetcher.ts'
import { createTestAuthority, type TestUrls } from '../../../src/testing/index.ts'
import { openssl } from '../../support/openssl.ts'
import { judge, verdict } from './judge.ts'

const root = await createTestAuthority({ seed: 'fetch' })
const ca = await root.intermediate({ urls: { caIssuers: ['http://ca.example/root.cer'] } })
const urls: TestUrls = { caIssuers: ['http://ca.example/ca.cer'] }
const leaf = await ca.leaf({ urls })
const without = { anchors: [root.der], intermediates: [] }

/** A network of given bodies that remembers what was asked; anything else is not found. */
function createNetwork(bodies: Readonly<Record<string, Uint8Array>>): {
  readonly fetch: Fetcher
  readonly asked: string[]
} {
  const asked: string[] = []
  return {
    asked,
    fetch: ({ url }) => {
      asked.push(url)
      const body = bodies[url]
      return Promise.resolve(body === undefined ? { status: 404, body: new Uint8Array() } : { status: 200, body })
    },
  }
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** The certificates in a PKCS#7 of OpenSSL's making. */
function pkcs7(pems: string, form: 'DER' | 'PEM'): Uint8Array {
  const { ok, output } = openssl(['crl2pkcs7', '-nocrl', '-certfile', 'c.pem'], { 'c.pem': pems })
  expect(ok).toBe(true)
  const [, base64 = ''] = /-----BEGIN PKCS7-----([^-]+)-----END PKCS7-----/.exec(output) ?? []
  return form === 'PEM' ? bytesOf(output) : new Uint8Array(Buffer.from(base64, 'base64'))
}

describe('buildChain() with fetchIssuer', () => {
  it.each([
    ['DER', ca.der],
    ['PEM', bytesOf(ca.pem)],
    ['PKCS#7', pkcs7(ca.pem, 'DER')],
    ['PKCS#7 in PEM', pkcs7(ca.pem, 'PEM')],
    ['PKCS#7 of several', pkcs7(`${root.pem}${leaf.pem}${ca.pem}`, 'DER')],
  ])('takes the missing issuer as %s', async (_form, body) => {
    const network = createNetwork({ 'http://ca.example/ca.cer': body })
    const report = await judge(leaf, { ...without, fetchIssuer: network.fetch })
    expect(report.ok).toBe(true)
    expect(report.chain).toHaveLength(3)
    expect(network.asked).toEqual(['http://ca.example/ca.cer'])
  })

  it('asks with GET, a limit of size and the signal', async () => {
    const { signal } = new AbortController()
    const requests: unknown[] = []
    const fetchIssuer: Fetcher = (request) => {
      requests.push(request)
      return Promise.resolve({ status: 200, body: ca.der })
    }
    await judge(leaf, { ...without, fetchIssuer, signal })
    expect(requests).toEqual([{ url: 'http://ca.example/ca.cer', method: 'GET', maxBytes: 262_144, signal }])
  })

  it('never asks without the option, or where nothing is missing', async () => {
    const network = createNetwork({})
    expect(await verdict(leaf, without)).toBe('issuer-not-found')
    expect(await verdict(leaf, { fetchIssuer: network.fetch })).toBe('ok')
    expect(network.asked).toEqual([])
  })

  it('never asks for another scheme', async () => {
    const network = createNetwork({})
    const caIssuers = [
      'ldap://ca.example/',
      'file:///etc/passwd',
      'ftp://ca.example/',
      'data:,x',
      'javascript:1',
      'http:x',
      '//ca.example',
    ]
    const schemes = await ca.leaf({ urls: { caIssuers, ocsp: ['http://ocsp.example/'] } })
    expect(await verdict(schemes, { ...without, fetchIssuer: network.fetch })).toBe('issuer-not-found')
    expect(network.asked).toEqual([])
  })

  it('asks four addresses of a certificate and eight of a path, each once', async () => {
    const many = (name: string): TestUrls => ({
      caIssuers: Array.from({ length: 1000 }, (_, index) => `https://${name}.example/${String(index)}`),
    })
    const network = createNetwork({})
    expect(await verdict(await ca.leaf({ urls: many('a') }), { ...without, fetchIssuer: network.fetch })).toBe(
      'issuer-not-found',
    )
    expect(network.asked).toEqual([0, 1, 2, 3].map((index) => `https://a.example/${String(index)}`))
    const same = createNetwork({})
    const repeated = { caIssuers: ['http://a.example/', 'http://a.example/'] }
    await judge(await ca.leaf({ urls: repeated }), { ...without, fetchIssuer: same.fetch })
    expect(same.asked).toEqual(['http://a.example/'])
    const a = await root.intermediate()
    const b = await a.intermediate({ urls: many('b') })
    const c = await b.intermediate({ urls: many('c') })
    const d = await c.intermediate({ urls: many('d') })
    const deep = createNetwork({
      'https://e.example/3': d.der,
      'https://d.example/3': c.der,
      'https://c.example/0': b.der,
    })
    const report = await judge(await d.leaf({ urls: many('e') }), { ...without, fetchIssuer: deep.fetch })
    expect(report.chain).toHaveLength(3)
    expect(deep.asked).toHaveLength(8)
  })

  it.each<readonly [string, Fetcher]>([
    ['a failure', () => Promise.reject(new Error('refused'))],
    ['the TypeError of fetch()', () => Promise.reject(new TypeError('fetch failed'))],
    [
      'an exception',
      () => {
        throw new Error('refused')
      },
    ],
    ['another status', () => Promise.resolve({ status: 500, body: ca.der })],
    ['garbage', () => Promise.resolve({ status: 200, body: bytesOf('<html>not found</html>') })],
    ['nothing', () => Promise.resolve({ status: 200, body: new Uint8Array() })],
    ['a body over the limit', () => Promise.resolve({ status: 200, body: bytesOf(ca.pem.padEnd(262_145)) })],
    ['a PKCS#7 of none', () => Promise.resolve({ status: 200, body: Uint8Array.of(0x30, 2, 5, 0) })],
    ['the certificate itself', () => Promise.resolve({ status: 200, body: leaf.der })],
    ['a stranger', () => Promise.resolve({ status: 200, body: root.der })],
  ])('goes on without after %s', async (_what, fetchIssuer) => {
    const report = await judge(leaf, { ...without, fetchIssuer })
    expect(report.problems).toMatchObject([{ code: 'issuer-not-found', certificate: 0 }])
  })

  it('takes a body of the limit', async () => {
    const network = createNetwork({ 'http://ca.example/ca.cer': bytesOf(ca.pem.padEnd(262_144)) })
    expect(await verdict(leaf, { ...without, fetchIssuer: network.fetch })).toBe('ok')
  })

  it('looks at sixteen certificates of a PKCS#7', async () => {
    for (const [before, expected] of [
      [15, 'ok'],
      [16, 'issuer-not-found'],
    ] as const) {
      const network = createNetwork({ 'http://ca.example/ca.cer': pkcs7(root.pem.repeat(before) + ca.pem, 'DER') })
      expect(await verdict(leaf, { ...without, fetchIssuer: network.fetch })).toBe(expected)
    }
  })

  it('skips what cannot be read in a PKCS#7', async () => {
    const good = pkcs7(`${root.pem}${ca.pem}`, 'DER')
    const at = Buffer.from(good).indexOf(root.der)
    expect(at).toBeGreaterThan(0)
    // The version of TBSCertificate becomes 9.
    const broken = good.slice()
    broken[at + 4 + 4 + 4] = 9
    const network = createNetwork({ 'http://ca.example/ca.cer': broken })
    expect(await verdict(leaf, { ...without, fetchIssuer: network.fetch })).toBe('ok')
  })

  it('does not follow a loop', async () => {
    const a = await root.intermediate({ subject: 'A', urls: { caIssuers: ['http://loop.example/b'] } })
    const b = await root.intermediate({ subject: 'B' })
    const aByB = await b.crossSign(a, { urls: { caIssuers: ['http://loop.example/b'] } })
    const bByA = await a.crossSign(b, { urls: { caIssuers: ['http://loop.example/a'] } })
    const network = createNetwork({ 'http://loop.example/a': aByB.der, 'http://loop.example/b': bByA.der })
    const looped = await a.leaf({ urls: { caIssuers: ['http://loop.example/a'] } })
    const report = await judge(looped, { ...without, fetchIssuer: network.fetch })
    expect(report.ok).toBe(false)
    expect(network.asked).toEqual(['http://loop.example/a', 'http://loop.example/b'])
  })

  it('ends with the signal', async () => {
    const controller = new AbortController()
    const fetchIssuer: Fetcher = () => {
      controller.abort(new Error('enough'))
      return Promise.reject(new Error('network'))
    }
    await expect(judge(leaf, { ...without, fetchIssuer, signal: controller.signal })).rejects.toThrow('enough')
  })
})
