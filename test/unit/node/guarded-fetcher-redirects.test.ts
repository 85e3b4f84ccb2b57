import * as https from 'node:https'
import { describe, expect, it, vi } from 'vitest'
import {
  authority,
  closeLater,
  codeAndReasonOf,
  failureOf,
  fetchWith,
  startAnswer,
  startAuthority,
  startRaw,
  toLoopback,
} from '../../support/guarded-fetch.ts'

describe('createGuardedFetcher() with redirects', () => {
  it('follows one to what the server publishes', async () => {
    const server = await startAuthority({ kind: 'redirect', location: 'ca.cer?from=here#x' }, '/ca.crl')
    const { body } = await fetchWith({}, server.crlUrl)
    expect(body).toEqual(authority.der)
    expect(server.requests.map(({ path }) => path)).toEqual(['/ca.crl', '/ca.cer?from=here'])
  })

  it.each([301, 302, 303, 307, 308] as const)('follows status %i, three times at most', async (status) => {
    const server = await startAuthority({ kind: 'redirect', location: '/ca.cer', status })
    const { code, reason, error } = await failureOf(fetchWith({}, server.caIssuersUrl))
    expect([code, reason]).toEqual(['ERR_FETCH_REDIRECT', 'redirect-limit'])
    expect(server.requests).toHaveLength(4)
    expect(error).toMatchObject({ detail: { redirects: 3, url: server.caIssuersUrl } })
  })

  it('follows none where none are allowed', async () => {
    const server = await startAuthority({ kind: 'redirect', location: '/ca.crl' })
    expect(await codeAndReasonOf(fetchWith({ maxRedirects: 0 }, server.caIssuersUrl))).toBe(
      'ERR_FETCH_REDIRECT redirect-limit',
    )
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    ['http://10.0.0.1/', 'host-address'],
    ['http://169.254.169.254/latest/meta-data/', 'host-address'],
    ['//192.168.1.1/', 'host-address'],
    ['http://[::ffff:7f00:1]/', 'host-address'],
    ['http://2852039166/', 'host-address'],
    ['http://metadata/', 'host-local'],
    ['http://localhost:6379/', 'host-local'],
    ['http://ca.example.com:22/', 'port'],
    ['http://user:secret@ca.example.com/', 'userinfo'],
    ['file:///etc/passwd', 'scheme'],
    ['ftp://ca.example.com/', 'scheme'],
    ['gopher://127.0.0.1:6379/_FLUSHALL', 'scheme'],
    ['http://', 'url-malformed'],
    [`/${'a'.repeat(2_100)}`, 'url-too-long'],
  ])('refuses one to %s: %s', async (location, reason) => {
    const server = await startAuthority({ kind: 'redirect', location })
    expect(await codeAndReasonOf(fetchWith({}, server.caIssuersUrl))).toBe(`ERR_FETCH_BLOCKED ${reason}`)
    expect(server.requests).toHaveLength(1)
  })

  it('refuses one without a place to go', async () => {
    const server = await startAnswer(['content-length: 0'], '', '302 Found')
    expect(await codeAndReasonOf(fetchWith({}, server.url))).toBe('ERR_FETCH_REDIRECT redirect-malformed')
  })

  it('follows none of a request with a body', async () => {
    const server = await startAnswer(['location: /other', 'content-length: 0'], '', '307 Temporary Redirect')
    const rest = { method: 'POST', body: Uint8Array.of(1) } as const
    expect(await codeAndReasonOf(fetchWith({}, server.url, rest))).toBe('ERR_FETCH_REDIRECT redirect-of-post')
    expect(server.received).toHaveLength(1)
  })
})

describe('createGuardedFetcher() with https', () => {
  async function startSecure(
    location: string | undefined,
  ): Promise<{ readonly port: number; readonly hits: () => number }> {
    const leaf = await authority.leaf({ names: ['ca.example.com'] })
    let hits = 0
    const server = https.createServer({ key: leaf.key.pkcs8, cert: leaf.fullChainPem }, (_request, response) => {
      hits += 1
      if (location === undefined) response.end('secure')
      else response.writeHead(302, { location }).end()
    })
    closeLater(async () => new Promise((resolve) => server.close(() => resolve())))
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    return { port, hits: () => hits }
  }

  it('talks to a server whose certificate is trusted and covers the name', async () => {
    const { port } = await startSecure(undefined)
    const options = { lookup: toLoopback, ports: [port], httpsRoots: [authority.pem] }
    const { body } = await fetchWith(options, `https://ca.example.com:${String(port)}/`)
    expect(new TextDecoder().decode(body)).toBe('secure')
  })

  it('talks to no server whose certificate is not trusted, whatever the environment says', async () => {
    const { port, hits } = await startSecure(undefined)
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const failure = codeAndReasonOf(
      fetchWith({ lookup: toLoopback, ports: [port] }, `https://ca.example.com:${String(port)}/`),
    )
    expect(await failure).toBe('ERR_FETCH_FAILED tls-failed')
    expect(hits()).toBe(0)
  })

  it.each(['https://other.example.com', 'https://127.0.0.1'])(
    'talks to no server whose certificate does not cover the name: %s',
    async (origin) => {
      const { port, hits } = await startSecure(undefined)
      const options = { lookup: toLoopback, ports: [port], httpsRoots: [authority.pem] }
      expect(await codeAndReasonOf(fetchWith(options, `${origin}:${String(port)}/`))).toBe(
        'ERR_FETCH_FAILED tls-failed',
      )
      expect(hits()).toBe(0)
    },
  )

  it('follows no redirect from https to http', async () => {
    const plain = await startAnswer(['content-length: 2'], 'ok')
    const { port } = await startSecure(plain.url)
    const options = { lookup: toLoopback, ports: [port], httpsRoots: [authority.pem] }
    expect(await codeAndReasonOf(fetchWith(options, `https://ca.example.com:${String(port)}/`))).toBe(
      'ERR_FETCH_REDIRECT redirect-downgrade',
    )
    expect(plain.received).toEqual([])
  })

  it('follows a redirect from http to https', async () => {
    const { port } = await startSecure(undefined)
    const secureUrl = `https://ca.example.com:${String(port)}/`
    const plain = await startAnswer([`location: ${secureUrl}`, 'content-length: 0'], '', '301 Moved Permanently')
    const options = { lookup: toLoopback, ports: [port], httpsRoots: [authority.pem] }
    expect((await fetchWith(options, plain.url)).status).toBe(200)
  })

  it('gives up on a server that accepts and never begins with TLS', async () => {
    const server = await startRaw(() => undefined)
    const url = `https://127.0.0.1:${String(server.port)}/`
    expect(await codeAndReasonOf(fetchWith({ connectTimeoutMs: 50 }, url))).toBe('ERR_FETCH_TIMEOUT timeout-connect')
    await server.allClosed()
  })

  it('takes an answer that is not TLS for a failure of TLS', async () => {
    const server = await startRaw((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))
    const url = `https://127.0.0.1:${String(server.port)}/`
    expect(await codeAndReasonOf(fetchWith({}, url))).toBe('ERR_FETCH_FAILED tls-failed')
  })
})
