import { get, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestAuthority, type TestAuthority, type TestCertificate } from '../../../src/testing/index.ts'
import { serveAuthority, type AuthorityServer } from '../../../src/testing/serve-authority.ts'
import { openssl, opensslAsync } from '../../support/openssl.ts'

/** OpenSSL compares thisUpdate and nextUpdate with the clock of the machine. */
const NOW = new Date()

let ca: TestAuthority
let leaf: TestCertificate
let server: AuthorityServer

beforeEach(async () => {
  ca = await createTestAuthority({ at: NOW })
  server = await serveAuthority(ca, {
    ocsp: { responder: 'delegated' },
    crls: { '/shard-1.crl': (url) => ({ scope: { fullName: [url] } }) },
  })
  leaf = await ca.leaf({ urls: server.urls })
})

afterEach(() => server.close())

interface Received {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
  /** What broke the answer off, if something did. */
  readonly broken: string | undefined
}

/** A plain client, which believes nothing, follows nothing and stops reading after `maxBytes`. */
function fetchBytes(
  url: string,
  { post, maxBytes = 1_000_000 }: { post?: Uint8Array; maxBytes?: number } = {},
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method: post === undefined ? 'GET' : 'POST', agent: false }, (response) => {
      const chunks: Buffer[] = []
      let length = 0
      const settle = (broken: string | undefined): void => {
        const { statusCode: status = 0, headers } = response
        resolve({ status, headers, body: Uint8Array.from(Buffer.concat(chunks)), broken })
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        length += chunk.length
        if (length >= maxBytes) response.destroy()
      })
      response.on('end', () => {
        settle(undefined)
      })
      response.on('error', (error: NodeJS.ErrnoException) => {
        settle(error.code)
      })
      response.on('close', () => {
        settle(response.complete ? undefined : 'closed')
      })
    })
    sent.on('error', reject)
    sent.end(post)
  })
}

/** The request that openssl makes about the leaf. */
function ocspRequest(...extra: readonly string[]): Uint8Array {
  const files = { 'ca.pem': ca.pem, 'leaf.pem': leaf.pem }
  const args = ['ocsp', ...extra, '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-reqout', 'req.der']
  return openssl(args, files, ['req.der']).written[0] ?? new Uint8Array()
}

function verdictOf(request: Uint8Array, response: Uint8Array): string {
  const files = { 'req.der': request, 'res.der': response, 'ca.pem': ca.pem }
  return openssl(['ocsp', '-reqin', 'req.der', '-respin', 'res.der', '-CAfile', 'ca.pem', '-resp_text'], files).output
}

describe('serveAuthority()', () => {
  it('answers openssl itself, which asks by POST with a nonce', async () => {
    const files = { 'ca.pem': ca.pem, 'leaf.pem': leaf.pem }
    const args = ['ocsp', '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-url', server.ocspUrl, '-CAfile', 'ca.pem']
    const { output } = await opensslAsync(args, files)
    expect(output).toContain('Response verify OK')
    expect(output).not.toContain('no nonce')
    expect(output).toMatch(/leaf\.pem: good\n/)
    const [asked] = server.requests
    expect(asked?.method).toBe('POST')
    expect(asked?.headers['content-type']).toBe('application/ocsp-request')
  })

  it('answers an OCSP request by POST and by GET, with its nonce, and shows a revocation at once', async () => {
    const request = ocspRequest()
    const base64 = encodeURIComponent(Buffer.from(request).toString('base64'))
    const posted = await fetchBytes(server.ocspUrl, { post: request })
    const got = await fetchBytes(`${server.ocspUrl}/${base64}`)
    for (const { status, headers, body } of [posted, got]) {
      expect(status).toBe(200)
      expect(headers['content-type']).toBe('application/ocsp-response')
      const output = verdictOf(request, body)
      expect(output).toMatch(/Cert Status: good\n[^]*Response verify OK/)
      expect(output).not.toMatch(/Nonce Verify error|no nonce/)
    }
    ca.revoke(leaf, { reason: 'superseded' })
    const { body } = await fetchBytes(server.ocspUrl, { post: request })
    expect(verdictOf(request, body)).toMatch(/Cert Status: revoked\n[^]*superseded[^]*Response verify OK/)
  })

  it('answers for the hash that was asked with', async () => {
    const request = ocspRequest('-no_nonce', '-sha256')
    const { body } = await fetchBytes(server.ocspUrl, { post: request })
    expect(verdictOf(request, body)).toMatch(/Hash Algorithm: sha256[^]*Cert Status: good\n/)
  })

  it('says malformedRequest to what is none, and unauthorized about another issuer', async () => {
    const nonsense = await fetchBytes(server.ocspUrl, { post: Uint8Array.of(1, 2, 3) })
    expect([...nonsense.body]).toEqual([0x30, 3, 0x0a, 1, 1])
    expect([...(await fetchBytes(`${server.ocspUrl}/%ZZ`)).body]).toEqual([0x30, 3, 0x0a, 1, 1])
    const stranger = await createTestAuthority({ subject: 'Stranger' })
    const files = { 'ca.pem': stranger.pem, 'leaf.pem': (await stranger.leaf()).pem }
    const args = ['ocsp', '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-reqout', 'req.der']
    const { written } = openssl(args, files, ['req.der'])
    const { body } = await fetchBytes(server.ocspUrl, { post: written[0] ?? new Uint8Array() })
    expect([...body]).toEqual([0x30, 3, 0x0a, 1, 6])
  })

  it('says malformedRequest to a request with something behind its end, or with a nonce that is none', async () => {
    const request = ocspRequest()
    const nonce = Buffer.from('2b0601050507300102', 'hex')
    const at = Buffer.from(request).indexOf(nonce) + nonce.length
    // The OCTET STRING of extnValue, and inside it that of the nonce.
    expect([request[at], request[at + 2]]).toEqual([4, 4])
    const changed = (offset: number, octet: number): Uint8Array =>
      request.map((value, index) => (index === at + offset ? octet : value))
    for (const post of [Uint8Array.of(...request, 5, 0), changed(2, 2), changed(3, 0xff), changed(3, 1)]) {
      const { status, body } = await fetchBytes(server.ocspUrl, { post })
      expect({ status, body: [...body] }).toEqual({ status: 200, body: [0x30, 3, 0x0a, 1, 1] })
    }
    expect((await fetchBytes(server.ocspUrl, { post: request })).body.length).toBeGreaterThan(5)
  })

  it('publishes its CRL, further ones, and its certificate', async () => {
    ca.revoke(leaf)
    const crl = await fetchBytes(server.crlUrl)
    expect(crl.headers['content-type']).toBe('application/pkix-crl')
    const show = (der: Uint8Array): string =>
      openssl(['crl', '-inform', 'DER', '-in', 'a.crl', '-noout', '-text'], { 'a.crl': der }).output
    expect(show(crl.body)).toContain(leaf.certificate.serialNumber.toUpperCase())
    const shard = await fetchBytes(`${server.url}/shard-1.crl`)
    expect(show(shard.body)).toContain(`URI:${server.url}/shard-1.crl`)
    const issuer = await fetchBytes(server.caIssuersUrl)
    expect(issuer.headers['content-type']).toBe('application/pkix-cert')
    expect(issuer.body).toEqual(ca.der)
    expect((await fetchBytes(`${server.url}/nothing`)).status).toBe(404)
  })

  it('is what the certificates point to', () => {
    const text = openssl(['x509', '-in', 'a.pem', '-noout', '-text'], { 'a.pem': leaf.pem }).output
    for (const url of [server.ocspUrl, server.crlUrl, server.caIssuersUrl]) expect(text).toContain(`URI:${url}\n`)
  })

  it('writes down what came in, in order', async () => {
    await fetchBytes(`${server.crlUrl}?a=1`)
    await fetchBytes(server.ocspUrl, { post: Uint8Array.of(9) })
    expect(server.requests.map(({ method, path, body }) => ({ method, path, body: [...body] }))).toEqual([
      { method: 'GET', path: '/ca.crl?a=1', body: [] },
      { method: 'POST', path: '/ocsp', body: [9] },
    ])
  })

  it('shows options that do not go together to the client', async () => {
    server.fault('/ca.crl', { kind: 'crl', options: { signatureAlgorithm: 'Ed25519' } })
    const { status, body } = await fetchBytes(server.crlUrl)
    expect(status).toBe(500)
    expect(new TextDecoder().decode(body)).toContain('"signatureAlgorithm" Ed25519')
  })

  it('close() breaks what is open and frees the port', async () => {
    server.fault('/ca.crl', { kind: 'silent' })
    const waiting = fetchBytes(server.crlUrl)
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'ECONNRESET' })
    await new Promise<void>((resolve) => {
      const check = (): void => {
        if (server.requests.length > 0) resolve()
        else setImmediate(check)
      }
      check()
    })
    await server.close()
    await outcome
    await expect(fetchBytes(server.crlUrl)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await expect(server.close()).resolves.toBeUndefined()
  })
})

describe('fault()', () => {
  it('slow: answers, after the time', async () => {
    server.fault('/ca.cer', { kind: 'slow', delayMs: 40 })
    const start = performance.now()
    const { status, body } = await fetchBytes(server.caIssuersUrl)
    expect(performance.now() - start).toBeGreaterThanOrEqual(39)
    expect({ status, body }).toEqual({ status: 200, body: ca.der })
  })

  it('silent: takes the request and sends nothing', async () => {
    server.fault('/ca.crl', { kind: 'silent' })
    await expect(
      new Promise((resolve, reject) => {
        get(server.crlUrl, { agent: false, timeout: 60 }, resolve).on('timeout', resolve).on('error', reject)
      }),
    ).resolves.toBeUndefined()
    expect(server.requests).toHaveLength(1)
  })

  it('reset: breaks the connection before any answer', async () => {
    server.fault('/ca.crl', { kind: 'reset' })
    await expect(fetchBytes(server.crlUrl)).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('trickle: sends one octet at a time, and all in the end', async () => {
    server.fault('/ocsp', { kind: 'trickle', intervalMs: 1 })
    const { body, broken } = await fetchBytes(server.ocspUrl, { post: Uint8Array.of(0) })
    expect({ body: [...body], broken }).toEqual({ body: [0x30, 3, 0x0a, 1, 1], broken: undefined })
  })

  it('cut-off: promises all and sends a part', async () => {
    const whole = await fetchBytes(server.caIssuersUrl)
    server.fault('/ca.cer', { kind: 'cut-off', afterBytes: 10 })
    const { body, headers, broken } = await fetchBytes(server.caIssuersUrl)
    expect(headers['content-length']).toBe(String(whole.body.length))
    expect([...body]).toEqual([...whole.body.slice(0, 10)])
    expect(broken).toBe('ECONNRESET')
  })

  it('endless: sends for as long as the client reads', async () => {
    server.fault('/ca.crl', { kind: 'endless' })
    const { body, headers } = await fetchBytes(server.crlUrl, { maxBytes: 5_000_000 })
    expect(body.length).toBeGreaterThanOrEqual(5_000_000)
    expect(headers['content-length']).toBeUndefined()
  })

  it('status, redirect, body, content-type: each as told', async () => {
    server.fault('/ca.crl', { kind: 'status', status: 503 })
    expect(await fetchBytes(server.crlUrl)).toMatchObject({ status: 503, body: new Uint8Array() })
    server.fault('/ca.crl', { kind: 'redirect', location: 'http://169.254.169.254/' })
    const redirect = await fetchBytes(server.crlUrl)
    expect({ status: redirect.status, location: redirect.headers.location }).toEqual({
      status: 302,
      location: 'http://169.254.169.254/',
    })
    server.fault('/ca.crl', { kind: 'body', body: Uint8Array.of(1, 2) })
    expect(await fetchBytes(server.crlUrl)).toMatchObject({ status: 200, body: Uint8Array.of(1, 2) })
    server.fault('/ca.crl', { kind: 'content-type', contentType: 'text/html' })
    expect((await fetchBytes(server.crlUrl)).headers['content-type']).toBe('text/html')
  })

  it('content-length: too great, and the rest never comes', async () => {
    server.fault('/ca.cer', { kind: 'content-length', length: ca.der.length + 100 })
    const { body, broken } = await fetchBytes(server.caIssuersUrl)
    expect(body).toEqual(ca.der)
    expect(broken).toBe('ECONNRESET')
  })

  it('content-length: too small, and the rest lies about in the connection', async () => {
    server.fault('/ca.cer', { kind: 'content-length', length: 5 })
    const chunks: Buffer[] = []
    // Not node:http, which takes this for an attack.
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.write('GET /ca.cer HTTP/1.1\r\nhost: localhost\r\n\r\n')
    for await (const chunk of socket) if (chunk instanceof Buffer) chunks.push(chunk)
    const received = Buffer.concat(chunks)
    expect(received.toString('latin1')).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*content-length: 5\r\n/)
    expect(Uint8Array.from(received.subarray(-ca.der.length))).toEqual(ca.der)
  })

  it('gzip and gzip-bomb: compressed unasked', async () => {
    server.fault('/ca.cer', { kind: 'gzip' })
    const { body, headers } = await fetchBytes(server.caIssuersUrl)
    expect(headers['content-encoding']).toBe('gzip')
    expect(Uint8Array.from(gunzipSync(body))).toEqual(ca.der)
    server.fault('/ca.cer', { kind: 'gzip-bomb', bytes: 10_000_000 })
    const bomb = await fetchBytes(server.caIssuersUrl)
    expect(bomb.body.length).toBeLessThan(20_000)
    expect(gunzipSync(bomb.body)).toHaveLength(10_000_000)
  })

  it('stale: a CRL and an OCSP response whose successors are overdue', async () => {
    server.fault('/ca.crl', { kind: 'stale' })
    server.fault('/ocsp', { kind: 'stale' })
    const crl = await fetchBytes(server.crlUrl)
    const day = (offset: number): string => new Date(NOW.getTime() + offset * 86_400_000).toISOString().slice(0, 10)
    const dates = openssl(['crl', '-inform', 'DER', '-in', 'a.crl', '-noout', '-nextupdate', '-dateopt', 'iso_8601'], {
      'a.crl': crl.body,
    })
    expect(dates.output).toContain(`nextUpdate=${day(-1)}`)
    const request = ocspRequest('-no_nonce')
    const { body } = await fetchBytes(server.ocspUrl, { post: request })
    const files = { 'ca.pem': ca.pem, 'leaf.pem': leaf.pem, 'res.der': body }
    const args = [
      'ocsp',
      '-no_nonce',
      '-respin',
      'res.der',
      '-issuer',
      'ca.pem',
      '-cert',
      'leaf.pem',
      '-CAfile',
      'ca.pem',
    ]
    expect(openssl(args, files).output).toMatch(/status expired/)
  })

  it('crl and ocsp: made by these options, about what was asked', async () => {
    server.fault('/ca.crl', { kind: 'crl', options: { defects: ['missing-crl-number'] } })
    server.fault('/ocsp', { kind: 'ocsp', options: { defects: ['wrong-nonce'] } })
    const crl = await fetchBytes(server.crlUrl)
    const args = ['crl', '-inform', 'DER', '-in', 'a.crl', '-noout', '-text']
    expect(openssl(args, { 'a.crl': crl.body }).output).not.toContain('CRL Number')
    const request = ocspRequest()
    const { body } = await fetchBytes(server.ocspUrl, { post: request })
    expect(verdictOf(request, body)).toContain('Nonce Verify error')
  })

  it('lasts for as many requests as told, or until it is taken back', async () => {
    server.fault('/ca.cer', { kind: 'status', status: 500 }, { times: 2 })
    const statuses: number[] = []
    for (let count = 0; count < 3; count += 1) statuses.push((await fetchBytes(server.caIssuersUrl)).status)
    expect(statuses).toEqual([500, 500, 200])
    server.fault('/ca.cer', { kind: 'status', status: 500 })
    expect((await fetchBytes(server.caIssuersUrl)).status).toBe(500)
    server.fault('/ca.cer', undefined)
    expect((await fetchBytes(server.caIssuersUrl)).status).toBe(200)
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses to last for %s requests', (times) => {
    expect(() => {
      server.fault('/ca.cer', { kind: 'reset' }, { times })
    }).toThrow(new RangeError('"times" must be a positive integer or Infinity'))
  })
})
